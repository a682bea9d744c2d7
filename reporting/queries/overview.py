"""All programmes and calls with their money, for those who oversee them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from accounts.actors import Actor
from accounts.models import Region
from core.refusals import NotAllowed
from programs.models import Call, Program
from programs.queries import calls_visible_to
from programs.queries.likeness import ProgramPair, known_programs, pairs
from proposals.models import Overlap, Proposal
from proposals.states import HANDED_IN
from reporting.permissions import may_oversee
from reporting.queries.counting import Figures, figures_by, total


@dataclass(frozen=True, slots=True)
class CallState:
    call: Call
    phase: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class ProgramState:
    program: Program
    calls: tuple[CallState, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one region or one sector asks for."""

    name_ko: str
    name_en: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Answering:
    """A ministry, with how many overlaps that it answers are in each state."""

    name_ko: str
    name_en: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Overview:
    programs: tuple[ProgramState, ...]
    regions: tuple[Share, ...]
    sectors: tuple[Share, ...]
    """What was handed in under each sector's name; the name is empty where none was chosen."""
    ministries: tuple[Share, ...]
    answering: tuple[Answering, ...]
    alike: tuple[ProgramPair, ...]
    """All pairs of programmes, the most alike first."""
    noted: Mapping[frozenset[int], Overlap]
    """The overlaps of programmes that stand noted, by the ids of both."""

    @property
    def overlaps(self) -> Mapping[str, int]:
        """How many overlaps of proposals and of programmes are in each state."""
        return sum((Counter(one.counts) for one in self.answering), Counter())

    @property
    def calls(self) -> tuple[CallState, ...]:
        return tuple(call for program in self.programs for call in program.calls)

    @property
    def total(self) -> Figures:
        return total(call.figures for call in self.calls)


def overview(actor: Actor, at: datetime) -> Overview:
    """Ten queries, however many programmes there are. Raises NotAllowed for whoever does not oversee."""
    if not may_oversee(actor):
        raise NotAllowed.because("http.not_allowed", verb="oversee")
    found = figures_by(Proposal.objects.all(), "call_id", "region_id")
    by_call: defaultdict[int, list[Figures]] = defaultdict(list)
    by_region: defaultdict[int, list[Figures]] = defaultdict(list)
    for (call_id, region_id), figures in found.items():
        by_call[call_id].append(figures)
        by_region[region_id].append(figures)
    calls: defaultdict[int, list[CallState]] = defaultdict(list)
    for call in calls_visible_to(actor).order_by("-opens_at", "-id"):
        state = CallState(call, call.phase(at), total(by_call[call.pk]))
        calls[call.program_id].append(state)
    known = known_programs(at)
    listed = tuple(ProgramState(one.program, tuple(calls[one.program.pk])) for one in known)
    regions = Region.objects.filter(pk__in=by_region).order_by("order", "pk")
    return Overview(
        programs=listed,
        regions=tuple(Share(one.short_ko, one.short_en, total(by_region[one.pk])) for one in regions),
        sectors=_sectors(),
        ministries=_ministries(listed),
        answering=_answering(),
        alike=tuple(pairs(known)),
        noted=_noted(),
    )


def _answering() -> tuple[Answering, ...]:
    rows = Overlap.objects.order_by("second_ministry__name_ko", "second_ministry", "state")
    counted = rows.values_list("second_ministry__name_ko", "second_ministry__name_en", "state").annotate(Count("pk"))
    by_ministry: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for name_ko, name_en, state, count in counted:
        counts = by_ministry[name_ko, name_en]
        counts[state] = counts.get(state, 0) + count
    return tuple(Answering(*names, counts) for names, counts in by_ministry.items())


def _noted() -> dict[frozenset[int], Overlap]:
    standing = Overlap.objects.filter(kind=Overlap.Kind.PROGRAM).exclude(state="ended")
    return {frozenset((one.first_program_id, one.second_program_id)): one for one in standing}


def _ministries(programs: Iterable[ProgramState]) -> tuple[Share, ...]:
    """What is asked for in each ministry's programmes."""
    of: defaultdict[int, list[Figures]] = defaultdict(list)
    named = {}
    for state in programs:
        ministry = named[state.program.ministry_id] = state.program.ministry
        of[ministry.pk] += [call.figures for call in state.calls]
    return tuple(Share(one.name_ko, one.name_en, total(of[pk])) for pk, one in named.items())


def _sectors() -> tuple[Share, ...]:
    found = figures_by(Proposal.objects.filter(state__in=HANDED_IN), "submission__sector")
    shares = [Share(sector or "", sector or "", figures) for (sector,), figures in found.items()]
    return tuple(sorted(shares, key=lambda share: (-share.figures.asked_krw, share.name_ko)))
