"""A region's order of the proposals of its region: every one once, one number each, from 1 without a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from core.refusals import Violation

OPINION_LENGTH = 1_000
NOTE_LENGTH = 4_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a proposal stands in its region's order (1 is first), and what the region says of it."""

    proposal_uid: UUID
    position: int
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class RegionalWindow:
    """When regions answer: from the call's closing to before `due_at` (half-open); None where no moment ends it."""

    closes_at: datetime
    due_at: datetime | None


def field_of(proposal_uid: UUID) -> str:
    """The field or API path that a violation about a proposal's place stands beside."""
    return f"places.{proposal_uid}"


def window_violations(window: RegionalWindow, at: datetime, thing: str) -> list[Violation]:
    """Why a region may not answer at this moment; `thing` is "ranking" or "pledge" and begins the code."""
    if at < window.closes_at:
        return [Violation(f"{thing}.call_not_closed", {"closes_at": window.closes_at.isoformat()}, "call")]
    if window.due_at is not None and at >= window.due_at:
        values = {"due_at": window.due_at.isoformat()}
        return [Violation(f"{thing}.late", values, "call", "timeline.ranking_days")]
    return []


def tie_violations(numbers: Mapping[UUID, str]) -> list[Violation]:
    """Why an officer may not rank: he, or an institution of his, takes part in these proposals of the region (uid and
    number of each). Where one is placed moves all others, so another officer of the region ranks the call."""
    return [
        Violation("ranking.in_conflict", {"number": number}, field_of(proposal_uid))
        for proposal_uid, number in sorted(numbers.items(), key=lambda pair: pair[1])
    ]


def draft_violations(places: Sequence[Place], expected: Collection[UUID], note: str = "") -> list[Violation]:
    """All that a saved draft may not hold. It may be unfinished, but what it holds is an order."""
    return [
        *_foreign(places, expected),
        *_repeated(places),
        *_ties(places),
        *_gaps(places),
        *_long_texts(places, note),
    ]


def ranking_violations(places: Sequence[Place], expected: Collection[UUID]) -> list[Violation]:
    """All that stands against submitting: `draft_violations`, and every proposal that has no place.

    `expected` are the submitted proposals of the region. Nothing is returned exactly where `places` put each of them
    on a number of its own, from 1 on.
    """
    if not expected:
        return [Violation("ranking.nothing_to_rank", {}, "places")]
    return [*draft_violations(places, expected), *_missing(places, expected)]


def fingerprint(places: Sequence[Place], note: str) -> str:
    """SHA-256 of an order with its opinions and note: what the receipt shows."""
    ordered = sorted(places, key=lambda place: place.position)
    lines = [f"{place.position}\t{place.proposal_uid}\t{place.opinion}" for place in ordered]
    return sha256("\n".join([*lines, note]).encode()).hexdigest()


def _foreign(places: Sequence[Place], expected: Collection[UUID]) -> Iterator[Violation]:
    """A proposal that is not the region's to rank. What it is, is not told: it may be another region's."""
    for place in places:
        if place.proposal_uid not in expected:
            yield Violation("ranking.foreign", {}, field_of(place.proposal_uid))


def _repeated(places: Sequence[Place]) -> Iterator[Violation]:
    for proposal_uid, count in Counter(place.proposal_uid for place in places).items():
        if count > 1:
            yield Violation("ranking.repeated", {"count": count}, field_of(proposal_uid))


def _ties(places: Sequence[Place]) -> Iterator[Violation]:
    """One for each proposal that shares its number, so that each can be marked."""
    shared = Counter(position for _, position in {(place.proposal_uid, place.position) for place in places})
    for place in places:
        if shared[place.position] > 1:
            values = {"position": place.position, "count": shared[place.position]}
            yield Violation("ranking.tie", values, field_of(place.proposal_uid))


def _gaps(places: Sequence[Place]) -> Iterator[Violation]:
    """Each number up to the count that nobody has; beside the proposal whose number is next above it."""
    used = {place.position for place in places}
    for position in range(1, len(places) + 1):
        if position not in used:
            above = [place for place in places if place.position > position or place.position < 1]
            beside = min(above, key=lambda place: place.position, default=None)
            values = {"position": position, "count": len(places)}
            yield Violation("ranking.gap", values, field_of(beside.proposal_uid) if beside else "places")


def _long_texts(places: Sequence[Place], note: str) -> Iterator[Violation]:
    for place in places:
        if len(place.opinion) > OPINION_LENGTH:
            values = {"length": len(place.opinion), "max_length": OPINION_LENGTH}
            yield Violation("ranking.opinion_too_long", values, f"opinions.{place.proposal_uid}")
    if len(note) > NOTE_LENGTH:
        yield Violation("ranking.note_too_long", {"length": len(note), "max_length": NOTE_LENGTH}, "note")


def _missing(places: Sequence[Place], expected: Collection[UUID]) -> Iterator[Violation]:
    placed = {place.proposal_uid for place in places}
    for proposal_uid in expected:
        if proposal_uid not in placed:
            yield Violation("ranking.missing", {}, field_of(proposal_uid))
