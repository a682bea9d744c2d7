"""May it? Values in, violations out: names, business numbers, offices, appointments, delegations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from accounts.roles import TRAITS, Kind, Power, Role
from core.refusals import Violation

BUSINESS_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
RESEARCHER_NUMBER = re.compile(r"[0-9A-Z-]{4,20}")
ROMAN_NAME = re.compile(r"[A-Za-z][A-Za-z .,'’-]*")


def plain(text: str) -> str:
    """A line as it is stored: NFC, so that Hangul typed on any machine is the same; single spaces, none outside."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def plain_number(text: str) -> str:
    """A number as people write it ("123-45-67891", full-width digits) without its dashes and spaces."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))


def business_number_is_right(number: str) -> bool:
    """Whether ten digits are a business registration number.

    The last digit checks the others: weights 1 3 7 1 3 7 1 3 5, plus the tens of five times the ninth digit.
    """
    if len(number) != 10 or not (number.isascii() and number.isdigit()):
        return False
    digits = [int(digit) for digit in number]
    total = sum(digit * weight for digit, weight in zip(digits, BUSINESS_WEIGHTS, strict=False))
    total += digits[8] * 5 // 10
    return (10 - total % 10) % 10 == digits[9]


def person_violations(*, name_ko: str, name_en: str, researcher_number: str) -> Iterator[Violation]:
    if not any(character.isalpha() for character in name_ko):
        yield Violation("person.name_missing", field="name_ko")
    if name_en and not ROMAN_NAME.fullmatch(name_en):
        yield Violation("person.name_en_not_roman", field="name_en")
    if researcher_number and not RESEARCHER_NUMBER.fullmatch(researcher_number):
        yield Violation("person.researcher_number_not_plain", field="researcher_number")


def organization_violations(
    *, name_ko: str, kind: str, region_code: str, known_regions: Iterable[str], business_number: str
) -> Iterator[Violation]:
    """`known_regions` are the codes of the regions that stand on that day."""
    if not any(character.isalpha() for character in name_ko):
        yield Violation("organization.name_missing", field="name_ko")
    if kind not in set(Kind):
        yield Violation("organization.kind_unknown", {"kind": kind}, field="kind")
    if kind == Kind.REGIONAL_GOVERNMENT and not region_code:
        yield Violation("organization.government_without_region", field="region_code")
    if region_code and region_code not in set(known_regions):
        yield Violation("organization.region_unknown", {"region_code": region_code}, field="region_code")
    if business_number and not business_number_is_right(business_number):
        yield Violation(
            "organization.business_number_wrong", {"business_number": business_number}, field="business_number"
        )


@dataclass(frozen=True, slots=True)
class Chair:
    """An office as far as a rule needs it."""

    role: str
    title_ko: str


def succession_violations(
    *,
    organization_id: int,
    has_successor: bool,
    successor_id: int,
    successor_kind: str,
    successor_has_successor: bool,
    successor_predecessors: Iterable[int],
    chairs: Iterable[Chair],
    successor_chairs: Iterable[Chair],
) -> Iterator[Violation]:
    """An organisation passes to one successor, once; its open offices move there."""
    field = "successor_uid"
    if has_successor:
        yield Violation("organization.already_succeeded", field=field)
    if successor_id == organization_id or organization_id in set(successor_predecessors):
        yield Violation("organization.succeeds_itself", field=field)
    if successor_has_successor:
        yield Violation("organization.successor_is_gone", field=field)
    taken = set(successor_chairs)
    for chair in chairs:
        if chair in taken:
            yield Violation("organization.successor_has_same_office", {"title": chair.title_ko}, field=field)
        if successor_kind not in TRAITS[Role(chair.role)].organization_kinds:
            yield Violation("office.role_not_for_kind", {"role": chair.role, "kind": successor_kind}, field=field)


def office_violations(
    *, role: str, kind: str, title_ko: str, organization_has_successor: bool, taken_titles: Iterable[str]
) -> Iterator[Violation]:
    """`taken_titles` are those of the organisation's other offices of the same role."""
    if not title_ko:
        yield Violation("office.title_missing", field="title_ko")
    if role not in set(Role):
        yield Violation("office.role_unknown", {"code": role}, field="role")
    elif kind not in TRAITS[Role(role)].organization_kinds:
        yield Violation("office.role_not_for_kind", {"role": role, "kind": kind}, field="role")
    if organization_has_successor:
        yield Violation("office.organization_has_successor", field="organization_uid")
    if title_ko in set(taken_titles):
        yield Violation("office.title_taken", {"title": title_ko}, field="title_ko")


