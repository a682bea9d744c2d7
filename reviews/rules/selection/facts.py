"""What a selection is chosen among, what it has to keep, and what is chosen: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.money import WHOLE_BP


class Veto(StrEnum):
    """What a region's order forbids."""

    NONE = "none"
    UNRANKED = "unranked"
    """A proposal that its region did not rank can't be chosen."""
    ORDER = "order"
    """Nor one before those that its region ranked above it, unless they can't be chosen at all."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal before the selection: what it scored, counts and costs; a quota counts it as `teams`.

    `grants_krw` is the grant of each year where the call's money is ruled by year; `least_krw` the least grant that the
    rules let it ask for; `position` its place among the `ranked` of its region. `lead_id` is its leading institution.
    Lots are drawn by its public `number`.
    """

    id: int
    region_id: int
    score_bp: int | None
    merit: int
    grant_krw: int
    teams: int = 1
    pledged: bool = True
    tier: str = ""
    lead_id: int = 0
    position: int | None = None
    ranked: int = 1
    grants_krw: tuple[int, ...] = ()
    least_krw: int = 0
    number: str = ""


@dataclass(frozen=True, slots=True)
class Quotas:
    """Teams a region may have (None: no limit), the call's money, the least score; whether a pledge is needed.

    `by_region` are regions with a quota of their own, `least_by_region` how many a region has at least, `by_tier` how
    many of a tier are selected at most and `least_by_tier` at least; `most_per_lead` how many one leading institution
    has; `budget_by_year_krw` the money of each project year; `most_krw_by_region` what a region gets at most and
    `least_krw_by_region` at least: of the first project year where money is ruled by year, else of all years.
    `most_waiting` is the length of the waiting list (None: no limit). `seed` draws lots between choices of equal merit;
    `rank_weight_bp` is what made a region's order part of the merit, and lets reasons say what another place would have
    changed.
    """

    teams_per_region: int | None
    budget_krw: int
    min_score_bp: int
    pledge_needed: bool = True
    by_region: Mapping[int, int] = field(default_factory=dict)
    by_tier: Mapping[str, int] = field(default_factory=dict)
    most_waiting: int | None = None
    least_by_region: Mapping[int, int] = field(default_factory=dict)
    least_by_tier: Mapping[str, int] = field(default_factory=dict)
    most_per_lead: int | None = None
    budget_by_year_krw: tuple[int, ...] = ()
    most_krw_by_region: Mapping[int, int] = field(default_factory=dict)
    least_krw_by_region: Mapping[int, int] = field(default_factory=dict)
    veto: Veto = Veto.NONE
    seed: str = ""
    rank_weight_bp: int = 0

    @property
    def score_weight_bp(self) -> int:
        """How much merit one basis point of the score is."""
        return WHOLE_BP - self.rank_weight_bp


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """One rule of a selection: its code, whom it is about (region, tier, year, institution), and its number.

    `region_most`, `region_least`, `region_krw_most`, `region_krw_least` (limits in won), `tier_most`, `tier_least`,
    `lead_most`, `budget`, `budget_year`, `regional_order`; and those that keep a proposal out: `not_judged`,
    `below_minimum`, `no_pledge`, `not_ranked`.
    """

    code: str
    key: str | int = ""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is in, in order of id; who waits, best first; the optimum's value and the bound that proves it.

    Both are sums of merit."""

    selected: tuple[int, ...]
    waiting: tuple[int, ...]
    value: int
    bound: int


class RulesClash(Exception):
    """No selection can keep all rules: `rules` are a smallest set of them that can't hold together."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__("; ".join(f"{rule.code} {rule.key} {rule.limit}" for rule in rules))
        self.rules = rules
