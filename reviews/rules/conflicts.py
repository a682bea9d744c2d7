"""Who may not judge what, as far as the data tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.refusals import Violation
from reviews.rules.register import CoAuthor

GROUNDS = (
    *("own_proposal", "same_institution", "recent_institution", "shared_project", "office_of_region"),
    *("co_author", "adviser", "family", "relation", "rivalry", "other"),
)
"""Why somebody may not judge: the first six are also found from data; the others are declared or set."""
OBJECTIONS = ("co_author", "adviser", "family", "relation", "rivalry", "other")
"""What a team may hold against somebody: the rest is found from data."""
MOST_OBJECTIONS = 10
"""Of one proposal: nobody chooses his judges by shutting the others out."""
RECENT_YEARS = 3
"""So long after he left an institution an expert judges none of its proposals, where the call's rules say nothing."""
NOTE_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Party:
    """Those on one side of a conflict: the organisations, people and region of a case."""

    case_id: int
    organization_ids: frozenset[int]
    person_ids: frozenset[int]
    region_id: int
    people: frozenset[tuple[str, str]] = frozenset()
    """Its people by name and name of institution."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an expert: where he is and was lately, whom he works with, for which regions he holds an office.

    `name`, `number` and `institutions` (names, with those before) are what an applicant may know him by.
    """

    expert_id: int
    person_id: int
    organization_ids: frozenset[int]
    recent_organization_ids: frozenset[int] = frozenset()
    colleague_ids: frozenset[int] = frozenset()
    office_region_ids: frozenset[int] = frozenset()
    name: str = ""
    number: str = ""
    institutions: frozenset[str] = frozenset()
    coauthors: tuple[CoAuthor, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the team of a case does not want to be judged by, and why."""

    case_id: int
    name: str
    institution: str
    number: str
    ground: str
    note: str

    def means(self, known: Known) -> bool:
        """Whether this expert is meant: by his number, or by his name at an institution where he is or was."""
        if self.number:
            return self.number == known.number
        return self.name == known.name and self.institution in known.institutions


@dataclass(frozen=True, slots=True)
class FoundConflict:
    """A conflict and who says so: the data, or the applicant with a note."""

    case_id: int
    expert_id: int
    ground: str
    source: str = "detected"
    note: str = ""


def conflicts_of(
    parties: Iterable[Party], experts: Iterable[Known], named: Iterable[Named] = ()
) -> list[FoundConflict]:
    """Every conflict the data shows, each ground of a pair for itself, in order of case and expert.

    Grounds: `own_proposal` (he is on the team), `same_institution` (leading or partner), `recent_institution` (he was
    there lately), `shared_project` (works with one of the team in another project), `office_of_region` (holds an office
    of the region that backs it), `co_author` (published with somebody of the name and institution of one of the team;
    the note names the publications). After them what the teams hold against experts.
    """
    judges = sorted(experts, key=lambda known: known.expert_id)
    found = []
    for party in sorted(parties, key=lambda one: one.case_id):
        for known in judges:
            grounds = (
                ("own_proposal", known.person_id in party.person_ids),
                ("same_institution", bool(known.organization_ids & party.organization_ids)),
                ("recent_institution", bool(known.recent_organization_ids & party.organization_ids)),
                ("shared_project", bool(known.colleague_ids & party.person_ids)),
                ("office_of_region", party.region_id in known.office_region_ids),
            )
            found += [FoundConflict(party.case_id, known.expert_id, ground) for ground, holds in grounds if holds]
            if written := [one.publication for one in known.coauthors if (one.name, one.institution) in party.people]:
                note = "; ".join(dict.fromkeys(written))[:NOTE_LENGTH]
                found.append(FoundConflict(party.case_id, known.expert_id, "co_author", note=note))
    objected = {
        (one.case_id, known.expert_id, one.ground): FoundConflict(
            one.case_id, known.expert_id, one.ground, "applicant", one.note
        )
        for one in named
        for known in judges
        if one.means(known)
    }
    return [*found, *(objected[key] for key in sorted(objected))]


def objection_violations(
    *, name: str, institution: str, number: str, ground: str, note: str, before: int
) -> Iterator[Violation]:
    """What a team has to say of somebody who shall not judge it; `before` is how many it has named already."""
    if not name:
        yield Violation("objection.name_missing", field="name")
    if not institution and not number:
        yield Violation("objection.institution_missing", field="institution")
    if ground not in OBJECTIONS:
        yield Violation("conflict.ground_unknown", {"ground": ground}, field="ground")
    if not note:
        yield Violation("objection.reason_missing", field="note")
    if len(note) > NOTE_LENGTH:
        yield Violation("expert.text_too_long", {"length": len(note), "most": NOTE_LENGTH}, field="note")
    if before >= MOST_OBJECTIONS:
        yield Violation("objection.too_many", {"most": MOST_OBJECTIONS})
