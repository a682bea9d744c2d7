"""Reviews against PostgreSQL: saved, submitted once, given back; and what a conflict takes away."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from core.models import Event
from core.refusals import NotAllowed, NotFound, RuleBroken, Stale, WrongState
from programs.queries import policy_of
from reviews import actions, permissions, queries
from reviews.models import Assignment, Case, Conflict, Review, Round, Score
from reviews.states import CONFLICT, REVIEW
from tests.build import actor_for
from tests.build_reviews import CRITERIA, DUE_AT, OPENED_AT, Panel, a_panel
from tests.reviews.test_round_actions import refused

pytestmark = pytest.mark.django_db


def a_started_panel(proposals: int = 1, experts: int = 3) -> Panel:
    panel = a_panel(proposals, experts)
    panel.start()
    return panel


def test_a_review_is_saved_as_it_is_written() -> None:
    panel = a_started_panel()
    assignment = panel.given()
    review = panel.save(assignment, None, points={"fit": 3}, comments={"fit": "좋음"}, comment="")
    assert review.version == 2
    assert Score.objects.get(criterion="fit").points == 3
    assert Score.objects.get(criterion="capacity").points is None
    with pytest.raises(Stale):
        panel.save(assignment, version=1)
    assert panel.save(assignment, version=2).version == 3


@pytest.mark.parametrize("points", [0, 6])
def test_points_off_the_scale_are_never_kept(points: int) -> None:
    panel = a_started_panel()
    refused(lambda: panel.save(panel.given(), points), "review.points_off_scale")
    assert not Score.objects.exists()


def test_unknown_criteria_and_endless_comments_are_never_kept() -> None:
    panel = a_started_panel()
    assignment = panel.given()
    refused(lambda: panel.save(assignment, points={"beauty": 3}), "review.criterion_unknown")
    refused(lambda: panel.save(assignment, comments={"beauty": "x"}), "review.criterion_unknown")
    refused(lambda: panel.save(assignment, comments={"fit": "가" * 4_001}), "review.comment_too_long")
    refused(lambda: panel.save(assignment, comment="가" * 4_001), "review.comment_too_long")


def test_a_review_is_submitted_whole_and_once() -> None:
    panel = a_started_panel()
    assignment = panel.given()

    def submit() -> Review:
        return actions.submit_review(assignment_uid=assignment.uid, by=panel.expert(0), at=OPENED_AT)

    with pytest.raises(RuleBroken) as problem:
        submit()
    assert len(problem.value.violations) == 2 * len(CRITERIA), "everything missing at once"
    panel.submit(assignment)
    refused(submit, "review.wrong_state", WrongState)
    refused(lambda: panel.save(assignment), "review.wrong_state", WrongState)
    assert Event.objects.filter(name="reviews.review_submitted").count() == 1


def test_a_late_review_is_refused_until_the_end_moves() -> None:
    panel = a_started_panel()
    assignment = panel.given()
    panel.save(assignment)

    def submit() -> Review:
        return actions.submit_review(assignment_uid=assignment.uid, by=panel.expert(0), at=DUE_AT)

    refused(submit, "review.late")
    actions.postpone_round(
        round_uid=panel.round.uid, due_at=DUE_AT + timedelta(days=1), reason="연휴", by=panel.officer, at=DUE_AT
    )
    assert submit().state == "submitted"


def test_a_review_is_given_back_with_a_reason_while_scoring_goes_on() -> None:
    panel = a_started_panel()
    assignment = panel.given()

    def reopen(reason: str = "근거 보완", by: object = None) -> Review:
        return actions.reopen_review(
            assignment_uid=assignment.uid,
            reason=reason,
            by=by or panel.officer,  # type: ignore[arg-type]  # an actor
            at=OPENED_AT,
        )

    refused(reopen, "review.wrong_state", WrongState)
    panel.submit(assignment)
    refused(lambda: reopen(" "), "review.reason_missing")
    for actor in (panel.expert(0), panel.role("auditor"), panel.role("ministry_approver")):
        with pytest.raises(NotAllowed):
            reopen(by=actor)
    for actor in (panel.role("member"), actor_for(panel.outsider, OPENED_AT)):
        with pytest.raises(NotFound):
            reopen(by=actor)
    review = reopen()
    assert (review.state, review.submitted_at) == ("draft", None)
    panel.submit(assignment, 5)
    Round.objects.filter(pk=panel.round.pk).update(state="opened")
    with pytest.raises(NotAllowed):
        reopen()
    with pytest.raises(NotFound):
        actions.reopen_review(assignment_uid=uuid4(), reason="x", by=panel.officer, at=OPENED_AT)


@pytest.mark.parametrize("state", REVIEW.states)
@pytest.mark.parametrize("verb", [move.verb for move in REVIEW.moves])
def test_every_verb_in_every_state(state: str, verb: str) -> None:
    panel = a_started_panel()
    assignment = panel.given()
    panel.submit(assignment)
    if state == "draft":
        Review.objects.update(state="draft", submitted_at=None)
    given = {"assignment_uid": assignment.uid, "at": OPENED_AT}
    if verb == "submit_review":
        given |= {"by": panel.expert(0)}
    else:
        given |= {"by": panel.officer, "reason": "보완"}
    act = getattr(actions, verb)
    if state in REVIEW.named(verb).sources:
        assert act(**given).state == REVIEW.named(verb).target
    else:
        refused(lambda: act(**given), "review.wrong_state", WrongState)


def nothing_is_known(panel: Panel, number: int, case: Case, assignment: Assignment | None = None) -> None:
    """The expert reaches neither the case nor, by its number, a review of it."""
    actor = panel.expert(number)
    with pytest.raises(NotFound):
        queries.case_of(case.uid, actor)
    assert not queries.my_assignments(actor).filter(case=case).exists()
    for given in [assignment] if assignment else Assignment.objects.filter(case=case):
        with pytest.raises(NotFound):
            panel.save(given, by=actor)
        with pytest.raises(NotFound):
            actions.submit_review(assignment_uid=given.uid, by=actor, at=OPENED_AT)


def test_a_case_is_closed_to_those_to_whom_it_was_not_given() -> None:
    panel = a_started_panel(1, 4)
    given = set(Assignment.objects.values_list("expert_id", flat=True))
    idle = next(number for number, expert in enumerate(panel.experts) if expert.pk not in given)
    nothing_is_known(panel, idle, panel.case())


def test_a_case_is_closed_until_the_expert_has_declared() -> None:
    panel = a_started_panel()
    panel.round.members.filter(expert=panel.experts[0]).update(declared_at=None)
    nothing_is_known(panel, 0, panel.case(), panel.given(0))


@pytest.mark.parametrize("state", ["preparing", "closed"])
def test_a_case_is_closed_before_scoring_and_after_the_round(state: str) -> None:
    panel = a_started_panel()
    Round.objects.filter(pk=panel.round.pk).update(state=state)
    nothing_is_known(panel, 0, panel.case(), panel.given(0))


def test_a_declared_conflict_takes_the_case_and_keeps_what_was_written() -> None:
    panel = a_started_panel(1, 4)
    case = panel.case()
    number = next(n for n, e in enumerate(panel.experts) if Assignment.objects.filter(expert=e).exists())
    assignment = panel.given(number)
    panel.submit(assignment)
    actions.declare_interests(
        round_uid=panel.round.uid, conflicts={case.uid: ("rivalry", "경쟁 과제")}, by=panel.expert(number), at=OPENED_AT
    )
    assignment.refresh_from_db()
    assert (assignment.state, assignment.review.state) == ("void", "submitted")
    assert queries.reviews_given(panel.call, policy_of(panel.call.rule_set)) == {}
    nothing_is_known(panel, number, case)
    panel.assign()
    assert Assignment.objects.filter(case=case, state="given").count() == 3
    assert not Assignment.objects.filter(case=case, state="given", expert=panel.experts[number]).exists()


def test_declaring_names_known_grounds_and_cases_of_the_round() -> None:
    panel = a_panel()

    def declare(case: object, ground: str, by: object = None) -> object:
        return actions.declare_interests(
            round_uid=panel.round.uid,
            conflicts={case: (ground, "")},  # type: ignore[dict-item]  # a uid
            by=by or panel.expert(0),  # type: ignore[arg-type]  # an actor
            at=OPENED_AT,
        )

    refused(lambda: declare(panel.case().uid, "dislike"), "conflict.ground_unknown")
    refused(lambda: declare(uuid4(), "relation"), "conflict.case_unknown")
    assert not panel.round.members.filter(declared_at__isnull=False).exists()
    for actor in (panel.officer, panel.role("auditor"), actor_for(panel.outsider, OPENED_AT)):
        with pytest.raises(NotFound):
            declare(panel.case().uid, "relation", actor)
    declare(panel.case().uid, "relation")
    assert Conflict.objects.get(source="declared").ground == "relation"
    Round.objects.filter(pk=panel.round.pk).update(state="closed")
    refused(lambda: declare(panel.case().uid, "other"), "round.wrong_state", WrongState)


def test_an_officer_sets_and_lifts_conflicts_by_name() -> None:
    panel = a_started_panel(1, 4)
    assignment = Assignment.objects.first()
    assert assignment is not None
    number = panel.experts.index(assignment.expert)

    def bar(ground: str = "other", by: object = None) -> Conflict:
        return actions.set_conflict(
            case_uid=assignment.case.uid,
            expert_uid=panel.experts[number].uid,
            ground=ground,
            note="제보",
            by=by or panel.officer,  # type: ignore[arg-type]  # an actor
            at=OPENED_AT,
        )

    refused(lambda: bar("dislike"), "conflict.ground_unknown")
    for actor in (panel.expert(number), panel.role("auditor")):
        with pytest.raises(NotAllowed):
            bar(by=actor)
    with pytest.raises(NotFound):
        bar(by=panel.role("region_officer"))
    conflict = bar()
    assignment.refresh_from_db()
    assert assignment.state == "void"
    nothing_is_known(panel, number, assignment.case)

    def lift(why: str = "오해였습니다", by: object = None) -> Conflict:
        return actions.lift_conflict(
            conflict_uid=conflict.uid,
            why=why,
            by=by or panel.officer,  # type: ignore[arg-type]  # an actor
            at=OPENED_AT,
        )

    refused(lambda: lift(" "), "conflict.reason_missing")
    with pytest.raises(NotAllowed):
        lift(by=panel.expert(number))
    with pytest.raises(NotFound):
        lift(by=panel.role("member"))
    assert lift().lifted_by == panel.officer.user_id
    refused(lift, "conflict.wrong_state", WrongState)
    nothing_is_known(panel, number, assignment.case, assignment)
    with pytest.raises(NotFound):
        actions.lift_conflict(conflict_uid=uuid4(), why="x", by=panel.officer, at=OPENED_AT)
    Round.objects.filter(pk=panel.round.pk).update(state="closed")
    refused(bar, "round.wrong_state", WrongState)


@pytest.mark.parametrize("state", CONFLICT.states)
def test_a_conflict_is_lifted_only_while_it_stands(state: str) -> None:
    panel = a_panel()
    conflict = Conflict.objects.create(
        case=panel.case(), expert=panel.experts[0], source="officer", ground="other", found_at=OPENED_AT
    )
    if state == "lifted":
        Conflict.objects.update(state=state, lifted_at=OPENED_AT, lifted_by=1, lifted_why="x")

    def lift() -> Conflict:
        return actions.lift_conflict(conflict_uid=conflict.uid, why="오해", by=panel.officer, at=OPENED_AT)

    if state == "standing":
        assert lift().state == "lifted"
    else:
        refused(lift, "conflict.wrong_state", WrongState)


def test_others_scores_are_seen_only_once_the_round_is_open_to_the_panel() -> None:
    panel = a_started_panel()
    panel.score()
    mine = panel.given(0)
    assert not queries.others_reviews(mine).exists()
    actions.open_to_panel(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    mine.refresh_from_db()
    seen = queries.others_reviews(mine)
    assert {review.assignment.expert_id for review in seen} == {expert.pk for expert in panel.experts[1:]}
    with pytest.raises(NotAllowed):
        panel.save(mine)
    actions.close_round(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    assert not queries.others_reviews(mine).exists()


def test_cases_seen_are_those_that_may_be_seen() -> None:
    panel = a_started_panel(2, 4)
    actions.set_conflict(
        case_uid=panel.case().uid,
        expert_uid=panel.experts[0].uid,
        ground="other",
        note="",
        by=panel.officer,
        at=OPENED_AT,
    )
    for state in ("preparing", "scoring", "opened", "closed"):
        Round.objects.filter(pk=panel.round.pk).update(state=state)
        for user in (*panel.world.users().values(), *panel.users, panel.outsider):
            actor = actor_for(user, OPENED_AT)
            seen = set(queries.cases_visible_to(actor).values_list("pk", flat=True))
            may = {
                case.pk
                for case in Case.objects.select_related("round")
                if permissions.may_view_case(
                    actor, case.round, panel.call.program.uid, queries.standing_of(actor, case)
                )
            }
            assert seen == may, (state, user.email)
