"""Single changes other than points that would have won: a better place in the region's order, a smaller grant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviews.rules.scores import merit_of
from reviews.rules.selection.facts import Candidate, Chosen, Quotas, Veto
from reviews.rules.selection.model import model_of
from reviews.rules.selection.relaxed import kept
from reviews.rules.solver import Row, best_choice

MILLION = 1_000_000
"""What a grant is cut by is told in steps of so many won."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The score that would have won, the place in the region's order, the grant of all years; None where none would."""

    score_bp: int | None = None
    position: int | None = None
    grant_krw: int | None = None


NOTHING = Changes()
MONEY = frozenset({"budget", "budget_year", "region_krw_most", "region_krw_least"})
"""Rules whose rows count won."""


def place_that_wins(one: Candidate, candidates: Sequence[Candidate], quotas: Quotas) -> int | None:
    """The lowest place in the region's order with which it would surely have been in, the others moving down by one.

    A better place never does harm, so that the places are halved and not tried one by one.
    """
    if one.position is None or not (quotas.rank_weight_bp or quotas.veto is Veto.ORDER):
        return None
    wins, loses = 0, one.position
    while loses - wins > 1:
        tried = (wins + loses + 1) // 2
        if _surely_in(one.id, moved(one, tried, candidates, quotas), quotas):
            wins = tried
        else:
            loses = tried
    return wins or None


def moved(one: Candidate, position: int, candidates: Sequence[Candidate], quotas: Quotas) -> list[Candidate]:
    """The candidates with one at a better place of its region's order."""
    old = one.position or one.ranked + 1

    def place_of(other: Candidate) -> int | None:
        if other.id == one.id:
            return position
        if other.region_id != one.region_id or other.position is None:
            return other.position
        return other.position + 1 if position <= other.position < old else other.position

    return [_placed(other, place_of(other), quotas) for other in candidates]


def _placed(one: Candidate, position: int | None, quotas: Quotas) -> Candidate:
    if position == one.position:
        return one
    weight_bp = quotas.rank_weight_bp
    merit = merit_of(score=one.score_bp or 0, position=position, ranked=one.ranked, rank_weight_bp=weight_bp)
    return replace(one, position=position, merit=merit)


def _surely_in(candidate_id: int, candidates: Sequence[Candidate], quotas: Quotas) -> bool:
    """Whether every choice of the greatest merit has this candidate in."""
    model = model_of(candidates, quotas)
    place = model.place_of(candidate_id)
    best = best_choice(model.gains, model.rows)
    if best is None or place not in best.chosen:
        return False
    without = best_choice(model.gains, [*model.rows, Row([place], [1], 0, 0)])
    return without is None or without.value < best.value


def grant_that_wins(one: Candidate, candidates: Sequence[Candidate], quotas: Quotas, chosen: Chosen) -> int | None:
    """The largest grant, to the million won, with which it would surely have been in, its years cut alike.

    One model says it: the cut is the least sum of halves, quarters and so on with which a choice with this one in is
    worth more than what was chosen. None where not even the least grant of the rules would have won.
    """
    model = model_of(candidates, quotas)
    place = model.place_of(one.id)
    steps = max(one.grant_krw - one.least_krw, 0) // MILLION
    if not steps:
        return None
    inside = set(chosen.selected)
    value = sum(gain for gain, other in zip(model.gains, model.columns, strict=True) if other.id in inside)
    cuts = [1 << bit for bit in range(steps.bit_length())]
    count = len(model.columns)
    rows = [_cut_row(row, place, one, cuts, count) if rule.code in MONEY else row for rule, row in model.named]
    rows.append(Row([place], [1], 1, 1))
    rows.append(Row(range(count), model.gains, value + 1, sum(model.gains)))
    rows.append(Row(range(count, count + len(cuts)), cuts, 0, steps))
    best = best_choice([*([0] * count), *(-cut for cut in cuts)], rows)
    if best is None or not kept(rows, frozenset(best.chosen)):
        return None
    return one.grant_krw + best.value * MILLION


def cut(one: Candidate, grant_krw: int) -> Candidate:
    """The candidate with a smaller grant, every year cut alike and rounded down."""
    grants = tuple(year * grant_krw // one.grant_krw for year in one.grants_krw)
    return replace(one, grant_krw=grant_krw, grants_krw=grants)


def _cut_row(row: Row, place: int, one: Candidate, cuts: Sequence[int], count: int) -> Row:
    """A row of money in which each step of the cut gives money back: its part of what the row counts of the grant."""
    of_row = dict(zip(row.columns, row.coefficients, strict=True)).get(place, 0)
    if not of_row:
        return row
    back = [-(step * MILLION * of_row // one.grant_krw) for step in cuts]
    columns = [*row.columns, *range(count, count + len(cuts))]
    least = row.least or -one.grant_krw
    return Row(columns, [*row.coefficients, *back], least, row.most)
