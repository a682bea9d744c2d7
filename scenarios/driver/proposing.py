"""Chapter three: teams write, institutions hand in, some take back and hand in again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from proposals import actions as proposals
from scenarios.driver.paper import sheet
from scenarios.driver.world import Step, World
from scenarios.plan import PlannedProposal, Seat

DOCUMENTS = {"plan": "Project plan", "consent": "Letters of consent"}
"""What the sheets of the documents are headed with that nearly every programme asks for."""


def steps(world: World) -> Iterator[Step]:
    for planned in world.plan.proposals:
        yield from _writing(world, planned)
        name = f"proposals.{planned.code}"
        yield Step(planned.asks_at, f"{name}.ask", partial(_ask, world, planned))
        yield Step(planned.submits_at, f"{name}.submit", partial(_submit, world, planned))
        if planned.withdraws_at and planned.resubmits_at:
            yield Step(planned.withdraws_at, f"{name}.withdraw", partial(_withdraw, world, planned))
            yield Step(planned.resubmits_at, f"{name}.resubmit", partial(_submit, world, planned))

    for planned in world.plan.applicants:
        yield from _writing(world, planned)


def _writing(world: World, planned: PlannedProposal) -> Iterator[Step]:
    """The team's sittings, in an order in which each can be done; what is left for the last moment is done then."""
    sittings = [
        ("start", partial(_start, world, planned)),
        ("basics", partial(_basics, world, planned)),
        *(
            (f"sections.{code}", partial(_section, world, planned, code, text))
            for code, text in planned.sections.items()
        ),
        ("partners", partial(_partners, world, planned)),
        *((f"people.{seat.person}", partial(_person, world, planned, seat)) for seat in planned.team),
        ("budget", partial(_budget, world, planned)),
        ("targets", partial(_targets, world, planned)),
        *(
            (f"files.{one.code}", partial(_file, world, planned, one.code, DOCUMENTS.get(one.code, one.name_en)))
            for one in world.policy.files.documents
            if one.required
        ),
    ]
    for index, (name, act) in enumerate(sittings):
        yield Step(_moment(planned.written_at, index, len(sittings)), f"proposals.{planned.code}.{name}", act)


def _moment(moments: Sequence[datetime], index: int, count: int) -> datetime:
    """Spread `count` sittings over the moments that were drawn, in order."""
    return moments[index * len(moments) // count]


def _start(world: World, planned: PlannedProposal, at: datetime) -> None:
    proposals.start_proposal(
        call_uid=world.call.uid,
        lead_organization_uid=world.organization(planned.lead).uid,
        title_ko=planned.title_ko,
        title_en=planned.title_en,
        despite=planned.despite,
        by=world.actor(f"{planned.code}.leader", at),
        at=at,
    )


def _basics(world: World, planned: PlannedProposal, at: datetime) -> None:
    proposals.change_basics(
        proposal_uid=world.proposal(planned.code),
        title_ko=planned.title_ko,
        title_en=planned.title_en,
        sector=planned.sector,
        by=world.actor(f"{planned.code}.leader", at),
        at=at,
    )


def _section(world: World, planned: PlannedProposal, code: str, text: str, at: datetime) -> None:
    proposals.save_section(
        proposal_uid=world.proposal(planned.code),
        code=code,
        text=text,
        version=None,
        by=world.actor(f"{planned.code}.leader", at),
        at=at,
    )


def _partners(world: World, planned: PlannedProposal, at: datetime) -> None:
    for key, contribution in planned.partners:
        proposals.add_partner(
            proposal_uid=world.proposal(planned.code),
            organization_uid=world.organization(key).uid,
            contribution=contribution,
            by=world.actor(f"{planned.code}.leader", at),
            at=at,
        )


def _person(world: World, planned: PlannedProposal, seat: Seat, at: datetime) -> None:
    proposals.put_person(
        proposal_uid=world.proposal(planned.code),
        person_uid=world.person(seat.person).uid,
        part=seat.part,
        person_kind=seat.person_kind,
        share_bp=seat.share_bp,
        by=world.actor(f"{planned.code}.leader", at),
        at=at,
    )


def _budget(world: World, planned: PlannedProposal, at: datetime) -> None:
    proposals.save_budget(
        proposal_uid=world.proposal(planned.code),
        lines=planned.lines,
        by=world.actor(f"{planned.code}.leader", at),
        at=at,
    )


def _targets(world: World, planned: PlannedProposal, at: datetime) -> None:
    proposals.save_targets(
        proposal_uid=world.proposal(planned.code),
        targets={(indicator, year): value for indicator, year, value in planned.targets},
        by=world.actor(f"{planned.code}.leader", at),
        at=at,
    )


def _file(world: World, planned: PlannedProposal, document: str, title: str, at: datetime) -> None:
    scenario = world.plan.scenario
    proposals.attach_file(
        proposal_uid=world.proposal(planned.code),
        document=document,
        upload=sheet(f"{document}-{planned.code}.pdf", title, f"{scenario.name_en}: {planned.code}"),
        by=world.actor(f"{planned.code}.leader", at),
        at=at,
    )


def _ask(world: World, planned: PlannedProposal, at: datetime) -> None:
    by = world.actor(f"{planned.code}.leader", at)
    proposals.send_to_office(proposal_uid=world.proposal(planned.code), by=by, at=at)


def _submit(world: World, planned: PlannedProposal, at: datetime) -> None:
    by = world.actor(f"{planned.lead}.office", at)
    proposals.submit_proposal(proposal_uid=world.proposal(planned.code), by=by, at=at)


def _withdraw(world: World, planned: PlannedProposal, at: datetime) -> None:
    by = world.actor(f"{planned.lead}.office", at)
    reason = "예산을 다시 확인합니다."
    proposals.withdraw_proposal(proposal_uid=world.proposal(planned.code), reason=reason, by=by, at=at)
