"""Who may not judge what, as far as the data tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Party:
    """Those on one side of a conflict: the organisations, people and region of a case."""

    case_id: int
    organization_ids: frozenset[int]
    person_ids: frozenset[int]
    region_id: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an expert: where he is and was, whom he works with, for which regions he holds an office."""

    expert_id: int
    person_id: int
    organization_ids: frozenset[int]
    colleague_ids: frozenset[int] = frozenset()
    office_region_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FoundConflict:
    case_id: int
    expert_id: int
    ground: str


def conflicts_of(parties: Iterable[Party], experts: Iterable[Known]) -> list[FoundConflict]:
    """Every conflict the data shows, each ground of a pair for itself, in order of case and expert.

    Grounds: `own_proposal` (he is on the team), `same_institution` (leading or partner), `shared_project` (works
    with one of the team in another project), `office_of_region` (holds an office of the region that backs it).
    """
    judges = sorted(experts, key=lambda known: known.expert_id)
    found = []
    for party in sorted(parties, key=lambda one: one.case_id):
        for known in judges:
            grounds = (
                ("own_proposal", known.person_id in party.person_ids),
                ("same_institution", bool(known.organization_ids & party.organization_ids)),
                ("shared_project", bool(known.colleague_ids & party.person_ids)),
                ("office_of_region", party.region_id in known.office_region_ids),
            )
            found += [FoundConflict(party.case_id, known.expert_id, ground) for ground, holds in grounds if holds]
    return found
