"""For whom the routes of rankings and pledges are."""

from accounts.audiences import Audience

ROUTES = {
    "proposals:regional": Audience.SIGNED_IN,
    "proposals:rankings": Audience.DESKS,
    "proposals:ranking": Audience.TEAM_AND_OFFICES,
    "proposals:ranking-submit": Audience.REGION,
    "proposals:ranking-reopen": Audience.REGION,
    "proposals:ranking-receipt": Audience.TEAM_AND_OFFICES,
    "proposals:pledge": Audience.TEAM_AND_OFFICES,
    "proposals:pledge-withdraw": Audience.REGION,
    "proposals:pledge-document": Audience.TEAM_AND_OFFICES,
    "api:rankings": Audience.DESKS,
    "api:ranking": Audience.TEAM_AND_OFFICES,
    "api:ranking-submit": Audience.REGION,
    "api:ranking-reopen": Audience.REGION,
    "api:pledge": Audience.TEAM_AND_OFFICES,
    "api:pledge-withdraw": Audience.REGION,
    "api:pledge-document": Audience.TEAM_AND_OFFICES,
}
"""The order itself is for the region, and once submitted for the call's desks and overseers: never for a team.
The list of calls to rank is empty for whoever serves no region."""
