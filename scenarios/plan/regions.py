"""Who there is in a region: its government, the institutions that lead and join, their desks."""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.roles import Kind, Role
from scenarios.file import OrganizationEntry, Scenario
from scenarios.plan.draws import Draw
from scenarios.plan.naming import INSTITUTIONS
from scenarios.plan.planned import PlannedOffice, PlannedOrganization, PlannedPerson, RegionName

DOMAIN = "sample.example"
JOINING = (Kind.BUSINESS_ASSOCIATION, Kind.COOPERATIVE, Kind.NGO, Kind.PUBLIC_RESEARCH)


@dataclass
class Landscape:
    """The institutions of one region, made as they are asked for; no name is used twice."""

    name: RegionName
    taken: set[str]
    made: list[PlannedOrganization] = field(default_factory=list)

    def institution(self, kind: Kind) -> PlannedOrganization:
        """A new institution of this kind."""
        korean, english, word = INSTITUTIONS[kind]
        number = 1
        while f"{self.name.short_ko} {korean} {number}" in self.taken:
            number += 1
        made = PlannedOrganization(
            key=f"{self.name.code}-{word}-{number}",
            kind=kind.value,
            name_ko=f"{self.name.short_ko} {korean} {number}",
            name_en=f"{english} {number}, {self.name.short_en}",
            region=self.name.code,
            is_sample=True,
        )
        self.taken.add(made.name_ko)
        self.made.append(made)
        return made


def named(entry: OrganizationEntry) -> PlannedOrganization:
    """An organisation of the file; its name says whether it is a sample."""
    return PlannedOrganization(
        entry.code, entry.kind.value, entry.name_ko, entry.name_en, entry.region, "표본" in entry.name_ko
    )


def government(name: RegionName) -> PlannedOrganization:
    """The government of a region: its name is the region's."""
    key = f"{name.code}-government"
    return PlannedOrganization(key, Kind.REGIONAL_GOVERNMENT.value, name.name_ko, name.name_en, name.code, False)


def government_desk(name: RegionName) -> tuple[PlannedPerson, PlannedOffice]:
    """The region's officer and his desk."""
    person = PlannedPerson(
        key=f"{name.code}.desk",
        name_ko=f"표본 지역담당 {name.short_ko}",
        name_en=f"Sample Regional Officer {name.short_en}",
        organization=f"{name.code}-government",
        email=f"{name.code}.desk@{DOMAIN}",
    )
    titles = ("지역산업 담당", "Desk for regional industry")
    return person, PlannedOffice(person.organization, Role.REGION_OFFICER.value, *titles, person.key)


def institution_desk(institution: PlannedOrganization) -> tuple[PlannedPerson, PlannedOffice]:
    """The office of an institution that hands in and signs, and who holds it."""
    person = PlannedPerson(
        key=f"{institution.key}.office",
        name_ko=f"표본 산학담당 {institution.name_ko}",
        name_en="Sample Institution Officer",
        organization=institution.key,
        email=f"{institution.key}.office@{DOMAIN}",
    )
    titles = ("산학협력 담당", "Grants office")
    return person, PlannedOffice(institution.key, Role.INSTITUTION_OFFICER.value, *titles, person.key)


def leaders(scenario: Scenario, landscape: Landscape, places: int, institutions: int) -> list[PlannedOrganization]:
    """The leading institution of each proposal of the region, in its order: named by the file, or drawn.

    So many `institutions` lead them, each at least one; 0 is one for each proposal.
    """
    code = landscape.name.code
    known = {entry.place: entry.lead for entry in scenario.proposals if entry.region == code}
    by_code = {entry.code: named(entry) for entry in scenario.organizations}
    kinds = [(entry.kind, entry.weight) for entry in scenario.generator.lead_kinds]
    found: dict[int, PlannedOrganization] = {place: by_code[lead] for place, lead in known.items()}
    for place in range(1, places + 1):
        draw, leading = Draw(scenario.seed, code, str(place), "lead"), list(dict.fromkeys(found.values()))
        if place in found:
            continue
        if institutions and len(leading) >= institutions:
            found[place] = draw.one(leading)
        else:
            found[place] = landscape.institution(draw.weighted(kinds))
    return [found[place] for place in range(1, places + 1)]


def joiners(landscape: Landscape, proposals: int) -> tuple[list[PlannedOrganization], list[PlannedOrganization]]:
    """Firms, one more than proposals, and one of each other kind that joins."""
    firms = [landscape.institution(Kind.FIRM) for _ in range(proposals + 1)]
    return firms, [landscape.institution(kind) for kind in JOINING]
