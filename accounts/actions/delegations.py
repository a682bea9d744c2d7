"""A ministry lets an agency act for it, and takes that back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts import permissions, queries, rules
from accounts.actions.steps import day_of
from accounts.actors import Actor
from accounts.models import Delegation, Organization
from accounts.roles import Role
from core.events import record
from core.refusals import refuse_if, require


def delegate(
    *,
    ministry_uid: UUID,
    agency_uid: UUID,
    powers: Iterable[str],
    starts_on: date,
    ends_on: date | None = None,
    reference: str,
    program_uid: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Delegation:
    """Let an agency act for a ministry with these powers, for one programme or for all (None).

    `reference` names the document that says so. Raises NotFound, NotAllowed, RuleBroken (`delegation.*`).
    """
    with transaction.atomic():
        ministry = queries.locked(Organization, ministry_uid)
        require(permissions.may_delegate(by, ministry.pk), "delegate")
        agency = queries.locked(Organization, agency_uid)
        term = rules.Term(starts_on, ends_on)
        given = Delegation.objects.filter(ministry=ministry, agency=agency)
        grant = rules.Grant(frozenset(powers), _key(program_uid), term)
        reference = rules.plain(reference)
        refuse_if(
            rules.delegation_violations(
                ministry_kind=ministry.kind,
                agency_kind=agency.kind,
                grant=grant,
                others=[_grant(one) for one in given],
                reference=reference,
            )
        )
        delegation = Delegation.objects.create(
            ministry=ministry,
            agency=agency,
            program_uid=program_uid,
            powers=sorted(grant.powers),
            starts_on=starts_on,
            ends_on=ends_on,
            reference=reference,
        )
        data = _shown(delegation) | {"starts_on": starts_on.isoformat()}
        record("accounts.delegated", subject=delegation, by=by, at=at, data=data, tell=_both_sides(delegation, at))
    return delegation


def end_delegation(*, delegation_uid: UUID, ends_on: date, reason: str, by: Actor, at: datetime) -> Delegation:
    """Take a delegation back from `ends_on`, today or later.

    Raises NotFound, NotAllowed, RuleBroken (`delegation.*`).
    """
    with transaction.atomic():
        delegation = queries.locked(Delegation, delegation_uid, "ministry", "agency")
        require(permissions.may_delegate(by, delegation.ministry_id), "delegate")
        term = rules.Term(delegation.starts_on, delegation.ends_on)
        reason = rules.plain(reason)
        refuse_if(rules.ending_violations("delegation", term=term, ends_on=ends_on, today=day_of(at), reason=reason))
        Delegation.objects.filter(pk=delegation.pk).update(ends_on=ends_on)
        delegation.ends_on = ends_on
        data = _shown(delegation) | {"ends_on": ends_on.isoformat()}
        told = _both_sides(delegation, at)
        record("accounts.delegation_ended", subject=delegation, by=by, at=at, reason=reason, data=data, tell=told)
    return delegation


def _key(program_uid: UUID | None) -> str | None:
    return str(program_uid) if program_uid is not None else None


def _grant(delegation: Delegation) -> rules.Grant:
    return rules.Grant(
        frozenset(delegation.powers),
        _key(delegation.program_uid),
        rules.Term(delegation.starts_on, delegation.ends_on),
    )


def _shown(delegation: Delegation) -> dict[str, str]:
    return {
        "ministry": delegation.ministry.name_ko,
        "agency": delegation.agency.name_ko,
        "reference": delegation.reference,
    }


def _both_sides(delegation: Delegation, at: datetime) -> list[int]:
    return [
        *queries.holders(Role.MINISTRY_OFFICER, at=at, organization_id=delegation.ministry_id),
        *queries.holders(Role.AGENCY_OFFICER, at=at, organization_id=delegation.agency_id),
    ]
