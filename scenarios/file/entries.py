"""What a scenario file may say: strict dataclasses, every key of which has to be given.

Moments carry their offset from UTC. Numbers carry their unit in their name (`_krw`, `_bp`, `_days`). Facts of a source
and assumptions stand side by side; the paths of the assumptions are listed under `assumed`, in the file itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, ConfigDict, Field, with_config

from accounts.roles import Kind, Power, Role

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Name = Annotated[str, Field(min_length=1, max_length=160)]
Bp = Annotated[int, Field(ge=0, le=10_000)]
Krw = Annotated[int, Field(ge=0, le=10**15)]
Days = Annotated[int, Field(ge=0, le=3_650)]
Count = Annotated[int, Field(ge=0, le=1_000)]
Positive = Annotated[int, Field(ge=1, le=10_000)]
Moment = AwareDatetime

strict = with_config(ConfigDict(extra="forbid", strict=True))
"""Marks an entry: unknown keys refuse, and no value is turned into another type."""


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From `least` to `most`, both included."""

    least: Count
    most: Count


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class BpRange:
    least_bp: Bp
    most_bp: Bp


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
    """The programme: a preset of the programs room, its ministry and agency, and when its rules were published."""

    preset: Slug
    ministry: Slug
    agency: Slug
    published_at: Moment


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
    """A region and how many proposals it sends; `ranks` tells whether its government answers."""

    code: Slug
    proposals: Positive
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
class Generator:
    """How what no source gives is drawn from the seed: bounds and weights, all of them assumptions.

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
    grant_least_krw: Krw
    grant_most_krw: Krw
    grant_step_krw: Annotated[int, Field(ge=1, le=10**12)]
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
    the region of `proposal`; `foreign_view` lets `by` open it.
    """

    code: Slug
    what: Literal["submit", "budget", "pledge", "ranking", "foreign_ranking", "foreign_view"]
    proposal: Slug
    at: Moment
    expect: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]
    share_bp: Bp = 0
    by: Key | Literal[""] = ""


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class KnownQuality:
    """How good a proposal is where this is not drawn: in all criteria, and in those where it is weak."""

    proposal: Slug
    quality_bp: Bp
    weak: tuple[Code, ...] = ()
    weak_bp: Bp = 0


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingEntry:
    """A round of judgement from its opening to its end.

    Of `experts` those who hold an expert's office of this file come first, the others are made: sample people of
    universities and public institutes of all regions. The first place of a region's order has `best_bp` of full marks,
    each further place `per_place_bp` less, and each proposal up to `spread_bp` more or less than that; an expert's
    points for a criterion lie up to `noise_bp` beside it.
    """

    office: Slug
    experts: Positive
    loads: Range
    fields: Range
    declared_conflicts: Count
    opens_at: Moment
    invites_at: Moment
    declared_by: Moment
    assigns_at: Moment
    starts_at: Moment
    submitted_by: Moment
    due_at: Moment
    panel_at: Moment
    closes_at: Moment
    best_bp: Bp
    per_place_bp: Bp
    spread_bp: Bp
    noise_bp: Bp
    known: tuple[KnownQuality, ...]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class MergedPart:
    """An original of a merge by its place in its region's order, and when its institution agrees.

    `of_asked_bp` is the part of what it had asked for that it gets; 0 is its proportion of what others leave.
    """

    place: Positive
    answers_at: Moment
    of_asked_bp: Bp = 0


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEntry:
    """Teams of one region that become one, the leading one first, with one team's budget and all their targets.

    `coordinator` is a seat in the leading team.
    """

    code: Slug
    region: Slug
    title_ko: Name
    title_en: Name
    coordinator: Literal["leader", "member-1"]
    offered_at: Moment
    region_answers_at: Moment
    parts: Annotated[tuple[MergedPart, ...], Field(min_length=2)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideEntry:
    """A decision that was taken otherwise than the optimum, with its reason."""

    proposal: Slug
    outcome: Literal["selected", "waiting", "rejected"]
    reason: Text


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionEntry:
    office: Slug
    merge_office: Slug
    proposed_at: Moment
    decided_at: Moment
    published_at: Moment
    overrides: tuple[OverrideEntry, ...]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From a moment to before another; within it each region has its own drawn moment."""

    from_at: Moment
    to_at: Moment


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEntry:
    """A batch of all tranches that are released when it is drawn up, approved by two and paid by the bank."""

    office: Slug
    approvers: Annotated[tuple[Slug, ...], Field(min_length=2, max_length=2)]
    drawn_up_at: Moment
    approved_at: Annotated[tuple[Moment, ...], Field(min_length=2, max_length=2)]
    paid_at: Moment


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class ContractsEntry:
    """The contracts of everybody selected: drawn up, signed by institutions, then by the ministry, accounts, money."""

    office: Slug
    signer: Slug
    bank: Name
    drawn: Span
    institutions_sign: Span
    ministry_signs: Span
    accounts_confirmed: Span
    payments: tuple[PaymentEntry, ...]


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
