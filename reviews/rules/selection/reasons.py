"""Why each proposal is in or not: what it lacked, whom it would have displaced, by how much a winner is in.

A proposal that is not in is forced in and the call is solved again: the merit that this costs, and one step more, is
what it lacked. A winner is left out and the call is solved again: the merit that this costs is by how much it is in,
and who comes in then would take its place. Above `SOLVED_AGAIN` proposals the duals of the relaxation say what was
lacking at least, and nobody is solved again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.money import WHOLE_BP
from reviews.rules.selection.changes import MONEY, NOTHING, Changes, grant_that_wins, place_that_wins
from reviews.rules.selection.facts import Candidate, Chosen, Quotas, Rule
from reviews.rules.selection.lots import Drawn
from reviews.rules.selection.model import Model, bars, model_of
from reviews.rules.selection.relaxed import Relaxed

SOLVED_AGAIN = 1_000
"""Up to so many proposals each one is forced in, or left out, and solved again."""
TIED = 1
"""The least step of merit: whoever lacks only this had the same merit as the choice, and lost by lot or by order."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a proposal is in or not.

    `need` is the merit it lacked, None where no merit would have been enough (or it is in, or `mends` are enough);
    `changes` are single changes each of which would have won; `mends` are what must be put right first
    (`below_minimum`, `no_pledge`, `not_ranked`), and need and changes then come on top. `margin` is the merit by
    which a winner is in. `displaced` would have gone out for it, or would come in for a winner. `binding` are the rules
    that leave no room for it. `method` is `solved_again` or `duals`; by duals the need is the least that it can be.
    It is `lot` where a lot decided: then merit alone is told.
    """

    merit_rank: int | None
    binding: tuple[Rule, ...] = ()
    need: int | None = None
    margin: int | None = None
    displaced: tuple[int, ...] = ()
    drawn_in: tuple[int, ...] = ()
    mends: tuple[str, ...] = ()
    changes: Changes = NOTHING
    method: str = "solved_again"


def reasons_of(candidates: Sequence[Candidate], quotas: Quotas, chosen: Chosen) -> Iterator[tuple[int, Reason]]:
    """The reason of every candidate by its id, one after another, so that a caller can tell how far it is."""
    model = model_of(candidates, quotas)
    inside = frozenset(place for place, one in enumerate(model.columns) if one.id in set(chosen.selected))
    ranks = _ranks(candidates)
    if len(model.columns) > SOLVED_AGAIN:
        yield from _by_duals(candidates, quotas, model, inside, ranks)
        return
    solver = _Solver(model, inside)
    places = {one.id: place for place, one in enumerate(model.columns)}
    for one in candidates:
        place = places.get(one.id)
        if place is None:
            reason = _of_barred(one, candidates, quotas, chosen)
        elif place in inside:
            reason = solver.margin(place)
        else:
            reason = _changed(solver.need(place), one, candidates, quotas, chosen)
        yield one.id, replace(reason, merit_rank=ranks.get(one.id))


def after_lots(reasons: Mapping[int, Reason], drawn: Drawn) -> dict[int, Reason]:
    """The reasons once lots are drawn: of those who took part none but their rank by merit stands."""
    return {
        pk: Reason(reason.merit_rank, method="lot") if pk in drawn.order else reason for pk, reason in reasons.items()
    }


class _Solver:
    """The call solved again with one proposal in or out, keeping as much as can be of what was chosen."""

    def __init__(self, model: Model, inside: frozenset[int]) -> None:
        self._model, self._inside = model, inside
        self._keeping = len(inside) + 1
        gains = [gain * self._keeping + (place in inside) for place, gain in enumerate(model.gains)]
        self._relaxed = Relaxed(gains, model.rows)
        self._value = sum(model.gains[place] for place in inside)

    def need(self, place: int) -> Reason:
        """What a proposal that is not in lacked."""
        best = self._relaxed.best_with(place, 1)
        binding = tuple(binding_of(self._model, self._inside, place))
        if best is None:
            return Reason(None, binding)
        lacking = self._lost(best.chosen)
        others = (one for one in best.chosen if one not in self._inside and one != place)
        gone = (one for one in self._inside if one not in best.chosen)
        return Reason(None, binding, need=lacking + TIED, displaced=self._ids(gone), drawn_in=self._ids(others))

    def margin(self, place: int) -> Reason:
        """By how much a winner is in; None where no selection is possible without it."""
        best = self._relaxed.best_with(place, 0)
        if best is None:
            return Reason(None)
        comes = (one for one in best.chosen if one not in self._inside)
        gone = (one for one in self._inside if one not in best.chosen and one != place)
        return Reason(None, margin=self._lost(best.chosen), displaced=self._ids(comes), drawn_in=self._ids(gone))

    def _lost(self, selected: Iterable[int]) -> int:
        """Merit between what was chosen and this choice; the step that counts heads is no merit."""
        lost = self._value - sum(self._model.gains[place] for place in selected)
        return -(-lost // self._model.counting) * self._model.scale

    def _ids(self, places: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(self._model.columns[place].id for place in places))


def binding_of(model: Model, inside: frozenset[int], place: int) -> Iterator[Rule]:
    """The rules that leave no room for one more candidate beside those chosen."""
    for rule, row in model.named:
        if place not in row.columns:
            continue
        pairs = list(zip(row.columns, row.coefficients, strict=True))
        own = next(number for column, number in pairs if column == place)
        if sum(number for column, number in pairs if column in inside) + own > row.most:
            yield rule


def _ranks(candidates: Sequence[Candidate]) -> dict[int, int]:
    """The place of each judged candidate by merit alone; those of equal merit share it."""
    merits = sorted((one.merit for one in candidates if one.score_bp is not None), reverse=True)
    first: dict[int, int] = {}
    for rank, merit in enumerate(merits, start=1):
        first.setdefault(merit, rank)
    return {one.id: first[one.merit] for one in candidates if one.score_bp is not None}


def _of_barred(one: Candidate, candidates: Sequence[Candidate], quotas: Quotas, chosen: Chosen) -> Reason:
    """What one that can't be chosen would have needed: put right what bars it, then see what is still lacking."""
    mends = bars(one, quotas)
    binding = tuple(Rule(code, "", quotas.min_score_bp if code == "below_minimum" else 0) for code in mends)
    if "not_judged" in mends or ("below_minimum" in mends and not quotas.score_weight_bp):
        return Reason(None, binding, mends=mends)
    mended = mended_of(one, mends, quotas)
    others = [mended if other.id == one.id else other for other in candidates]
    model = model_of(others, quotas)
    inside = frozenset(place for place, other in enumerate(model.columns) if other.id in set(chosen.selected))
    reason = _Solver(model, inside).need(model.place_of(one.id))
    need = None if reason.need is None else max(reason.need, 0)
    return replace(reason, binding=(*binding, *reason.binding), mends=mends, need=need)


