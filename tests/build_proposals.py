"""Proposals for tests, made by the actions themselves: complete under the RIS Pilot's rules unless told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Value
from django.db.models.functions import Concat

from accounts.actors import Actor
from accounts.models import Organization, User
from accounts.roles import Kind, Role
from core.files import store_upload
from programs.models import Call
from programs.policy import Source
from programs.policy.checks import Line
from programs.queries import form_of
from proposals import actions, queries
from proposals.models import Attachment, Proposal, Submission
from proposals.rules import Seat
from tests.build import MARCH, a_person, a_user, actor_for, an_officer, an_organization
from tests.build_programs import a_call
from tests.remembered import remembered

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
YEARS = (1, 2, 3)
CELLS = {
    ("salaries", "grant"): 200_000_000,
    ("running", "grant"): 700_000_000,
    ("running", "regional"): 100_000_000,
}
"""One project year, in whole won: a fifth for salaries and a tenth from the region, both exactly."""
_number = count(1)


def pdf(name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def grid(changes: dict[tuple[int, str, str], int] | None = None) -> list[Line]:
    """The whole grid of CELLS in each of YEARS, with some cells otherwise."""
    cells = {(year, *place): amount for year in YEARS for place, amount in CELLS.items()}
    return [
        Line(year, category, Source(source), amount)
        for (year, category, source), amount in {**cells, **(changes or {})}.items()
    ]


@dataclass
class Team:
    """A university of a region with its office and a leader, and a firm that joins it."""

    lead: Organization
    partner: Organization
    leader_user: User
    office_user: User
    partner_user: User

    @cached_property
    def leader(self) -> Actor:
        return actor_for(self.leader_user)

    @cached_property
    def office(self) -> Actor:
        return actor_for(self.office_user)

    @cached_property
    def colleague(self) -> Actor:
        """Somebody of the partner firm, with an account."""
        return actor_for(self.partner_user)


@remembered
def a_team(region: str = "daejeon") -> Team:
    lead = an_organization(Kind.UNIVERSITY, region)
    partner = an_organization(Kind.FIRM, region)
    return Team(
        lead=lead,
        partner=partner,
        leader_user=a_user(a_person(lead)),
        office_user=an_officer(Role.INSTITUTION_OFFICER, lead),
        partner_user=a_user(a_person(partner)),
    )


def a_draft(team: Team, call: Call | None = None, *, at: datetime = MARCH) -> Proposal:
    """Just begun by the team's leader."""
    return actions.start_proposal(
        call_uid=(call or a_call()).uid,
        lead_organization_uid=team.lead.uid,
        title_ko=f"지역 혁신 과제 {next(_number)}",
        title_en="Regional innovation",
        by=team.leader,
        at=at,
    )


def a_complete_draft(team: Team, call: Call | None = None, *, share_bp: int = 3_000, at: datetime = MARCH) -> Proposal:
    """A draft that may be handed in as it stands."""
    proposal = a_draft(team, call, at=at)
    complete(proposal, team, share_bp=share_bp, at=at)
    proposal.refresh_from_db()
    return proposal


def complete(proposal: Proposal, team: Team, *, share_bp: int = 3_000, at: datetime = MARCH) -> None:
    """Write everything that the RIS Pilot's rules ask for, as the leader.

    By the writes that the actions are made of, at a fifth of their cost: hundreds of tests begin here. What is written
    is what they write (`test_build.py`); that they wrote it is in no record.
    """
    by = team.leader
    parts = form_of(proposal.call).standard_parts
    proposal.sections.filter(code__in=parts).update(
        text=Concat("code", Value(" 내용")), version=1, edited_at=at, edited_by=by.user_id
    )
    queries.put_partner(proposal, team.partner, "시제품 제작")
    for user, part, kind in ((team.leader_user, "leader", "professor"), (team.partner_user, "member", "researcher")):
        assert user.person is not None
        home = str(user.person.organization.uid) if user.person.organization else ""
        seat = Seat(str(user.person.uid), user.person.name_ko, home, part, kind, share_bp)
        queries.seat(proposal, user.person, seat, may_edit=True)
    queries.write_lines(proposal, grid())
    indicators = queries.indicators_of(proposal)
    promised = {(code, year): Decimal(10 * year) for code in list(indicators)[:3] for year in YEARS}
    queries.write_targets(proposal, indicators, promised)
    for document in ("plan", "consent"):
        attach(proposal, document, by, at)
    proposal.version += len(parts) + len(("partner", "leader", "member", "plan", "consent"))
    queries.touch(proposal, "budget", by=by, at=at)
    if promised:
        queries.touch(proposal, "targets", by=by, at=at)


def attach(proposal: Proposal, document: str, by: Actor, at: datetime) -> None:
    """Keep a PDF as one of the documents of a proposal, whatever its state."""
    signed = queries.signature(by)
    stored = store_upload(
        pdf(f"{document}.pdf"),
        allowed=("pdf",),
        max_bytes=len(PDF),
        by=signed,
        at=at,
        ministry_id=proposal.ministry_id,
        region_id=proposal.region_id,
        organization_ids=proposal.organization_ids,
    )
    Attachment.objects.create(proposal=proposal, document=document, file=stored, added_at=at, added_by=signed)


def a_submission(team: Team, call: Call | None = None, *, share_bp: int = 3_000, at: datetime = MARCH) -> Submission:
    """A proposal handed in by the institution's office."""
    proposal = a_complete_draft(team, call, share_bp=share_bp, at=at)
    return actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=at)
