"""Rounds against PostgreSQL: who may, when, what is refused, and what stands afterwards."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.actors import Actor
from core.models import Delivery, Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, WrongState
from core.sweeps import run
from core.wording import say_violation
from proposals.models import Participation
from reviews import actions, permissions, queries
from reviews.models import Assignment, Conflict, Member, Round
from reviews.states import ROUND
from reviews.tasks import SWEEPS
from tests.build import a_ministry_world, actor_for
from tests.build_programs import CLOSES_AT, a_draft_call
from tests.build_reviews import DUE_AT, OPENED_AT, a_judged_call, a_panel, an_expert

pytestmark = pytest.mark.django_db
BYSTANDERS = (
    "region_officer",
    "institution_officer",
    "expert",
    "administrator",
    "member",
)
READERS = ("ministry_approver", "auditor", "coordinator")


def refused(act: object, code: str, kind: type[Refused] = RuleBroken) -> None:
    with pytest.raises(kind) as problem:
        act()  # type: ignore[operator]  # a call without arguments
    assert code in {one.code for one in problem.value.violations}


def test_a_round_freezes_what_was_handed_in() -> None:
    world, call, proposals = a_judged_call(2)
    round_ = actions.open_round(
        call_uid=call.uid, due_at=DUE_AT, by=world.actor("agency_officer", OPENED_AT), at=OPENED_AT
    )
    cases = list(round_.cases.order_by("id"))
    assert [case.number for case in cases] == [proposal.number for proposal in proposals]
    assert cases[0].dossier == proposals[0].submission.content  # type: ignore[union-attr]  # handed in
    assert cases[0].organization_ids == [world.institution.pk]
    assert (round_.state, round_.reviewers_per_case) == ("preparing", 3)


def test_a_round_is_opened_once_after_the_regions_time_with_something_to_judge() -> None:
    world, call, _ = a_judged_call(1)
    by = world.actor("ministry_officer", OPENED_AT)
    refused(lambda: actions.open_round(call_uid=call.uid, due_at=DUE_AT, by=by, at=CLOSES_AT), "round.call_not_over")
    for due_at in (OPENED_AT, OPENED_AT - timedelta(days=1)):
        refused(
            lambda due_at=due_at: actions.open_round(call_uid=call.uid, due_at=due_at, by=by, at=OPENED_AT),
            "round.due_in_the_past",
        )
    actions.open_round(call_uid=call.uid, due_at=DUE_AT, by=by, at=OPENED_AT)
    refused(
        lambda: actions.open_round(call_uid=call.uid, due_at=DUE_AT, by=by, at=OPENED_AT),
        "round.opened_before",
        WrongState,
    )


def test_a_call_to_which_nobody_answered_has_no_round() -> None:
    world, call, _ = a_judged_call(0)
    by = world.actor("ministry_officer", OPENED_AT)
    refused(lambda: actions.open_round(call_uid=call.uid, due_at=DUE_AT, by=by, at=OPENED_AT), "round.no_cases")


def test_a_draft_call_of_others_is_not_known() -> None:
    draft, stranger = a_draft_call(), a_ministry_world().actor("ministry_officer", OPENED_AT)
    for uid in (draft.uid, uuid4()):
        with pytest.raises(NotFound):
            actions.open_round(call_uid=uid, due_at=DUE_AT, by=stranger, at=OPENED_AT)


def test_only_the_desks_run_a_round() -> None:
    panel = a_panel()
    panel.declare()
    for role in BYSTANDERS:
        for act in (actions.assign_experts, actions.start_scoring, actions.open_to_panel, actions.close_round):
            with pytest.raises(NotFound):
                act(round_uid=panel.round.uid, by=panel.role(role), at=OPENED_AT)
    for actor in (*(panel.role(role) for role in READERS), panel.expert(0)):
        with pytest.raises(NotAllowed):
            actions.assign_experts(round_uid=panel.round.uid, by=actor, at=OPENED_AT)
    stranger = a_ministry_world().actor("ministry_officer", OPENED_AT)
    with pytest.raises(NotFound):
        actions.assign_experts(round_uid=panel.round.uid, by=stranger, at=OPENED_AT)
    actions.assign_experts(round_uid=panel.round.uid, by=panel.role("agency_officer"), at=OPENED_AT)


def test_who_may_open_a_round() -> None:
    world, call, _ = a_judged_call(1)
    for role in (*BYSTANDERS, *READERS):
        with pytest.raises(NotAllowed):
            actions.open_round(call_uid=call.uid, due_at=DUE_AT, by=world.actor(role, OPENED_AT), at=OPENED_AT)
    without_factor = actor_for(world.ministry_officer, OPENED_AT, second_factor=False)
    with pytest.raises(NotAllowed):
        actions.open_round(call_uid=call.uid, due_at=DUE_AT, by=without_factor, at=OPENED_AT)


@pytest.mark.parametrize("state", ROUND.states)
@pytest.mark.parametrize("verb", [move.verb for move in ROUND.moves])
def test_every_verb_in_every_state(state: str, verb: str) -> None:
    panel = a_panel(1, 3)
    panel.declare()
    panel.assign()
    if ROUND.named(verb).verb != "start_scoring":
        actions.start_scoring(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
        panel.score()
    Round.objects.filter(pk=panel.round.pk).update(state=state)
    act = getattr(actions, verb)
    if state in ROUND.named(verb).sources:
        assert act(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT).state == ROUND.named(verb).target
    else:
        refused(lambda: act(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT), "round.wrong_state", WrongState)


@pytest.mark.parametrize(("state", "open_"), [("preparing", 1), ("scoring", 1), ("opened", 0), ("closed", 0)])
def test_the_committee_is_made_before_scores_are_shown(state: str, open_: int) -> None:
    panel = a_panel()
    panel.declare()
    Round.objects.filter(pk=panel.round.pk).update(state=state)
    expert = an_expert()
    later = DUE_AT + timedelta(days=3)
    acts = (
        lambda: actions.invite_experts(
            round_uid=panel.round.uid, expert_uids=[expert.uid], by=panel.officer, at=OPENED_AT
        ),
        lambda: actions.assign_experts(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT),
        lambda: actions.postpone_round(
            round_uid=panel.round.uid, due_at=later, reason="연휴", by=panel.officer, at=OPENED_AT
        ),
    )
    for act in acts:
        if open_:
            act()
        else:
            refused(act, "round.wrong_state", WrongState)


def test_inviting_finds_conflicts_and_keeps_to_the_rules_load() -> None:
    panel = a_panel()
    insider, member = an_expert(max_cases=99), an_expert()
    insider.person.organization = panel.world.institution
    insider.person.save()
    proposal = panel.proposals[0]
    Participation.objects.create(
        proposal=proposal,
        project_uid=proposal.project_uid,
        call=panel.call,
        person=member.person,
        organization=panel.world.institution,
        part="member",
        person_kind="researcher",
        standing="pending",
        starts_on=OPENED_AT.date(),
        ends_on=DUE_AT.date(),
    )
    panel.case().person_ids.append(member.person_id)
    type(panel.case()).objects.filter(pk=panel.case().pk).update(person_ids=[member.person_id])
    actions.invite_experts(
        round_uid=panel.round.uid, expert_uids=[insider.uid, member.uid], by=panel.officer, at=OPENED_AT
    )
    assert Member.objects.get(expert=insider).max_cases == 12, "the rules of the call allow no more"
    found = set(Conflict.objects.values_list("expert_id", "case_id", "ground", "source"))
    cases = [panel.case(0).pk, panel.case(1).pk]
    assert found == {
        *((insider.pk, case, "same_institution", "detected") for case in cases),
        (member.pk, cases[0], "own_proposal", "detected"),
    }
    again = actions.invite_experts(round_uid=panel.round.uid, expert_uids=[insider.uid], by=panel.officer, at=OPENED_AT)
    assert len(again) == 6
    with pytest.raises(NotFound):
        actions.invite_experts(round_uid=panel.round.uid, expert_uids=[uuid4()], by=panel.officer, at=OPENED_AT)


def test_assigning_needs_declared_experts_and_is_the_shown_optimum() -> None:
    panel = a_panel(3, 5)
    refused(panel.assign, "round.not_declared")
    panel.declare([0, 1])
    refused(panel.assign, "assignment.too_few_experts")
    panel.declare([2, 3, 4])
    found = queries.facts_of(panel.round, at=panel.at).assigned()
    assert found.value == found.bound
    assert len(found.affinities) == 9
    panel.assign()
    pairs = set(Assignment.objects.values_list("case_id", "expert_id"))
    assert pairs == set(found.pairs)
    panel.assign()
    assert set(Assignment.objects.values_list("case_id", "expert_id")) == pairs, "what stands is kept"


def test_scoring_starts_when_every_case_has_its_experts() -> None:
    panel = a_panel()
    panel.declare()
    refused(
        lambda: actions.start_scoring(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT),
        "round.not_assigned",
    )
    panel.assign()
    actions.start_scoring(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    told = set(Delivery.objects.filter(event__name="reviews.scoring_started").values_list("user_id", flat=True))
    assert told == {user.pk for user in panel.users}


@pytest.mark.parametrize("verb", ["open_to_panel", "close_round"])
def test_no_scores_are_shown_or_closed_while_reviews_are_missing(verb: str) -> None:
    panel = a_panel(1, 3)
    panel.start()
    panel.submit(panel.given(0))
    refused(
        lambda: getattr(actions, verb)(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT),
        "round.reviews_missing",
    )


def test_a_round_with_a_case_short_of_experts_is_closed_only_with_a_reason() -> None:
    panel = a_panel(1, 3)
    panel.start()
    case = panel.case()
    actions.set_conflict(
        case_uid=case.uid, expert_uid=panel.experts[0].uid, ground="relation", note="", by=panel.officer, at=OPENED_AT
    )
    panel.score()

    def close(reason: str) -> Round:
        return actions.close_round(round_uid=panel.round.uid, reason=reason, by=panel.officer, at=OPENED_AT)

    with pytest.raises(RuleBroken) as found:
        close(" ")
    (violation,) = found.value.violations
    assert (violation.code, violation.values) == ("round.cases_short", {"numbers": case.number, "wanted": 3})
    assert case.number in say_violation(violation)
    assert close("대신할 전문가가 없음").state == "closed"
    event = Event.objects.get(name="reviews.round_closed")
    assert (event.reason, event.data["numbers"]) == ("대신할 전문가가 없음", case.number)


def test_a_round_moves_only_to_later_with_a_reason() -> None:
    panel = a_panel()
    later = DUE_AT + timedelta(days=1)

    def postpone(due_at: object, reason: str = "연휴") -> Round:
        return actions.postpone_round(
            round_uid=panel.round.uid,
            due_at=due_at,  # type: ignore[arg-type]  # a moment
            reason=reason,
            by=panel.officer,
            at=OPENED_AT,
        )

    refused(lambda: postpone(DUE_AT), "round.due_not_later")
    refused(lambda: postpone(later, " "), "round.reason_missing")
    assert postpone(later).due_at == later
    assert Event.objects.get(name="reviews.round_postponed").reason == "연휴"
    with pytest.raises(NotAllowed):
        actions.postpone_round(
            round_uid=panel.round.uid, due_at=DUE_AT + timedelta(days=9), reason="x", by=panel.expert(0), at=OPENED_AT
        )


def test_experts_with_open_reviews_are_reminded_once_for_each_end() -> None:
    panel = a_panel(1, 4)
    panel.start()
    owing = [a.expert_id for a in Assignment.objects.order_by("id")]
    done = panel.given(panel.experts.index(Assignment.objects.order_by("id")[0].expert))
    panel.submit(done)
    near = DUE_AT - timedelta(days=2)
    assert run(SWEEPS[0], at=DUE_AT - timedelta(days=4)).done == 0
    assert run(SWEEPS[0], at=near).done == 2
    assert run(SWEEPS[0], at=near).done == 0
    told = set(Delivery.objects.filter(event__name="reviews.reminded").values_list("user_id", flat=True))
    assert told == {
        panel.users[panel.experts.index(expert)].pk
        for expert in panel.experts
        if expert.pk in owing and expert.pk != done.expert_id
    }
    actions.postpone_round(
        round_uid=panel.round.uid, due_at=DUE_AT + timedelta(days=9), reason="연휴", by=panel.officer, at=near
    )
    assert run(SWEEPS[0], at=DUE_AT + timedelta(days=8)).done == 2
    member = Member.objects.first()
    assert member is not None
    with pytest.raises(NotAllowed):
        actions.remind_member(member_uid=member.uid, by=panel.officer, at=near)


def test_the_register_takes_people_with_a_load() -> None:
    panel = a_panel()
    person = panel.world.member.person
    assert person is not None

    def register(by: str, max_cases: int = 5) -> object:
        return actions.register_expert(
            person_uid=person.uid, fields=[" bio ", "", "it"], max_cases=max_cases, by=panel.role(by), at=OPENED_AT
        )

    for role in ("auditor", "region_officer", "expert", "member"):
        with pytest.raises(NotAllowed):
            register(role)
    refused(lambda: register("ministry_officer", 0), "expert.no_load")
    register("agency_officer")
    expert = register("administrator", 7)
    assert (expert.fields, expert.max_cases) == (["bio", "it"], 7)  # type: ignore[attr-defined]  # an Expert
    with pytest.raises(NotFound):
        actions.register_expert(
            person_uid=uuid4(), fields=[], max_cases=1, by=panel.role("administrator"), at=OPENED_AT
        )


def test_rounds_seen_are_those_that_may_be_seen() -> None:
    panel, elsewhere = a_panel(1, 3), a_ministry_world()
    sitting = {expert.person_id for expert in panel.experts}
    users = (*panel.world.users().values(), *panel.users, panel.outsider, *elsewhere.users().values())
    for actor in (*(actor_for(user, OPENED_AT) for user in users), Actor.system(), Actor.anonymous()):
        seen = queries.rounds_visible_to(actor).exists()
        sits = actor.person_id in sitting
        assert seen == permissions.may_view_round(actor, panel.round, panel.call.program.uid, sits=sits), actor
