"""Who takes part: institutions of the consortium, people of the team."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Organization, Person
from core.events import record
from core.refusals import NotFound, RuleBroken, refuse_if
from proposals import notices, queries, rules
from proposals.actions.opening import opened
from proposals.models import Participation, Partner, Proposal


def add_partner(
    *, proposal_uid: UUID, organization_uid: UUID, contribution: str = "", by: Actor, at: datetime
) -> Partner:
    """Put an institution into the consortium, or say anew what one of it brings.

    Raises as `opened` does, NotFound for an unknown institution, RuleBroken.
    """
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at, parts=())
        organization = Organization.objects.select_related("region").filter(uid=organization_uid).first()
        if organization is None:
            raise NotFound.because("http.not_found")
        lead, joining = queries.member_of(proposal.lead_organization), queries.member_of(organization)
        policy = queries.policy_for(proposal)
        refuse_if(rules.joining_violations(lead, joining, contribution, policy))
        partner = queries.put_partner(proposal, organization, contribution.strip())
        queries.touch(proposal, by=by, at=at)
        record(
            "proposals.partner_put",
            subject=proposal,
            by=by,
            at=at,
            data={"name": organization.name_ko, "organization": str(organization.uid)},
            **queries.threads(proposal),
        )
    return partner


def remove_partner(*, proposal_uid: UUID, organization_uid: UUID, by: Actor, at: datetime) -> None:
    """Take an institution out of the consortium.

    Raises as `opened` does, NotFound where it is not in it, RuleBroken (`partners.has_people`).
    """
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at, parts=("partners",))
        partner = next((one for one in proposal.partners.all() if one.organization.uid == organization_uid), None)
        if partner is None:
            raise NotFound.because("http.not_found")
        people = [one for one in proposal.participations.all() if one.organization_id == partner.organization_id]
        if people:
            raise RuleBroken.because(
                "partners.has_people",
                field=f"partners.{organization_uid}",
                name=partner.organization.name_ko,
                count=len(people),
            )
        queries.drop_partner(proposal, partner)
        queries.touch(proposal, by=by, at=at)
        record(
            "proposals.partner_removed",
            subject=proposal,
            by=by,
            at=at,
            data={"name": partner.organization.name_ko, "organization": str(organization_uid)},
            **queries.threads(proposal),
        )


def put_person(
    *,
    proposal_uid: UUID,
    person_uid: UUID,
    part: str,
    person_kind: str,
    share_bp: int,
    may_edit: bool = True,
    by: Actor,
    at: datetime,
) -> Participation:
    """Give a person of the consortium a place in the team, or change it. A new leader makes the old one a member.

    Raises as `opened` does, NotFound for an unknown person, RuleBroken. That nobody works beyond all of his time is
    asked when the proposal is handed in, since until then nothing binds him.
    """
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at, parts=("partners",))
        person = Person.objects.select_related("organization", "user").filter(uid=person_uid).first()
        if person is None:
            raise NotFound.because("http.not_found")
        home = str(person.organization.uid) if person.organization else ""
        seat = rules.Seat(str(person.uid), person.name_ko, home, part, person_kind, share_bp)
        partners = (str(one.organization.uid) for one in proposal.partners.all())
        refuse_if(rules.seat_violations(seat, str(proposal.lead_organization.uid), partners))
        participation, joined = queries.seat(proposal, person, seat, may_edit=may_edit)
        queries.touch(proposal, by=by, at=at)
        record(
            "proposals.person_put",
            subject=proposal,
            by=by,
            at=at,
            data={"name": person.name_ko, "person": str(person.uid), "part": part, "share_bp": share_bp},
            tell=notices.on_joined(queries.account_of(person), by) if joined else (),
            **queries.threads(proposal),
        )
    return participation


def remove_person(*, proposal_uid: UUID, person_uid: UUID, by: Actor, at: datetime) -> None:
    """Take a person out of the team. Raises as `opened` does, and NotFound where he is not in it."""
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at, parts=())
        participation = _in_team(proposal, person_uid)
        queries.unseat(participation)
        queries.touch(proposal, by=by, at=at)
        record(
            "proposals.person_removed",
            subject=proposal,
            by=by,
            at=at,
            data={"name": participation.person.name_ko, "person": str(person_uid)},
            **queries.threads(proposal),
        )


def _in_team(proposal: Proposal, person_uid: UUID) -> Participation:
    for one in proposal.participations.all():
        if one.person.uid == person_uid:
            return one
    raise NotFound.because("http.not_found")
