"""The plan's values. The same file always gives the same plan, and the same plan the same fingerprint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from programs.policy.checks import Line
from scenarios.file import Scenario


@dataclass(frozen=True, slots=True)
class RegionName:
    """What a region and its government are called."""

    code: str
    name_ko: str
    name_en: str
    short_ko: str
    short_en: str


@dataclass(frozen=True, slots=True)
class PlannedOrganization:
    key: str
    kind: str
    name_ko: str
    name_en: str
    region: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """A sample person. `email` is empty for whoever has no account."""

    key: str
    name_ko: str
    name_en: str
    organization: str
    email: str = ""

    @property
    def number(self) -> str:
        """A researcher number that this person has in every scenario, by key and name."""
        return "S" + sha256(f"{self.key}/{self.name_ko}".encode()).hexdigest()[:12].upper()


@dataclass(frozen=True, slots=True)
class PlannedOffice:
    """A chair and the key of who holds it; "" where nobody does."""

    organization: str
    role: str
    title_ko: str
    title_en: str
    holder: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in a team."""

    person: str
    part: str
    person_kind: str
    share_bp: int


@dataclass(frozen=True, slots=True)
class PlannedProposal:
    """A proposal, and when its team writes it and its institution hands it in, perhaps takes it back and again."""

    code: str
    region: str
    lead: str
    title_ko: str
    title_en: str
    sector: str
    sections: Mapping[str, str]
    partners: tuple[tuple[str, str], ...]
    team: tuple[Seat, ...]
    lines: tuple[Line, ...]
    targets: tuple[tuple[str, int, Decimal], ...]
    written_at: tuple[datetime, ...]
    asks_at: datetime
    submits_at: datetime
    withdraws_at: datetime | None
    resubmits_at: datetime | None
    tier: str = ""
    despite: bool = False
    """Begun although its institution may not lead: it is there to be refused."""


@dataclass(frozen=True, slots=True)
class PlannedRanking:
    """A region's order, first place first, with an opinion on each."""

    region: str
    order: tuple[tuple[str, str], ...]
    saves_at: datetime
    submits_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedPledge:
    proposal: str
    region: str
    year_krw: tuple[int, ...]
    makes_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedExpert:
    """An expert of the committee; `conflicts` are proposals that he may not judge, each with its ground and a note."""

    person: PlannedPerson
    fields: tuple[str, ...]
    max_cases: int
    declares_at: datetime
    conflicts: tuple[tuple[str, str, str], ...]
    sits_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class PlannedMerge:
    """Originals that become one team, the leading one first, and when each institution and the region agrees."""

    code: str
    region: str
    title_ko: str
    title_en: str
    coordinator: str
    originals: tuple[str, ...]
    of_asked_bp: Mapping[str, int]
    offers_at: datetime
    answers_at: tuple[datetime, ...]
    region_answers_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedContracts:
    """When the contracts of one region's selected teams are drawn up, signed and their accounts confirmed."""

    region: str
    draws_at: datetime
    institutions_sign_at: datetime
    ministry_signs_at: datetime
    accounts_confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    scenario: Scenario
    organizations: tuple[PlannedOrganization, ...]
    people: tuple[PlannedPerson, ...]
    offices: tuple[PlannedOffice, ...]
    proposals: tuple[PlannedProposal, ...]
    rankings: tuple[PlannedRanking, ...]
    pledges: tuple[PlannedPledge, ...]
    experts: tuple[PlannedExpert, ...] = ()
    quality_bp: Mapping[str, int] = field(default_factory=dict)
    merges: tuple[PlannedMerge, ...] = ()
    applicants: tuple[PlannedProposal, ...] = ()
    """Proposals that must be refused, each under the code of its refusal."""
    contracts: tuple[PlannedContracts, ...] = ()

    def person_of(self, who: str) -> str:
        """The person's key that a sign-in or refusal means: `<proposal>.office` is the desk of its leader."""
        code, _, part = who.rpartition(".")
        if part == "office":
            return f"{next(one.lead for one in self.proposals if one.code == code)}.office"
        return who

    def proposal(self, code: str) -> PlannedProposal:
        return next(one for one in (*self.proposals, *self.applicants) if one.code == code)

    def fingerprint(self) -> str:
        """SHA-256 over everything that is planned."""
        text = json.dumps(asdict(self), default=_plain, ensure_ascii=False, sort_keys=True)
        return sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
