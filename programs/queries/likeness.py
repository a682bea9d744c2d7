"""Which programmes are alike, across ministries and years, and which open calls a new one would stand beside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from programs.models import Call, Indicator, Program, RuleDraft, RuleSet
from programs.policy import Policy, parsed_group
from programs.queries.calls import in_phase, public_calls
from programs.queries.people import regions
from programs.queries.programs import policy_of, programs
from programs.rules import IndicatorTerms, ProgramTerms
from programs.rules.likeness import Counted, Likeness, Profile, Ruled, compared, ruled_by

SHOWN_FROM_BP = 4_000
"""Programmes that are less alike are not shown beside one that is written (assumed)."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A programme as it is compared: under its latest published rules, or without any."""

    program: Program
    rule_set: RuleSet | None
    profile: Profile


@dataclass(frozen=True, slots=True)
class AlikeProgram:
    """Another programme, and how alike it is."""

    program: Program
    likeness: Likeness

    @property
    def order(self) -> tuple[bool, int]:
        return self.likeness.is_overlap, self.likeness.total_bp


@dataclass(frozen=True, slots=True)
class ProgramPair:
    """Two programmes, in the order in which they are listed, and how alike they are."""

    first: Program
    second: Program
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Beside:
    """A call that is open to the same institutions' regions and to the same sectors (all, where one names none)."""

    call: Call
    regions: tuple[str, ...]
    sectors: tuple[str, ...]


def known_programs(at: datetime) -> list[Known]:
    """Every programme as it is compared: four queries, however many there are."""
    every = codes(at)
    latest = RuleSet.objects.filter(state="published").order_by("program_id", "-version").distinct("program_id")
    rule_sets = {one.program_id: one for one in latest}
    return [_known(program, rule_sets.get(program.pk), every) for program in programs()]


def _known(program: Program, rule_set: RuleSet | None, every: Collection[str]) -> Known:
    ruled = Ruled() if rule_set is None else ruled_in(policy_of(rule_set), every)
    return Known(program, rule_set, profile_of(program, program.indicators.all(), ruled))


def codes(at: datetime) -> frozenset[str]:
    """The codes of all regions of a day."""
    return frozenset(region.code for region in regions(at))


def profile_of(
    terms: Program | ProgramTerms, indicators: Iterable[Indicator | IndicatorTerms | Counted], ruled: Ruled
) -> Profile:
    """What is compared of a programme, or of the terms of one that is not made yet."""
    return Profile(
        name_ko=terms.name_ko,
        name_en=terms.name_en,
        goal_ko=terms.goal_ko,
        goal_en=terms.goal_en,
        legal_reference=terms.legal_reference,
        sectors=tuple(terms.sectors),
        counted=tuple(
            Counted(code=one.code, name_ko=one.name_ko, name_en=one.name_en, unit_ko=one.unit_ko) for one in indicators
        ),
        ruled=ruled,
    )


def ruled_in(policy: Policy, every_region: Collection[str]) -> Ruled:
    """What published rules say."""
    return ruled_by(policy.eligibility, policy.regions, policy.budget, policy.pay, every_region=every_region)


def ruled_in_draft(content: Mapping[str, Any], every_region: Collection[str]) -> Ruled:
    """What rules say that are still written: a group that can't be read yet says nothing."""
    read = {name: parsed_group(name, content.get(name)) for name in ("eligibility", "regions", "budget", "pay")}
    known = read["regions"] is not None or content.get("regions") is None
    return ruled_by(**read, every_region=every_region, regions_known=known)


def profile_of_draft(draft: RuleDraft, at: datetime) -> Profile:
    """A programme under the rules that are written for it."""
    indicators = Indicator.objects.filter(program_id=draft.program_id).order_by("order", "id")
    return profile_of(draft.program, indicators, ruled_in_draft(draft.content, codes(at)))


def alike_with(profile: Profile, known: Iterable[Known], besides: int | None = None) -> list[AlikeProgram]:
    """All programmes by how alike they are, the most first, but for the one that is compared itself."""
    found = [AlikeProgram(one.program, compared(profile, one.profile)) for one in known if one.program.pk != besides]
    return sorted(found, key=lambda one: one.order, reverse=True)


def alike_with_program(program: Program, at: datetime) -> list[AlikeProgram]:
    """All other programmes by how alike they are with this one: four queries."""
    known = known_programs(at)
    own = next(one.profile for one in known if one.program.pk == program.pk)
    return alike_with(own, known, program.pk)


def likeness_between(one: Program, other: Program, at: datetime) -> Likeness:
    """How alike two programmes are: four queries."""
    profiles = {known.program.pk: known.profile for known in known_programs(at)}
    return compared(profiles[one.pk], profiles[other.pk])


def worth_showing(found: Iterable[AlikeProgram]) -> list[AlikeProgram]:
    """The few that whoever drafts should look at."""
    return [one for one in found if one.likeness.total_bp >= SHOWN_FROM_BP][:SHOWN]


def pairs(known: Collection[Known]) -> list[ProgramPair]:
    """All pairs of programmes, the most alike first."""
    found = [
        ProgramPair(one.program, other.program, compared(one.profile, other.profile))
        for one, other in combinations(known, 2)
    ]
    return sorted(found, key=lambda pair: (pair.likeness.is_overlap, pair.likeness.total_bp), reverse=True)


def calls_beside(program: Program, ruled: Ruled, at: datetime) -> list[Beside]:
    """Calls of other programmes that are open now for some of the same regions and sectors: two queries."""
    every = codes(at)
    own = every if ruled.regions is None else ruled.regions
    found = []
    for call in in_phase(public_calls(at), "open", at).exclude(program_id=program.pk):
        shared = own & (ruled_in(policy_of(call.rule_set), every).regions or frozenset())
        sectors = set(program.sectors) & set(call.program.sectors)
        apart = program.sectors and call.program.sectors and not sectors
        if shared and not apart:
            found.append(Beside(call, tuple(sorted(shared)), tuple(sorted(sectors))))
    return found