@dataclass(frozen=True, slots=True)
class Term:
    """Days for which something is in force: from `starts_on` to before `ends_on`, for ever where that is None."""

    starts_on: date
    ends_on: date | None

    def overlaps(self, other: Term) -> bool:
        return (other.ends_on is None or self.starts_on < other.ends_on) and (
            self.ends_on is None or other.starts_on < self.ends_on
        )

    def covers(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who holds an office, or acts in it, and when."""

    person_id: int
    name: str
    acting: bool
    term: Term


def appointment_violations(*, seat: Seat, others: Iterable[Seat], office_closed: bool) -> Iterator[Violation]:
    """At any day one holder and one acting holder, who are two people."""
    if office_closed:
        yield Violation("appointment.office_closed", field="office_uid")
    yield from term_violations("appointment", seat.term)
    for other in others:
        if not seat.term.overlaps(other.term):
            continue
        if other.acting == seat.acting:
            values = {"name": other.name, "starts_on": other.term.starts_on.isoformat()}
            yield Violation("appointment.overlaps", values, field="starts_on")
        elif other.person_id == seat.person_id:
            yield Violation("appointment.acts_for_himself", {"name": other.name}, field="person_uid")


def term_violations(thing: str, term: Term) -> Iterator[Violation]:
    if term.ends_on is not None and term.ends_on <= term.starts_on:
        values = {"starts_on": term.starts_on.isoformat()}
        yield Violation(f"{thing}.ends_before_it_starts", values, field="ends_on")


def ending_violations(thing: str, *, term: Term, ends_on: date, today: date, reason: str) -> Iterator[Violation]:
    """An end is named for today or later, never later than agreed, and with its reason. What was, stays as it was."""
    if ends_on < today:
        yield Violation(f"{thing}.ends_in_the_past", {"today_on": today.isoformat()}, field="ends_on")
    if ends_on < term.starts_on:
        values = {"starts_on": term.starts_on.isoformat()}
        yield Violation(f"{thing}.ends_before_it_starts", values, field="ends_on")
    if term.ends_on is not None and ends_on >= term.ends_on:
        yield Violation(f"{thing}.ends_already", {"ends_on": term.ends_on.isoformat()}, field="ends_on")
    if not reason:
        yield Violation(f"{thing}.reason_missing", field="reason")


@dataclass(frozen=True, slots=True)
class Grant:
    """Powers for one programme (all where None), for some days."""

    powers: frozenset[str]
    program: str | None
    term: Term


def delegation_violations(
    *, ministry_kind: str, agency_kind: str, grant: Grant, others: Iterable[Grant], reference: str
) -> Iterator[Violation]:
    """`others` are what this ministry has already given to this agency."""
    if ministry_kind != Kind.MINISTRY:
        yield Violation("delegation.not_by_a_ministry", field="ministry_uid")
    if agency_kind != Kind.AGENCY:
        yield Violation("delegation.not_to_an_agency", field="agency_uid")
    if not grant.powers:
        yield Violation("delegation.no_power", field="powers")
    for power in sorted(grant.powers - set(Power)):
        yield Violation("delegation.power_unknown", {"code": power}, field="powers")
    if not reference:
        yield Violation("delegation.reference_missing", field="reference")
    yield from term_violations("delegation", grant.term)
    for other in others:
        if other.program in {None, grant.program} and other.powers & grant.powers and other.term.overlaps(grant.term):
            values = {"starts_on": other.term.starts_on.isoformat()}
            yield Violation("delegation.overlaps", values, field="starts_on")
