"""May we apply? What a submission would be refused with, as far as it can be known before a word is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from core.refusals import Violation
from programs.policy import Clause, Policy, describe
from programs.policy.checks import grants_by_year
from programs.policy.paths import is_under
from proposals.rules.facts import Facts
from proposals.rules.submission import submission_violations


class Known(StrEnum):
    """What the asker has named."""

    KIND = "kind"
    REGION = "region"
    INSTITUTION = "institution"
    LED = "led"
    """What the institution leads already: its own people's to know."""
    PARTNERS = "partners"
    LEADER = "leader"
    PEOPLE = "people"
    SHARES = "shares"
    """The share of the time of everybody named."""
    GRANTS = "grants"


class Standing(StrEnum):
    AGAINST = "against"
    OPEN = "open"
    FINE = "fine"


NEEDS: Mapping[str, frozenset[Known]] = {
    "eligibility.lead_kinds": frozenset({Known.KIND}),
    "eligibility.excluded_regions": frozenset({Known.REGION}),
    "regions.only": frozenset({Known.REGION}),
    "regions.partners_too": frozenset({Known.PARTNERS}),
    "eligibility.partner_kinds": frozenset({Known.PARTNERS}),
    "eligibility.min_partners": frozenset({Known.PARTNERS}),
    "eligibility.max_partners": frozenset({Known.PARTNERS}),
    "eligibility.composition": frozenset({Known.PARTNERS}),
    "eligibility.max_led_per_institution": frozenset({Known.LED}),
    "eligibility.max_led_per_person": frozenset({Known.LEADER}),
    "people.max_running_led": frozenset({Known.LEADER}),
    "people.max_running": frozenset({Known.PEOPLE}),
    "people.max_total_share_bp": frozenset({Known.SHARES}),
    "budget.min_grant_per_year_krw": frozenset({Known.GRANTS}),
    "budget.max_grant_per_year_krw": frozenset({Known.GRANTS}),
    "tiers.levels": frozenset({Known.GRANTS}),
}
"""The clauses that decide who may apply, and what has to be named before each does."""
WITHOUT_CLAUSE: Mapping[str, frozenset[Known]] = {
    "proposal.late": frozenset(),
    "proposal.call_cancelled": frozenset(),
    "eligibility.region_missing": frozenset({Known.INSTITUTION}),
    "people.leader_of_another_institution": frozenset({Known.LEADER, Known.INSTITUTION}),
    "people.outside_consortium": frozenset({Known.PEOPLE, Known.INSTITUTION}),
    "people.time_above_whole": frozenset({Known.PEOPLE}),
    "budget.year_empty": frozenset({Known.GRANTS}),
    "budget.year_unknown": frozenset({Known.GRANTS}),
}
"""The refusals that follow from no clause of their own, or not from one that speaks of applicants, by code."""
AS_NAMED = frozenset({"people.max_total_share_bp", "eligibility.partner_kinds", "people.max_running"})
"""Clauses that refuse only somebody who was named: what they refuse is decided however much is still open."""
LATER = ("targets.minimum", "targets.maximum", "match.share_bp", "budget.categories", "files.documents")
"""What only the written proposal shows."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A clause, and where the asker stands before it."""

    clause: Clause
    standing: Standing


@dataclass(frozen=True, slots=True)
class Screening:
    """`against` is what a submission of the same facts would be refused with; `waits` what only time decides."""

    against: tuple[Violation, ...]
    waits: tuple[Violation, ...]
    clauses: tuple[Ruled, ...]

    @property
    def may_apply(self) -> bool:
        """Nothing that can be known stands against it."""
        return not self.against

    def of(self, standing: Standing) -> tuple[Clause, ...]:
        return tuple(one.clause for one in self.clauses if one.standing is standing)


def screening(facts: Facts, policy: Policy, known: frozenset[Known], at: datetime) -> Screening:
    """Everything at once: what stands against an application at `at`, what is open, what is fine.

    It asks `submission_violations` itself and leaves out what the facts can't tell yet, so that the two can't differ.
    """
    found = submission_violations(facts, policy, at)
    against = tuple(one for one in found if _is_decided(one, known))
    waits = tuple(one for one in found if one.code == "proposal.call_not_open")
    broken = tuple(one.clause for one in against if one.clause)
    clauses = _of_its_tier(facts, policy, known, _asked(policy))
    return Screening(against, waits, tuple(Ruled(one, _standing(one, broken, known)) for one in clauses))


@lru_cache(maxsize=128)
def _asked(policy: Policy) -> tuple[Clause, ...]:
    """The clauses of a rule set that an answer tells: written out once a process, as rule sets never change."""
    return tuple(one for one in describe(policy) if _is_asked(one))


def _is_decided(violation: Violation, known: frozenset[Known]) -> bool:
    if violation.code in WITHOUT_CLAUSE:
        return WITHOUT_CLAUSE[violation.code] <= known
    if violation.clause in AS_NAMED:
        return True
    needs = _needs(violation.clause)
    return needs is not None and needs <= known


def _needs(path: str) -> frozenset[Known] | None:
    """What decides a clause or a part of it; None where it does not speak of who may apply."""
    return next((needs for address, needs in NEEDS.items() if is_under(path, (address,))), None)


def _is_asked(clause: Clause) -> bool:
    """Clauses of applicants, and those that the proposal will have to meet; none that only says "no limit"."""
    if clause.code.endswith((".none", ".optional", ".uncapped")) or clause.path in {"regions", "people", "tiers"}:
        return False
    return _needs(clause.path) is not None or is_under(clause.path, LATER)


def _of_its_tier(facts: Facts, policy: Policy, known: frozenset[Known], clauses: Sequence[Clause]) -> list[Clause]:
    """Once the grants fit a tier, its band alone is told."""
    tier = None
    if policy.tiers is not None and Known.GRANTS in known:
        tier = policy.tiers.of(grants_by_year(policy, facts.lines))
    if tier is None:
        return list(clauses)
    others = {f"tiers.levels.{one.code}" for one in policy.tiers.levels if one is not tier} if policy.tiers else set()
    return [one for one in clauses if one.path not in others]


def _standing(clause: Clause, broken: tuple[str, ...], known: frozenset[Known]) -> Standing:
    if is_under(clause.path, broken):
        return Standing.AGAINST
    needs = _needs(clause.path)
    return Standing.FINE if needs is not None and needs <= known else Standing.OPEN
