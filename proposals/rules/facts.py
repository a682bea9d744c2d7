"""What the rules look at: a proposal as plain values, and what its people do elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from core.refusals import Detail
from programs.policy import Questionnaire
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
class Project:
    """Another project as far as the asker may know of it; its title is empty where he may not see it."""

    number: str
    program_ko: str = ""
    program_en: str = ""
    ministry_ko: str = ""
    ministry_en: str = ""
    title_ko: str = ""
    title_en: str = ""

    @property
    def detail(self) -> dict[str, str | int]:
        """The project as a refusal names it."""
        return {
            "label": "counting.titled" if self.title_ko else "counting.numbered",
            "number": self.number,
            "title_ko": self.title_ko,
            "title_en": self.title_en,
            "program_ko": self.program_ko,
            "program_en": self.program_en,
            "ministry_ko": self.ministry_ko,
            "ministry_en": self.ministry_en,
        }


def projects(found: Iterable[Project | None]) -> tuple[Detail, ...]:
    """Projects as a refusal names them; those that the asker may know nothing of are counted, not named."""
    return tuple(project.detail for project in found if project is not None)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a person is bound to in another project that is pending or runs: from `starts_on` to before `ends_on`.

    `runs` is false where it is only handed in; `leads` where somebody else leads it; `project` is None where the asker
    may know nothing of it."""

    person_uid: str
    share_bp: int
    starts_on: date
    ends_on: date
    runs: bool = False
    leads: bool = False
    project: Project | None = None

    @property
    def detail(self) -> Detail:
        """The project with the person's period (both days belong to it) and share, as a refusal names them."""
        assert self.project is not None, "only what may be known is named"
        found = self.project.detail
        return {
            **found,
            "label": f"{found['label']}.share",
            "starts_on": self.starts_on.isoformat(),
            "last_on": (self.ends_on - timedelta(days=1)).isoformat(),
            "share_bp": self.share_bp,
        }


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other pending and running projects mean for this one: commitments of its people, and proposals of the same
    call that its leading institution or its leader leads."""

    commitments: tuple[Commitment, ...] = ()
    led_by_institution: tuple[Project | None, ...] = ()
    led_by_leader: tuple[Project | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """When a call takes proposals: from `opens_at` to before `closes_at`, while its state is announced."""

    state: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """A proposal as it stands. `targets` are (indicator code, project year); `documents` the codes of its files;
    `explained` the budget categories that have a reason to pass their cap; `form` is what the call asks in its own
    words, `answers` what stands there so far, by code of the question."""

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
    sector: str = ""
    form: Questionnaire = field(default_factory=Questionnaire)
    answers: Mapping[str, Any] = field(default_factory=dict)
    elsewhere: Elsewhere = Elsewhere()

    @property
    def leader(self) -> Worker | None:
        return next((worker for worker in self.people if worker.part == "leader"), None)
