"""Add and change people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import permissions, queries, rules
from accounts.actions.steps import require_version
from accounts.actors import Actor
from accounts.models import Organization, Person
from core.events import record
from core.refusals import Violation, refuse_if, require

NUMBER_TAKEN = Violation("person.researcher_number_taken", field="researcher_number")
TAKEN = {"accounts_person_researcher_number_key": NUMBER_TAKEN}


def add_person(
    *,
    name_ko: str,
    name_en: str = "",
    researcher_number: str = "",
    organization_uid: UUID | None = None,
    is_sample: bool = False,
    by: Actor,
    at: datetime,
) -> Person:
    """Enter somebody who leads, works, judges or holds an office.

    Raises NotAllowed, NotFound, RuleBroken (`person.*`).
    """
    with transaction.atomic():
        organization = queries.locked(Organization, organization_uid) if organization_uid else None
        require(permissions.may_administer(by), "administer")
        person = Person(
            name_ko=rules.plain(name_ko),
            name_en=rules.plain(name_en),
            researcher_number=rules.plain_number(researcher_number) or None,
            organization=organization,
            is_sample=is_sample,
        )
        refuse_if(_violations(person))
        with queries.unique_or_refused(TAKEN):
            person.save(force_insert=True)
        record("accounts.person_added", subject=person, by=by, at=at, data={"name": person.name_ko})
    return person


def change_person(
    *,
    person_uid: UUID,
    name_ko: str,
    name_en: str,
    researcher_number: str,
    organization_uid: UUID | None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Person:
    """Change a person's names, number or organisation. Raises NotFound, NotAllowed, Stale, RuleBroken (`person.*`)."""
    with transaction.atomic():
        organization = queries.locked(Organization, organization_uid) if organization_uid else None
        person = queries.locked(Person, person_uid)
        require(permissions.may_administer(by), "administer")
        require_version(person, version)
        before = _shown(person)
        person.name_ko = rules.plain(name_ko)
        person.name_en = rules.plain(name_en)
        person.researcher_number = rules.plain_number(researcher_number) or None
        person.organization = organization
        refuse_if(_violations(person))
        person.version += 1
        with queries.unique_or_refused(TAKEN):
            person.save(update_fields=["name_ko", "name_en", "researcher_number", "organization", "version"])
        data = {"name": person.name_ko, "before": before, "after": _shown(person)}
        record("accounts.person_changed", subject=person, by=by, at=at, data=data)
    return person


def _violations(person: Person) -> list[Violation]:
    return list(
        rules.person_violations(
            name_ko=person.name_ko, name_en=person.name_en, researcher_number=person.researcher_number or ""
        )
    )


def _shown(person: Person) -> dict[str, str | int | None]:
    return {
        "name_ko": person.name_ko,
        "name_en": person.name_en,
        "researcher_number": person.researcher_number,
        "organization_id": person.organization_id,
    }
