"""Why a proposal is in or not, in words, and shares as pictures. Fetches nothing: rows in, sentences out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.refusals import Violation
from core.templatetags.baro import in_language
from core.wording import percent, round_krw, say_violation
from reviews.models import Decision, Share

FULL_MERIT_POINTS = Decimal(1_000_000)
"""So much merit is one point of a hundred."""
LEAST_SHOWN = Decimal("0.01")


def why(decision: Decision) -> list[str]:
    """The sentences of a decision's reason; none where nobody was judged."""
    if not decision.method:
        return []
    if decision.lot:
        return list(_by_lot(decision, decision.lot))
    if decision.proposed == Decision.Outcome.SELECTED:
        return list(_why_in(decision))
    return [*_why_not(decision), *_what_would_have_won(decision), *_whom(decision)]


def why_for_team(decision: Decision) -> list[str]:
    """What a team is told of its own decision: nothing that names a proposal which is not public."""
    if not decision.method:
        return []
    if decision.lot:
        return list(_by_lot(decision, decision.lot))
    if decision.proposed == Decision.Outcome.SELECTED:
        return list(_margin(decision))
    public = [*_why_not(decision), *_what_would_have_won(decision), *_displaced(decision)]
    return [*public, *rules_of(decision)]


def judged_parts(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts of a letter with means as people read them: 4.33."""
    return [
        {
            **part,
            "criteria": [
                {
                    **row,
                    "mean": "" if row["mean_hundredths"] is None else f"{Decimal(row['mean_hundredths']) / 100:.2f}",
                }
                for row in part["criteria"]
            ],
        }
        for part in content["parts"]
    ]


def _hundredths(number: int | None) -> str:
    return "" if number is None else f"{Decimal(number) / 100:.2f}"


def rules_of(decision: Decision) -> list[str]:
    """The rules that leave no room for a proposal, each as a sentence."""
    return [say_violation(Violation(f"selection.rule.{one['code']}", one["values"])) for one in decision.binding]


def _by_lot(decision: Decision, lot: Mapping[str, int]) -> Iterator[str]:
    """What its lot came to. Whoever has the first lot is always in: who could not be took no part."""
    yield _(
        "Its place was within chance of the line: lots were drawn among %(of)s (places: %(places)s), and its lot "
        "%(ticket)s came as number %(place)s."
    ) % {"of": lot["of"], "places": lot["places"], "ticket": f"{lot['ticket']:,}", "place": lot["place"]}
    if decision.proposed != Decision.Outcome.SELECTED:
        yield _("Higher lots took the places, as far as the rules left room. With the highest it would have been in.")


def _why_in(decision: Decision) -> Iterator[str]:
    yield from _margin(decision)
    if decision.displaced:
        yield _("If it leaves, this comes in: %(numbers)s.") % {"numbers": ", ".join(decision.displaced)}


def _margin(decision: Decision) -> Iterator[str]:
    if decision.margin is None:
        yield _("No selection could keep the rules without it.")
    elif decision.margin == 0:
        yield _("A choice without it is worth as much: lot or order decided.")
    else:
        yield _("It is in by %(points)s points.") % {"points": _points(decision.margin, ROUND_FLOOR)}


def _why_not(decision: Decision) -> Iterator[str]:
    if "not_judged" in decision.mends:
        yield _("It was not judged.")
        return
    if decision.mends:
        barred = ("below_minimum", "no_pledge", "not_ranked")
        first = [rule for rule in decision.binding if rule["code"] in barred]
        said = " ".join(say_violation(Violation(f"selection.rule.{one['code']}", one["values"])) for one in first)
        yield _("What was needed first: %(rules)s") % {"rules": said}
    if decision.need is None:
        yield _("No score would have been enough: the rules left no room.")
    elif decision.need == 0:
        yield _("With that it would have been in.")
    elif decision.need == 1 and not decision.mends:
        yield _("It was worth as much as what was chosen: lot or order decided.")
    elif decision.method == "duals":
        yield _("At least %(points)s points were lacking.") % {"points": _points(decision.need, ROUND_CEILING)}
    else:
        yield _("%(points)s points were lacking.") % {"points": _points(decision.need, ROUND_CEILING)}


def _what_would_have_won(decision: Decision) -> Iterator[str]:
    if decision.needed_score_bp is not None:
        yield _("A score of %(score)s would have won.") % {"score": percent(decision.needed_score_bp)}
    if decision.needed_position is not None:
        yield _("Place %(place)s in the region's order would have won.") % {"place": decision.needed_position}
    if decision.needed_grant_krw is not None:
        yield _("A grant of %(won)s would have won.") % {"won": round_krw(decision.needed_grant_krw)}


def _whom(decision: Decision) -> Iterator[str]:
    yield from _displaced(decision)
    if decision.drawn_in:
        yield _("With it would have come in: %(numbers)s.") % {"numbers": ", ".join(decision.drawn_in)}


def _displaced(decision: Decision) -> Iterator[str]:
    if decision.displaced:
        yield _("It would have taken the place of %(numbers)s.") % {"numbers": ", ".join(decision.displaced)}


def _points(merit: int, rounding: str) -> str:
    """Merit in points of a hundred: what was lacking rounded up, what is over rounded down."""
    return f"{(Decimal(merit) / FULL_MERIT_POINTS).quantize(LEAST_SHOWN, rounding):,}"


def share_rows(shares: Iterable[Share], by: str) -> list[dict[str, Any]]:
    """Sums by region or by sector: asked and selected teams and won, and the share of all won selected."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in shares:
        name = in_language(one.region, "name") if by == "region" else one.sector or _("No field named")
        row = (one.asked_teams, one.asked_krw, one.selected_teams, one.selected_krw)
        sums[name] = [have + more for have, more in zip(sums[name], row, strict=True)]
    whole = sum(row[3] for row in sums.values())
    return [
        {
            "name": name,
            "asked_teams": row[0],
            "asked_krw": row[1],
            "selected_teams": row[2],
            "selected_krw": row[3],
            "share_bp": row[3] * 10_000 // whole if whole else 0,
        }
        for name, row in sums.items()
    ]


def share_picture(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same as bars of what is selected, the largest first."""
    return [
        {
            "label": row["name"],
            "value": row["selected_krw"],
            "text": _("%(won)s, %(teams)s in")
            % {"won": round_krw(row["selected_krw"]), "teams": row["selected_teams"]},
        }
        for row in sorted(rows, key=lambda row: (-row["selected_krw"], row["name"]))
    ]
