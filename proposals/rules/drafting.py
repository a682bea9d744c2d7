"""What may be begun and kept as a draft. A draft may break caps and limits; it may not be nonsense."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.money import WHOLE_BP
from core.refusals import Violation
from programs.policy import FileType, PersonKind, Policy, Question
from proposals.rules.consortium import lead_violations, leading_violations, partner_violations
from proposals.rules.facts import Elsewhere, Member, Window
from proposals.rules.window import drafting_violations

TITLE_CHARS = 160
SECTOR_CHARS = 60
CONTRIBUTION_CHARS = 400
SECTION_CHARS = 20_000
FILES_MOST = 50
REASON_CHARS = 2_000
TARGET_MOST = Decimal(10) ** 12
PARTS = ("leader", "member", "writer")


NEEDED_TO_BEGIN = frozenset({"eligibility.region_missing"})
"""Of what stands against a leading institution: without a region no proposal can even be kept."""


def starting_violations(
    window: Window, lead: Member, elsewhere: Elsewhere, policy: Policy, at: datetime, *, despite: bool = False
) -> list[Violation]:
    """Why an institution can't begin a proposal.

    Whatever of it a submission would be refused for is told here first; who read it may begin `despite` it, since an
    institution's kind or region may be put right meanwhile, and one of the proposals that count be withdrawn.
    """
    leading = [*lead_violations(lead, policy), *leading_violations(elsewhere, policy)]
    binding = [one for one in leading if not despite or one.code in NEEDED_TO_BEGIN]
    return [*drafting_violations(window, at), *binding]


def may_begin_despite(violations: Iterable[Violation]) -> bool:
    """Whether all that stands against beginning only stands against handing in."""
    return all(
        one.field == "lead_organization" and one.clause and one.code not in NEEDED_TO_BEGIN for one in violations
    )


def basics_violations(title_ko: str, title_en: str, sector: str) -> Iterator[Violation]:
    if not title_ko.strip():
        yield Violation("proposal.title_missing", {}, "title_ko")
    for name, text, most in (
        ("title_ko", title_ko, TITLE_CHARS),
        ("title_en", title_en, TITLE_CHARS),
        ("sector", sector, SECTOR_CHARS),
    ):
        yield from length_violations(text, most, name)


def length_violations(text: str, most: int, field: str) -> Iterator[Violation]:
    if len(text) > most:
        yield Violation("proposal.text_too_long", {"length": len(text), "most": most}, field)


def joining_violations(lead: Member, partner: Member, contribution: str, policy: Policy) -> Iterator[Violation]:
    """Why an institution can't be put down as a partner."""
    field = f"partners.{partner.uid}"
    if partner.uid == lead.uid:
        yield Violation("partners.is_the_lead", {"name": partner.name_ko}, field)
    yield from partner_violations(partner, policy)
    yield from length_violations(contribution, CONTRIBUTION_CHARS, field)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in the team as somebody wants to fill it."""

    person_uid: str
    name_ko: str
    organization_uid: str
    part: str
    person_kind: str
    share_bp: int


def seat_violations(seat: Seat, lead_uid: str, partner_uids: Iterable[str]) -> Iterator[Violation]:
    """Why a person can't take this place in the team."""
    field = f"people.{seat.person_uid}"
    if seat.part not in PARTS:
        yield Violation("people.part_unknown", {"given": seat.part}, f"{field}.part")
    if seat.person_kind not in set(PersonKind):
        yield Violation("people.kind_unknown", {"given": seat.person_kind}, f"{field}.person_kind")
    if not 0 <= seat.share_bp <= WHOLE_BP:
        values = {"given_bp": seat.share_bp, "most_bp": WHOLE_BP}
        yield Violation("people.share_out_of_range", values, f"{field}.share_bp")
    if seat.organization_uid not in {lead_uid, *partner_uids}:
        yield Violation("people.outside_consortium", {"name": seat.name_ko}, field)
    elif seat.part == "leader" and seat.organization_uid != lead_uid:
        yield Violation("people.leader_of_another_institution", {"name": seat.name_ko}, field)


def target_violations(
    policy: Policy, known: Iterable[str], targets: Mapping[tuple[str, int], Decimal]
) -> Iterator[Violation]:
    """Why promises can't be kept even as a draft. `known` are the codes of the programme's indicators."""
    known, years = set(known), policy.project_years.count
    for (indicator, year), value in targets.items():
        field = f"targets.{indicator}.{year}"
        if indicator not in known:
            yield Violation("targets.indicator_unknown", {"indicator": indicator}, field)
        if not 1 <= year <= years:
            yield Violation("targets.year_unknown", {"year": year, "count": years}, field, "project_years.count")
        if not value.is_finite() or not 0 <= value < TARGET_MOST or value != round(value, 2):
            yield Violation("targets.value_not_possible", {"given": str(value)}, field)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an upload may be: its extensions, and how many bytes at most."""

    extensions: tuple[str, ...]
    max_bytes: int


def attaching_violations(
    policy: Policy, document: str, standing: int, slot: Question | None = None
) -> Iterator[Violation]:
    """Why no file can be added as this document, or in this slot. `standing` is how many the proposal has."""
    if slot is None and policy.files.document(document) is None:
        yield Violation("files.document_unknown", {"document": document}, "document", "files.documents")
    if standing >= FILES_MOST:
        yield Violation("files.too_many", {"count": standing, "most": FILES_MOST}, "files")


def accepted(policy: Policy, document: str, slot: Question | None = None) -> Accepted:
    """What is accepted as a document, or in a question's slot. Raises ValueError for one that nobody asks for."""
    if slot is not None and slot.max_bytes is not None:
        return Accepted(extensions(slot.file_types), slot.max_bytes)
    asked = policy.files.document(document)
    if asked is None:
        raise ValueError(f"the programme asks for no {document!r}")
    return Accepted(extensions(asked.types), asked.max_bytes)


def extensions(types: Iterable[FileType]) -> tuple[str, ...]:
    """The extensions of these types of file."""
    names = tuple(kind.value for kind in types)
    return (*names, "jpeg") if FileType.JPG in names else names


def reason_violations(reason: str) -> Iterator[Violation]:
    """Why a reason that somebody else will read is none."""
    if not reason.strip():
        yield Violation("proposal.reason_missing", {}, "reason")
    yield from length_violations(reason, REASON_CHARS, "reason")
