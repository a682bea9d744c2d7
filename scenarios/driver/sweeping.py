"""What time brings: at every moment of a call that something follows, the same sweeps look as beat runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from core import sweeps
from scenarios.driver.world import Step, World

BEFORE_BATCH = timedelta(minutes=1)
"""How long before a batch is drawn up a look releases whatever is due by then."""
LEFT_TO_BEAT = "accounts."
"""Sweeps of this prefix bring messages and seal the record. They change no case and are many: beat does them within
seconds of the world being opened."""


def steps(world: World) -> Iterator[Step]:
    """A look at each opening, closing, due day and reminder before them; later ones at each end of a chapter."""
    call, lead_days = world.plan.scenario.call, world.policy.timeline.reminder_lead_days
    moments = {call.opens_at, call.closes_at, call.ranking_due_at}
    for moment in (call.closes_at, call.ranking_due_at):
        moments |= {moment - timedelta(days=days) for days in lead_days}
    for moment in sorted({*moments, *_later(world)}):
        if moment >= call.announced_at:
            yield Step(moment, f"sweeps.{moment.isoformat()}", _look)


def _later(world: World) -> Iterator[datetime]:
    """Reminders of reviews; the days after which tranches are released, each before a batch is drawn up."""
    scenario = world.plan.scenario
    if scenario.judging is not None:
        lead_days = world.policy.timeline.reminder_lead_days
        reminders = [scenario.judging.due_at - timedelta(days=days) for days in lead_days]
        yield from (moment for moment in reminders if moment > scenario.judging.starts_at)
    if scenario.contracts is not None:
        yield scenario.contracts.ministry_signs.to_at
        yield scenario.contracts.accounts_confirmed.to_at
        yield from (payment.drawn_up_at - BEFORE_BATCH for payment in scenario.contracts.payments)


def _look(at: datetime) -> None:
    look(at)


def look(at: datetime) -> int:
    """Run every sweep but those left to beat, each until it finds nothing more than one run may do; rows handled."""
    return sum(
        _until_done(sweep, at) for sweep in sweeps.all_sweeps().values() if not sweep.name.startswith(LEFT_TO_BEAT)
    )


def _until_done(sweep: sweeps.Sweep, at: datetime) -> int:
    done = 0
    while (result := sweeps.run(sweep, at=at)).done >= sweep.limit:
        done += result.done
    return done + result.done
