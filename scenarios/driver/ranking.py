"""Chapter four: regions pledge their match and rank."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from proposals.actions import Place, make_pledge, save_ranking, submit_ranking
from scenarios.driver.paper import sheet
from scenarios.driver.world import Step, World
from scenarios.plan import PlannedPledge, PlannedRanking


def steps(world: World) -> Iterator[Step]:
    for pledge in world.plan.pledges:
        yield Step(pledge.makes_at, f"pledges.{pledge.proposal}", partial(_pledge, world, pledge))
    for ranking in world.plan.rankings:
        yield Step(ranking.saves_at, f"rankings.{ranking.region}.save", partial(_save, world, ranking))
        yield Step(ranking.submits_at, f"rankings.{ranking.region}.submit", partial(_submit, world, ranking))


def _pledge(world: World, planned: PlannedPledge, at: datetime) -> None:
    make_pledge(
        proposal_uid=world.proposal(planned.proposal),
        year_krw=planned.year_krw,
        document=sheet(f"pledge-{planned.proposal}.pdf", "Match pledge", planned.proposal),
        by=world.actor(f"{planned.region}.desk", at),
        at=at,
    )


def _save(world: World, planned: PlannedRanking, at: datetime) -> None:
    save_ranking(
        call_uid=world.call.uid,
        region_id=world.region(planned.region).pk,
        places=[
            Place(world.proposal(code), position, opinion)
            for position, (code, opinion) in enumerate(planned.order, start=1)
        ],
        by=world.actor(f"{planned.region}.desk", at),
        at=at,
    )


def _submit(world: World, planned: PlannedRanking, at: datetime) -> None:
    submit_ranking(
        call_uid=world.call.uid,
        region_id=world.region(planned.region).pk,
        by=world.actor(f"{planned.region}.desk", at),
        at=at,
    )
