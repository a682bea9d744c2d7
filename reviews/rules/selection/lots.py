"""What is within chance of the line, settled by lot: the places that the best choice gave there are drawn anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reviews.rules.selection.facts import Candidate, Chosen, Quotas
from reviews.rules.selection.model import Model, model_of
from reviews.rules.selection.optimum import ticket_of
from reviews.rules.solver import Row, best_choice


@dataclass(frozen=True, slots=True)
class Lots:
    """The seed of the lots, and the candidates whose place is within chance of the line."""

    seed: str
    within: frozenset[int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The choice once lots are drawn; who took part, in the order of the lots; how many places they drew for.

    Nobody took part where lots can change nothing: then the choice is as it was.
    """

    chosen: Chosen
    order: tuple[int, ...] = ()
    places: int = 0
    lots: Lots | None = None

    def lot_of(self, one: Candidate) -> dict[str, int] | None:
        """A candidate's lot as its decision keeps it: its ticket, its place in their order, of how many, for how many
        places; None for one that took no part.
        """
        if self.lots is None or one.id not in self.order:
            return None
        place = self.order.index(one.id) + 1
        return {"ticket": _ticket(one, self.lots), "place": place, "of": len(self.order), "places": self.places}

    def said(self) -> dict[str, Any]:
        """What everybody may read of the lots; nothing where none were to be drawn."""
        if self.lots is None:
            return {}
        drawn = {"drawn": len(self.order), "places": self.places}
        return {"seed": self.lots.seed, "within": len(self.lots.within), **drawn}


def seed_of(published: int, reviews_sha256: str) -> str:
    """The seed of the lots: what the rules published, and the hash of everything that the reviewers gave."""
    return f"{published}:{reviews_sha256}"


def draw_seed(published: int) -> int:
    """The seed by which reviewers are drawn anew where lots follow: asking again marks no other cases."""
    return int.from_bytes(hashlib.sha256(f"{published}:reviewers".encode()).digest()[:6], "big")


def settled_by_lot(candidates: Sequence[Candidate], quotas: Quotas, chosen: Chosen, lots: Lots) -> Drawn:
    """Draw anew the places that a best choice gave to candidates within chance of the line.

    Everybody else stays in or out, as many of those within chance are in as before, and every rule is kept. They are
    taken in the order of their lots, the highest ticket first, each if the rules can still be kept with it. One that
    no order of lots could bring in, or keep out, takes no part. `value` and `bound` stay those of the best choice.
    """
    model = model_of(candidates, quotas)
    draw = _Draw(model, frozenset(chosen.selected), lots.within)
    free = [place for place in draw.open if draw.can(place, True) and draw.can(place, False)]
    if not free:
        return Drawn(chosen, lots=lots)
    order = sorted(free, key=lambda place: (-_ticket(model.columns[place], lots), model.columns[place].id))
    for place in order:
        draw.fix(place, draw.can(place, True))
    for place in draw.open:
        draw.fixed.setdefault(place, model.columns[place].id in chosen.selected)
    selected = {model.columns[place].id for place, stays in draw.fixed.items() if stays}
    waiting = sorted((one for one in model.columns if one.id not in selected), key=lambda one: (-one.merit, one.id))
    return Drawn(
        replace(
            chosen,
            selected=tuple(sorted(selected)),
            waiting=tuple(one.id for one in waiting[: quotas.most_waiting]),
        ),
        tuple(model.columns[place].id for place in order),
        sum(1 for place in order if draw.fixed[place]),
        lots,
    )


def _ticket(one: Candidate, lots: Lots) -> int:
    return ticket_of(lots.seed, one.number or str(one.id))


class _Draw:
    """The call with everybody outside the lots fixed, and those within it fixed one by one."""

    def __init__(self, model: Model, selected: frozenset[int], within: Iterable[int]) -> None:
        marked = frozenset(within)
        self.open = [place for place, one in enumerate(model.columns) if one.id in marked]
        inside = {place for place, one in enumerate(model.columns) if one.id in selected}
        self.fixed = {place: place in inside for place in range(len(model.columns)) if place not in set(self.open)}
        places = sum(1 for place in self.open if place in inside)
        self._rows = [*model.rows, Row(self.open, [1] * len(self.open), places, places)]
        self._gains = [1] * len(model.columns)

    def can(self, place: int, inside: bool) -> bool:
        """Whether the rules can be kept with this one in, or out, and all that are fixed."""
        held = [Row([one], [1], int(stays), int(stays)) for one, stays in {**self.fixed, place: inside}.items()]
        return best_choice(self._gains, [*self._rows, *held]) is not None

    def fix(self, place: int, inside: bool) -> None:
        self.fixed[place] = inside
