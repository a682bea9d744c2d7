"""A call and its rules as pages show them: figures, dates in order, clauses by group. Fetches nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.calendar import is_business_day, seoul_date
from core.formats import days_between
from core.wording import day, krw, moment, percent, round_krw, say_violation, size
from programs.models import Call
from programs.policy import Clause, Compared, Policy, describe
from programs.policy.paths import is_under
from programs.rules import Dates, known_dates, order_violations, promised_dates, ranking_due, years_end_on
from programs.wording import say_choice, say_clause
from programs.words import GROUPS

TONES = {
    "draft": "neutral",
    "scheduled": "primary",
    "coming": "information",
    "open": "success",
    "ranking": "point",
    "closed": "neutral",
    "cancelled": "danger",
}
"""The colour of a phase's tag; its words carry the meaning."""


ENDINGS = {"bp": ("_bp",), "krw": ("_krw",), "bytes": ("_bytes",)}
UNITS: Mapping[str, Callable[[int], str]] = {
    "bp": percent,
    "krw": krw,
    "bytes": size,
    "days": lambda count: ngettext("%(count)s day", "%(count)s days", count) % {"count": count},
    "business_days": lambda count: (
        ngettext("%(count)s working day", "%(count)s working days", count) % {"count": count}
    ),
    "number": lambda count: f"{count:,}",
}
"""How a clause's number is written with its unit."""


WHO = (
    "eligibility.lead_kinds",
    "eligibility.partner_kinds",
    "eligibility.excluded_regions",
    "eligibility.min_partners",
    "eligibility.composition",
    "eligibility.max_led_per_person",
    "eligibility.max_led_per_institution",
    "regions",
    "people",
    "tiers",
    "quota.teams_per_region",
    "regional",
)
MONEY = (
    "budget.max_grant_per_year_krw",
    "budget.min_grant_per_year_krw",
    "match.share_bp",
    "match.forms",
    "match.due",
    "budget.categories",
    "pay.rules",
)
DOCUMENTS = ("files.documents",)
OUTAGE = ("outage",)
UNRULED = frozenset({"regions.none", "people.none", "tiers.none", "regional.none"})
"""Sentences that only say that a programme has no such rule; a rule set's own page has them."""
"""What a call's page says of its rules; the rest is one link away."""


@dataclass(frozen=True, slots=True)
class Said:
    """A clause as people read it."""

    clause: Clause
    sentence: str

    @property
    def value(self) -> str:
        """The number the clause turns on, with its unit; empty where it has none."""
        write = UNITS.get(self.clause.unit)
        if write is None:
            return ""
        endings = ENDINGS.get(self.clause.unit, ("",))
        numbers = [
            value for name, value in self.clause.values.items() if name.endswith(endings) and isinstance(value, int)
        ]
        return write(numbers[0]) if len(numbers) == 1 else ""


def clauses_by_group(policy: Policy) -> list[tuple[str, str, list[Said]]]:
    """The whole rule set, clause by clause, under the code and the name of each group."""
    grouped = groupby(describe(policy), key=lambda clause: clause.group)
    return [
        (group, str(GROUPS[group]), [Said(clause, say_clause(clause)) for clause in found]) for group, found in grouped
    ]


@dataclass(frozen=True, slots=True)
class Differs:
    """A clause that two rule sets have otherwise, as both say it."""

    path: str
    difference: str
    label: str
    tone: str
    before: Said | None
    after: Said | None


DIFFERENCE_TONES = {"changed": "point", "added": "success", "removed": "danger", "marked": "neutral"}


def compared_by_group(found: Sequence[Compared]) -> list[tuple[str, list[Differs]]]:
    """What differs between two rule sets, under the name of each group."""
    return [
        (str(GROUPS[group]), [_differs(one) for one in of_group])
        for group, of_group in groupby(found, key=lambda one: one.group)
    ]


def _differs(one: Compared) -> Differs:
    said = [None if clause is None else Said(clause, say_clause(clause)) for clause in (one.before, one.after)]
    kind = one.difference.value
    return Differs(one.path, kind, say_choice(kind), DIFFERENCE_TONES[kind], *said)


