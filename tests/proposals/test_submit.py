"""Hand in, replace, take back: against PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.models import Delivery, Event
from core.refusals import RuleBroken, WrongState
from proposals import actions, queries, rules
from proposals.models import Participation, Proposal, Submission
from proposals.states import PROPOSAL
from tests.build import MARCH, a_ministry_world
from tests.build_programs import CLOSES_AT, a_call
from tests.build_proposals import a_complete_draft, a_submission, a_team, grid

pytestmark = pytest.mark.django_db


def codes_of(refused: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [one.code for one in refused.value.violations]


def test_a_complete_proposal_is_handed_in_by_the_office() -> None:
    team = a_team()
    proposal = a_complete_draft(team)

    submission = actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH)

    proposal.refresh_from_db()
    assert proposal.state == "submitted"
    assert proposal.number == f"{proposal.call.code.upper()}-0001"
    assert proposal.submission == submission
    assert submission.arrived_at == MARCH
    assert submission.sequence == 1
    assert submission.total_krw == submission.grant_krw + submission.regional_krw == 3_000_000_000
    event = Event.objects.get(name="proposals.proposal_submitted")
    assert event.project_uid == proposal.project_uid
    assert event.call_uid == proposal.call.uid
    assert event.rule_set_id == proposal.call.rule_set_id
    assert event.data["number"] == proposal.number
    told = set(Delivery.objects.filter(event=event).values_list("user_id", flat=True))
    assert told == {team.leader_user.pk, team.office_user.pk, team.partner_user.pk} | desk_of(proposal)
    assert set(Participation.objects.values_list("standing", "bound_part", "bound_bp")) == {
        ("pending", "leader", 3_000),
        ("pending", "member", 3_000),
    }


def desk_of(proposal: Proposal) -> set[int]:
    return set(queries.audience(proposal, MARCH).desk)


def test_the_desk_that_runs_the_call_is_told() -> None:
    world = a_ministry_world()
    submission = a_submission(a_team(), a_call(ministry=world.ministry))
    event = Event.objects.get(name="proposals.proposal_submitted")
    assert world.ministry_officer.pk in event.deliveries.values_list("user_id", flat=True)
    assert submission.proposal.ministry == world.ministry


def test_the_hash_of_the_receipt_can_be_reckoned_again_from_what_is_stored() -> None:
    submission = Submission.objects.get(pk=a_submission(a_team()).pk)
    assert rules.sha256_of(submission.content) == submission.sha256


def test_the_same_content_again_gives_the_same_receipt() -> None:
    team = a_team()
    first = a_submission(team)
    again = actions.submit_proposal(proposal_uid=first.proposal.uid, by=team.office, at=MARCH + timedelta(seconds=1))
    assert again == first
    assert again.arrived_at == MARCH
    assert Event.objects.filter(name__startswith="proposals.proposal_", subject_uid=first.proposal.uid).count() == 2


def test_a_replacement_keeps_the_number_and_what_was_handed_in_before() -> None:
    team = a_team()
    first = a_submission(team)
    uid = first.proposal.uid
    number = Proposal.objects.get(uid=uid).number
    actions.save_section(proposal_uid=uid, code="summary", text="고친 요약", version=1, by=team.leader, at=MARCH)
    changed = queries.differences(queries.page(uid, team.leader))
    assert [one.path for one in changed] == ["sections.summary"]

    second = actions.submit_proposal(proposal_uid=uid, by=team.office, at=MARCH)

    proposal = Proposal.objects.get(uid=uid)
    assert (second.sequence, proposal.number, proposal.submission) == (2, number, second)
    first.refresh_from_db()
    assert first.content["sections"]["summary"] == "summary 내용"
    assert Event.objects.filter(name="proposals.proposal_replaced").count() == 1
    assert queries.differences(queries.page(uid, team.leader)) == ()


def test_numbers_of_a_call_run_without_a_gap() -> None:
    call = a_call()
    numbers = [a_submission(a_team(), call).proposal.number for _ in range(3)]
    assert numbers == [f"{call.code.upper()}-000{n}" for n in (1, 2, 3)]


def test_what_arrives_when_the_call_closes_is_late_and_the_last_moment_before_is_not() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    for seconds in (0, 1):
        with pytest.raises(RuleBroken) as refused:
            actions.submit_proposal(
                proposal_uid=proposal.uid, by=team.office, at=CLOSES_AT + timedelta(seconds=seconds)
            )
        assert codes_of(refused) == ["proposal.late"]
        assert refused.value.violations[0].values["late_seconds"] == seconds
    proposal.refresh_from_db()
    assert (proposal.state, proposal.number, proposal.call.last_number) == ("draft", "", 0)
    at = CLOSES_AT - timedelta(microseconds=1)
    assert actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=at).arrived_at == at


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({(1, "salaries", "grant"): 200_100_000, (1, "running", "grant"): 699_900_000}, "budget.salaries_above_cap"),
        ({(1, "running", "regional"): 99_900_000, (1, "running", "grant"): 700_100_000}, "match.below_share"),
    ],
    ids=["20.01 %", "9.99 %"],
)
def test_a_draft_may_pass_a_cap_and_a_submission_may_not(changes: dict[tuple[int, str, str], int], code: str) -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    actions.save_budget(proposal_uid=proposal.uid, lines=grid(changes), by=team.leader, at=MARCH)
    with pytest.raises(RuleBroken) as refused:
        actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH)
    assert codes_of(refused) == [code]
    standing = queries.progress(queries.page(proposal.uid, team.leader), MARCH, team.leader)
    told = [one.code for task in standing for one in task.violations]
    assert told == [code]


def test_what_is_withdrawn_may_be_handed_in_again_and_binds_nobody_meanwhile() -> None:
    team = a_team()
    first = a_submission(team)
    uid = first.proposal.uid

    actions.withdraw_proposal(proposal_uid=uid, reason="예산 조정", by=team.office, at=MARCH)

    assert Proposal.objects.get(uid=uid).state == "withdrawn"
    assert set(Participation.objects.values_list("standing", "bound_bp")) == {("draft", 0)}
    assert Event.objects.get(name="proposals.proposal_withdrawn").reason == "예산 조정"
    second = actions.submit_proposal(proposal_uid=uid, by=team.office, at=MARCH)
    assert (second.sequence, second.sha256) == (2, first.sha256)


def test_nothing_is_taken_back_once_the_call_has_closed() -> None:
    team = a_team()
    submission = a_submission(team)
    with pytest.raises(RuleBroken) as refused:
        actions.withdraw_proposal(proposal_uid=submission.proposal.uid, by=team.office, at=CLOSES_AT)
    assert codes_of(refused) == ["proposal.late"]


def test_every_verb_in_every_state() -> None:
    """The grid: a verb goes through exactly where the table lets it. (Submit and replace are one action.)"""
    team = a_team()
    proposal = a_submission(team).proposal
    actions.save_section(proposal_uid=proposal.uid, code="summary", text="다시", version=1, by=team.leader, at=MARCH)
    for state in PROPOSAL.states:
        for act, verbs in (
            (actions.submit_proposal, ("submit", "replace")),
            (actions.withdraw_proposal, ("withdraw",)),
        ):
            with transaction.atomic():
                Proposal.objects.filter(pk=proposal.pk).update(state=state)
                moves = [PROPOSAL.named(verb) for verb in verbs if state in PROPOSAL.named(verb).sources]
                if moves:
                    act(proposal_uid=proposal.uid, by=team.office, at=MARCH)
                    assert Proposal.objects.get(pk=proposal.pk).state == moves[0].target
                else:
                    with pytest.raises(WrongState):
                        act(proposal_uid=proposal.uid, by=team.office, at=MARCH)
                    assert Proposal.objects.get(pk=proposal.pk).state == state
                transaction.set_rollback(True)


def test_nobody_s_time_is_promised_twice() -> None:
    team = a_team()
    first, second = (a_complete_draft(team, a_call(), share_bp=6_000) for _ in range(2))
    actions.submit_proposal(proposal_uid=first.uid, by=team.office, at=MARCH)
    with pytest.raises(RuleBroken) as refused:
        actions.submit_proposal(proposal_uid=second.uid, by=team.office, at=MARCH)
    assert codes_of(refused) == ["people.time_above_whole"] * 2
    assert refused.value.violations[0].values["free_bp"] == 4_000


def test_an_edit_that_is_not_handed_in_frees_nobody() -> None:
    team = a_team()
    first, second = (a_complete_draft(team, a_call(), share_bp=6_000) for _ in range(2))
    actions.submit_proposal(proposal_uid=first.uid, by=team.office, at=MARCH)
    person = team.leader_user.person
    assert person is not None
    actions.remove_person(proposal_uid=first.uid, person_uid=person.uid, by=team.office, at=MARCH)
    with pytest.raises(RuleBroken) as refused:
        actions.submit_proposal(proposal_uid=second.uid, by=team.office, at=MARCH)
    assert codes_of(refused) == ["people.time_above_whole"] * 2


def test_a_person_leads_no_more_proposals_of_a_call_than_the_rules_allow() -> None:
    team, call = a_team(), a_call()
    a_submission(team, call)
    second = a_complete_draft(team, call)
    with pytest.raises(RuleBroken) as refused:
        actions.submit_proposal(proposal_uid=second.uid, by=team.office, at=MARCH)
    assert codes_of(refused) == ["eligibility.person_leads_enough"]


def test_handing_in_asks_as_little_as_its_locks_and_checks_need() -> None:
    team = a_team()
    proposal = a_complete_draft(team, a_call())
    office = team.office
    with CaptureQueriesContext(connection) as asked:
        actions.submit_proposal(proposal_uid=proposal.uid, by=office, at=MARCH)
    assert len(asked) <= 19, [one["sql"][:80] for one in asked.captured_queries]
