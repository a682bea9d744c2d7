"""What comes after the ranking: experts and how they judge, merges, the regions' days for contracts. No database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from accounts.roles import Kind, Role
from core.money import split_krw
from scenarios.file import ContractsEntry, JudgingEntry, MergeEntry, Scenario, Span
from scenarios.plan.draws import Draw
from scenarios.plan.naming import letters
from scenarios.plan.planned import (
    PlannedContracts,
    PlannedExpert,
    PlannedMerge,
    PlannedOrganization,
    PlannedPerson,
    PlannedProposal,
    PlannedRanking,
)
from scenarios.plan.regions import DOMAIN

WHOLE_BP = 10_000
HOMES = (Kind.UNIVERSITY.value, Kind.PUBLIC_RESEARCH.value)
GROUNDS = (
    ("relation", "신청 팀의 구성원과 가까운 사이입니다. (표본)"),
    ("rivalry", "같은 시장에서 경쟁하는 과제에 자문하고 있습니다. (표본)"),
)
GOOD, MIDDLING, WEAK = 4, 3, 0
REMARKS = {
    GOOD: ("근거가 분명하고 계획이 구체적입니다.", "실적과 인력이 충분합니다."),
    MIDDLING: ("방향은 맞지만 근거가 더 필요합니다.", "계획은 있으나 일정이 불분명합니다."),
    WEAK: ("제시한 내용이 목표와 잘 이어지지 않습니다.", "근거가 부족합니다."),
}


def experts_of(
    scenario: Scenario,
    judging: JudgingEntry,
    organizations: Sequence[PlannedOrganization],
    proposals: Sequence[PlannedProposal],
) -> Iterator[PlannedExpert]:
    """The committee: holders of the file's own expert offices, then sample people of institutions of all regions."""
    held = [one for one in scenario.offices if one.role is Role.EXPERT and one.holder_ko][: judging.experts]
    homes = [
        [one for one in organizations if one.region == region.code and one.kind in HOMES] for region in scenario.regions
    ]
    homes = [found for found in homes if found]
    series = scenario.generator.series
    declaring = Draw(scenario.seed, "experts", "declaring").some(range(judging.experts), judging.declared_conflicts)
    for number in range(judging.experts):
        draw = Draw(scenario.seed, "experts", str(number + 1))
        if number < len(held):
            office = held[number]
            email = f"{office.code}@{DOMAIN}"
            person = PlannedPerson(office.code, office.holder_ko, office.holder_en, office.organization, email)
        else:
            home = draw.one(homes[number % len(homes)])
            key = f"committee-{number + 1}"
            person = PlannedPerson(
                key=key,
                name_ko=f"표본 평가위원 {series}{number + 1:02d}",
                name_en=f"Sample Expert {series}{letters(number + 1)}",
                organization=home.key,
                email=f"{key}{series.lower()}@{DOMAIN}",
            )
        load = draw.within(judging.loads)
        declared = draw.some(proposals, 1 if number in declaring else 0)
        yield PlannedExpert(
            person=person,
            fields=tuple(draw.some(scenario.generator.sectors, draw.within(judging.fields))),
            max_cases=load,
            declares_at=draw.moment(judging.invites_at + timedelta(hours=1), judging.declared_by),
            conflicts=tuple((one.code, *draw.one(GROUNDS)) for one in declared),
            sits_at=draw.moments(judging.starts_at + timedelta(hours=1), judging.submitted_by, load),
        )


def qualities_of(
    scenario: Scenario,
    judging: JudgingEntry,
    rankings: Sequence[PlannedRanking],
    proposals: Sequence[PlannedProposal],
) -> dict[str, int]:
    """How good each proposal is, in basis points of full marks: the better, the higher its region placed it."""
    places = {code: place for ranking in rankings for place, (code, _) in enumerate(ranking.order)}
    known = {one.proposal: one.quality_bp for one in judging.known}
    found = {}
    for one in proposals:
        draw = Draw(scenario.seed, one.code, "quality")
        place = places.get(one.code, draw.number(0, 4))
        drawn = judging.best_bp - place * judging.per_place_bp + draw.number(-judging.spread_bp, judging.spread_bp)
        found[one.code] = known.get(one.code, max(0, min(WHOLE_BP, drawn)))
    return found