def sentences(policy: Policy, chosen: tuple[str, ...]) -> list[Said]:
    """The clauses under some addresses, as sentences."""
    ruled = [clause for clause in describe(policy) if clause.code not in UNRULED]
    return [Said(clause, say_clause(clause)) for clause in ruled if is_under(clause.path, chosen)]


def key_figures(policy: Policy, budget_krw: int | None = None) -> list[dict[str, Any]]:
    """What an applicant asks first; with the budget of a call, of that call."""
    years = policy.project_years.count
    over_years = ngettext("over %(count)s year", "over %(count)s years", years) % {"count": years}
    figures = [
        {
            "label": _("Grant for a team, a year"),
            "value": round_krw(policy.budget.max_grant_per_year_krw),
            "hint": _("at most"),
        },
        {"label": _("The region adds"), "value": percent(policy.match.share_bp), "hint": _("at least")},
    ]
    if policy.quota.teams_per_region is not None:
        teams = str(policy.quota.teams_per_region)
        figures.append({"label": _("Teams of a region"), "value": teams, "hint": _("at most")})
    if budget_krw is None:
        starts = {"day": policy.project_years.starts.day, "month": policy.project_years.starts.month}
        hint = _("from day %(day)s of month %(month)s") % starts
        figures.append({"label": _("Project years"), "value": str(years), "hint": hint})
    else:
        figures.insert(0, {"label": _("Budget of the call"), "value": round_krw(budget_krw), "hint": over_years})
    return figures


def dates_of(call: Call | Dates, policy: Policy, at: datetime) -> list[dict[str, Any]]:
    """The dates of a call in order, each with what happens then and whether it has passed; unsettled ones left out."""
    announced_at = call.announced_at if isinstance(call, Call) else None
    plans = isinstance(call, Call) and call.program.traits.plans
    late = _("A proposal that arrives at this very second is late.")
    moments = (
        (announced_at or call.announces_at, _("Announced"), ""),
        (call.opens_at, _("Opens for proposals"), ""),
        (call.closes_at, _("Closes"), late),
        (call.ranking_due_at, *_after_closing(policy, plans=plans)),
        (None if plans else call.review_due_at, _("Experts hand in their reviews"), ""),
        (call.result_due_at, _("The result is announced"), ""),
    )
    found: list[dict[str, Any]] = [
        {"at": moment, "text": text, "detail": detail, "passed": moment <= at}
        for moment, text, detail in moments
        if moment is not None
    ]
    ends_on = years_end_on(call.project_starts_on, policy)
    starts = {
        "on": call.project_starts_on,
        "text": _("Projects start"),
        "detail": _("The last project year ends on %(day)s.") % {"day": day(ends_on)},
        "passed": call.project_starts_on <= seoul_date(at),
    }
    return [*found, starts]


def drafted_dates(given: Mapping[str, Any], policy: Policy) -> Dates | None:
    """The dates of a form as it stands, those left empty as the rules' days give them; none before it has enough."""
    if not all(given.get(name) for name in ("opens_at", "closes_at", "project_starts_on")):
        return None
    named = {name: given.get(name) or None for name in ("announces_at", "review_due_at", "result_due_at")}
    dates = Dates(
        opens_at=given["opens_at"],
        closes_at=given["closes_at"],
        ranking_due_at=given.get("ranking_due_at") or ranking_due(given["closes_at"], policy),
        project_starts_on=given["project_starts_on"],
        **named,
    )
    return replace(dates, **known_dates(dates, policy))


def _after_closing(policy: Policy, *, plans: bool) -> tuple[str, str]:
    """What the day after the closing is for: regions' rankings, or the ministry's reading of their plans."""
    if plans:
        return _("The ministry has decided on the plans"), ""
    return _("Regions hand in their rankings"), _pledge_note(policy)


def _pledge_note(policy: Policy) -> str:
    return _("Their pledges of the match are due by then too.") if policy.match.due.value == "ranking" else ""