def mended_of(one: Candidate, mends: Sequence[str], quotas: Quotas) -> Candidate:
    """The candidate with what bars it put right and nothing more: the least score, the pledge, the last place."""
    if "below_minimum" in mends:
        lacking = quotas.min_score_bp - (one.score_bp or 0)
        one = replace(one, score_bp=quotas.min_score_bp, merit=one.merit + lacking * quotas.score_weight_bp)
    if "not_ranked" in mends:
        one = replace(one, position=one.ranked + 1, ranked=one.ranked + 1)
    return replace(one, pledged=one.pledged or "no_pledge" in mends)


def _changed(reason: Reason, one: Candidate, candidates: Sequence[Candidate], quotas: Quotas, chosen: Chosen) -> Reason:
    """The same with single changes that would have won: points, the place in the region's order, won."""
    score_bp = score_that_wins(one, reason.need, quotas)
    place = place_that_wins(one, candidates, quotas)
    short_of_money = any(rule.code in MONEY for rule in reason.binding)
    grant_krw = grant_that_wins(one, candidates, quotas, chosen) if short_of_money else None
    return replace(reason, changes=Changes(score_bp, place, grant_krw))


def score_that_wins(one: Candidate, need: int | None, quotas: Quotas) -> int | None:
    """The least score that would have won; None where not even full marks would."""
    if need is None or one.score_bp is None or not quotas.score_weight_bp:
        return None
    score_bp = one.score_bp + -(-need // quotas.score_weight_bp)
    return score_bp if score_bp <= WHOLE_BP else None


def _by_duals(
    candidates: Sequence[Candidate],
    quotas: Quotas,
    model: Model,
    inside: frozenset[int],
    ranks: dict[int, int],
) -> Iterator[tuple[int, Reason]]:
    """By the duals of one relaxation: for thousands."""
    _, costs = Relaxed(model.gains, model.rows).prices()
    full = _FullRows(model, inside)
    places = {one.id: place for place, one in enumerate(model.columns)}
    for one in candidates:
        place, rank = places.get(one.id), ranks.get(one.id)
        if place is None:
            mends = bars(one, quotas)
            yield one.id, Reason(rank, tuple(Rule(code) for code in mends), mends=mends, method="duals")
            continue
        merit = max(round(abs(costs[place]) / model.counting), 0) * model.scale
        if place in inside:
            yield one.id, Reason(rank, margin=merit, method="duals")
            continue
        binding, displaced = full.of(place)
        need = merit + TIED
        score_bp = score_that_wins(one, need, quotas)
        yield one.id, Reason(rank, binding, need, None, displaced, changes=Changes(score_bp), method="duals")


class _FullRows:
    """Which rows each place stands in, and the weakest winner in each: found once for thousands."""

    def __init__(self, model: Model, inside: frozenset[int]) -> None:
        self._model = model
        self._rows: dict[int, list[int]] = {}
        self._left, self._own, self._weakest = [], [], []
        for number, (_, row) in enumerate(model.named):
            own = dict(zip(row.columns, row.coefficients, strict=True))
            chosen = [place for place in row.columns if place in inside]
            self._left.append(row.most - sum(own[place] for place in chosen))
            self._own.append(own)
            self._weakest.append(min(chosen, key=lambda place: (model.gains[place], place), default=None))
            for place in row.columns:
                self._rows.setdefault(place, []).append(number)

    def of(self, place: int) -> tuple[tuple[Rule, ...], tuple[int, ...]]:
        """The rules without room for this place, and the weakest winner under each of them."""
        full = [number for number in self._rows.get(place, ()) if self._own[number][place] > self._left[number]]
        weakest = {self._weakest[number] for number in full} - {None}
        ids = sorted(self._model.columns[one].id for one in weakest if one is not None)
        return tuple(self._model.named[number][0] for number in full), tuple(ids)
