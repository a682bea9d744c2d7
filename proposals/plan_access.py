"""For whom the routes of regions' plans are."""

from accounts.audiences import Audience

ROUTES = {
    "proposals:plans": Audience.SIGNED_IN,
    "proposals:call-plans": Audience.TEAM_AND_OFFICES,
    "proposals:plan-begin": Audience.TEAM_AND_OFFICES,
    "proposals:plan-decline": Audience.REGION,
    "proposals:plan": Audience.TEAM_AND_OFFICES,
    "proposals:plan-endorse": Audience.REGION,
    "proposals:plan-return": Audience.DESKS,
    "api:call-plans": Audience.TEAM_AND_OFFICES,
    "api:plan-decline": Audience.REGION,
    "api:plan": Audience.TEAM_AND_OFFICES,
    "api:plan-endorse": Audience.REGION,
    "api:plan-return": Audience.DESKS,
}
"""A region sees its own answer to a call, the call's desks and overseers that of every region."""
