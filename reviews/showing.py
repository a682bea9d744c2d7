"""How rounds, dossiers and selections look on a page. Fetches nothing: rows in, rows for the templates out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.templatetags.baro import in_language
from core.wording import label, percent, round_krw
from programs.models import Indicator
from programs.policy import Policy
from proposals.models import Section
from proposals.queries import answer_text, slot_name
from reviews.models import Case, Decision, Review
from reviews.rules import FULL_AFFINITY, score_bp

ROUND_TONES = {"preparing": "information", "scoring": "primary", "opened": "point", "closed": "neutral"}
OUTCOME_TONES = {"selected": "success", "waiting": "warning", "rejected": "neutral"}
JOB_TONES = {"waiting": "information", "running": "primary", "done": "success", "failed": "danger"}
SELECTION_TONES = {"proposed": "information", "decided": "primary", "published": "success", "discarded": "neutral"}
BANDS = 5
"""Into how many bands the affinities of an assignment are counted."""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under headings; the first cell of a line is its name, the last lines may be sums."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    sums: tuple[tuple[str, ...], ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """The papers of a case as an expert reads them."""

    basics: list[dict[str, Any]]
    texts: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    institutions: list[dict[str, Any]]
    people: list[dict[str, Any]]
    tables: list[Table]
    files: list[dict[str, Any]]


def dossier_of(case: Case, policy: Policy, indicators: Sequence[Indicator]) -> Dossier:
    """The frozen content, part by part; what a part does not have is left out."""
    content: Mapping[str, Any] = case.dossier
    lead = content.get("lead")
    basics = [
        {"label": _("Number"), "value": case.number},
        {"label": _("Title"), "value": case.title_ko},
        {"label": _("Title in English"), "value": case.title_en},
        {"label": _("Field"), "value": case.sector},
        {"label": _("Region"), "value": in_language(case.region, "name")},
    ]
    if lead:
        basics.append({"label": _("Leading institution"), "value": _institution(lead)})
    return Dossier(
        basics=basics,
        texts=[
            {"code": code, "label": label(f"section.{code}"), "text": content["sections"][code]}
            for code in Section.Code.values
            if content.get("sections", {}).get(code)
        ],
        answers=[
            {"label": in_language(row, "title"), "value": answer_text(row)}
            for row in content.get("answers", ())
            if row["type"] != "file"
        ],
        institutions=[
            {"label": _institution(row), "value": row.get("contribution") or _("Joins the consortium")}
            for row in content.get("partners", ())
        ],
        people=[{"label": in_language(row, "name"), "value": _person(row)} for row in content.get("people", ())],
        tables=[table for table in (_budget(content, policy), _targets(content, policy, indicators)) if table],
        files=[_file(case, row, policy) for row in content.get("files", ())],
    )


def _institution(row: Mapping[str, str]) -> str:
    return f"{in_language(row, 'name')} ({label('kind.' + row['kind'])})"


def _person(row: Mapping[str, Any]) -> str:
    parts = [label(f"part.{row['part']}")]
    if row.get("person_kind"):
        parts.append(label(f"person_kind.{row['person_kind']}"))
    if row.get("share_bp") is not None:
        parts.append(percent(row["share_bp"]))
    return " · ".join(parts)


def _file(case: Case, row: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    document = policy.files.document(row["document"])
    slot = slot_name(case.dossier, row["document"])
    return {
        "name": row["name"],
        "size": row["size_bytes"],
        "url": reverse("reviews:file", args=[case.uid, row["uid"]]),
        "kind": in_language(document, "name") if document else slot or row["document"],
    }


def _budget(content: Mapping[str, Any], policy: Policy) -> Table | None:
    amounts: Counter[tuple[int, str, str]] = Counter()
    for row in content.get("lines", ()):
        amounts[row["year"], row["category"], row["source"]] += row["amount_krw"]
    if not amounts:
        return None
    years = range(1, policy.project_years.count + 1)

    def line(name: str, keys: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        wanted = list(keys)
        by_year = [sum(amounts[year, *key] for key in wanted) for year in years]
        return (name, *(f"{amount:,}" for amount in (*by_year, sum(by_year))))

    named = {category.code: in_language(category, "name") for category in policy.budget.categories}
    keys = sorted({(category, source) for _, category, source in amounts}, key=lambda key: (key[1], key[0]))
    sources = sorted({source for _, source in keys})
    return Table(
        title=_("Budget"),
        headings=(_("Category and source"), *_years(years), _("Sum")),
        lines=tuple(
            line(f"{named.get(category, category)}, {label(f'source.{source}')}", [(category, source)])
            for category, source in keys
        ),
        sums=(
            *(line(label(f"source.{source}"), [key for key in keys if key[1] == source]) for source in sources),
            line(_("Sum"), keys),
        ),
        unit="won",
    )


def _years(years: Iterable[int]) -> tuple[str, ...]:
    return tuple(_("Year %(year)s") % {"year": year} for year in years)


def _targets(content: Mapping[str, Any], policy: Policy, indicators: Sequence[Indicator]) -> Table | None:
    values = {(row["indicator"], row["year"]): row["value"] for row in content.get("targets", ())}
    years = range(1, policy.project_years.count + 1)
    lines = tuple(
        (
            f"{in_language(one, 'name')} ({in_language(one, 'unit')})",
            *(values.get((one.code, year), "–").removesuffix(".00") for year in years),
        )
        for one in indicators
        if any((one.code, year) in values for year in years)
    )
    return Table(_("Targets"), (_("Indicator"), *_years(years)), lines) if lines else None


def shown_review(review: Review, policy: Policy) -> dict[str, Any]:
    """One expert's review: points of full marks and comment for each criterion, and its score where it is whole."""
    scores = {score.criterion: score for score in review.scores.all()}
    points = {code: score.points for code, score in scores.items() if score.points is not None}
    whole = all(criterion.code in points for criterion in policy.review.criteria)
    return {
        "review": review,
        "table_id": f"review-{review.uid}",
        "expert": in_language(review.assignment.expert.person, "name"),
        "rows": [
            {
                "name": in_language(criterion, "name"),
                "points": points.get(criterion.code),
                "most": criterion.scale_max,
                "weight_bp": criterion.weight_bp,
                "comment": scores[criterion.code].comment if criterion.code in scores else "",
                "first": scores[criterion.code].first_points if criterion.code in scores else None,
                "revised_why": scores[criterion.code].revised_why if criterion.code in scores else "",
            }
            for criterion in policy.review.criteria
        ],
        "comment": review.comment,
        "score_bp": round(score_bp(points, policy)) if whole else None,
    }


