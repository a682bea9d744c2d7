"""The lives of a round of judgement, an expert's assignment and review, a conflict, and a selection."""

from core.states import Lifecycle, Move

ROUND = Lifecycle(
    name="round",
    states=("preparing", "scoring", "opened", "closed"),
    moves=(
        Move("start_scoring", ("preparing",), "scoring", "run_reviews", "reviews.scoring_started"),
        Move("open_to_panel", ("scoring",), "opened", "run_reviews", "reviews.round_opened"),
        Move("close_round", ("scoring", "opened"), "closed", "run_reviews", "reviews.round_closed"),
    ),
)

ASSIGNMENT = Lifecycle(
    name="assignment",
    states=("given", "void"),
    moves=(
        Move("void", ("given",), "void", "run_reviews", "reviews.assignment_voided"),
        Move("take_back", ("given",), "void", "run_reviews", "reviews.assignment_taken_back"),
    ),
)

ASSIGNMENT_PLAN = Lifecycle(
    name="assignment_plan",
    states=("proposed", "confirmed", "replaced"),
    moves=(
        Move("confirm", ("proposed",), "confirmed", "run_reviews", "reviews.experts_assigned"),
        Move("replace", ("proposed",), "replaced", "run_reviews", "reviews.assignment_proposed"),
    ),
)

REVIEW = Lifecycle(
    name="review",
    states=("draft", "submitted"),
    moves=(
        Move("submit_review", ("draft",), "submitted", "judge", "reviews.review_submitted"),
        Move("reopen_review", ("submitted",), "draft", "run_reviews", "reviews.review_reopened"),
    ),
)

CONFLICT = Lifecycle(
    name="conflict",
    states=("standing", "lifted"),
    moves=(Move("lift", ("standing",), "lifted", "run_reviews", "reviews.conflict_lifted"),),
)

SELECTION = Lifecycle(
    name="selection",
    states=("proposed", "decided", "published", "discarded"),
    moves=(
        Move("decide", ("proposed",), "decided", "run_selection", "reviews.selection_decided"),
        Move("discard", ("proposed",), "discarded", "run_selection", "reviews.selection_discarded"),
        Move("publish", ("decided",), "published", "run_selection", "reviews.selection_published"),
    ),
)
