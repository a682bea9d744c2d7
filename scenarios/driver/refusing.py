"""What must not happen, tried at its moment through the same actions; the file names the code of each refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from core.refusals import Refused, Violation
from programs.policy import CategoryKind, Source
from programs.policy.checks import Line
from proposals import actions as proposals
from proposals import queries
from proposals.actions import Place, make_pledge, save_ranking
from scenarios.driver.paper import sheet
from scenarios.driver.world import Step, World
from scenarios.file import Refusal
from scenarios.plan import PlannedProposal
from scenarios.plan.money import with_share

WHOLE_BP = 10_000
NOT_REFUSED = "not refused"
BEFORE_CLOSING = timedelta(minutes=1)


def steps(world: World) -> Iterator[Step]:
    """Each refusal at its moment; a late proposal is changed a minute before closing, so that it has something new."""
    closes_at = world.plan.scenario.call.closes_at
    for refusal in world.plan.scenario.refusals:
        planned = world.plan.proposal(refusal.proposal or refusal.code)
        name = f"refusals.{refusal.code}"
        if refusal.what == "submit":
            yield Step(closes_at - BEFORE_CLOSING, f"{name}.before", partial(_one_more_sentence, world, planned))
        if refusal.what == "budget":
            yield Step(refusal.at, f"{name}.before", partial(_overspend, world, planned, refusal.share_bp))
        if refusal.what == "grant":
            yield Step(refusal.at, f"{name}.before", partial(_ask_for, world, planned, refusal.grants_krw))
        yield Step(refusal.at, name, partial(_try, world, refusal, planned))
        if refusal.what in {"budget", "grant"}:
            yield Step(refusal.at, f"{name}.after", partial(_put_back, world, planned))


def _try(world: World, refusal: Refusal, planned: PlannedProposal, at: datetime) -> None:
    attempts: dict[str, Callable[[], object]] = {
        "submit": partial(_hand_in, world, planned, at),
        "budget": partial(_hand_in, world, planned, at),
        "grant": partial(_hand_in, world, planned, at),
        "applicant": partial(_hand_in, world, planned, at),
        "pledge": partial(_pledge, world, planned, refusal.share_bp, at),
        "ranking": partial(_gap, world, planned, at),
        "foreign_ranking": partial(_rank_as, world, planned, refusal.by, at),
        "foreign_view": partial(_view_as, world, planned, refusal.by, at),
    }
    try:
        attempts[refusal.what]()
    except Refused as refused:
        named = (one for one in refused.violations if one.code == refusal.expect)
        world.refused[refusal.code] = next(named, refused.violations[0])
    else:
        world.refused[refusal.code] = Violation(NOT_REFUSED)


def _one_more_sentence(world: World, planned: PlannedProposal, at: datetime) -> None:
    proposals.save_section(
        proposal_uid=world.proposal(planned.code),
        code="summary",
        text=f"{planned.sections['summary']} 한 문장을 더 적었습니다.",
        version=None,
        by=world.actor(f"{planned.code}.leader", at),
        at=at,
    )


def _overspend(world: World, planned: PlannedProposal, share_bp: int, at: datetime) -> None:
    salaries = next(one.code for one in world.policy.budget.categories if one.kind is CategoryKind.SALARIES)
    proposals.save_budget(
        proposal_uid=world.proposal(planned.code),
        lines=with_share(planned.lines, salaries, world.plan.scenario.generator.rest, share_bp),
        by=world.actor(f"{planned.code}.leader", at),
        at=at,
    )


def _ask_for(world: World, planned: PlannedProposal, grants_krw: tuple[int, ...], at: datetime) -> None:
    """Another grant in each project year, all of it in one category."""
    rest = world.plan.scenario.generator.rest
    lines = [Line(year, rest, Source.GRANT, grant_krw) for year, grant_krw in enumerate(grants_krw, start=1)]
    by = world.actor(f"{planned.code}.leader", at)
    proposals.save_budget(proposal_uid=world.proposal(planned.code), lines=lines, by=by, at=at)


def _put_back(world: World, planned: PlannedProposal, at: datetime) -> None:
    by = world.actor(f"{planned.code}.leader", at)
    proposals.save_budget(proposal_uid=world.proposal(planned.code), lines=planned.lines, by=by, at=at)


def _hand_in(world: World, planned: PlannedProposal, at: datetime) -> None:
    by = world.actor(f"{planned.lead}.office", at)
    proposals.submit_proposal(proposal_uid=world.proposal(planned.code), by=by, at=at)


def _pledge(world: World, planned: PlannedProposal, share_bp: int, at: datetime) -> None:
    """Just so many won that they are not more than the share of the year's whole budget."""
    years = {line.year for line in planned.lines}
    grants = [
        sum(line.amount_krw for line in planned.lines if line.year == year and line.source == "grant")
        for year in sorted(years)
    ]
    make_pledge(
        proposal_uid=world.proposal(planned.code),
        year_krw=[grant_krw * share_bp // (WHOLE_BP - share_bp) for grant_krw in grants],
        document=sheet(f"pledge-{planned.code}.pdf", "Match pledge", planned.code),
        by=world.actor(f"{planned.region}.desk", at),
        at=at,
    )


def _places(world: World, planned: PlannedProposal, first: int) -> list[Place]:
    """The region's proposals in the plan's order; all but the first from place `first` on."""
    own = [one.code for one in world.plan.proposals if one.region == planned.region]
    positions = [1, *range(first, first + len(own) - 1)]
    return [Place(world.proposal(code), position) for code, position in zip(own, positions, strict=True)]


def _gap(world: World, planned: PlannedProposal, at: datetime) -> None:
    _rank(world, planned, f"{planned.region}.desk", _places(world, planned, 3), at)


def _rank_as(world: World, planned: PlannedProposal, who: str, at: datetime) -> None:
    _rank(world, planned, world.plan.person_of(who), _places(world, planned, 2), at)


def _rank(world: World, planned: PlannedProposal, who: str, places: list[Place], at: datetime) -> None:
    save_ranking(
        call_uid=world.call.uid,
        region_id=world.region(planned.region).pk,
        places=places,
        by=world.actor(who, at),
        at=at,
    )


def _view_as(world: World, planned: PlannedProposal, who: str, at: datetime) -> None:
    queries.page(world.proposal(planned.code), world.actor(world.plan.person_of(who), at))
