"""Chapter seven: the ministry proposes the optimum, overrides what the file names, decides and publishes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from reviews import actions as reviews
from reviews.models import Decision, Selection
from scenarios.driver.world import Step, World
from scenarios.file import SelectionEntry


def steps(world: World) -> Iterator[Step]:
    selection = world.plan.scenario.selection
    if selection is None:
        return
    yield Step(selection.proposed_at, "selection.propose", partial(_propose, world, selection))
    yield Step(selection.decided_at, "selection.decide", partial(_decide, world, selection))
    yield Step(selection.published_at, "selection.publish", partial(_publish, world, selection))


def _selection(world: World) -> Selection:
    return Selection.objects.exclude(state="discarded").get(call=world.call)


def _propose(world: World, entry: SelectionEntry, at: datetime) -> None:
    reviews.propose_selection(call_uid=world.call.uid, by=world.actor(entry.office, at), at=at)


def _decide(world: World, entry: SelectionEntry, at: datetime) -> None:
    selection, by = _selection(world), world.actor(entry.office, at)
    for override in entry.overrides:
        decision = Decision.objects.get(selection=selection, proposal__uid=world.proposal(override.proposal))
        reviews.override_decision(
            decision_uid=decision.uid, outcome=override.outcome, reason=override.reason, by=by, at=at
        )
    reviews.decide_selection(selection_uid=selection.uid, by=by, at=at)


def _publish(world: World, entry: SelectionEntry, at: datetime) -> None:
    reviews.publish_selection(selection_uid=_selection(world).uid, by=world.actor(entry.office, at), at=at)
