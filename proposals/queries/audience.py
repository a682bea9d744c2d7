"""Who hears of what happens to a proposal: user ids, for `notices` to choose from."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from accounts.queries import holders
from accounts.roles import Role
from proposals.models import Proposal
from proposals.notices import Audience


def audience(proposal: Proposal, at: datetime) -> Audience:
    """The team's accounts, the leading institution's office, and the desks that run the call."""
    program = proposal.call.program
    if program.agency_id is not None:
        desk = holders(Role.AGENCY_OFFICER, at=at, organization_id=program.agency_id)
    else:
        desk = holders(Role.MINISTRY_OFFICER, at=at, organization_id=program.ministry_id)
    team = User.objects.filter(is_active=True, person__participations__proposal=proposal)
    return Audience(
        team=frozenset(team.values_list("id", flat=True)),
        office=frozenset(holders(Role.INSTITUTION_OFFICER, at=at, organization_id=proposal.lead_organization_id)),
        desk=frozenset(desk),
    )
