"""How long a service answered: sightings in, spans and sums out. Pure.

A sighting speaks for the time from its question to the next one of the same probe, at most for `reach`; what nobody
speaks for is unknown, neither up nor down. Where several probes look, one answer is enough: a probe may be cut off
while the service runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby, pairwise


class Standing(StrEnum):
    """What is known of a moment."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One question of a probe, and whether it got a good answer."""

    probe: str
    at: datetime
    up: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open: from `since` to before `until`."""

    since: datetime
    until: datetime
    standing: Standing

    @property
    def length(self) -> timedelta:
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class Measured:
    """How long a window was up, down and unknown; together they are the window."""

    up: timedelta
    down: timedelta
    unknown: timedelta


def spans(sightings: Iterable[Sighting], since: datetime, until: datetime, *, reach: timedelta) -> list[Span]:
    """The window from `since` to `until` without gap or overlap; neighbours differ. Empty where it has no length."""
    found: list[Span] = []
    now: dict[str, Standing] = {}
    begun = since
    for at, probe, standing in sorted(_changes(sightings, reach), key=lambda change: change[0]):
        if at >= until:
            break
        if at > begun:
            _add(found, Span(begun, at, _together(now.values())))
            begun = at
        now[probe] = standing
    if begun < until:
        _add(found, Span(begun, until, _together(now.values())))
    return found


def measure(parts: Iterable[Span]) -> Measured:
    """The sums over spans."""
    sums = dict.fromkeys(Standing, timedelta())
    for span in parts:
        sums[span.standing] += span.length
    return Measured(sums[Standing.UP], sums[Standing.DOWN], sums[Standing.UNKNOWN])


def cut(parts: Iterable[Span], since: datetime, until: datetime) -> list[Span]:
    """What of the spans lies within a window."""
    clipped = (Span(max(span.since, since), min(span.until, until), span.standing) for span in parts)
    return [span for span in clipped if span.since < span.until]


def slices(parts: list[Span], since: datetime, until: datetime, *, width: timedelta) -> list[tuple[datetime, Measured]]:
    """The window in equal pieces, each with its beginning and its sums; the last may be shorter."""
    found, begun, at = [], since, 0
    while begun < until:
        ends = min(begun + width, until)
        while at < len(parts) and parts[at].until <= begun:
            at += 1
        last = at
        while last < len(parts) and parts[last].since < ends:
            last += 1
        found.append((begun, measure(cut(parts[at:last], begun, ends))))
        begun = ends
    return found


def _changes(sightings: Iterable[Sighting], reach: timedelta) -> Iterator[tuple[datetime, str, Standing]]:
    """From when on each probe says what; it falls silent when its next sighting is further away than its reach."""
    in_order = sorted(sightings, key=lambda sighting: (sighting.probe, sighting.at))
    for probe, group in groupby(in_order, key=lambda sighting: sighting.probe):
        seen = list(group)
        for sighting, following in pairwise([*seen, None]):
            if sighting is None:
                continue
            yield sighting.at, probe, Standing.UP if sighting.up else Standing.DOWN
            silent_at = sighting.at + reach
            if following is None or following.at > silent_at:
                yield silent_at, probe, Standing.UNKNOWN


def _together(said: Collection[Standing]) -> Standing:
    if Standing.UP in said:
        return Standing.UP
    return Standing.DOWN if Standing.DOWN in said else Standing.UNKNOWN


def _add(found: list[Span], span: Span) -> None:
    if found and found[-1].standing is span.standing:
        span = Span(found.pop().since, span.until, span.standing)
    found.append(span)
