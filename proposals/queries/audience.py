"""Who hears of what happens to a proposal: user ids, for `notices` to choose from."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet, Value

from accounts.models import Appointment, User
from accounts.queries import seats
from accounts.roles import Role
from programs.models import Call
from proposals.models import Proposal
from proposals.notices import Audience
from proposals.states import EDITABLE


def audience(proposal: Proposal, at: datetime) -> Audience:
    """The team's accounts, the leading institution's office, and the desks that run the call: one query."""
    program = proposal.call.program
    desk = Role.MINISTRY_OFFICER if program.agency_id is None else Role.AGENCY_OFFICER
    users: dict[str, set[int]] = {"team": set(), "office": set(), "desk": set()}
    team = User.objects.filter(is_active=True, person__participations__proposal=proposal)
    told = team.annotate(place=Value("team")).values_list("place", "id")
    for place, user_id in told.union(
        _seated("office", Role.INSTITUTION_OFFICER, proposal.lead_organization_id, at),
        *(() if not proposal.by_region else (_of_region(proposal.region_id, at),)),
        _seated("desk", desk, program.agency_id or program.ministry_id, at),
    ):
        users[place].add(user_id)
    return Audience(**{place: frozenset(found) for place, found in users.items()})


def writers_for(call: Call) -> frozenset[int]:
    """The accounts of all teams that have a working copy in a call: one query."""
    proposals = Proposal.objects.filter(call=call, state__in=EDITABLE)
    found = User.objects.filter(is_active=True, person__participations__proposal__in=proposals)
    return frozenset(found.values_list("id", flat=True))


def _of_region(region_id: int, at: datetime) -> QuerySet[Appointment, tuple[str, int]]:
    """The office that answers for a region's own plan."""
    found = seats(Role.REGION_OFFICER, at=at).filter(office__organization__region_id=region_id)
    return found.annotate(place=Value("office")).values_list("place", "person__user__id")


def _seated(place: str, role: Role, organization_id: int, at: datetime) -> QuerySet[Appointment, tuple[str, int]]:
    found = seats(role, at=at, organization_id=organization_id)
    return found.annotate(place=Value(place)).values_list("place", "person__user__id")
