"""Who sees which ranking and pledge: lists equal the predicates, and the second wall holds without them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product

import pytest

from accounts.actors import Actor, Delegated, Held
from accounts.roles import Power, Role
from core import scope
from core.models import StoredFile
from proposals.models import MatchPledge, RankedProposal, RegionalRanking
from proposals.permissions.regional import (
    may_rank,
    may_view_pledge,
    may_view_ranking,
    pledge_moves,
    ranking_moves,
)
from proposals.queries import visible_to
from proposals.queries.regional import pledges_visible_to, rankings_visible_to
from proposals.queries.regional_work import work_for_regions
from proposals.rules.ranking import RegionalWindow
from proposals.states import PLEDGE, RANKING
from tests.build import a_ministry_world, actor_for
from tests.build_programs import CLOSES_AT, RANKING_DUE_AT, a_program
from tests.proposals.regional import IN_TIME, LATE, Regions, some_regions

WINDOW = RegionalWindow(CLOSES_AT, RANKING_DUE_AT)
OFFICER = Actor(user_id=1, offices=(Held(Role.REGION_OFFICER, 1, 1, region_id=6),))
NEIGHBOR = Actor(user_id=2, offices=(Held(Role.REGION_OFFICER, 2, 2, region_id=2),))
UNIVERSITY = Actor(user_id=3, offices=(Held(Role.INSTITUTION_OFFICER, 3, 3, region_id=6),))
VERBS = {
    "draft": ("save_ranking", "submit_ranking"),
    "submitted": ("reopen_ranking",),
}
PLEDGE_VERBS = {
    "draft": ("make_pledge",),
    "made": ("replace_pledge", "withdraw_pledge"),
    "withdrawn": ("make_pledge",),
}


# --- Without a database: the grid of states, verbs, times and actors -----------------------------------


@pytest.mark.parametrize(("state", "at"), list(product(RANKING.states, (-1, 0, 1, 14))))
def test_a_ranking_moves_in_its_time_by_its_region_alone(state: str, at: int) -> None:
    moment = CLOSES_AT + timedelta(days=at)
    expected = VERBS[state] if WINDOW.closes_at <= moment < RANKING_DUE_AT else ()
    assert tuple(move.verb for move in ranking_moves(OFFICER, 6, state, WINDOW, moment)) == expected
    for actor in (NEIGHBOR, UNIVERSITY, Actor.anonymous(), Actor.system()):
        assert ranking_moves(actor, 6, state, WINDOW, moment) == ()


@pytest.mark.parametrize(("state", "ends"), list(product(PLEDGE.states, (True, False))))
def test_a_pledge_moves_in_its_time_by_its_region_alone(state: str, ends: bool) -> None:
    window = RegionalWindow(CLOSES_AT, RANKING_DUE_AT if ends else None)

    def verbs(actor: Actor, at: datetime) -> tuple[str, ...]:
        return tuple(move.verb for move in pledge_moves(actor, 6, state, window, at))

    assert verbs(OFFICER, CLOSES_AT - timedelta(seconds=1)) == ()
    assert verbs(OFFICER, CLOSES_AT) == PLEDGE_VERBS[state]
    assert verbs(OFFICER, RANKING_DUE_AT) == (() if ends else PLEDGE_VERBS[state])
    assert verbs(NEIGHBOR, CLOSES_AT) == ()


def test_only_a_regions_own_officer_ranks() -> None:
    assert may_rank(OFFICER, 6)
    assert not any(may_rank(actor, 6) for actor in (NEIGHBOR, UNIVERSITY, Actor.anonymous(), Actor.system()))


# --- On PostgreSQL -----------------------------------------------------------------------------------------


def everybody(regions: Regions) -> list[Actor]:
    """Each role around the call, each role of another ministry and region, the system, nobody, agencies in part."""
    other = a_ministry_world(region="jeju")
    actors = [regions.world.actor(role, IN_TIME) for role in regions.world.users()]
    actors += [other.actor(role, IN_TIME) for role in other.users()]
    actors += [regions.stranger(), regions.second_officer(), Actor.system(), Actor.anonymous()]
    ministry_id = regions.call.program.ministry_id
    for program_uid in (regions.call.program.uid, a_program(regions.world.ministry).uid):
        power = Delegated(ministry_id, Power.CALLS, program_uid)
        held = Held(Role.AGENCY_OFFICER, 9, 9, ministry_ids=frozenset({ministry_id}), powers=frozenset({power}))
        actors.append(Actor(user_id=9, offices=(held,)))
    return actors


@pytest.fixture
def regions() -> Regions:
    """Daejeon has submitted, pledged once and withdrawn once; Busan has a draft."""
    regions = some_regions()
    regions.save()
    regions.submit()
    for proposal in regions.mine[:2]:
        regions.pledge(proposal)
    MatchPledge.objects.filter(proposal=regions.mine[1]).update(state="withdrawn")
    RegionalRanking.objects.create(
        call=regions.call, region=regions.theirs[0].region, ministry=regions.call.program.ministry
    )
    return regions


@pytest.mark.django_db
def test_lists_show_exactly_what_may_be_viewed(regions: Regions) -> None:
    rankings = list(RegionalRanking.objects.select_related("call__program"))
    pledges = list(MatchPledge.objects.select_related("proposal"))
    seen = 0
    for actor in everybody(regions):
        viewed = {ranking.pk for ranking in rankings if may_view_ranking(actor, ranking)}
        assert set(rankings_visible_to(actor).values_list("pk", flat=True)) == viewed
        proposals = set(visible_to(actor).values_list("pk", flat=True))
        held = {one.pk for one in pledges if may_view_pledge(actor, one, sees_proposal=one.proposal_id in proposals)}
        assert set(pledges_visible_to(actor).values_list("pk", flat=True)) == held
        seen += len(viewed) + len(held)
    assert seen > 10


@pytest.mark.django_db
def test_the_second_wall_shows_a_region_its_own_rows(regions: Regions) -> None:
    def reached(actor: Actor) -> tuple[int, int, int, int]:
        with scope.within(actor.scope, back_to=scope.SYSTEM):
            return (
                RegionalRanking.objects.count(),
                RankedProposal.objects.count(),
                MatchPledge.objects.count(),
                StoredFile.objects.count(),
            )

    elsewhere = a_ministry_world(region="jeju")
    assert reached(regions.officer()) == (1, 3, 2, 2)
    assert reached(regions.stranger()) == (1, 0, 0, 0)
    assert reached(regions.world.actor("ministry_officer", IN_TIME)) == (2, 3, 2, 2)
    assert reached(elsewhere.actor("ministry_officer", IN_TIME)) == (0, 0, 0, 0)
    assert reached(elsewhere.actor("region_officer", IN_TIME)) == (0, 0, 0, 0)
    assert reached(Actor.anonymous()) == (0, 0, 0, 0)


@pytest.mark.django_db
def test_the_second_wall_lets_a_region_work() -> None:
    regions = some_regions(proposals=2)
    with scope.within(regions.officer().scope, back_to=scope.SYSTEM):
        regions.save()
        regions.pledge()
        assert regions.submit().state == "submitted"


@pytest.mark.django_db
def test_work_waits_for_the_region_until_it_is_done_or_due() -> None:
    regions = some_regions(proposals=2)

    def waiting(at: datetime = IN_TIME) -> list[tuple[str, object]]:
        return [(item.code, item.values["count"]) for item in work_for_regions(actor_for_region(at), at)]

    def actor_for_region(at: datetime) -> Actor:
        return actor_for(regions.world.region_officer, at)

    assert waiting(CLOSES_AT - timedelta(seconds=1)) == []
    assert waiting() == [("work.proposals.rank", 2), ("work.proposals.pledge", 2)]
    regions.pledge()
    regions.save()
    assert waiting() == [("work.proposals.rank", 2), ("work.proposals.pledge", 1)]
    regions.pledge(regions.mine[1])
    regions.submit()
    assert waiting() == []
    assert [item.code for item in work_for_regions(regions.stranger(), IN_TIME)] == [
        "work.proposals.rank",
        "work.proposals.pledge",
    ]
    assert work_for_regions(regions.stranger(), LATE) == []
    assert work_for_regions(regions.world.actor("ministry_officer", IN_TIME), IN_TIME) == []
