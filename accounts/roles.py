"""What an office is for. A role belongs to an office, never to a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    MINISTRY_OFFICER = "ministry_officer"
    MINISTRY_APPROVER = "ministry_approver"
    AGENCY_OFFICER = "agency_officer"
    REGION_OFFICER = "region_officer"
    INSTITUTION_OFFICER = "institution_officer"
    EXPERT = "expert"
    AUDITOR = "auditor"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Trait:
    """What holds for every office of a role.

    `organization_kinds` are those that may have such an office; `second_factor` whether its holder must have signed
    in with one (offices that decide or pay); `signs` whether it needs none to come in, but one to sign a contract;
    `overseer` whether it reads everything and changes nothing.
    """

    organization_kinds: frozenset[str]
    second_factor: bool = False
    signs: bool = False
    overseer: bool = False


class Kind(StrEnum):
    """Kinds of organisation, after the actors of the programmes of 2003-2007."""

    MINISTRY = "ministry"
    AGENCY = "agency"
    COMMITTEE = "committee"
    REGIONAL_GOVERNMENT = "regional_government"
    UNIVERSITY = "university"
    COLLEGE = "college"
    PUBLIC_RESEARCH = "public_research"
    FIRM = "firm"
    BUSINESS_ASSOCIATION = "business_association"
    COOPERATIVE = "cooperative"
    NGO = "ngo"
    REGIONAL_AGENCY = "regional_agency"


INSTITUTION_KINDS = frozenset(
    {
        Kind.UNIVERSITY,
        Kind.COLLEGE,
        Kind.PUBLIC_RESEARCH,
        Kind.FIRM,
        Kind.BUSINESS_ASSOCIATION,
        Kind.COOPERATIVE,
        Kind.NGO,
        Kind.REGIONAL_AGENCY,
    }
)
ANY_KIND = frozenset(Kind)

TRAITS: dict[Role, Trait] = {
    Role.MINISTRY_OFFICER: Trait(frozenset({Kind.MINISTRY}), second_factor=True),
    Role.MINISTRY_APPROVER: Trait(frozenset({Kind.MINISTRY}), second_factor=True),
    Role.AGENCY_OFFICER: Trait(frozenset({Kind.AGENCY}), second_factor=True),
    Role.REGION_OFFICER: Trait(frozenset({Kind.REGIONAL_GOVERNMENT}), second_factor=True),
    Role.INSTITUTION_OFFICER: Trait(INSTITUTION_KINDS, signs=True),
    Role.EXPERT: Trait(ANY_KIND),
    Role.AUDITOR: Trait(frozenset({Kind.MINISTRY, Kind.COMMITTEE}), overseer=True),
    Role.COORDINATOR: Trait(frozenset({Kind.COMMITTEE}), overseer=True),
    Role.ADMINISTRATOR: Trait(frozenset({Kind.MINISTRY, Kind.AGENCY, Kind.COMMITTEE}), second_factor=True),
}


def has_a_use_for_a_factor(role: Role) -> bool:
    """Whether the holder of such an office comes to a door or a step that asks for a second factor."""
    return TRAITS[role].second_factor or TRAITS[role].signs


class Power(StrEnum):
    """What a ministry may delegate to an agency."""

    RULES = "rules"
    """Writes drafts of rule sets; publishing stays with the ministry."""
    CALLS = "calls"
    REVIEWS = "reviews"
    CONTRACTS = "contracts"
    REPORTS = "reports"
