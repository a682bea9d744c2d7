"""All programmes and calls with their money, for those who oversee them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from accounts.actors import Actor
from accounts.models import Region
from core.refusals import NotAllowed
from programs.models import Call, Program
from programs.queries import calls_visible_to, programs
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
class Overview:
    programs: tuple[ProgramState, ...]
    regions: tuple[Share, ...]
    sectors: tuple[Share, ...]
    """What was handed in under each sector's name; the name is empty where none was chosen."""
    ministries: tuple[Share, ...]
    overlaps: Mapping[str, int]
    """How many overlaps of proposals are in each state."""

    @property
    def calls(self) -> tuple[CallState, ...]:
        return tuple(call for program in self.programs for call in program.calls)

    @property
    def total(self) -> Figures:
        return total(call.figures for call in self.calls)


def overview(actor: Actor, at: datetime) -> Overview:
    """Seven queries, however many programmes there are. Raises NotAllowed for whoever does not oversee."""
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
    listed = tuple(ProgramState(program, tuple(calls[program.pk])) for program in programs())
    regions = Region.objects.filter(pk__in=by_region).order_by("order", "pk")
    return Overview(
        programs=listed,
        regions=tuple(Share(one.short_ko, one.short_en, total(by_region[one.pk])) for one in regions),
        sectors=_sectors(),
        ministries=_ministries(listed),
        overlaps=dict(Overlap.objects.order_by().values_list("state").annotate(Count("pk"))),
    )


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
