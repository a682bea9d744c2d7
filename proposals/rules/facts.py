"""What the rules look at: a proposal as plain values, and what its people do elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from programs.policy.checks import Line


@dataclass(frozen=True, slots=True)
class Member:
    """An institution of the consortium. `region` is its region's code, "" where it has none."""

    uid: str
    name_ko: str
    kind: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Worker:
    """A person of the team: his part in it, and the share of his time in basis points."""

    uid: str
    name_ko: str
    organization_uid: str
    part: str
    person_kind: str
    share_bp: int = 0


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a person is bound to in another project that is pending or runs: from `starts_on` to before `ends_on`.

    `runs` is false where it is only handed in; `leads` where somebody else leads it."""

    person_uid: str
    share_bp: int
    starts_on: date
    ends_on: date
    runs: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other pending and running projects mean for this one: commitments of its people, and proposals of the same
    call that its leading institution or its leader leads."""

    commitments: tuple[Commitment, ...] = ()
    led_by_institution: int = 0
    led_by_leader: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """When a call takes proposals: from `opens_at` to before `closes_at`, while its state is announced."""

    state: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """A proposal as it stands. `targets` are (indicator code, project year); `documents` the codes of its files;
    `explained` the budget categories that have a reason to pass their cap."""

    window: Window
    title_ko: str
    lead: Member
    starts_on: date
    ends_on: date
    partners: tuple[Member, ...] = ()
    people: tuple[Worker, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    explained: frozenset[str] = frozenset()
    targets: tuple[tuple[str, int], ...] = ()
    documents: tuple[str, ...] = ()
    elsewhere: Elsewhere = Elsewhere()

    @property
    def leader(self) -> Worker | None:
        return next((worker for worker in self.people if worker.part == "leader"), None)
