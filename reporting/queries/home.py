"""All that a signed-in person's home shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Message
from accounts.queries import inbox_of
from core.models import Job
from core.work import WorkItem
from programs.models import Call
from programs.queries import calls_run_by, public_calls
from proposals.models import Proposal
from proposals.queries import listed
from reporting.permissions import DESKS, regions_read
from reporting.queries.counting import Figures, figures_by
from reporting.queries.work import desk_calls, work_for
from reporting.rules import by_urgency

MESSAGES_SHOWN, CALLS_SHOWN, PROPOSALS_SHOWN, OPEN_SHOWN = 5, 5, 8, 6
STILL_SHOWN = timedelta(days=180)
"""How long a call whose rankings were due stays on the home of those who run it."""


def loading() -> Job | None:
    """The work that fills this world, while it runs: the one kind of job that nobody owns."""
    return Job.objects.filter(state="running", owner_id__isnull=True).order_by("-id").first()


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call as its desk or a region sees it at a glance."""

    call: Call
    phase: str
    figures: Figures
    """Of all its regions, or of the actor's own."""

    @property
    def due_at(self) -> datetime | None:
        """What its phase waits for: the opening, the closing, the rankings."""
        ends = {"coming": self.call.opens_at, "open": self.call.closes_at, "ranking": self.call.ranking_due_at}
        return ends.get(self.phase)


@dataclass(frozen=True, slots=True)
class Home:
    attention: list[WorkItem]
    later: list[WorkItem]
    whenever: list[WorkItem]
    messages: list[Message]
    calls: list[CallLine]
    of_regions: bool
    """Whether the figures of `calls` are those of the actor's own regions alone."""
    proposals: list[Proposal]


def home(actor: Actor, at: datetime) -> Home:
    """A constant number of queries, whatever waits: with the frame's at most twelve, whatever the actor holds."""
    at_desk = desk_calls(actor, at, also=_recent(at))
    attention, later, whenever = by_urgency(work_for(actor, at, at_desk), at)
    decides = actor.is_overseer or actor.holds(*DESKS)
    regions = regions_read(actor)
    return Home(
        attention=attention,
        later=later,
        whenever=whenever,
        messages=list(inbox_of(actor)[:MESSAGES_SHOWN]),
        calls=_calls(actor, at, at_desk) if decides or regions else [],
        of_regions=not decides,
        proposals=[] if decides or regions else list(listed(actor).order_by("-changed_at", "-id")[:PROPOSALS_SHOWN]),
    )


def _recent(at: datetime) -> Q:
    return Q(state="announced", ranking_due_at__gt=at - STILL_SHOWN)


def _calls(actor: Actor, at: datetime, at_desk: Sequence[Call]) -> list[CallLine]:
    """The latest calls of the actor's desk, of those he oversees, or of all for a region's officer."""
    proposals = Proposal.objects.all()
    if actor.holds(*DESKS):
        calls = [call for call in at_desk if call.state == "announced"][:CALLS_SHOWN]
    elif actor.is_overseer:
        calls = list(calls_run_by(actor, at).filter(_recent(at))[:CALLS_SHOWN])
    else:
        calls = list(public_calls(at).filter(_recent(at))[:CALLS_SHOWN])
        proposals = proposals.filter(region_id__in=regions_read(actor))
    found = figures_by(proposals.filter(call__in=calls), "call_id")
    return [CallLine(call, call.phase(at), found.get((call.pk,), Figures())) for call in calls]


def open_calls(at: datetime) -> list[Call]:
    """What the public front page shows: calls that are open or will open, what closes first at the top."""
    return list(public_calls(at).filter(state="announced", closes_at__gt=at)[:OPEN_SHOWN])
