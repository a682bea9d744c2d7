"""What must hold of programmes and calls: values and policy in, violations and dates out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from uuid import UUID

from core.calendar import add_months, seoul_date
from core.money import MAX_KRW
from core.refusals import Value, Violation
from programs.policy import Policy, PolicyInvalid
from programs.routes import CODES
from programs.rules.dates import Dates, known_dates, moving_violations, order_violations, ranking_due


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTerms(Dates):
    """What a call says, as its drafter wrote it. `budget_krw` is the grant money of all project years together."""

    title_ko: str
    summary_ko: str
    budget_krw: int
    title_en: str = ""
    summary_en: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a call's guideline."""

    title_ko: str
    text_ko: str
    title_en: str = ""
    text_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramTerms:
    """What a programme is. `is_assumed` marks one that stands in for what a source does not tell."""

    code: str
    name_ko: str
    goal_ko: str
    name_en: str = ""
    goal_en: str = ""
    route: str = "competed"
    sectors: tuple[str, ...] = ()
    legal_reference: str = ""
    is_assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTerms:
    """Something that a programme counts, and its unit."""

    code: str
    name_ko: str
    unit_ko: str
    name_en: str = ""
    unit_en: str = ""
    more_is_better: bool = True
    is_assumed: bool = False
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTerms:
    """Which agency runs a programme, with which powers, from when to before when, by which document.

    Without powers nothing is delegated: the agency has what it needs already.
    """

    agency_uid: UUID
    powers: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    reference: str = ""


Texts = IndicatorTerms | ProgramTerms | CallTerms | Part
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE_LENGTH = 40
PROGRAM_LENGTHS = {
    "name_ko": 120,
    "name_en": 120,
    "goal_ko": 4_000,
    "goal_en": 4_000,
    "legal_reference": 200,
}
INDICATOR_LENGTHS = {"name_ko": 120, "name_en": 120, "unit_ko": 20, "unit_en": 20}
LENGTHS = {"title_ko": 160, "title_en": 160, "contact": 160, "summary_ko": 4_000, "summary_en": 4_000}
PART_LENGTHS = {"title_ko": 120, "title_en": 120, "text_ko": 20_000, "text_en": 20_000}
MAX_PARTS = 40


def completed(terms: CallTerms, policy: Policy) -> CallTerms:
    """The same terms with the dates of review and result that the rules' working days give, where none was written."""
    return with_dates(terms, known_dates(terms, policy))


def with_dates(terms: CallTerms, dates: Mapping[str, datetime | None]) -> CallTerms:
    """The same terms with these dates by name; None keeps one."""
    return CallTerms(**{**asdict(terms), **{name: moment for name, moment in dates.items() if moment is not None}})


def program_violations(terms: ProgramTerms) -> list[Violation]:
    """Why there can't be such a programme."""
    found = [*code_violations(terms.code), *_blank(terms, ("name_ko", "goal_ko"))]
    found += _too_long(terms, PROGRAM_LENGTHS)
    if terms.route not in CODES:
        found.append(Violation("program.route_unknown", {"route": terms.route}, field="route"))
    return found


def program_change_violations(before: ProgramTerms, after: ProgramTerms, *, announced: bool) -> list[Violation]:
    """What may not change any more: the code never, the route once a call was announced."""
    found = []
    if after.code != before.code:
        found.append(Violation("program.code_stays", {"given": before.code}, field="code"))
    if announced and after.route != before.route:
        found.append(Violation("program.route_stays", {"route": before.route}, field="route"))
    return found


def changed_terms(before: ProgramTerms, after: ProgramTerms) -> list[str]:
    """The names of what a programme says otherwise."""
    return [one.name for one in fields(ProgramTerms) if getattr(before, one.name) != getattr(after, one.name)]


def indicator_violations(terms: IndicatorTerms) -> list[Violation]:
    """Why the programme can't count this."""
    found = [*code_violations(terms.code), *_blank(terms, ("name_ko", "unit_ko"))]
    return [*found, *_too_long(terms, INDICATOR_LENGTHS)]


def code_violations(code: str) -> list[Violation]:
    """A code is what people type and links show: small letters, digits and single hyphens."""
    if CODE.fullmatch(code) and len(code) <= CODE_LENGTH:
        return []
    return [Violation("program.code_malformed", {"maximum": CODE_LENGTH}, field="code")]


def draft_violations(terms: CallTerms) -> list[Violation]:
    """Why these terms can't even be kept as a draft."""
    return [*_text_violations(terms), *order_violations(terms), *_budget_violations(terms)]


def announcement_violations(
    terms: CallTerms, parts: Iterable[Part], policy: Policy, *, rule_set_state: str, at: datetime
) -> list[Violation]:
    """Everything that stands against announcing a call with these terms at `at`."""
    found = draft_violations(terms)
    if rule_set_state != "published":
        found.append(Violation("call.rule_set_not_published", {}, field="rule_set"))
    found += _missing(terms)
    found += _guideline_violations(list(parts))
    found += _moment_violations(terms, at)
    found += _rule_set_violations(terms, policy)
    return found


def move_violations(before: CallTerms, after: CallTerms, policy: Policy, *, at: datetime) -> list[Violation]:
    """Why the dates of an announced call can't become those of `after`: only to later, and not once they passed."""
    found = [*moving_violations(before, after, at), *order_violations(after)]
    found += _rule_set_violations(after, policy)
    return found


