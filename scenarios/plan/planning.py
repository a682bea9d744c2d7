"""From a scenario and its programme to the plan: regions first, then teams and proposals, then what regions do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import chain, count, repeat

from accounts.roles import Kind
from programs.policy import PersonKind, Policy, Source
from scenarios.file import ProposalEntry, Refusal, RegionEntry, Scenario, TierCount
from scenarios.plan import money, phrases, sequel
from scenarios.plan.draws import Draw
from scenarios.plan.naming import PEOPLE, kind_of_people, letters
from scenarios.plan.planned import (
    Plan,
    PlannedOffice,
    PlannedOrganization,
    PlannedPerson,
    PlannedPledge,
    PlannedProposal,
    PlannedRanking,
    RegionName,
    Seat,
)
from scenarios.plan.regions import (
    DOMAIN,
    Landscape,
    government,
    government_desk,
    institution_desk,
    joiners,
    leaders,
    named,
)

WRITINGS = 14
"""Sittings in which a team writes: what is done in each is the driver's to say."""
OFFICE_TAKES = timedelta(days=3)
"""The longest time from the team's asking to the institution's handing in."""
LEADER_SHARE_BP = (2_000, 4_000)
MEMBER_SHARE_BP = (500, 3_000)
TARGET_VALUES = (5, 120)


def plan_of(scenario: Scenario, policy: Policy, indicators: tuple[str, ...], names: Mapping[str, RegionName]) -> Plan:
    """The plan of a scenario under a programme's rules and indicators; `names` are those of its regions, by code."""
    planning = _Planning(scenario, policy, indicators, names)
    planning.national()
    for region in scenario.regions:
        planning.region(region)
    applicants = tuple(planning.applicant(one) for one in scenario.refusals if one.what == "applicant")
    again = planning.taken_back()
    proposals = tuple(again.get(one.code, one) for one in planning.proposals)
    rankings = tuple(planning.rankings())
    judging, contracts = scenario.judging, scenario.contracts
    return Plan(
        scenario=scenario,
        organizations=tuple(planning.organizations),
        people=tuple(planning.people),
        offices=tuple(planning.offices),
        proposals=proposals,
        rankings=rankings,
        pledges=tuple(planning.pledges(rankings)),
        experts=tuple(sequel.experts_of(scenario, judging, planning.organizations, proposals)) if judging else (),
        quality_bp=sequel.qualities_of(scenario, judging, rankings, proposals) if judging else {},
        merges=tuple(sequel.merges_of(scenario, rankings)),
        applicants=applicants,
        contracts=tuple(sequel.contracts_of(scenario, contracts)) if contracts else (),
    )