def marks(
    scenario: Scenario, judging: JudgingEntry, *, quality_bp: int, code: str, expert: str, criterion: str, scale: range
) -> tuple[int, str]:
    """An expert's points for one criterion of a proposal, and what he remarks; `scale` holds all points there are."""
    draw = Draw(scenario.seed, code, expert, criterion)
    weak = {one.proposal: one.weak_bp for one in judging.known if criterion in one.weak}
    bp = weak.get(code, quality_bp) + draw.number(-judging.noise_bp, judging.noise_bp)
    most = scale[-1]
    points = max(scale[0], min(most, (most * bp + WHOLE_BP // 2) // WHOLE_BP))
    height = next(height for height in (GOOD, MIDDLING, WEAK) if points >= height)
    return points, draw.one(REMARKS[height])


def merges_of(scenario: Scenario, rankings: Sequence[PlannedRanking]) -> Iterator[PlannedMerge]:
    """Each merge with its originals by their places in the region's order; none of a region that did not rank."""
    orders = {ranking.region: [code for code, _ in ranking.order] for ranking in rankings}
    for entry in scenario.merges:
        order = orders.get(entry.region, [])
        if all(part.place <= len(order) for part in entry.parts):
            yield _merge(entry, order)


def _merge(entry: MergeEntry, order: Sequence[str]) -> PlannedMerge:
    originals = tuple(order[part.place - 1] for part in entry.parts)
    return PlannedMerge(
        code=entry.code,
        region=entry.region,
        title_ko=entry.title_ko,
        title_en=entry.title_en,
        coordinator=f"{originals[0]}.{entry.coordinator}",
        originals=originals,
        of_asked_bp={code: part.of_asked_bp for code, part in zip(originals, entry.parts, strict=True)},
        offers_at=entry.offered_at,
        answers_at=tuple(part.answers_at for part in entry.parts),
        region_answers_at=entry.region_answers_at,
    )


def contracts_of(scenario: Scenario, contracts: ContractsEntry) -> Iterator[PlannedContracts]:
    """When the contracts of each region are drawn up, signed by both sides, and their accounts confirmed."""
    for region in scenario.regions:
        draw = Draw(scenario.seed, region.code, "contracts")
        yield PlannedContracts(
            region=region.code,
            draws_at=_within(draw, contracts.drawn),
            institutions_sign_at=_within(draw, contracts.institutions_sign),
            ministry_signs_at=_within(draw, contracts.ministry_signs),
            accounts_confirmed_at=_within(draw, contracts.accounts_confirmed),
        )


def _within(draw: Draw, span: Span) -> datetime:
    return draw.moment(span.from_at, span.to_at)


def shares_of(
    asked: Mapping[str, Sequence[int]], of_asked_bp: Mapping[str, int], grants: Sequence[int]
) -> dict[str, list[int]]:
    """The originals' shares of each year's grant, to the won: fixed parts of what was asked first, then in proportion.

    `asked` are the won that each original asked for in each year, `grants` what the merged team has.
    """
    found: dict[str, list[int]] = {code: [] for code in asked}
    for year, grant_krw in enumerate(grants):
        fixed = {code: asked[code][year] * bp // WHOLE_BP for code, bp in of_asked_bp.items() if bp}
        free = [code for code in asked if code not in fixed]
        left_krw = grant_krw - sum(fixed.values())
        parts = split_krw(left_krw, [asked[code][year] for code in free])
        for code, won in {**fixed, **dict(zip(free, parts, strict=True))}.items():
            found[code].append(won)
    return found
