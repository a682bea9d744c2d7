"""The register of experts: one person, or a whole file of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import refuse_if
from reviews import permissions, queries, rules
from reviews.classification import known_codes
from reviews.models import Expert
from reviews.permissions import require


@dataclass(frozen=True, slots=True)
class Imported:
    """How many experts a file added, changed, and left as they were."""

    added: int
    changed: int
    same: int


def register_expert(
    *,
    person_uid: UUID,
    fields: Iterable[str],
    max_cases: int,
    profile: rules.Profile | None = None,
    by: Actor,
    at: datetime,
) -> Expert:
    """Put a person on the register of experts, or change what it knows of him; without `profile` the rest stays.

    Raises NotFound, NotAllowed, RuleBroken (`expert.*`).
    """
    with transaction.atomic():
        require(permissions.may_register(by), "register_expert")
        person = queries.locked_person(person_uid)
        found = list(rules.load_violations(max_cases))
        if profile is not None:
            found += rules.profile_violations(profile, known_codes())
        refuse_if(found)
        known = tuple(sorted({field.strip() for field in fields if field.strip()}))
        expert, _ = queries.put_expert(person.pk, known, max_cases, profile, at)
        _record(expert, person.name_ko, by, at)
    return expert


def import_experts(*, content: bytes, by: Actor, at: datetime) -> Imported:
    """Take a file of experts as CSV: all its rows, or, where one has a fault, none.

    The people have to be known already: a row names one by his number. Who is on the register and not in the file
    stays as he is. Raises NotAllowed, RuleBroken (`import.*`, `expert.*`) with every fault at its row and column.
    """
    with transaction.atomic():
        require(permissions.may_register(by), "import_experts")
        lines = rules.read_table(content)
        directory = queries.directory_for(lines, at)
        before = queries.known_before(lines, directory)
        profiles = {person_id: one.profile for person_id, one in before.items()}
        entries = rules.entries_of(lines, directory, profiles)
        added = changed = 0
        names = dict(directory.by_uid.values())
        for entry in entries:
            known = before.get(entry.person_id)
            fields = entry.fields if entry.fields is not None else known.fields if known else ()
            if known and (fields, entry.max_cases, entry.profile) == (known.fields, known.max_cases, known.profile):
                continue
            expert, new = queries.put_expert(entry.person_id, fields, entry.max_cases, entry.profile, at)
            _record(expert, names[entry.person_id], by, at)
            added, changed = added + new, changed + (not new)
    return Imported(added, changed, len(entries) - added - changed)


def _record(expert: Expert, name: str, by: Actor, at: datetime) -> None:
    data = {"name": name, "fields": ", ".join(expert.fields), "max_cases": expert.max_cases}
    record("reviews.expert_registered", subject=expert, by=by, at=at, data=data)
