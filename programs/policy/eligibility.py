"""Who may apply: kinds of institution, regions left out, members of a consortium, limits on leading."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from programs.policy.clause import Code, Count, OptionalText, Positive, PositiveOrNone, Text, strict
from programs.policy.faults import Fault, out_of_order, repeated


class InstitutionKind(StrEnum):
    """What an institution is, as calls speak of it."""

    UNIVERSITY = "university"
    COLLEGE = "college"
    PUBLIC_RESEARCH = "public_research"
    FIRM = "firm"
    BUSINESS_ASSOCIATION = "business_association"
    COOPERATIVE = "cooperative"
    NGO = "ngo"
    REGIONAL_AGENCY = "regional_agency"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A consortium has at least so many members (leader included) of these kinds."""

    code: Code
    name_ko: Text
    name_en: OptionalText = ""
    kinds: Annotated[tuple[InstitutionKind, ...], Field(min_length=1)]
    at_least: Positive


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Limits on leading count proposals of one call. Regions are codes, as ``daejeon``."""

    lead_kinds: Annotated[tuple[InstitutionKind, ...], Field(min_length=1)]
    partner_kinds: tuple[InstitutionKind, ...]
    excluded_regions: tuple[Code, ...]
    min_partners: Count
    max_partners: PositiveOrNone
    composition: tuple[Composition, ...]
    max_led_per_institution: PositiveOrNone
    max_led_per_person: PositiveOrNone

    def faults(self) -> Iterator[Fault]:
        yield from repeated("lead_kinds", self.lead_kinds)
        yield from repeated("partner_kinds", self.partner_kinds)
        yield from repeated("excluded_regions", self.excluded_regions)
        yield from repeated("composition", (item.code for item in self.composition))
        yield from out_of_order("min_partners", self.min_partners, self.max_partners)
        if self.min_partners and not self.partner_kinds:
            yield Fault("partner_kinds", "policy.no_partner_can_join", {"least": self.min_partners})
        members = {*self.lead_kinds, *self.partner_kinds}
        for place, item in enumerate(self.composition):
            if members.isdisjoint(item.kinds):
                yield Fault(f"composition[{place}].kinds", "policy.no_partner_can_join", {"least": item.at_least})
            if self.max_partners is not None and item.at_least > self.max_partners + 1:
                values = {"least": item.at_least, "most": self.max_partners + 1}
                yield Fault(f"composition[{place}].at_least", "policy.least_above_most", values)
