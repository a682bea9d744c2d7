"""How far proposals overlap with others, for lists: the degree alone, never what the others are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from proposals.models import Overlap


@dataclass(frozen=True, slots=True)
class Degree:
    """With how many others a proposal overlaps, and the most text that it has in common with one of them."""

    overlaps: int
    text_bp: int


def degrees_of(proposal_ids: Collection[int], at: datetime) -> dict[int, Degree]:
    """The degree of each that overlaps, by its id: one query.

    What the sweep noted counts, whatever became of it, until it ends. The caller asks for proposals that the actor may
    read. Nothing is told of the others in a call that is still open.
    """
    own = set(proposal_ids)
    rows = Overlap.objects.exclude(state="ended").filter(Q(first__in=own) | Q(second__in=own))
    found: dict[int, Degree] = {}
    for one in rows.select_related("first_call", "second_call"):
        sides = ((one.first_id, one.second_call), (one.second_id, one.first_call))
        for proposal_id, other_call in sides:
            if proposal_id in own and other_call and other_call.phase(at) != "open":
                known = found.get(proposal_id, Degree(0, 0))
                found[proposal_id] = Degree(known.overlaps + 1, max(known.text_bp, one.text_bp))
    return found
