"""How a trial looks on its page. Fetches nothing: plain values in, rows for the templates out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Region
from core.refusals import Violation
from core.sheets import Cell
from core.templatetags.baro import in_language
from core.wording import day, label, percent, round_krw, say_violation
from scenarios.models import Trial

TONES = {"selected": "success", "waiting": "warning", "rejected": "neutral", "refused": "danger", "": "neutral"}
Names = Mapping[str, Region]


def regions_in(found: Trial) -> set[str]:
    """The codes of all regions that a trial speaks of."""
    return {row["code"] for side in ("before", "after") for row in found.result[side]["regions"]}


def of_trial(found: Trial, names: Names) -> dict[str, Any]:
    """All that the page of a trial shows."""
    before, after, teams = found.result["before"], found.result["after"], found.result["teams"]
    rows = [_row(team, names) for team in teams]
    return {
        "judged": found.result["judged"],
        "as_proposed": found.result["as_proposed"],
        "figures": _figures(before, after),
        "really": _really(found.result["really"]),
        "charts": [
            {"title": _("Money by region"), "pairs": _pairs(before["regions"], after["regions"], names)},
            {"title": _("Money by sector"), "pairs": _pairs(before["sectors"], after["sectors"], {})},
            {"title": _("Money by tier"), "pairs": _pairs(before["tiers"], after["tiers"], {})},
        ],
        "coming": [row for row in rows if row["is_in"] and not row["was_in"]],
        "going": [row for row in rows if row["was_in"] and not row["is_in"]],
        "staying": [row for row in rows if row["was_in"] and row["is_in"]],
        "outside": [row for row in rows if not row["was_in"] and not row["is_in"]],
    }


def _figures(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, str]]:
    """Each measure under the call's own rules and under those that are tried, and the difference."""
    counts: list[tuple[str, str, Callable[[int], str]]] = [
        (_("Teams in"), "teams", str),
        (_("Proposals inside them"), "originals", str),
        (_("Grant of all project years"), "grant_krw", round_krw),
        (_("Share of the capital region"), "capital_bp", percent),
        (_("Unevenness over regions (Gini: 0 is even)"), "gini_bp", percent),
        (_("Days from the projects' start to the first money, by the rules"), "days_to_money", str),
        (_("Funded months in the first year, by the rules"), "funded_months", str),
    ]
    rows = [
        {
            "label": title,
            "before": write(before[name]),
            "after": write(after[name]),
            "difference": _signed(after[name] - before[name], write),
        }
        for title, name, write in counts
    ]
    others = _("Share of the other regions")
    shares = [10_000 - side["capital_bp"] if side["grant_krw"] else 0 for side in (before, after)]
    rows.insert(
        4,
        {
            "label": others,
            "before": percent(shares[0]),
            "after": percent(shares[1]),
            "difference": _signed(shares[1] - shares[0], percent),
        },
    )
    return rows


def _signed(difference: int, write: Callable[[int], str]) -> str:
    if not difference:
        return "="
    return f"{'+' if difference > 0 else '−'}{write(abs(difference))}"


def _really(clock: Mapping[str, Any] | None) -> str:
    if clock is None:
        return ""
    came = {"day": day(date.fromisoformat(clock["money_on"])), "days": clock["days_to_money"]}
    return _("Really the first money came on %(day)s, %(days)s days after the projects' start.") % came


def _pairs(before: Iterable[Any], after: Iterable[Any], names: Names) -> list[dict[str, Any]]:
    """Two bars a row, both measured by the longest of all; what has nothing on either side is left out."""
    first = {row["code"]: row for row in before}
    second = {row["code"]: row for row in after}
    none = {"teams": 0, "grant_krw": 0}
    found = [
        (code, first.get(code, none), second.get(code, none))
        for code in dict.fromkeys([*first, *second])
        if first.get(code, none)["teams"] or second.get(code, none)["teams"]
    ]
    most = max((max(left["grant_krw"], right["grant_krw"]) for _code, left, right in found), default=0)
    return [
        {
            "label": in_language(names[code], "short") if code in names else code or _("None named"),
            "before": {**left, "text": round_krw(left["grant_krw"]), "length": _length(left["grant_krw"], most)},
            "after": {**right, "text": round_krw(right["grant_krw"]), "length": _length(right["grant_krw"], most)},
        }
        for code, left, right in found
    ]


def _length(won: int, most: int) -> str:
    """Of a hundred, to two places: whole numbers until the last."""
    hundredths = won * 10_000 // most if most else 0
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _row(team: Mapping[str, Any], names: Names) -> dict[str, Any]:
    before, after = team["before"], team["after"]
    return {
        **team,
        "region_name": in_language(names[team["region"]], "short") if team["region"] in names else team["region"],
        "was_in": before is not None and before["outcome"] == "selected",
        "is_in": after is not None and after["outcome"] == "selected",
        "before_said": _said(before),
        "after_said": _said(after),
        "decided_said": label(f"decision.{team['decided']}") if team["decided"] else "",
    }


def _said(side: Mapping[str, Any] | None) -> dict[str, Any]:
    """What becomes of a team on one side, and why; one that a merge made or undid is not there."""
    if side is None:
        return {"outcome": _("Not there"), "tone": "neutral", "reasons": [_("A merge made it, or undid it.")]}
    reasons = [say_violation(Violation(**one)) for one in side["violations"]] or [label(f"trial.{side['ground']}")]
    return {"outcome": label(f"trial.{side['outcome']}"), "tone": TONES[side["outcome"]], "reasons": reasons}


HEAD = (
    *("number", "title", "leading_institution", "region", "sector", "grant_krw"),
    *("own_rules", "tried_rules", "reasons", "decided"),
)


def sheet_of(found: Trial, names: Names) -> list[list[Cell]]:
    """Every team as a row of a sheet."""
    rows = []
    for team in found.result["teams"]:
        row = _row(team, names)
        said = row["after_said"]
        rows.append(
            [
                team["number"],
                in_language(team, "title"),
                in_language(team, "lead"),
                row["region_name"],
                team["sector"],
                team["grant_krw"],
                row["before_said"]["outcome"],
                said["outcome"],
                " ".join(said["reasons"]),
                row["decided_said"],
            ]
        )
    return rows
