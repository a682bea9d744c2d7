"""What teams and regions hear when an outage moved the closing, and that they may act again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.models import Event
from core.refusals import NotAllowed, RuleBroken
from core.sweeps import all_sweeps, run
from proposals import actions
from proposals.models import Proposal, RegionalRanking
from proposals.tasks import CLOSINGS, MOVED_CLOSINGS, RANKINGS_BACK
from tests.build_programs import CLOSES_AT, a_call
from tests.build_proposals import a_complete_draft, a_draft, a_submission, a_team
from tests.programs.outages import every_minute, saw, saw_outage
from tests.proposals.regional import some_regions

pytestmark = pytest.mark.django_db
DAY, HOUR, MINUTE, SECOND = (timedelta(**{unit: 1}) for unit in ("days", "hours", "minutes", "seconds"))
BACK = CLOSES_AT + 10 * MINUTE
"""The service was away from half an hour before the closing until now."""
CHECKS = all_sweeps()["programs.closing_checks"]
NAMES = ("proposals.closing_moved", "proposals.closing_moved_for_submitted")


@pytest.fixture(autouse=True)
def _away(db: None) -> Iterator[None]:
    with every_minute:
        saw_outage(CLOSES_AT - DAY, BACK, begins=CLOSES_AT - 30 * MINUTE, lasts=40 * MINUTE)
        saw(BACK, BACK + MINUTE, up=True)
        yield


def told(proposal: Proposal) -> list[tuple[str, set[int]]]:
    events = Event.objects.filter(subject_uid=proposal.uid, name__in=NAMES)
    return [(event.name, set(event.deliveries.values_list("user_id", flat=True))) for event in events]


def test_every_team_hears_of_it_once_and_may_act_again() -> None:
    call, late, early, new = a_call(), a_team(), a_team(), a_team()
    draft, handed_in = a_complete_draft(late, call), a_submission(early, call).proposal
    with pytest.raises(RuleBroken) as refused:
        actions.submit_proposal(proposal_uid=draft.uid, by=late.office, at=CLOSES_AT + MINUTE)
    assert [one.code for one in refused.value.violations] == ["proposal.late"]

    assert run(MOVED_CLOSINGS, at=BACK).done == 0
    assert run(CHECKS, at=BACK).done == 1
    assert run(CLOSINGS, at=BACK).done == 0, "nobody is told that it closed"
    assert run(MOVED_CLOSINGS, at=BACK).done == 2
    assert run(MOVED_CLOSINGS, at=BACK + MINUTE).done == 0
    assert told(draft) == [(NAMES[0], {late.leader_user.pk, late.partner_user.pk, late.office_user.pk})]
    assert told(handed_in) == [(NAMES[1], {early.leader_user.pk, early.partner_user.pk, early.office_user.pk})]

    begun = a_draft(new, call, at=BACK + MINUTE)
    assert run(MOVED_CLOSINGS, at=BACK + 2 * MINUTE).done == 0, "begun after the move: its team knows the date"
    actions.submit_proposal(proposal_uid=draft.uid, by=late.office, at=BACK + MINUTE)
    actions.withdraw_proposal(proposal_uid=handed_in.uid, by=early.office, at=BACK + HOUR)

    call.refresh_from_db()
    saw(BACK + MINUTE, call.closes_at + HOUR, up=True)
    for name in ("programs.closing_checks", "programs.closings"):
        run(all_sweeps()[name], at=call.closes_at)
    assert run(CLOSINGS, at=call.closes_at).done == 2
    missed = Event.objects.filter(name="proposals.closed_unsubmitted").values_list("subject_uid", flat=True)
    assert set(missed) == {begun.uid, handed_in.uid}


def test_a_ranking_that_was_submitted_in_between_goes_back() -> None:
    regions = some_regions()
    regions.save()
    regions.submit(at=CLOSES_AT + MINUTE)
    assert run(RANKINGS_BACK, at=BACK).done == 0
    run(CHECKS, at=BACK)
    assert run(RANKINGS_BACK, at=BACK).done == 1
    assert run(RANKINGS_BACK, at=BACK).done == 0
    ranking = RegionalRanking.objects.get(call=regions.call)
    assert (ranking.state, ranking.places.count()) == ("draft", 3)
    event = Event.objects.get(name="proposals.ranking_given_back")
    assert regions.officer().user_id in event.deliveries.values_list("user_id", flat=True)
    with pytest.raises(RuleBroken):
        regions.submit(at=BACK)
    regions.call.refresh_from_db()
    regions.submit(at=regions.call.closes_at)
    assert run(RANKINGS_BACK, at=regions.call.closes_at).done == 0


def test_only_the_system_tells() -> None:
    team = a_team()
    draft = a_draft(team)
    with pytest.raises(NotAllowed):
        actions.tell_of_moved_closing(proposal_uid=draft.uid, by=team.office, at=BACK)