def affinity_bands(affinities: Iterable[int]) -> list[dict[str, Any]]:
    """How many pairs fall into each band of affinity, for a bar chart: the weakest first."""
    width = FULL_AFFINITY // BANDS
    counted = Counter(min(value // width, BANDS - 1) for value in affinities)
    return [
        {
            "label": _("%(low)s to %(high)s of %(full)s")
            % {"low": band * width, "high": (band + 1) * width, "full": FULL_AFFINITY},
            "value": counted[band],
            "text": str(counted[band]),
        }
        for band in range(BANDS)
    ]


def share_bars(decisions: Iterable[Decision], by: str) -> list[dict[str, Any]]:
    """Grant of those selected by region or by sector, for a bar chart, the largest first."""
    sums: Counter[str] = Counter()
    teams: Counter[str] = Counter()
    for one in decisions:
        name = in_language(one.region, "name") if by == "region" else one.sector or _("No field named")
        sums[name] += one.grant_krw if one.outcome == "selected" else 0
        teams[name] += one.outcome == "selected"
    return [
        {
            "label": name,
            "value": amount,
            "text": _("%(won)s, %(teams)s in") % {"won": round_krw(amount), "teams": teams[name]},
        }
        for name, amount in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def by_region(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """Decisions under their regions, in the order they come, with teams and won of each."""
    groups: dict[int, dict[str, Any]] = {}
    for one in decisions:
        group = groups.setdefault(
            one.region_id,
            {
                "region": one.region,
                "table_id": f"region-{one.region.code}",
                "decisions": [],
                "teams": 0,
                "originals": 0,
                "grant_krw": 0,
            },
        )
        group["decisions"].append(one)
        if one.outcome == "selected":
            group["teams"] += 1
            group["originals"] += max(1, len(one.originals))
            group["grant_krw"] += one.grant_krw
    return list(groups.values())


def totals(decisions: Iterable[Decision]) -> dict[str, int]:
    """Official teams, original teams and won of those selected, and how many wait."""
    rows = list(decisions)
    inside = [one for one in rows if one.outcome == "selected"]
    return {
        "proposals": len(rows),
        "teams": len(inside),
        "originals": sum(max(1, len(one.originals)) for one in inside),
        "grant_krw": sum(one.grant_krw for one in inside),
        "waiting": sum(one.outcome == "waiting" for one in rows),
        "overrides": sum(bool(one.override_reason) for one in rows),
    }


def desk_figures(sums: Mapping[str, int], budget_krw: int) -> list[dict[str, Any]]:
    """What an officer looks at before he decides."""
    merged = sums["originals"] != sums["teams"]
    return [
        {
            "label": _("Teams in"),
            "value": sums["teams"],
            "hint": _("of %(count)s original teams") % {"count": sums["originals"]} if merged else "",
        },
        {"label": _("Grant of those in"), "value": round_krw(sums["grant_krw"])},
        {"label": _("Left of the budget"), "value": round_krw(budget_krw - sums["grant_krw"])},
        {"label": pgettext("reviews", "Waiting"), "value": sums["waiting"]},
        {"label": _("Changed by name"), "value": sums["overrides"]},
    ]


def public_figures(sums: Mapping[str, int]) -> list[dict[str, Any]]:
    """What everybody asks first of a result."""
    return [
        {"label": _("Proposals judged"), "value": sums["proposals"]},
        {"label": _("Official teams"), "value": sums["teams"]},
        {"label": _("Original teams"), "value": sums["originals"]},
        {"label": _("Grant, all years"), "value": round_krw(sums["grant_krw"])},
    ]


def lots_in_order(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """Decisions that lots made, in their order, with what they came to."""
    drawn = sorted(((one.lot["place"], one) for one in decisions if one.lot), key=lambda pair: pair[0])
    return [
        {"decision": one, "tone": OUTCOME_TONES[one.proposed], "outcome": label(f"decision.{one.proposed}")}
        for _place, one in drawn
    ]


def proof_of(value: int, bound: int) -> dict[str, str | bool]:
    """An optimum's value and bound as people read them, and whether the one proves the other."""
    return {"value": f"{value:,}", "bound": f"{bound:,}", "holds": value == bound}
