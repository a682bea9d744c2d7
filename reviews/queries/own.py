"""What an expert sees and says of himself on the register."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from accounts.actors import Actor
from core.refusals import NotFound
from reviews.models import Absence, Expert
from reviews.rules.register import Days


def absences_of(experts: Iterable[Expert]) -> dict[int, list[Days]]:
    """When each expert is away, by what officers keep and by his own word: one query."""
    found: dict[int, list[Days]] = {one.pk: [(one.away_from, one.back_on)] if one.away_from else [] for one in experts}
    for expert_id, *days in Absence.objects.filter(expert__in=found).values_list("expert", "away_from", "back_on"):
        found[expert_id].append((days[0], days[1]))
    return found


def has_entry(actor: Actor) -> bool:
    """Whether the actor stands on the register."""
    return actor.person_id is not None and Expert.objects.filter(person=actor.person_id).exists()


def own_entry(actor: Actor, *, locked: bool = False) -> Expert:
    """The actor's own entry, with its absences. Raises NotFound for somebody who is not on the register."""
    rows = Expert.objects.select_related("person").prefetch_related("absences")
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(person=actor.person_id or 0).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def put_entry(expert: Expert, values: dict[str, object]) -> None:
    """Write what an expert says of himself. His row is held by the caller."""
    Expert.objects.filter(pk=expert.pk).update(**values)


def own_absence(expert: Expert, absence_uid: UUID) -> Absence:
    """One of an expert's absences. Raises NotFound."""
    found = Absence.objects.filter(expert=expert, uid=absence_uid).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found
