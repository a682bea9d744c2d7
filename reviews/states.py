"""The lives of a round of judgement, an expert's assignment and review, a conflict, a panel's meeting, a selection.

And of an appeal against a decision.
"""

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

MEETING = Lifecycle(
    name="meeting",
    states=("called", "running", "ended", "signed", "called_off"),
    moves=(
        Move("begin", ("called",), "running", "lead_meeting", "reviews.meeting_begun"),
        Move("call_off", ("called",), "called_off", "run_reviews", "reviews.meeting_called_off"),
        Move("end", ("running",), "ended", "lead_meeting", "reviews.meeting_ended"),
        Move("sign", ("ended",), "signed", "preside", "reviews.minutes_signed"),
    ),
)

AGENDA_ITEM = Lifecycle(
    name="agenda_item",
    states=("waiting", "on", "concluded", "put_off"),
    moves=(
        Move("take_up", ("waiting",), "on", "lead_item", "reviews.item_taken_up"),
        Move("conclude", ("on",), "concluded", "lead_item", "reviews.item_concluded"),
        Move("take_together", ("waiting",), "concluded", "lead_meeting", "reviews.items_taken_together"),
        Move("put_off", ("waiting", "on"), "put_off", "lead_item", "reviews.item_put_off"),
        Move("reconsider", ("concluded", "put_off"), "waiting", "lead_item", "reviews.item_reconsidered"),
    ),
)

APPEAL = Lifecycle(
    name="appeal",
    states=("draft", "filed", "admitted", "judged_anew", "upheld", "dismissed", "turned_away", "withdrawn"),
    moves=(
        Move("file", ("draft",), "filed", "appeal", "reviews.appeal_filed"),
        Move("withdraw", ("filed", "admitted", "judged_anew"), "withdrawn", "appeal", "reviews.appeal_withdrawn"),
        Move("admit", ("filed",), "admitted", "run_selection", "reviews.appeal_admitted"),
        Move("turn_away", ("filed",), "turned_away", "run_selection", "reviews.appeal_turned_away"),
        Move("judge_anew", ("admitted",), "judged_anew", "run_selection", "reviews.appeal_judged_anew"),
        Move("uphold", ("admitted", "judged_anew"), "upheld", "run_selection", "reviews.appeal_upheld"),
        Move("dismiss", ("admitted", "judged_anew"), "dismissed", "run_selection", "reviews.appeal_dismissed"),
    ),
)

OPEN_APPEALS = ("filed", "admitted", "judged_anew")
"""States in which an appeal is open: the places that it may win are held."""

SELECTION = Lifecycle(
    name="selection",
    states=("proposed", "decided", "published", "discarded"),
    moves=(
        Move("decide", ("proposed",), "decided", "run_selection", "reviews.selection_decided"),
        Move("discard", ("proposed",), "discarded", "run_selection", "reviews.selection_discarded"),
        Move("publish", ("decided",), "published", "run_selection", "reviews.selection_published"),
    ),
)