def changed_names(before: CallTerms, after: CallTerms) -> list[str]:
    """The names of the terms that differ, in the order of the form."""
    return [field.name for field in fields(CallTerms) if getattr(before, field.name) != getattr(after, field.name)]


def part_violations(part: Part, *, parts_before: int) -> list[Violation]:
    """Why a guideline part can't be kept, where the call has so many others."""
    found = list(_blank(part, ("title_ko", "text_ko")))
    found += _too_long(part, PART_LENGTHS)
    if parts_before >= MAX_PARTS:
        found.append(Violation("call.too_many_parts", {"maximum": MAX_PARTS}))
    return found


def reason_violations(reason: str) -> list[Violation]:
    """A reason is asked for and is read by others: it has words."""
    return [] if reason.strip() else [Violation("call.reason_missing", {}, field="reason")]


def next_reminder(due_at: datetime, lead_days: Iterable[int], *, after: datetime) -> datetime | None:
    """The first moment later than `after` that lies one of the `lead_days` before `due_at`; none if there is none."""
    moments = (due_at - timedelta(days=days) for days in lead_days)
    return min((moment for moment in moments if moment > after), default=None)


def policy_violations(invalid: PolicyInvalid) -> list[Violation]:
    """The faults of a rule set's text as violations, each with its path in the text."""
    return [
        Violation(fault.code, {**fault.values, "path": fault.path or "-"}, field="text", clause=fault.path)
        for fault in invalid.faults
    ]


def years_end_on(project_starts_on: date, policy: Policy) -> date:
    """The last day of the last project year."""
    return add_months(project_starts_on, 12 * policy.project_years.count) - timedelta(days=1)


def _text_violations(terms: CallTerms) -> Iterator[Violation]:
    yield from _blank(terms, ("title_ko", "summary_ko"))
    yield from _too_long(terms, LENGTHS)


def _blank(texts: Texts, names: Iterable[str]) -> Iterator[Violation]:
    for name in names:
        if not getattr(texts, name).strip():
            yield Violation("program.text_missing", {}, field=name)


def _too_long(texts: Texts, lengths: dict[str, int]) -> Iterator[Violation]:
    for name, most in lengths.items():
        length = len(getattr(texts, name))
        if length > most:
            yield Violation("program.text_too_long", {"length": length, "maximum": most}, field=name)


def _budget_violations(terms: CallTerms) -> Iterator[Violation]:
    if not 0 < terms.budget_krw <= MAX_KRW:
        yield Violation("call.budget_out_of_range", {"maximum_krw": MAX_KRW}, field="budget_krw")


def _missing(terms: CallTerms) -> Iterator[Violation]:
    """What a draft may still lack and the public needs: the English text, and whom to ask."""
    for name in ("title_en", "summary_en"):
        if not getattr(terms, name).strip():
            yield Violation("call.english_missing", {}, field=name)
    if not terms.contact.strip():
        yield Violation("call.contact_missing", {}, field="contact")


def _guideline_violations(parts: list[Part]) -> Iterator[Violation]:
    if not parts:
        yield Violation("call.guideline_missing", {}, field="guidelines")
    for number, part in enumerate(parts, start=1):
        if not (part.title_en.strip() and part.text_en.strip()):
            yield Violation("call.guideline_english_missing", {"number": number}, field="guidelines")


def _moment_violations(terms: CallTerms, at: datetime) -> Iterator[Violation]:
    if seoul_date(terms.opens_at) < seoul_date(at):
        yield Violation("call.opens_in_past", {"opens_at": terms.opens_at.isoformat()}, field="opens_at")
    if terms.closes_at <= at:
        yield Violation("call.closes_in_past", {"closes_at": terms.closes_at.isoformat()}, field="closes_at")


def _rule_set_violations(terms: CallTerms, policy: Policy) -> Iterator[Violation]:
    """Where the terms do not fit the rules that the call pins."""
    earliest = ranking_due(terms.closes_at, policy)
    if terms.ranking_due_at < earliest:
        values: dict[str, Value] = {"days": policy.timeline.ranking_days, "earliest_at": earliest.isoformat()}
        yield Violation("call.ranking_too_short", values, "ranking_due_at", "timeline.ranking_days")
    starts = policy.project_years.starts
    if (terms.project_starts_on.month, terms.project_starts_on.day) != (starts.month, starts.day):
        values = {"month": starts.month, "day": starts.day}
        yield Violation("call.start_not_of_rules", values, "project_starts_on", "project_years.starts")
    if terms.project_starts_on <= seoul_date(terms.ranking_due_at):
        due_on = seoul_date(terms.ranking_due_at).isoformat()
        yield Violation("call.starts_before_ranking", {"due_on": due_on}, "project_starts_on")
    elif terms.result_due_at is not None and terms.project_starts_on <= seoul_date(terms.result_due_at):
        due_on = seoul_date(terms.result_due_at).isoformat()
        yield Violation("call.starts_before_result", {"due_on": due_on}, "project_starts_on")
    least = policy.budget.min_grant_per_year_krw * policy.project_years.count
    if terms.budget_krw < least:
        yield Violation(
            "call.budget_below_one_team",
            {"least_krw": least, "years": policy.project_years.count},
            "budget_krw",
            "budget.min_grant_per_year_krw",
        )