def drafting_help(given: Mapping[str, Any], policy: Policy, region_count: int) -> list[dict[str, str]]:
    """What the rules make of the terms written so far, each line with a tone; what is still empty is left out."""
    opens_at, closes_at = given.get("opens_at"), given.get("closes_at")
    lines = []
    if opens_at and closes_at and opens_at < closes_at:
        count = days_between(opens_at, closes_at)
        lines.append(_line(ngettext("Open for %(count)s day.", "Open for %(count)s days.", count) % {"count": count}))
    if closes_at:
        lines += _closing_help(closes_at, policy)
    if starts_on := given.get("project_starts_on"):
        lines += _start_help(starts_on, policy)
    if dates := drafted_dates(given, policy):
        lines += _promise_help(dates, policy)
    if budget_krw := given.get("budget_krw"):
        lines += _budget_help(budget_krw, policy, region_count)
    return lines


def _closing_help(closes_at: datetime, policy: Policy) -> list[dict[str, str]]:
    earliest = moment(ranking_due(closes_at, policy))
    lines = [
        _line(
            _("The rules give the regions %(days)s days: rankings are due at %(moment)s or later.")
            % {"days": policy.timeline.ranking_days, "moment": earliest}
        )
    ]
    if not is_business_day(seoul_date(closes_at)):
        lines.append(_line(_("The closing falls on a day on which offices are closed."), "warning"))
    return lines


def _promise_help(dates: Dates, policy: Policy) -> list[dict[str, str]]:
    """Dates that stand in no order, and those later than the working days that the rules promise."""
    lines = [_line(say_violation(one), "warning") for one in order_violations(dates)]
    open_dates = replace(dates, review_due_at=None, result_due_at=None)
    review_by, _unused = promised_dates(open_dates, policy)
    if dates.review_due_at is not None and dates.review_due_at > review_by:
        promised = {"days": policy.review.service_days, "moment": moment(review_by)}
        lines.append(
            _line(_("By the rules the review takes %(days)s working days: until %(moment)s.") % promised, "warning")
        )
    _unused, result_by = promised_dates(replace(dates, result_due_at=None), policy)
    if dates.result_due_at is not None and dates.result_due_at > result_by:
        promised = {"days": policy.timeline.selection_service_days, "moment": moment(result_by)}
        lines.append(
            _line(_("By the rules the decision takes %(days)s working days: until %(moment)s.") % promised, "warning")
        )
    return lines


def _start_help(starts_on: date, policy: Policy) -> list[dict[str, str]]:
    starts, count = policy.project_years.starts, policy.project_years.count
    if (starts_on.month, starts_on.day) != (starts.month, starts.day):
        wanted = {"day": starts.day, "month": starts.month}
        return [_line(_("By the rules projects start on day %(day)s of month %(month)s.") % wanted, "warning")]
    ends = {"count": count, "day": day(years_end_on(starts_on, policy))}
    sentence = ngettext("%(count)s project year, to %(day)s.", "%(count)s project years, to %(day)s.", count)
    return [_line(sentence % ends)]


def _budget_help(budget_krw: int, policy: Policy, region_count: int) -> list[dict[str, str]]:
    years = policy.project_years.count
    a_team = policy.budget.max_grant_per_year_krw * years
    lines = []
    if a_team:
        teams = budget_krw // a_team
        sentence = ngettext(
            "Reaches for %(count)s team at the highest grant (%(grant)s a year).",
            "Reaches for %(count)s teams at the highest grant (%(grant)s a year).",
            teams,
        )
        values = {"count": teams, "grant": round_krw(policy.budget.max_grant_per_year_krw)}
        lines.append(_line(sentence % values, "information" if teams else "warning"))
    if planned := policy.quota.planned_grant_per_region_year_krw:
        total = planned * years * region_count
        values = {"regions": region_count, "total": round_krw(total)}
        lines.append(_line(_("The rules plan %(total)s for %(regions)s regions over all years.") % values))
    return lines


def _line(text: str, tone: str = "information") -> dict[str, str]:
    return {"text": text, "tone": tone}
