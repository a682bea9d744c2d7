"""What tests of regions stand on: a closed call of the RIS Pilot with submitted proposals in two regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.actors import Actor
from accounts.models import Organization, User
from accounts.roles import Kind, Role
from programs.models import Call
from proposals.actions import pledge as pledging
from proposals.actions import ranking as ranking_actions
from proposals.models import MatchPledge, Proposal, RegionalRanking, Submission
from proposals.rules.ranking import Place
from tests.build import World, a_ministry_world, actor_for, an_officer, an_organization, sign_in
from tests.build_programs import BEFORE, CLOSES_AT, RANKING_DUE_AT, a_call, the_ris_program

GRANT_KRW = 1_170_000_000
"""What each proposal asks for in each year; the least match beside it is LEAST_KRW."""
LEAST_KRW = 130_000_000
IN_TIME = CLOSES_AT + timedelta(days=2)
LATE = RANKING_DUE_AT
_number = count(1)


def a_submitted_proposal(
    call: Call, lead: Organization, *, title: str = "", grant_krw: int = GRANT_KRW, text: str = ""
) -> Proposal:
    """A proposal that stands submitted, with a budget of `grant_krw` and the least match in each of three years.

    `text` is its section on technology.
    """
    number = next(_number)
    title = title or f"제안 {number}"
    assert lead.region is not None
    ministry_id = call.program.ministry_id
    proposal = Proposal.objects.create(
        call=call,
        number=f"RIS-{number:04d}",
        title_ko=title,
        title_en=f"Proposal {number}",
        sector="it",
        lead_organization=lead,
        region=lead.region,
        ministry_id=ministry_id,
        organization_ids=[lead.pk],
        created_at=BEFORE,
        created_by=1,
        changed_at=BEFORE,
        changed_by=1,
    )
    submission = Submission.objects.create(
        proposal=proposal,
        sequence=1,
        arrived_at=CLOSES_AT - timedelta(days=1),
        submitted_by=1,
        title_ko=title,
        title_en=f"Proposal {number}",
        sector="it",
        content=_content(title, number, grant_krw) | ({"sections": {"technology": text}} if text else {}),
        sha256="0" * 64,
        grant_krw=3 * grant_krw,
        regional_krw=3 * LEAST_KRW,
        own_krw=0,
        total_krw=3 * (grant_krw + LEAST_KRW),
    )
    Proposal.objects.filter(pk=proposal.pk).update(state="submitted", submission=submission)
    proposal.refresh_from_db()
    return proposal


def _content(title: str, number: int, grant_krw: int) -> dict[str, object]:
    return {
        "title_ko": title,
        "people": [
            {"uid": str(UUID(int=number)), "part": "leader", "name_ko": f"김연구{number}", "name_en": f"Kim {number}"}
        ],
        "lines": [
            {"year": year, "category": "running", "source": source, "amount_krw": amount_krw}
            for year in (1, 2, 3)
            for source, amount_krw in (("grant", grant_krw), ("regional", LEAST_KRW))
        ],
    }


@dataclass(frozen=True)
class Regions:
    """Daejeon with `mine`, Busan with `theirs`; both closed, to be ranked from CLOSES_AT to before RANKING_DUE_AT."""

    world: World
    call: Call
    mine: tuple[Proposal, ...]
    theirs: tuple[Proposal, ...]
    colleague: User
    """A second officer of Daejeon."""
    other_officer: User
    """The officer of Busan."""

    @property
    def region_id(self) -> int:
        return self.mine[0].region_id

    def officer(self, at: datetime = IN_TIME) -> Actor:
        return self.world.actor("region_officer", at)

    def second_officer(self, at: datetime = IN_TIME) -> Actor:
        return actor_for(self.colleague, at)

    def stranger(self, at: datetime = IN_TIME) -> Actor:
        return actor_for(self.other_officer, at)

    def order(self, *positions: int) -> list[Place]:
        """Places of `mine`, in the order that they were made."""
        return [Place(one.uid, position) for one, position in zip(self.mine, positions, strict=False)]

    def save(self, places: Sequence[Place] | None = None, by: Actor | None = None) -> RegionalRanking:
        return ranking_actions.save_ranking(
            call_uid=self.call.uid,
            region_id=self.region_id,
            places=self.order(*range(1, len(self.mine) + 1)) if places is None else places,
            by=by or self.officer(),
            at=IN_TIME,
        )

    def submit(self, at: datetime = IN_TIME) -> RegionalRanking:
        return ranking_actions.submit_ranking(
            call_uid=self.call.uid, region_id=self.region_id, by=self.officer(), at=at
        )

    def pledge(self, proposal: Proposal | None = None, at: datetime = IN_TIME) -> MatchPledge:
        return pledging.make_pledge(
            proposal_uid=(proposal or self.mine[0]).uid,
            year_krw=[LEAST_KRW] * 3,
            document=a_document(),
            by=self.officer(at),
            at=at,
        )


def some_regions(proposals: int = 3) -> Regions:
    """A call with so many proposals in Daejeon, and two in Busan."""
    world = a_ministry_world()
    program, rule_set = the_ris_program(world.ministry, world.agency)
    call = a_call(program, rule_set)
    call.program = program
    busan = an_organization(Kind.REGIONAL_GOVERNMENT, "busan")
    elsewhere = an_organization(Kind.UNIVERSITY, "busan")
    return Regions(
        world=world,
        call=call,
        mine=tuple(a_submitted_proposal(call, world.institution) for _ in range(proposals)),
        theirs=tuple(a_submitted_proposal(call, elsewhere) for _ in range(2)),
        colleague=an_officer(Role.REGION_OFFICER, world.government),
        other_officer=an_officer(Role.REGION_OFFICER, busan),
    )


def a_document(name: str = "확약서.pdf", content: bytes = b"%PDF-1.4\n%%EOF\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def signed_in(user: User, language: str = "ko") -> Client:
    """A client of a user whose session was opened with a second factor."""
    client = sign_in(Client(headers={"accept-language": language}), user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client
