"""What a scenario file may say of what follows the ranking: judgement, merges, selection, contracts, payments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scenarios.file.kinds import Bp, Code, Count, Moment, Name, Positive, Range, Slug, Text, strict


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
