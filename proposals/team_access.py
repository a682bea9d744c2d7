"""For whom each page of the team and of the institution's office is."""

from accounts.audiences import Audience

ROUTES = {
    "proposals:list": Audience.SIGNED_IN,
    "proposals:start": Audience.SIGNED_IN,
    "proposals:screening": Audience.PUBLIC,
    "proposals:detail": Audience.TEAM_AND_OFFICES,
    "proposals:download": Audience.TEAM_AND_OFFICES,
    "proposals:receipt": Audience.TEAM_AND_OFFICES,
    "proposals:submission": Audience.TEAM_AND_OFFICES,
    "proposals:basics": Audience.TEAM,
    "proposals:section": Audience.TEAM,
    "proposals:consortium": Audience.TEAM,
    "proposals:partner": Audience.TEAM,
    "proposals:remove-partner": Audience.TEAM,
    "proposals:people": Audience.TEAM,
    "proposals:person": Audience.TEAM,
    "proposals:remove-person": Audience.TEAM,
    "proposals:budget": Audience.TEAM,
    "proposals:targets": Audience.TEAM,
    "proposals:files": Audience.TEAM,
    "proposals:upload": Audience.TEAM,
    "proposals:remove-file": Audience.TEAM,
    "proposals:check": Audience.TEAM,
    "proposals:send": Audience.TEAM,
    "proposals:return": Audience.TEAM,
    "proposals:submit": Audience.TEAM,
    "proposals:withdraw": Audience.TEAM,
}
