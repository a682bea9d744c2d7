"""What the register of experts holds of one, and what it can't hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.refusals import Violation

LANGUAGES = ("ko", "en", "ja", "zh", "de", "fr", "es", "ru", "vi")
"""In which an expert may read papers, as ISO 639-1 has them."""
KEYWORDS_LENGTH = 4_000
NOTE_LENGTH = 400
MOST_CASES, MOST_ROUNDS = 200, 50
MOST_STAYS = 40
MOST_ABSENCES = 20
MOST_COAUTHORS = 200
COAUTHOR_LENGTH = 200
PARTING = re.compile(r"[;\r\n\0]")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True, order=True)
class Stay:
    """Where somebody was: from a day to before another; without an end he is there still."""

    starts_on: date
    organization_id: int
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class CoAuthor:
    """Somebody with whom an expert published, where he was, and the publication."""

    name: str
    institution: str
    publication: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an expert beside the fields that programmes name: see `Expert` for what each means."""

    science_fields: tuple[str, ...] = ()
    keywords: str = ""
    languages: tuple[str, ...] = ()
    region_id: int | None = None
    email: str = ""
    max_rounds: int | None = None
    away_from: date | None = None
    back_on: date | None = None
    trained_on: date | None = None
    training_note: str = ""
    stays: tuple[Stay, ...] = ()
    coauthors: tuple[CoAuthor, ...] = ()


def load_violations(max_cases: int) -> Iterator[Violation]:
    """An expert takes at least one case, and not more than anybody can read."""
    if max_cases < 1:
        yield Violation("expert.no_load", field="max_cases")
    if max_cases > MOST_CASES:
        yield Violation("expert.too_many", {"most": MOST_CASES}, field="max_cases")


def profile_violations(profile: Profile, known_codes: Collection[str]) -> Iterator[Violation]:
    """Everything in it that can't be; `known_codes` are those of the national classification."""
    for code in profile.science_fields:
        if code not in known_codes:
            yield Violation("expert.science_field_unknown", {"value": code}, field="science_fields")
    for language in profile.languages:
        if language not in LANGUAGES:
            yield Violation("expert.language_unknown", {"value": language}, field="languages")
    if profile.email and (len(profile.email) > 254 or not EMAIL.fullmatch(profile.email)):
        yield Violation("expert.email_wrong", field="email")
    if profile.max_rounds is not None and not 1 <= profile.max_rounds <= MOST_ROUNDS:
        yield Violation("expert.too_many", {"most": MOST_ROUNDS}, field="max_rounds")
    yield from _length_violations(profile)
    yield from _time_violations(profile)


def _length_violations(profile: Profile) -> Iterator[Violation]:
    for name, text, most in (
        ("keywords", profile.keywords, KEYWORDS_LENGTH),
        ("training_note", profile.training_note, NOTE_LENGTH),
    ):
        if len(text) > most:
            yield Violation("expert.text_too_long", {"length": len(text), "most": most}, field=name)
        if "\0" in text:
            yield Violation("expert.text_unreadable", field=name)
    yield from _coauthor_violations(profile.coauthors)
    if len(profile.stays) > MOST_STAYS:
        yield Violation("expert.too_many", {"most": MOST_STAYS}, field="history")


def _coauthor_violations(coauthors: Collection[CoAuthor]) -> Iterator[Violation]:
    """Each is told whole, and so that a file can tell it in one cell."""
    if len(coauthors) > MOST_COAUTHORS:
        yield Violation("expert.too_many", {"most": MOST_COAUTHORS}, field="coauthors")
    for one in coauthors:
        parts = (one.name, one.institution, one.publication)
        if (
            not all(part == part.strip() != "" for part in parts)
            or PARTING.search("".join(parts))
            or "@" in one.name + one.institution
        ):
            yield Violation("expert.coauthor_unreadable", {"value": " @ ".join(parts)[:80]}, field="coauthors")
        for part, most in zip(parts, (60, 120, COAUTHOR_LENGTH), strict=True):
            if len(part) > most:
                yield Violation("expert.text_too_long", {"length": len(part), "most": most}, field="coauthors")


def _time_violations(profile: Profile) -> Iterator[Violation]:
    if profile.back_on is not None and (profile.away_from is None or profile.back_on <= profile.away_from):
        yield Violation("expert.back_before_away", field="back_on")
    for stay in profile.stays:
        if stay.ends_on is not None and stay.ends_on <= stay.starts_on:
            yield Violation("expert.stay_runs_backward", {"starts_on": stay.starts_on.isoformat()}, field="history")
    if len({(stay.starts_on, stay.organization_id) for stay in profile.stays}) < len(profile.stays):
        yield Violation("expert.stay_twice", field="history")


Days = tuple[date, date | None]
"""From a day to before another; without an end for good."""


def is_away(away: Iterable[Days], first: date, last: date) -> bool:
    """Whether somebody is away on every day from the first to the last, as all his absences together have it."""
    day = first
    for away_from, back_on in sorted(away, key=lambda one: one[0]):
        if away_from <= day:
            if back_on is None or back_on > last:
                return True
            day = max(day, back_on)
    return False


def absence_violations(away_from: date, back_on: date, others: Iterable[Days], today: date) -> Iterator[Violation]:
    """What keeps an absence from being told: backward or over already, one too many, or days told before."""
    others = list(others)
    if back_on <= away_from:
        yield Violation("expert.back_before_away", field="back_on")
    elif back_on <= today:
        yield Violation("absence.over", field="back_on")
    if len(others) >= MOST_ABSENCES:
        yield Violation("absence.too_many", {"most": MOST_ABSENCES}, field="away_from")
    for begun, ended in others:
        if begun < back_on and (ended is None or away_from < ended):
            yield Violation("absence.told_before", {"starts_on": begun.isoformat()}, field="away_from")


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who is to sit in a round: whether he is away all through it, and in how many rounds he sits now."""

    name: str
    away: bool = False
    rounds: int = 0
    max_rounds: int | None = None


def invitation_violations(invited: Iterable[Invited]) -> Iterator[Violation]:
    """Those who can't come, each by name."""
    for one in invited:
        if one.away:
            yield Violation("expert.away", {"name": one.name}, field="experts")
        if one.max_rounds is not None and one.rounds >= one.max_rounds:
            yield Violation("expert.rounds_full", {"name": one.name, "rounds": one.rounds}, field="experts")


@dataclass(frozen=True, slots=True)
class Service:
    """What an expert did in rounds that are over or running: seats, answers, and what became of his cases."""

    rounds: int = 0
    declined: int = 0
    given: int = 0
    submitted: int = 0
    missed: int = 0
    """Given to him and not submitted when the round was closed."""
    voided: int = 0
    """Taken from him for a conflict."""

    @property
    def reliability_bp(self) -> int | None:
        """The share of reviews that he handed in, of those whose time is over; None where there are none yet."""
        over = self.submitted + self.missed
        return self.submitted * 10_000 // over if over else None
