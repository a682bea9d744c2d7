"""What time brings: at every moment of a call that something follows, the same sweeps look as beat runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from core import sweeps
from scenarios.driver.world import Step, World


def steps(world: World) -> Iterator[Step]:
    """A look at each opening, closing, due day and reminder before them."""
    call, lead_days = world.plan.scenario.call, world.policy.timeline.reminder_lead_days
    moments = {call.opens_at, call.closes_at, call.ranking_due_at}
    for moment in (call.closes_at, call.ranking_due_at):
        moments |= {moment - timedelta(days=days) for days in lead_days}
    for moment in sorted(moments):
        if moment >= call.announced_at:
            yield Step(moment, f"sweeps.{moment.isoformat()}", look)


def look(at: datetime) -> None:
    """Run every sweep until it finds nothing more than it may do in one run."""
    for sweep in sweeps.all_sweeps().values():
        while sweeps.run(sweep, at=at).done >= sweep.limit:
            continue
