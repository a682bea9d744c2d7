"""A proposal's rows as the plain values that the rules look at."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.actors import Actor
from accounts.models import Organization
from programs.models import Call
from programs.policy import Policy, Source
from programs.queries import form_of, policy_of
from proposals.models import Participation, Proposal
from proposals.queries.proposal import people_of, visible_to
from proposals.rules import Commitment, Elsewhere, Facts, Line, Member, Project, Task, Window, Worker, reasons_of, tasks

BOUND = Q(standing__in=(Participation.Standing.PENDING, Participation.Standing.RUNNING))
"""The rows of the register that count."""


def policy_for(proposal: Proposal) -> Policy:
    """The rules that the proposal's call pins."""
    return policy_of(proposal.call.rule_set)


def window_of(call: Call) -> Window:
    return Window(call.state, call.opens_at, call.closes_at)


def window_for(proposal: Proposal) -> Window:
    """When a proposal is taken: its call's window, longer for a plan that was sent back."""
    return Window(proposal.call.state, proposal.call.opens_at, proposal.closes_at)


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
        window=window_for(proposal),
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
        sector=proposal.sector,
        form=form_of(proposal.call),
        answers=answers_of(proposal),
        elsewhere=elsewhere or Elsewhere(),
    )


def answers_of(proposal: Proposal) -> dict[str, Any]:
    """What a proposal that was read whole answers to the call's own questions, by their codes."""
    return {code: answer for sheet in proposal.sheets.all() for code, answer in sheet.answers.items()}


def elsewhere(proposal: Proposal, by: Actor) -> Elsewhere:
    """What the proposal's people are bound to elsewhere, and what its leaders lead in its call: one query.

    It reads the one register of participations, since the asker need not see the other proposals. Their numbers,
    programmes, periods and shares he is told, for they bind people whom he has in his team; a title only where he may
    see the proposal.
    """
    people: dict[int, UUID] = {one.person_id: one.person.uid for one in proposal.participations.all()}
    leader = next((one.person_id for one in proposal.participations.all() if one.part == "leader"), None)
    bound = Q(person_id__in=people) | _leading_here(proposal.call, proposal.lead_organization)
    rows = list(named(Participation.objects.filter(bound, BOUND).exclude(proposal_id=proposal.pk), by))
    leading = [row for row in rows if row.bound_part == "leader" and row.call_id == proposal.call_id]
    return Elsewhere(
        commitments=tuple(
            commitment_of(row, people[row.person_id], project_of(row)) for row in rows if row.person_id in people
        ),
        led_by_institution=tuple(
            project_of(row) for row in leading if row.organization_id == proposal.lead_organization_id
        ),
        led_by_leader=tuple(project_of(row) for row in leading if row.person_id == leader),
    )


def led_by(organization: Organization, call: Call, by: Actor) -> Elsewhere:
    """The proposals of a call that an institution leads and that are handed in: one query."""
    rows = named(Participation.objects.filter(_leading_here(call, organization), BOUND), by)
    return Elsewhere(led_by_institution=tuple(project_of(row) for row in rows))


def _leading_here(call: Call, organization: Organization) -> Q:
    return Q(bound_part="leader", call=call, organization=organization)


def named(rows: QuerySet[Participation], by: Actor) -> QuerySet[Participation]:
    """Rows of the register with what may be told of their projects, the oldest first."""
    seen = visible_to(by).filter(pk=OuterRef("proposal_id")).order_by()
    return (
        rows.select_related("call__program__ministry")
        .annotate(
            seen_ko=Subquery(seen.values("submission__title_ko")[:1]),
            seen_en=Subquery(seen.values("submission__title_en")[:1]),
        )
        .order_by("id")
    )


def project_of(row: Participation) -> Project:
    """The project of a row as `named` reads it."""
    program = row.call.program if row.call else None
    return Project(
        number=row.bound_number,
        program_ko=program.name_ko if program else "",
        program_en=program.name_en if program else "",
        ministry_ko=program.ministry.name_ko if program else "",
        ministry_en=program.ministry.name_en if program else "",
        title_ko=getattr(row, "seen_ko", None) or "",
        title_en=getattr(row, "seen_en", None) or "",
    )


def commitment_of(row: Participation, person_uid: UUID, project: Project | None) -> Commitment:
    """What a row of the register binds its person to."""
    return Commitment(
        str(person_uid),
        row.bound_bp,
        row.starts_on,
        row.ends_on,
        runs=row.standing == Participation.Standing.RUNNING,
        leads=row.bound_part == "leader",
        project=project,
    )


def progress(proposal: Proposal, at: datetime, by: Actor) -> tuple[Task, ...]:
    """What a proposal that was read whole still needs: what a submission at `at` would be refused with, by task."""
    return tasks(facts_of(proposal, elsewhere(proposal, by)), policy_for(proposal), at)
