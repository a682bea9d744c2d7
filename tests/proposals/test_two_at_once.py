"""Two people at the same moment, on two connections: what a lock is for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from core.models import Event
from core.refusals import Refused
from core.wording import say_violation
from proposals import actions
from proposals.models import Participation, Proposal, Submission
from tests.build import MARCH
from tests.build_programs import a_call
from tests.build_proposals import Team, a_complete_draft, a_submission, a_team

pytestmark = pytest.mark.usefixtures("committed_db")


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of them at the same moment, each on a connection of its own; a refusal is an answer too."""
    together = Barrier(len(deeds))

    def one(deed: Callable[[], Any]) -> Any:
        try:
            together.wait(timeout=30)
            return deed()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def submit(team: Team, uid: UUID) -> Callable[[], Submission]:
    return partial(actions.submit_proposal, proposal_uid=uid, by=team.office, at=MARCH)


def test_two_submits_at_once_make_one_submission_with_one_receipt() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    first, second = at_once(submit(team, proposal.uid), submit(team, proposal.uid))
    assert first == second
    assert Submission.objects.count() == 1
    assert Event.objects.filter(name="proposals.proposal_submitted").count() == 1


def test_proposals_that_come_at_once_get_numbers_without_gap_or_double() -> None:
    call, teams = a_call(), [a_team() for _ in range(4)]
    drafts = [a_complete_draft(team, call) for team in teams]
    at_once(*(submit(team, draft.uid) for team, draft in zip(teams, drafts, strict=True)))
    numbers = Proposal.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"{call.code.upper()}-000{n}" for n in (1, 2, 3, 4)]


def test_a_submit_that_races_a_withdrawal_leaves_one_of_the_two_orders() -> None:
    team = a_team()
    submission = a_submission(team)
    uid = submission.proposal.uid
    actions.save_section(proposal_uid=uid, code="summary", text="고침", version=1, by=team.leader, at=MARCH)
    at_once(
        submit(team, uid), partial(actions.withdraw_proposal, proposal_uid=uid, reason="", by=team.office, at=MARCH)
    )
    proposal = Proposal.objects.get(uid=uid)
    names = list(
        Event.objects.filter(subject_uid=uid, name__startswith="proposals.proposal_")
        .order_by("id")
        .values_list("name", flat=True)
    )
    replaced_first = ["proposals.proposal_replaced", "proposals.proposal_withdrawn"]
    withdrawn_first = ["proposals.proposal_withdrawn", "proposals.proposal_submitted"]
    assert (names[-2:], proposal.state) in (
        (replaced_first, "withdrawn"),
        (withdrawn_first, "submitted"),
    )
    standing = {"withdrawn": "draft", "submitted": "pending"}[proposal.state]
    assert set(Participation.objects.values_list("standing", flat=True)) == {standing}


def test_one_person_in_two_proposals_at_once_is_promised_once() -> None:
    team = a_team()
    drafts = [a_complete_draft(team, a_call(), share_bp=6_000) for _ in range(2)]
    answers = at_once(*(submit(team, draft.uid) for draft in drafts))
    assert sorted(type(answer).__name__ for answer in answers) == ["RuleBroken", "Submission"]
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["draft", "submitted"]
    [refused] = [answer for answer in answers if isinstance(answer, Refused)]
    [submission] = [answer for answer in answers if isinstance(answer, Submission)]
    assert {one.code for one in refused.violations} == {"people.time_above_whole"}
    assert all(submission.proposal.number in say_violation(one) for one in refused.violations), "it names what counts"


def test_two_writers_of_one_section_at_once_lose_no_word() -> None:
    team = a_team()
    uid = a_complete_draft(team).uid

    def write(text: str, by: Any) -> Callable[[], Any]:
        return partial(actions.save_section, proposal_uid=uid, code="summary", text=text, version=1, by=by, at=MARCH)

    answers = at_once(write("하나", team.leader), write("둘", team.colleague))
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    values = refused.violations[0].values
    assert {values["current"], values["yours"]} == {"하나", "둘"}
