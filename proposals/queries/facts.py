"""A proposal's rows as the plain values that the rules look at."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from accounts.models import Organization
from programs.models import Call
from programs.policy import Policy, Source
from programs.queries import policy_of
from proposals.models import Participation, Proposal
from proposals.queries.proposal import people_of
from proposals.rules import Commitment, Elsewhere, Facts, Line, Member, Task, Window, Worker, reasons_of, tasks

BINDING = (Participation.Standing.PENDING, Participation.Standing.RUNNING)


def policy_for(proposal: Proposal) -> Policy:
    """The rules that the proposal's call pins."""
    return policy_of(proposal.call.rule_set)


def window_of(call: Call) -> Window:
    return Window(call.state, call.opens_at, call.closes_at)


def project_dates(call: Call, policy: Policy) -> tuple[date, date]:
    """The project's first day, and the day after its last year."""
    first_year = call.project_starts_on.year
    years = policy.project_years
    return years.year(first_year, 1).starts_on, years.year(first_year, years.count).ends_on


def member_of(organization: Organization) -> Member:
    region = organization.region.code if organization.region else ""
    return Member(str(organization.uid), organization.name_ko, organization.kind, region)


def lines_of(proposal: Proposal) -> tuple[Line, ...]:
    return tuple(Line(line.year, line.category, Source(line.source), line.amount_krw) for line in proposal.lines.all())


def facts_of(proposal: Proposal, elsewhere: Elsewhere | None = None) -> Facts:
    """The facts of a proposal that was read whole: no query."""
    policy = policy_for(proposal)
    starts_on, ends_on = project_dates(proposal.call, policy)
    return Facts(
        window=window_of(proposal.call),
        title_ko=proposal.title_ko,
        lead=member_of(proposal.lead_organization),
        starts_on=starts_on,
        ends_on=ends_on,
        partners=tuple(member_of(partner.organization) for partner in proposal.partners.all()),
        people=tuple(
            Worker(
                uid=str(one.person.uid),
                name_ko=one.person.name_ko,
                organization_uid=str(one.organization.uid),
                part=one.part,
                person_kind=one.person_kind,
                share_bp=one.share_bp,
            )
            for one in people_of(proposal)
        ),
        sections={section.code: section.text for section in proposal.sections.all()},
        lines=lines_of(proposal),
        explained=frozenset(reasons_of(policy, proposal.cap_reasons)),
        targets=tuple((target.indicator.code, target.year) for target in proposal.targets.all()),
        documents=tuple(attachment.document for attachment in proposal.attachments.all()),
        elsewhere=elsewhere or Elsewhere(),
    )


def elsewhere(proposal: Proposal) -> Elsewhere:
    """What the proposal's people are bound to elsewhere, and what its leaders lead in its call: one query.

    It reads the one register of participations, since the asker need not see the other proposals.
    """
    people: dict[int, UUID] = {one.person_id: one.person.uid for one in proposal.participations.all()}
    leader = next((one.person_id for one in proposal.participations.all() if one.part == "leader"), None)
    others = Participation.objects.filter(standing__in=BINDING).exclude(proposal_id=proposal.pk)
    bound = others.filter(person_id__in=people) | others.filter(
        bound_part="leader", call_id=proposal.call_id, organization_id=proposal.lead_organization_id
    )
    rows = list(bound)
    leading = [row for row in rows if row.bound_part == "leader" and row.call_id == proposal.call_id]
    return Elsewhere(
        commitments=tuple(
            Commitment(
                str(people[row.person_id]),
                row.bound_bp,
                row.starts_on,
                row.ends_on,
                runs=row.standing == Participation.Standing.RUNNING,
                leads=row.bound_part == "leader",
            )
            for row in rows
            if row.person_id in people
        ),
        led_by_institution=sum(row.organization_id == proposal.lead_organization_id for row in leading),
        led_by_leader=sum(row.person_id == leader for row in leading),
    )


def led_by(organization: Organization, call: Call) -> int:
    """How many proposals of a call an institution leads that are handed in."""
    return Participation.objects.filter(
        standing__in=BINDING, bound_part="leader", call=call, organization=organization
    ).count()


def progress(proposal: Proposal, at: datetime) -> tuple[Task, ...]:
    """What a proposal that was read whole still needs: what a submission at `at` would be refused with, by task."""
    return tasks(facts_of(proposal, elsewhere(proposal)), policy_for(proposal), at)
