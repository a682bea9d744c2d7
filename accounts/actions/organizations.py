"""Add and change organisations, and name the one that takes over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import permissions, queries, rules
from accounts.actions.steps import day_of, require_version
from accounts.actors import Actor
from accounts.models import Office, Organization, Region
from core.events import record
from core.refusals import Violation, refuse_if, require

TAKEN = {
    "business_number_once": Violation("organization.business_number_taken", field="business_number"),
    "organization_named_once": Violation("organization.name_taken", field="name_ko"),
}
CHANGED = ["name_ko", "name_en", "kind", "region", "business_number", "version"]


def add_organization(
    *,
    name_ko: str,
    name_en: str = "",
    kind: str,
    region_code: str = "",
    business_number: str = "",
    is_sample: bool = False,
    by: Actor,
    at: datetime,
) -> Organization:
    """Enter an organisation; its region is the one of this code as it stands on the day.

    Raises NotAllowed, RuleBroken (`organization.*`).
    """
    with transaction.atomic():
        require(permissions.may_administer(by), "administer")
        regions = _regions(at)
        organization = Organization(
            name_ko=rules.plain(name_ko),
            name_en=rules.plain(name_en),
            kind=kind,
            region=regions.get(region_code),
            business_number=rules.plain_number(business_number),
            is_sample=is_sample,
        )
        refuse_if(_violations(organization, region_code, regions))
        with queries.unique_or_refused(TAKEN):
            organization.save(force_insert=True)
        data = {"name": organization.name_ko, "kind": kind}
        record("accounts.organization_added", subject=organization, by=by, at=at, data=data)
    return organization


def change_organization(
    *,
    organization_uid: UUID,
    name_ko: str,
    name_en: str,
    region_code: str,
    business_number: str,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Organization:
    """Change names, region or number; its kind stays, since offices and rules hang on it.

    A region of the same code stays the row that it was, whatever its name is today. Raises NotFound, NotAllowed,
    Stale, RuleBroken (`organization.*`).
    """
    with transaction.atomic():
        organization = queries.locked(Organization, organization_uid, "region")
        require(permissions.may_administer(by), "administer")
        require_version(organization, version)
        before = _shown(organization)
        regions = _regions(at)
        if organization.region is not None:
            regions[organization.region.code] = organization.region
        organization.name_ko = rules.plain(name_ko)
        organization.name_en = rules.plain(name_en)
        organization.region = regions.get(region_code)
        organization.business_number = rules.plain_number(business_number)
        refuse_if(_violations(organization, region_code, regions))
        organization.version += 1
        with queries.unique_or_refused(TAKEN):
            organization.save(update_fields=CHANGED)
        data = {"name": organization.name_ko, "before": before, "after": _shown(organization)}
        record("accounts.organization_changed", subject=organization, by=by, at=at, data=data)
    return organization


def name_successor(
    *, organization_uid: UUID, successor_uid: UUID, reason: str, by: Actor, at: datetime
) -> Organization:
    """Let another organisation take over: this one's open offices move there and stand for it from now on.

    Raises NotFound, NotAllowed, RuleBroken (`organization.*`, `office.role_not_for_kind`).
    """
    with transaction.atomic():
        both = Organization.objects.select_for_update().filter(uid__in=[organization_uid, successor_uid])
        rows = {row.uid: row for row in both.order_by("pk")}
        organization = rows.get(organization_uid) or queries.locked(Organization, organization_uid)
        successor = rows.get(successor_uid) or queries.locked(Organization, successor_uid)
        require(permissions.may_administer(by), "administer")
        chairs = _open_chairs(organization)
        refuse_if(
            rules.succession_violations(
                organization_id=organization.pk,
                has_successor=organization.successor_id is not None,
                successor_id=successor.pk,
                successor_kind=successor.kind,
                successor_has_successor=successor.successor_id is not None,
                successor_predecessors=successor.predecessor_ids,
                chairs=chairs,
                successor_chairs=_open_chairs(successor),
            )
        )
        Organization.objects.filter(pk=organization.pk).update(successor=successor, version=organization.version + 1)
        successor.predecessor_ids = sorted({*successor.predecessor_ids, organization.pk, *organization.predecessor_ids})
        successor.version += 1
        successor.save(update_fields=["predecessor_ids", "version"])
        Office.objects.filter(organization=organization, closed_at__isnull=True).update(organization=successor)
        organization.refresh_from_db()
        data = {"name": organization.name_ko, "successor": successor.name_ko, "offices": len(chairs)}
        record("accounts.organization_succeeded", subject=organization, by=by, at=at, reason=reason, data=data)
    return organization


def _regions(at: datetime) -> dict[str, Region]:
    return {region.code: region for region in queries.regions_on(day_of(at))}


def _open_chairs(organization: Organization) -> list[rules.Chair]:
    offices = Office.objects.filter(organization=organization, closed_at__isnull=True).order_by("pk")
    return [rules.Chair(office.role, office.title_ko) for office in offices.select_for_update()]


def _violations(organization: Organization, region_code: str, regions: dict[str, Region]) -> list[Violation]:
    return list(
        rules.organization_violations(
            name_ko=organization.name_ko,
            kind=organization.kind,
            region_code=region_code,
            known_regions=regions,
            business_number=organization.business_number,
        )
    )


def _shown(organization: Organization) -> dict[str, str | None]:
    return {
        "name_ko": organization.name_ko,
        "name_en": organization.name_en,
        "region": organization.region.code if organization.region else None,
        "business_number": organization.business_number,
    }
