"""What the probe saw before a closing, and what a check of it leaves on the call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.actors import Actor
from core.availability import Measured, Span, Standing, cut, measure, spans
from core.models import Observation
from core.probe import reach, sightings
from programs.models import Call, ClosingCheck
from programs.policy import Outage, Policy
from programs.queries.rows import desk_rows
from programs.rules import Verdict, Watched, available_bp, believed, counted_from

KNOWN_FOR = timedelta(days=7)
"""A probe that got no good answer for so long is taken for one that asks in vain, or for none."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What counts for one closing, from `since` to before `until`, and what is known of the probe."""

    since: datetime
    until: datetime
    measured: Measured
    watched: Watched


def seen_before(call: Call, outage: Outage, at: datetime) -> Seen:
    """What was seen before the call's closing, as far as it is known at `at`."""
    since = counted_from(call.closes_at, outage, made_good_until(call))
    until = max(since, min(at, call.closes_at))
    now = at + timedelta(microseconds=1)  # what was seen at this very moment counts too
    parts = spans(sightings(since, now), since, now, reach=reach())
    known = Observation.objects.filter(at__gte=since - KNOWN_FOR, at__lte=at)
    watched = Watched(
        was_there=known.filter(up=True).exists(),
        spoke_since=known.filter(at__gte=call.closes_at).exists(),
        standing=parts[-1].standing if parts else Standing.UNKNOWN,
    )
    return Seen(since, until, believed(measure(cut(parts, since, until)), watched), watched)


def made_good_until(call: Call) -> datetime | None:
    """Until when a move made good what was lost: when it was decided; None where no outage moved this call."""
    moves = ClosingCheck.objects.filter(call=call, verdict=Verdict.MOVED).order_by("-id")
    return moves.values_list("checked_at", flat=True).first()


def awaits_check(call: Call, policy: Policy) -> bool:
    """Whether the closing that stands is still to be checked: what follows it waits until then."""
    if policy.outage is None:
        return False
    return not ClosingCheck.objects.filter(call=call, closes_at=call.closes_at).exists()


def write_check(
    call: Call, outage: Outage, seen: Seen, found: Verdict, *, moved_to_at: datetime | None, at: datetime
) -> ClosingCheck:
    """Keep what was found for this closing."""
    up, down, unknown = (
        int(time.total_seconds()) for time in (seen.measured.up, seen.measured.down, seen.measured.unknown)
    )
    return ClosingCheck.objects.create(
        call=call,
        closes_at=call.closes_at,
        since_at=seen.since,
        until_at=seen.until,
        up_seconds=up,
        down_seconds=down,
        unknown_seconds=unknown,
        available_bp=available_bp(seen.measured, outage),
        least_bp=outage.least_bp,
        verdict=found.value,
        moved_to_at=moved_to_at,
        checked_at=at,
    )


def checks_of(call: Call) -> list[ClosingCheck]:
    """The checks of a call's closings, oldest first."""
    return list(ClosingCheck.objects.filter(call=call).order_by("id"))


def checks_at_desk(actor: Actor) -> QuerySet[ClosingCheck]:
    """The checks of closings of the actor's own calls, newest first."""
    return ClosingCheck.objects.filter(desk_rows(actor, "call__program__")).select_related("call").order_by("-id")


def observed(since: datetime, until: datetime) -> list[Span]:
    """The whole window as the probes saw it."""
    return spans(sightings(since, until), since, until, reach=reach())