@dataclass
class _Planning:
    """What has been planned so far."""

    scenario: Scenario
    policy: Policy
    indicators: tuple[str, ...]
    names: Mapping[str, RegionName]
    organizations: list[PlannedOrganization] = field(default_factory=list)
    people: list[PlannedPerson] = field(default_factory=list)
    offices: list[PlannedOffice] = field(default_factory=list)
    proposals: list[PlannedProposal] = field(default_factory=list)
    numbers: dict[tuple[str, PersonKind], Iterator[int]] = field(default_factory=dict)
    landscapes: dict[str, Landscape] = field(default_factory=dict)
    tiers: Iterator[TierCount | None] = field(init=False)

    def __post_init__(self) -> None:
        """The tiers of all proposals, in the order in which these are planned: as many of each as the file says."""
        each = [tier for tier in self.scenario.generator.tiers for _ in range(tier.proposals)]
        self.tiers = chain(self.draw("tiers").some(each, len(each)), repeat(None))

    def draw(self, *names: str) -> Draw:
        return Draw(self.scenario.seed, *names)

    # --- Who there is -----------------------------------------------------------------------------------------

    def national(self) -> None:
        """What the file names: organisations, offices and who holds them."""
        self.organizations += [named(entry) for entry in self.scenario.organizations]
        for office in self.scenario.offices:
            email = f"{office.code}@{DOMAIN}"
            if office.holder_ko:
                holder = PlannedPerson(office.code, office.holder_ko, office.holder_en, office.organization, email)
                self.people.append(holder)
            key = office.code if office.holder_ko else ""
            self.offices.append(
                PlannedOffice(office.organization, office.role.value, office.title_ko, office.title_en, key)
            )

    def region(self, entry: RegionEntry) -> None:
        """A region's government, its institutions with their desks, and its proposals."""
        name, landscape = self.names[entry.code], self._landscape(entry.code)
        self.organizations.append(government(name))
        self._desk(*government_desk(name))
        leading = leaders(self.scenario, landscape, entry.proposals, entry.institutions)
        institutions = list(dict.fromkeys(leading))
        firms, others = joiners(landscape, len(institutions))
        self.organizations += landscape.made
        for institution in institutions:
            self._desk(*institution_desk(institution))
        for place, lead in enumerate(leading, start=1):
            known = next((one for one in self.scenario.proposals if one.code == f"{entry.code}-{place}"), None)
            rest = [one for one in (*institutions, *others) if one is not lead]
            planned = self._proposal(name, f"{entry.code}-{place}", place, lead, firms, rest, known, next(self.tiers))
            self.proposals.append(planned)

    def _landscape(self, code: str) -> Landscape:
        taken = {entry.name_ko for entry in self.scenario.organizations}
        return self.landscapes.setdefault(code, Landscape(self.names[code], taken))

    def applicant(self, refusal: Refusal) -> PlannedProposal:
        """A sound proposal of an institution of the refusal's kind and region, with a firm beside it."""
        landscape = self._landscape(refusal.region)
        lead, firm = landscape.institution(Kind(refusal.kind)), landscape.institution(Kind.FIRM)
        self.organizations += [lead, firm]
        self._desk(*institution_desk(lead))
        tier = next(iter(self.scenario.generator.tiers), None)
        planned = self._proposal(landscape.name, refusal.code, 1, lead, [firm], [firm], None, tier)
        begins_at = self.scenario.call.opens_at
        written_at = self.draw(refusal.code, "times").moments(begins_at, refusal.at, WRITINGS)
        return replace(planned, written_at=written_at, asks_at=refusal.at, submits_at=refusal.at, despite=True)

    def _desk(self, person: PlannedPerson, office: PlannedOffice) -> None:
        self.people.append(person)
        self.offices.append(office)

    # --- Proposals ----------------------------------------------------------------------------------------------

    def _proposal(
        self,
        name: RegionName,
        code: str,
        place: int,
        lead: PlannedOrganization,
        firms: list[PlannedOrganization],
        others: list[PlannedOrganization],
        known: ProposalEntry | None,
        tier: TierCount | None,
    ) -> PlannedProposal:
        draw = self.draw(code, "proposal")
        sector = known.sector if known else draw.one(self.scenario.generator.sectors)
        title_ko, title_en = self._titles(known, name, place, sector)
        partners = self._partners(code, firms, others)
        written_at, asks_at, submits_at = self._times(code, known)
        return PlannedProposal(
            code=code,
            region=name.code,
            lead=lead.key,
            title_ko=title_ko,
            title_en=title_en,
            sector=sector,
            sections=phrases.sections(
                draw, sector=sector, place_ko=name.short_ko, summary=known.summary_ko if known else ""
            ),
            partners=tuple((one.key, draw.one(phrases.CONTRIBUTIONS)) for one in partners),
            team=self._team(code, name, lead, partners),
            lines=money.grid(self.scenario.generator, self.policy, self.draw(code, "money"), tier),
            targets=self._targets(code),
            written_at=written_at,
            asks_at=asks_at,
            submits_at=submits_at,
            withdraws_at=None,
            resubmits_at=None,
            tier=tier.code if tier else "",
        )

    def _titles(self, known: ProposalEntry | None, name: RegionName, place: int, sector: str) -> tuple[str, str]:
        if known:
            return known.title_ko, known.title_en
        return phrases.title(place, sector=sector, place_ko=name.short_ko, place_en=name.short_en)

    def _partners(
        self, code: str, firms: list[PlannedOrganization], others: list[PlannedOrganization]
    ) -> list[PlannedOrganization]:
        """A firm at least, then others of the region."""
        draw = self.draw(code, "partners")
        wanted = draw.within(self.scenario.generator.partners)
        chosen = draw.some(firms, 1 + draw.number(0, 1) if wanted > 1 else 1)
        return [*chosen, *draw.some(others, max(wanted - len(chosen), 0))]

    def _team(
        self, code: str, name: RegionName, lead: PlannedOrganization, partners: list[PlannedOrganization]
    ) -> tuple[Seat, ...]:
        """A leader of the leading institution and members of the whole consortium, the first of them a colleague."""
        draw = self.draw(code, "team")
        member_count = draw.within(self.scenario.generator.members)
        homes = [lead, *(draw.one([lead, *partners]) for _ in range(member_count - 1))]
        seats = [self._seat(f"{code}.leader", "leader", name, lead, draw.number(*LEADER_SHARE_BP))]
        for number, home in enumerate(homes, start=1):
            seats.append(self._seat(f"{code}.member-{number}", "member", name, home, draw.number(*MEMBER_SHARE_BP)))
        return tuple(seats)

    def _seat(self, key: str, part: str, name: RegionName, home: PlannedOrganization, share_bp: int) -> Seat:
        kind = kind_of_people(Kind(home.kind))
        number = next(self.numbers.setdefault((name.code, kind), count(1)))
        korean, english = PEOPLE[kind]
        series = self.scenario.generator.series
        has_account = part == "leader" or any(one.who == key for one in self.scenario.sign_ins)
        self.people.append(
            PlannedPerson(
                key=key,
                name_ko=f"{korean} {name.short_ko} {series}{number:02d}",
                name_en=f"{english} {name.short_en} {series}{letters(number)}",
                organization=home.key,
                email=f"{key}{series.lower()}@{DOMAIN}" if has_account else "",
            )
        )
        return Seat(key, part, kind.value, share_bp // 100 * 100)

    def _targets(self, code: str) -> tuple[tuple[str, int, Decimal], ...]:
        draw = self.draw(code, "targets")
        chosen = draw.some(self.indicators, draw.within(self.scenario.generator.targets))
        found = []
        for indicator in chosen:
            first = draw.number(*TARGET_VALUES)
            for year in range(1, self.policy.project_years.count + 1):
                found.append((indicator, year, Decimal(first * year)))
        return tuple(found)

    def _times(self, code: str, known: ProposalEntry | None) -> tuple[tuple[datetime, ...], datetime, datetime]:
        """When the team writes, when it asks its institution's office, and when that hands in."""
        draw, made, call = self.draw(code, "times"), self.scenario.generator, self.scenario.call
        late_from = call.closes_at - timedelta(hours=made.late_hours)
        if known:
            submits_at = known.submits_at
        elif draw.number(1, 10_000) <= made.late_share_bp:
            submits_at = draw.moment(late_from, call.closes_at)
        else:
            submits_at = draw.moment(call.closes_at - timedelta(days=made.submit_before_days), late_from)
        first = call.opens_at + timedelta(days=made.draft_within_days)
        begins_at = draw.moment(call.opens_at, min(first, submits_at))
        asks_at = draw.moment(max(begins_at, submits_at - OFFICE_TAKES), submits_at)
        return (begins_at, *draw.moments(begins_at, asks_at, WRITINGS - 1)), asks_at, submits_at

    def taken_back(self) -> dict[str, PlannedProposal]:
        """Those that are withdrawn and handed in again, none of which the file itself tells of or refuses."""
        told = {entry.code for entry in self.scenario.proposals} | {one.proposal for one in self.scenario.refusals}
        free = [one for one in self.proposals if one.code not in told]
        closes_at = self.scenario.call.closes_at
        found = {}
        for one in self.draw("taken-back").some(free, self.scenario.generator.resubmitted):
            first, second = self.draw(one.code, "taken-back").moments(one.submits_at, closes_at, 2)
            found[one.code] = _again(one, first, second)
        return found

    # --- Regions ------------------------------------------------------------------------------------------------

    def rankings(self) -> Iterator[PlannedRanking]:
        """Each region's order: the file's where it gives places, else drawn."""
        closes_at, due_at = self.scenario.call.closes_at, self.scenario.call.ranking_due_at
        known = {entry.code for entry in self.scenario.proposals}
        for region in self.scenario.regions:
            if not region.ranks:
                continue
            draw = self.draw(region.code, "ranking")
            own = [one.code for one in self.proposals if one.region == region.code]
            order = own if any(code in known for code in own) else draw.some(own, len(own))
            days = draw.within(self.scenario.generator.ranking_days)
            day = closes_at + timedelta(days=days)
            submits_at = draw.moment(day - timedelta(hours=6), min(day, due_at - timedelta(minutes=1)))
            opinions = tuple((code, draw.one(phrases.OPINIONS)) for code in order)
            yield PlannedRanking(region.code, opinions, submits_at - timedelta(hours=20), submits_at)

    def pledges(self, rankings: tuple[PlannedRanking, ...]) -> Iterator[PlannedPledge]:
        """For each ranked proposal what its budget counts on from the region, year by year, if it counts on any."""
        years = self.policy.project_years.count
        by_code = {one.code: one for one in self.proposals}
        for ranking in rankings:
            for code, _ in ranking.order:
                first = max(self.scenario.call.closes_at, ranking.submits_at - timedelta(days=4))
                makes_at = self.draw(code, "pledge").moment(first, ranking.submits_at)
                year_krw = money.by_source(by_code[code].lines, Source.REGIONAL, years)
                if not any(year_krw):
                    continue
                yield PlannedPledge(code, ranking.region, year_krw, makes_at)


def _again(one: PlannedProposal, withdraws_at: datetime, resubmits_at: datetime) -> PlannedProposal:
    """The same proposal, withdrawn and handed in again; a second apart at least."""
    later = max(resubmits_at, withdraws_at + timedelta(seconds=1))
    return replace(one, withdraws_at=withdraws_at, resubmits_at=later)
