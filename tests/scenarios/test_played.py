"""What a small scenario comes to, played once: the funnel, the refusals, and whose deeds they were."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache

from core.calendar import SEOUL
from core.models import Event
from programs.models import Call
from proposals.models import MatchPledge, Proposal
from scenarios.driver import Played, open_world, play
from scenarios.file import parse_scenario
from scenarios.report import funnel
from tests.scenarios.files import mini_with

pytestmark = pytest.mark.django_db
END = datetime(2004, 5, 31, tzinfo=SEOUL)


@pytest.fixture(scope="module")
def result(shared_db: None) -> Played:
    cache.clear()
    return play([open_world(parse_scenario(mini_with()))], until=END)


def test_the_small_scenario_comes_to_its_funnel(result: Played) -> None:
    rows = {row.region: row for row in funnel("mini-2004")}
    assert (rows["busan"].drafted, rows["busan"].submitted, rows["busan"].ranked, rows["busan"].pledged) == (3, 3, 3, 3)
    assert (rows["jeju"].drafted, rows["jeju"].submitted, rows["jeju"].ranked, rows["jeju"].pledged) == (2, 2, 0, 0)
    assert rows["busan"].pledged_krw == sum(sum(one.year_krw) for one in MatchPledge.objects.filter(state="made"))
    assert {one.code: one.got for one in result.refusals} == {one.code: one.expected for one in result.refusals}
    assert len(result.refusals) == 6
    names = set(Event.objects.values_list("name", flat=True))
    assert {"programs.call_opened", "programs.call_closed", "programs.ranking_ended"} <= names
    assert Event.objects.filter(name="proposals.proposal_withdrawn").count() == 1


def test_deeds_are_done_by_the_people_whose_they_are_at_their_own_time(result: Played) -> None:
    assert result.steps > 0
    event = Event.objects.get(name="proposals.proposal_submitted", at=datetime(2004, 4, 29, 10, tzinfo=SEOUL))
    assert event.actor_name == "표본 산학담당 부산 표본항만대학교"
    call = Call.objects.get()
    submitted = Proposal.objects.filter(submission__isnull=False).values_list("submission__arrived_at", flat=True)
    assert all(call.opens_at <= at < call.closes_at for at in submitted)
