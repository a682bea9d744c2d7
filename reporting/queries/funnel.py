"""How far the proposals of a call have come, region by region."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Region
from accounts.queries import regions_on
from core.calendar import seoul_date
from core.refusals import NotAllowed, NotFound
from programs.models import Call
from programs.queries import calls_visible_to
from proposals.models import Proposal
from reporting.permissions import may_read_funnel, reads_whole_call, regions_read
from reporting.queries.counting import Figures, figures_by, total


@dataclass(frozen=True, slots=True)
class RegionFigures:
    region: Region
    figures: Figures
    excluded: bool
    """Whether the rules leave the region out."""


@dataclass(frozen=True, slots=True)
class Funnel:
    call: Call
    lines: tuple[RegionFigures, ...]
    is_whole: bool
    """Whether these are all regions, or the actor's own alone."""

    @property
    def total(self) -> Figures:
        return total(line.figures for line in self.lines)


def funnel(call_uid: UUID, actor: Actor) -> Funnel:
    """Every region as it stood when the call closed, those without proposals too: three queries.

    Raises NotFound where the actor may not see the call, NotAllowed where he may not see its funnel.
    """
    call = calls_visible_to(actor).filter(uid=call_uid).first()
    if call is None:
        raise NotFound.because("http.not_found")
    if not may_read_funnel(actor, call):
        raise NotAllowed.because("http.not_allowed", verb="read_funnel")
    whole = reads_whole_call(actor, call)
    proposals = Proposal.objects.filter(call=call)
    on = seoul_date(call.closes_at)
    regions = Region.objects.filter(Q(pk__in=regions_on(on).values("pk")) | Q(proposals__call=call)).distinct()
    if not whole:
        own = regions_read(actor)
        proposals, regions = proposals.filter(region_id__in=own), regions.filter(pk__in=own)
    found = figures_by(proposals, "region_id")
    excluded = set(call.rule_set.excluded_regions)
    lines = tuple(
        RegionFigures(region, found.get((region.pk,), Figures()), region.code in excluded)
        for region in regions.order_by("order", "pk")
    )
    return Funnel(call, lines, whole)
