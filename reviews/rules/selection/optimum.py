"""Which proposals are in: the exact optimum of merit under the call's rules and its money."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from reviews.rules.selection.clashes import smallest_clash
from reviews.rules.selection.facts import Candidate, Chosen, Quotas, RulesClash
from reviews.rules.selection.model import Model, barred, model_of
from reviews.rules.solver import Optimum, Row, best_choice

TICKETS = 1_000_000
"""A lot is one of so many tickets: two alike are rare, and then the order of ids decides."""


def choose(candidates: Sequence[Candidate], quotas: Quotas) -> Chosen:
    """The choice with the greatest sum of merit that keeps every rule; those eligible and not chosen wait,
    as far as the waiting list reaches.

    Among choices of equal merit the lots of `quotas.seed` decide, or without a seed the one found first for this order
    of ids stands: the same input gives the same answer. Raises RulesClash where no choice keeps every rule.
    """
    model = model_of(candidates, quotas)
    best = best_choice(model.gains, model.rows)
    if best is None:
        raise RulesClash(smallest_clash(candidates, quotas))
    if quotas.seed:
        best = _drawn(model, best, quotas.seed)
    selected = {model.columns[place].id for place in best.chosen}
    waiting = sorted((one for one in model.columns if one.id not in selected), key=lambda one: (-one.merit, one.id))
    return Chosen(
        selected=tuple(sorted(selected)),
        waiting=tuple(one.id for one in waiting[: quotas.most_waiting]),
        value=model.merit_of(best.value),
        bound=model.merit_of(best.bound),
    )


def outcome_of(
    candidate: Candidate, chosen: Chosen, quotas: Quotas, by_lot: Collection[int] = ()
) -> tuple[str, str, int | None]:
    """What a choice makes of a candidate: outcome, the code of its ground, and the place on the waiting list.

    For those in `by_lot` the ground is their lot.
    """
    if candidate.id in chosen.selected:
        return "selected", "lot_drawn" if candidate.id in by_lot else "within_optimum", None
    passed = "lot_passed" if candidate.id in by_lot else ""
    if candidate.id in chosen.waiting:
        return "waiting", passed or "quota_or_budget_full", chosen.waiting.index(candidate.id) + 1
    return "rejected", barred(candidate, quotas) or passed or "waiting_list_full", None


def ticket_of(seed: str, number: str) -> int:
    """The lot of a candidate: from the published seed and his number alone, so that anybody can draw it again."""
    drawn = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    return int.from_bytes(drawn[:8], "big") % TICKETS + 1


def _drawn(model: Model, best: Optimum, seed: str) -> Optimum:
    """Of all choices of the greatest merit the one whose lots add up to most."""
    whole = Row(range(len(model.gains)), model.gains, best.value, sum(model.gains))
    tickets = [ticket_of(seed, one.number or str(one.id)) for one in model.columns]
    drawn = best_choice(tickets, [*model.rows, whole])
    if drawn is None or sum(model.gains[place] for place in drawn.chosen) != best.value:
        raise RuntimeError("the lots were not drawn among choices of the greatest merit")
    return Optimum(drawn.chosen, best.value, best.bound)
