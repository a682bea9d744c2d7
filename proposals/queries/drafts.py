"""The parts of a working copy, as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from accounts.actors import Actor
from accounts.models import Organization, Person
from core.refusals import NotFound
from programs.models import Call, Indicator
from programs.policy import PersonKind
from programs.policy.checks import Line
from proposals.models import Attachment, Participation, Partner, Proposal, ProposedLine, Section, Target
from proposals.queries.facts import policy_for, project_dates
from proposals.queries.proposal import visible_to
from proposals.queries.sheets import known_answers, write_sheets
from proposals.queries.writing import put, set_organizations, signature
from proposals.rules import SECTIONS, Seat


def begin(call: Call, lead: Organization, title_ko: str, title_en: str, *, by: Actor, at: datetime) -> Proposal:
    """A new draft with its empty sections; a person of the institution is its first writer.

    The rules have seen to it that the institution has a region.
    """
    proposal = Proposal.objects.create(
        call=call,
        title_ko=title_ko,
        title_en=title_en,
        lead_organization=lead,
        region_id=lead.region_id or 0,
        ministry_id=call.program.ministry_id,
        organization_ids=[lead.pk],
        created_at=at,
        created_by=signature(by),
        changed_at=at,
        changed_by=signature(by),
    )
    Section.objects.bulk_create(Section(proposal=proposal, code=code) for code in SECTIONS)
    write_sheets(proposal, known_answers(call, lead, by))
    if by.person_id is not None and by.organization_id == lead.pk:
        starts_on, ends_on = project_dates(call, policy_for(proposal))
        Participation.objects.create(
            project_uid=proposal.project_uid,
            proposal=proposal,
            call=call,
            person_id=by.person_id,
            organization=lead,
            part=Participation.Part.WRITER,
            person_kind=PersonKind.RESEARCHER,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    return proposal


def put_partner(proposal: Proposal, organization: Organization, contribution: str) -> Partner:
    partner, _ = Partner.objects.update_or_create(
        proposal=proposal, organization=organization, defaults={"contribution": contribution}
    )
    set_organizations(proposal, {*proposal.organization_ids, organization.pk})
    return partner


def drop_partner(proposal: Proposal, partner: Partner) -> None:
    partner.delete()
    set_organizations(proposal, {*proposal.organization_ids} - {partner.organization_id})


def seat(proposal: Proposal, person: Person, wanted: Seat, *, may_edit: bool) -> tuple[Participation, bool]:
    """Seat a person in the team; tells whether he is new in it. There is one leader: a former one becomes a member."""
    everybody = Participation.objects.filter(proposal=proposal)
    if wanted.part == Participation.Part.LEADER:
        others = everybody.filter(part=Participation.Part.LEADER).exclude(person=person)
        others.update(part=Participation.Part.MEMBER)
    was_in = everybody.exclude(part=Participation.Part.FORMER).filter(person=person).exists()
    starts_on, ends_on = project_dates(proposal.call, policy_for(proposal))
    values = {
        "organization_id": person.organization_id,
        "part": wanted.part,
        "person_kind": wanted.person_kind,
        "share_bp": wanted.share_bp,
        "may_edit": may_edit,
    }
    fixed = {
        "project_uid": proposal.project_uid,
        "call": proposal.call,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    participation, _ = Participation.objects.update_or_create(
        proposal=proposal, person=person, defaults=values, create_defaults={**values, **fixed}
    )
    return participation, not was_in


def unseat(participation: Participation) -> None:
    """Take a person out of the working copy; while something handed in binds him, the register keeps him."""
    if participation.bound_part:
        put(participation, part=Participation.Part.FORMER, share_bp=0, may_edit=False)
    else:
        participation.delete()


def account_of(person: Person) -> int | None:
    """The account of a person, if there is one."""
    return person.user.pk if hasattr(person, "user") else None


def write_lines(proposal: Proposal, lines: Iterable[Line]) -> bool:
    """Put these cells in the place of all that stand there; tells whether anything is different."""
    wanted = {(line.year, line.category, line.source.value): line.amount_krw for line in lines if line.amount_krw}
    standing = {(line.year, line.category, line.source): line.amount_krw for line in proposal.lines.all()}
    if wanted == standing:
        return False
    ProposedLine.objects.filter(proposal=proposal).delete()
    ProposedLine.objects.bulk_create(
        ProposedLine(proposal=proposal, year=year, category=category, source=source, amount_krw=amount_krw)
        for (year, category, source), amount_krw in wanted.items()
    )
    return True


def indicators_of(proposal: Proposal) -> dict[str, Indicator]:
    """What the programme counts, by code, in its order."""
    return {one.code: one for one in Indicator.objects.filter(program=proposal.call.program_id)}


def write_targets(
    proposal: Proposal, indicators: Mapping[str, Indicator], promised: Mapping[tuple[str, int], Decimal]
) -> bool:
    """Put these promises in the place of all that stand there; tells whether anything is different."""
    standing = {(target.indicator.code, target.year): target.value for target in proposal.targets.all()}
    if dict(promised) == standing:
        return False
    Target.objects.filter(proposal=proposal).delete()
    Target.objects.bulk_create(
        Target(proposal=proposal, indicator=indicators[code], year=year, value=value)
        for (code, year), value in promised.items()
    )
    return True


def proposal_of_attachment(attachment_uid: UUID, by: Actor) -> UUID:
    """The proposal that a file hangs on. Raises NotFound where the actor may not see it."""
    found = Attachment.objects.filter(uid=attachment_uid, proposal__in=visible_to(by))
    uid = found.values_list("proposal__uid", flat=True).first()
    if uid is None:
        raise NotFound.because("http.not_found")
    return uid
