"""Two at once, each on a connection of his own: one deed counts."""

from __future__ import annotations

from functools import partial

from core.models import Event
from reviews import actions
from reviews.models import Assignment, Review, Selection
from tests.build_meetings import a_sitting
from tests.build_reviews import OPENED_AT, SELECTED_AT, a_panel
from tests.proposals.test_regional_races import at_once


def test_a_review_is_submitted_once(committed_db: str) -> None:
    panel = a_panel(1, 3)
    panel.start()
    assignment = panel.given()
    panel.save(assignment)
    submit = partial(actions.submit_review, assignment_uid=assignment.uid, by=panel.expert(0), at=OPENED_AT)
    assert at_once(submit, submit) == ["Review", "WrongState"]
    assert Event.objects.filter(name="reviews.review_submitted").count() == 1


def test_of_two_windows_that_save_one_version_one_is_told(committed_db: str) -> None:
    panel = a_panel(1, 3)
    panel.start()
    assignment = panel.given()
    panel.save(assignment)
    save = partial(panel.save, assignment, version=2, by=panel.expert(0))
    assert at_once(save, save) == ["Review", "Stale"]
    assert Review.objects.get().version == 3


def test_experts_are_assigned_once(committed_db: str) -> None:
    panel = a_panel(2, 4)
    panel.declare()
    acts = [
        partial(actions.assign_experts, round_uid=panel.round.uid, by=panel.role(role), at=OPENED_AT)
        for role in ("ministry_officer", "agency_officer")
    ]
    assert at_once(*acts) == ["Assigned", "Assigned"]
    assert Assignment.objects.count() == 6


def test_of_two_confirmations_at_once_one_counts(committed_db: str) -> None:
    panel = a_panel(2, 4)
    panel.declare()
    plan = actions.propose_assignment(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    act = partial(actions.confirm_assignment, plan_uid=plan.uid, by=panel.officer, at=OPENED_AT)
    assert at_once(act, act) == ["AssignmentPlan", "WrongState"]
    assert Assignment.objects.count() == 6


def test_of_two_officers_who_conclude_one_case_at_once_one_is_told(committed_db: str) -> None:
    sitting = a_sitting(1, 3)
    sitting.begin()
    sitting.take_up()
    acts = [partial(sitting.conclude, by=sitting.panel.role(role)) for role in ("ministry_officer", "agency_officer")]
    assert at_once(*acts) == ["AgendaItem", "WrongState"]
    assert Event.objects.filter(name="reviews.item_concluded").count() == 1


def test_a_conflict_and_a_submission_leave_nothing_between(committed_db: str) -> None:
    panel = a_panel(1, 3)
    panel.start()
    assignment = panel.given()
    panel.save(assignment)
    by = panel.expert(0)
    submit = partial(actions.submit_review, assignment_uid=assignment.uid, by=by, at=OPENED_AT)
    bar = partial(
        actions.set_conflict,
        case_uid=assignment.case.uid,
        expert_uid=assignment.expert.uid,
        ground="other",
        note="",
        by=panel.officer,
        at=OPENED_AT,
    )
    assert at_once(submit, bar) in (["Conflict", "NotFound"], ["Conflict", "Review"])
    assignment.refresh_from_db()
    assert assignment.state == "void"


def test_of_two_officers_one_proposes(committed_db: str) -> None:
    panel = a_panel(1, 3)
    panel.pledge()
    panel.close()
    propose = partial(actions.propose_selection, call_uid=panel.call.uid, by=panel.officer, at=SELECTED_AT)
    assert at_once(propose, propose) == ["Selection", "WrongState"]
    assert Selection.objects.count() == 1


def test_a_selection_is_published_once(committed_db: str) -> None:
    panel = a_panel(1, 3)
    selection = panel.selected()
    actions.decide_selection(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    publish = partial(actions.publish_selection, selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    assert at_once(publish, publish) == ["Selection", "WrongState"]
    assert Event.objects.filter(name="proposals.proposal_selected").count() == 1
