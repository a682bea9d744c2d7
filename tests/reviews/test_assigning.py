"""Assignments proposed, confirmed and replaced: by whom, when, and what is left where something comes between."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from core.models import Event, Job
from core.refusals import NotAllowed, NotFound, RuleBroken, WrongState
from reviews import actions, queries
from reviews.actions import planning
from reviews.models import Assignment, AssignmentPlan, PairRule
from tests.build_reviews import OPENED_AT, Panel, a_panel


@pytest.fixture(scope="module")
def made(shared_db: None) -> Panel:
    """Three cases and five experts, all declared, nobody assigned."""
    panel = a_panel(3, 5)
    panel.declare()
    return panel


@pytest.fixture
def panel(made: Panel, db: None) -> Panel:
    return deepcopy(made)


def given(panel: Panel) -> set[tuple[int, int]]:
    rows = Assignment.objects.filter(case__round=panel.round, state="given")
    return set(rows.values_list("case_id", "expert_id"))


def propose(panel: Panel, **changes: Any) -> AssignmentPlan:
    asked = {"round_uid": panel.round.uid, "by": panel.officer, "at": OPENED_AT, **changes}
    return actions.propose_assignment(**asked)


def confirm(panel: Panel, plan: AssignmentPlan) -> AssignmentPlan:
    return actions.confirm_assignment(plan_uid=plan.uid, by=panel.officer, at=OPENED_AT)


def pair(panel: Panel, case: int, expert: int, kind: str) -> PairRule:
    return actions.set_pair(
        case_uid=panel.case(case).uid,
        expert_uid=panel.experts[expert].uid,
        kind=kind,
        reason="분야가 맞습니다.",
        by=panel.officer,
        at=OPENED_AT,
    )


def test_nobody_is_given_anything_before_it_is_confirmed(panel: Panel) -> None:
    plan = propose(panel)
    assert plan.proved
    assert (len(plan.pairs), plan.new, plan.moved, given(panel)) == (9, 9, [], set())
    confirm(panel, plan)
    assert given(panel) == {(case, expert) for case, expert, _ in plan.pairs}
    with pytest.raises(WrongState):
        confirm(panel, plan)
    names = list(Event.objects.filter(name__contains="assign").order_by("id").values_list("name", flat=True))
    assert names == ["reviews.assignment_proposed", "reviews.experts_assigned"]


def test_a_second_proposal_replaces_the_first_and_is_the_same(panel: Panel) -> None:
    first, second = propose(panel), propose(panel)
    first.refresh_from_db()
    assert first.state == "replaced"
    assert (first.pairs, first.inputs_sha256) == (second.pairs, second.inputs_sha256)
    with pytest.raises(WrongState):
        confirm(panel, first)


def test_what_has_changed_since_refuses_the_confirmation(panel: Panel) -> None:
    plan = propose(panel)
    pair(panel, 0, 0, "forbidden")
    with pytest.raises(RuleBroken, match=r"assignment\.inputs_changed"):
        confirm(panel, plan)
    assert given(panel) == set()


def test_pins_and_forbidden_pairs_hold_until_they_are_lifted(panel: Panel) -> None:
    case = panel.case(0)
    forbidden = pair(panel, 0, 0, "forbidden")
    pair(panel, 0, 4, "pinned")
    for kind, code in (("pinned", "pair.set_before"), ("later", "pair.kind_unknown")):
        with pytest.raises(RuleBroken, match=code):
            pair(panel, 0, 0, kind)
    pairs = {(one, expert) for one, expert, _ in propose(panel).pairs}
    assert (case.pk, panel.experts[4].pk) in pairs
    assert (case.pk, panel.experts[0].pk) not in pairs
    lift = partial(actions.lift_pair, pair_uid=forbidden.uid, by=panel.officer, at=OPENED_AT)
    lift()
    with pytest.raises(WrongState):
        lift()
    assert queries.pair_rules_of(panel.round).count() == 1


def test_a_pin_against_a_conflict_is_refused_and_a_clash_is_told(panel: Panel) -> None:
    case = panel.case(0)
    conflict: dict[str, Any] = {
        "case_uid": case.uid,
        "ground": "other",
        "note": "",
        "by": panel.officer,
        "at": OPENED_AT,
    }
    actions.set_conflict(expert_uid=panel.experts[0].uid, **conflict)
    with pytest.raises(RuleBroken, match=r"pair\.in_conflict"):
        pair(panel, 0, 0, "pinned")
    actions.set_conflict(expert_uid=panel.experts[1].uid, **conflict)
    pair(panel, 0, 2, "forbidden")
    with pytest.raises(RuleBroken) as refused:
        propose(panel)
    assert [one.code for one in refused.value.violations] == [
        "assignment.impossible",
        "assignment.clash_conflicts",
        "assignment.clash_forbidden",
    ]
    assert refused.value.violations[0].values["cases"] == case.number


def test_only_who_runs_the_round_may(panel: Panel) -> None:
    plan = propose(panel)
    for by, refusal in ((panel.role("ministry_approver"), NotAllowed), (panel.expert(0), NotAllowed)):
        with pytest.raises(refusal):
            propose(panel, by=by)
        with pytest.raises(refusal):
            actions.confirm_assignment(plan_uid=plan.uid, by=by, at=OPENED_AT)
    with pytest.raises(NotFound):
        propose(panel, by=panel.role("institution_officer"))
    with pytest.raises(NotFound):
        actions.confirm_assignment(plan_uid=plan.uid, by=panel.role("institution_officer"), at=OPENED_AT)


def test_who_leaves_is_replaced_with_the_fewest_changes(panel: Panel) -> None:
    panel.assign()
    actions.start_scoring(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    gone = next(
        one for one in range(5) if len([1 for _, expert in given(panel) if expert == panel.experts[one].pk]) > 1
    )
    judged = panel.given(gone)
    panel.submit(judged)
    before = given(panel)
    member = panel.round.members.get(expert=panel.experts[gone])
    leave = partial(actions.release_member, member_uid=member.uid, by=panel.officer, at=OPENED_AT)
    with pytest.raises(RuleBroken, match=r"member\.reason_missing"):
        leave(reason=" ")
    taken = leave(reason="건강 문제")
    assert given(panel) < before
    plan = propose(panel)
    assert (plan.new, plan.moved, plan.fewest) == (taken, [], True)
    confirm(panel, plan)
    after = given(panel)
    assert len(after) == 9
    assert [pair for pair in after if pair[1] == member.expert_id] == [(judged.case_id, member.expert_id)]
    with pytest.raises(WrongState):
        leave(reason="다시")


def test_a_worker_makes_the_plan_that_was_asked_for(panel: Panel) -> None:
    ask = partial(actions.ask_for_assignment, round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    job = ask()
    with pytest.raises(RuleBroken, match=r"assignment\.being_made"):
        ask()
    actions.make_assignment(job=job, at=OPENED_AT)
    plan = AssignmentPlan.objects.get(round=panel.round)
    assert (job.state, job.percent, job.result) == ("done", 100, {"plan": str(plan.uid)})
    stopped = ask()
    actions.stop_assignment(job_uid=stopped.uid, by=panel.officer, at=OPENED_AT)
    stopped.refresh_from_db()
    assert stopped.state == "stopped"
    for expert in range(3):
        pair(panel, 0, expert, "forbidden")
    refused = ask()
    actions.make_assignment(job=refused, at=OPENED_AT)
    assert refused.result is not None
    assert refused.result["refused"][0]["code"] == "assignment.impossible"


def test_work_that_is_stopped_or_dies_leaves_what_stands(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    panel.assign()
    before, plans = given(panel), AssignmentPlan.objects.count()
    job = actions.ask_for_assignment(round_uid=panel.round.uid, keep=False, by=panel.officer, at=OPENED_AT)
    Job.objects.filter(pk=job.pk).update(stop_wanted=True, state="running")
    job.refresh_from_db()
    monkeypatch.setattr(planning, "LOOKS_EVERY", 0.0)
    actions.make_assignment(job=job, at=OPENED_AT)
    assert job.state == "stopped"
    assert (given(panel), AssignmentPlan.objects.count()) == (before, plans)


def test_a_confirmation_that_breaks_off_half_way_leaves_the_old_one(panel: Panel) -> None:
    panel.assign()
    before = given(panel)
    pair(panel, 0, next(one for one in range(5) if (panel.case(0).pk, panel.experts[one].pk) in before), "forbidden")
    plan = propose(panel)
    assert plan.moved

    def dies() -> None:
        with transaction.atomic():
            confirm(panel, plan)
            assert given(panel) != before
            raise ConnectionError

    with pytest.raises(ConnectionError):
        dies()
    plan.refresh_from_db()
    assert (given(panel), plan.state) == (before, "proposed")


def test_a_worker_that_died_leaves_work_that_another_begins_afresh(panel: Panel) -> None:
    job = actions.ask_for_assignment(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    Job.objects.filter(pk=job.pk).update(state="running", percent=40)
    (left,) = queries.plans_to_make(OPENED_AT)
    actions.make_assignment(job=left, at=OPENED_AT)
    assert (left.state, AssignmentPlan.objects.get().state) == ("done", "proposed")


def test_the_command_prints_the_proof_and_gives_out_on_confirmation(panel: Panel) -> None:
    said = StringIO()
    call_command("assign", panel.call.code, "--json", stdout=said)
    found = json.loads(said.getvalue())
    assert found["value"] == found["bound"]
    assert found.keys() >= {"worst_case", "seconds", "inputs_sha256", "seed"}
    assert given(panel) == set()
    call_command("assign", str(panel.round.uid), "--confirm", stdout=StringIO())
    assert len(given(panel)) == 9
    with pytest.raises(CommandError, match="no-such-call"):
        call_command("assign", "no-such-call")
