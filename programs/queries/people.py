"""Organisations and regions to choose from, and users to tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import Delegation, Organization, Region
from accounts.queries import holders, regions_on
from accounts.roles import Kind, Role
from core.calendar import seoul_date
from programs.models import Call, Program
from programs.policy import Policy
from programs.queries.rows import one


def ministries() -> QuerySet[Organization]:
    """Ministries that have a programme."""
    return Organization.objects.filter(kind=Kind.MINISTRY, programs__isnull=False).distinct().order_by("name_ko")


def ministry(uid: UUID) -> Organization:
    """Raises NotFound."""
    return one(Organization.objects.filter(kind=Kind.MINISTRY, uid=uid))


def agencies() -> QuerySet[Organization]:
    return Organization.objects.filter(kind=Kind.AGENCY).order_by("name_ko")


def agency(uid: UUID) -> Organization:
    """Raises NotFound."""
    return one(Organization.objects.filter(kind=Kind.AGENCY, uid=uid))


def organization_named(kind: Kind, name_ko: str) -> Organization | None:
    """The one organisation of this kind and Korean name."""
    return Organization.objects.filter(kind=kind, name_ko=name_ko).first()


def is_delegated(program: Program, agency: Organization, at: datetime) -> bool:
    """Whether the ministry's delegations, running or to come, reach this programme."""
    return (
        Delegation.objects.filter(ministry_id=program.ministry_id, agency__in=[agency.pk, *agency.predecessor_ids])
        .filter(Q(program_uid__isnull=True) | Q(program_uid=program.uid))
        .exclude(ends_on__lte=seoul_date(at))
        .exists()
    )


def delegations_of(program: Program) -> list[Delegation]:
    """The delegations that reach a programme whose agency is named, the latest first."""
    return list(
        Delegation.objects.filter(ministry_id=program.ministry_id, agency_id=program.agency_id)
        .filter(Q(program_uid__isnull=True) | Q(program_uid=program.uid))
        .order_by("-starts_on", "-id")
    )


def ministries_of(actor: Actor) -> QuerySet[Organization]:
    """The ministries whose officer the actor is."""
    own = {held.organization_id for held in actor.offices if held.role is Role.MINISTRY_OFFICER}
    return Organization.objects.filter(kind=Kind.MINISTRY, pk__in=own).order_by("name_ko")


def regions(at: datetime) -> list[Region]:
    return list(regions_on(seoul_date(at)))


def region_ids(policy: Policy, at: datetime) -> list[int]:
    """The regions of that day that the rules leave in."""
    return [region.pk for region in regions(at) if policy.lets_lead(region.code)]


def asked_regions(call: Call, policy: Policy, at: datetime) -> list[Region]:
    """The regions of that day that a call concerns: those it asks by name, else all that its rules leave in."""
    return asked_among(call, policy, regions(at))


def asked_among(call: Call, policy: Policy, known: Iterable[Region]) -> list[Region]:
    """Those of these regions that a call concerns."""
    let_in = (region for region in known if policy.lets_lead(region.code))
    return [region for region in let_in if call.asked_regions is None or region.code in call.asked_regions]


def regions_left_out(policy: Policy, at: datetime) -> list[str]:
    """Codes of regions whose institutions may not lead: those excluded, and those of that day not let in."""
    return sorted(
        {*policy.eligibility.excluded_regions, *(one.code for one in regions(at) if not policy.lets_lead(one.code))}
    )


def desks(program: Program, at: datetime) -> list[int]:
    """Users at the programme's desks: the ministry's officers, and the agency's where one runs it."""
    found = holders(Role.MINISTRY_OFFICER, at=at, organization_id=program.ministry_id)
    if program.agency_id is not None:
        found += holders(Role.AGENCY_OFFICER, at=at, organization_id=program.agency_id)
    return sorted(set(found))


def region_desks(policy: Policy, at: datetime) -> list[int]:
    """Users at the desks of the regions that the rules leave in."""
    return holders(Role.REGION_OFFICER, at=at, region_ids=region_ids(policy, at))


def asked_desks(call: Call, policy: Policy, at: datetime) -> list[int]:
    """Users at the desks of the regions that a call concerns."""
    return holders(Role.REGION_OFFICER, at=at, region_ids=[one.pk for one in asked_regions(call, policy, at)])


def answering_desks(call: Call, policy: Policy, at: datetime) -> list[int]:
    """Users in the offices that begin an answer: the regions asked, else institutions that may lead."""
    return asked_desks(call, policy, at) if call.program.traits.asked else institution_desks(policy, at)


def institution_desks(policy: Policy, at: datetime) -> list[int]:
    """Users in the offices of institutions that may lead: of a kind and in a region that the rules leave in."""
    return holders(
        Role.INSTITUTION_OFFICER,
        at=at,
        region_ids=region_ids(policy, at),
        kinds=[kind.value for kind in policy.eligibility.lead_kinds],
    )
