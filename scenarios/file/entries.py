"""What a scenario file may say: strict dataclasses, every key of which has to be given.

Moments carry their offset from UTC. Numbers carry their unit in their name (`_krw`, `_bp`, `_days`). Facts of a source
and assumptions stand side by side; the paths of the assumptions are listed under `assumed`, in the file itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from accounts.roles import Kind, Power, Role
from scenarios.file.kinds import (
    Bp,
    BpRange,
    ClausePath,
    Code,
    Count,
    Days,
    Key,
    Krw,
    Moment,
    Name,
    Positive,
    Range,
    Slug,
    Step,
    Text,
    strict,
)
from scenarios.file.later_entries import ContractsEntry, JudgingEntry, MergeEntry, SelectionEntry


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationEntry:
    """An organisation that the source names. Governments are made from the regions, other institutions generated."""

    code: Slug
    kind: Kind
    name_ko: Name
    name_en: Name
    region: Slug | Literal[""]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationEntry:
    ministry: Slug
    agency: Slug
    powers: Annotated[tuple[Power, ...], Field(min_length=1)]
    starts_on: date
    reference: Name


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeEntry:
    """A chair, and who holds it from the scenario's beginning: always plainly a sample person, or nobody ("")."""

    code: Slug
    organization: Slug
    role: Role
    title_ko: Name
    title_en: Name
    holder_ko: Annotated[str, Field(max_length=60)]
    holder_en: Annotated[str, Field(max_length=80)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramEntry:
    """The programme: a preset of the programs room, its ministry and agency, and when its rules were published.

    `set` are clauses that are other than the preset's, by their address.
    """

    preset: Slug
    ministry: Slug
    agency: Slug
    published_at: Moment
    set: Mapping[str, Any] = field(default_factory=dict)


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineEntry:
    title_ko: Name
    title_en: Name
    text_ko: Text
    text_en: Text


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class CallEntry:
    code: Slug
    office: Slug
    drafted_at: Moment
    announced_at: Moment
    opens_at: Moment
    closes_at: Moment
    ranking_due_at: Moment
    project_starts_on: date
    budget_krw: Krw
    title_ko: Name
    title_en: Name
    summary_ko: Text
    summary_en: Text
    contact: Name
    guidelines: Annotated[tuple[GuidelineEntry, ...], Field(min_length=1)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class RegionEntry:
    """A region and how many proposals it sends; `ranks` tells whether its government answers.

    `institutions` is how many lead them, each at least one; 0 is one for each proposal.
    """

    code: Slug
    proposals: Positive
    institutions: Count = 0
    ranks: bool = True


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalEntry:
    """What is known of one proposal; the rest of it is generated. `place` is its rank in its region, from 1."""

    code: Slug
    region: Slug
    place: Positive
    lead: Slug
    title_ko: Name
    title_en: Name
    sector: Name
    summary_ko: Text
    submits_at: Moment


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRange:
    """The share of a year's budget that a category takes. One category takes the rest and is not listed."""

    code: Code
    least_bp: Bp
    most_bp: Bp


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class LeadKind:
    kind: Kind
    weight: Positive


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class TierCount:
    """How many proposals ask for a grant of a tier of the programme, and between which bounds a year."""

    code: Code
    proposals: Positive
    grant_least_krw: Krw
    grant_most_krw: Krw
    grant_step_krw: Step


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """How what no source gives is drawn from the seed: bounds and weights, all of them assumptions.

    Grants are drawn between one pair of bounds, or by `tiers`, whose numbers make up all proposals.

    `series` is a letter that the names of the people of this file carry, so that two files share none by accident.
    """

    series: Annotated[str, Field(pattern=r"^[A-Z]?$")]
    sectors: Annotated[tuple[Name, ...], Field(min_length=1)]
    draft_within_days: Days
    submit_before_days: Days
    late_share_bp: Bp
    late_hours: Positive
    resubmitted: Count
    ranking_days: Range
    grant_least_krw: Krw = 0
    grant_most_krw: Krw = 0
    grant_step_krw: Step = 1
    tiers: tuple[TierCount, ...] = ()
    match_bp: BpRange
    categories: tuple[CategoryRange, ...]
    rest: Code
    partners: Range
    members: Range
    targets: Range
    lead_kinds: Annotated[tuple[LeadKind, ...], Field(min_length=1)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class SignInEntry:
    """A person who gets a sample sign-in: the key of an office, of a region's or institution's desk, or of a member."""

    who: Key
    label_ko: Name
    label_en: Name


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something that must be refused, with the violation's code: a check of the rules, played at its moment.

    `submit` hands `proposal` in again; `budget` first writes a grid in which the salaries take `share_bp`; `pledge`
    offers a match of `share_bp`; `ranking` submits the region's order with a gap; `foreign_ranking` lets `by` rank
    the region of `proposal`; `foreign_view` lets `by` open it; `grant` hands `proposal` in with `grants_krw` for its
    project years; `applicant` is a proposal of its own, sound but for an institution of `kind` and `region` that leads
    it. `clause` is the clause that the refusal must come from, where it is told.
    """

    code: Slug
    what: Literal["submit", "budget", "pledge", "ranking", "foreign_ranking", "foreign_view", "grant", "applicant"]
    proposal: Slug | Literal[""] = ""
    at: Moment
    expect: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]
    clause: ClausePath | Literal[""] = ""
    share_bp: Bp = 0
    by: Key | Literal[""] = ""
    grants_krw: tuple[Krw, ...] = ()
    kind: Kind | Literal[""] = ""
    region: Slug | Literal[""] = ""


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A scenario as a whole. The story may end before judgement, selection or contracts; no less strict."""

    schema: Annotated[int, Field(ge=1, le=1)]
    code: Slug
    name_ko: Name
    name_en: Name
    source: Text
    seed: Annotated[int, Field(ge=0)]
    begins_at: Moment
    organizations: tuple[OrganizationEntry, ...]
    delegations: tuple[DelegationEntry, ...]
    offices: tuple[OfficeEntry, ...]
    program: ProgramEntry
    call: CallEntry
    regions: Annotated[tuple[RegionEntry, ...], Field(min_length=1)]
    proposals: tuple[ProposalEntry, ...]
    generator: Generator
    sign_ins: tuple[SignInEntry, ...]
    refusals: tuple[Refusal, ...]
    assumed: tuple[str, ...]
    judging: JudgingEntry | None = None
    merges: tuple[MergeEntry, ...] = ()
    selection: SelectionEntry | None = None
    contracts: ContractsEntry | None = None

    def organization(self, code: str) -> OrganizationEntry | None:
        return next((one for one in self.organizations if one.code == code), None)

    @property
    def moments(self) -> tuple[datetime, ...]:
        """The call's own moments, in the order in which they come."""
        call = self.call
        return (call.opens_at, call.closes_at, call.ranking_due_at)
