"""For whom each route of this room is."""

from accounts.audiences import Audience

ROUTES = {
    "reporting:home": Audience.PUBLIC,
    "reporting:funnel": Audience.TEAM_AND_OFFICES,
    "reporting:funnel-sheet": Audience.TEAM_AND_OFFICES,
    "reporting:call-history": Audience.TEAM_AND_OFFICES,
    "reporting:call-history-sheet": Audience.TEAM_AND_OFFICES,
    "reporting:history": Audience.TEAM_AND_OFFICES,
    "reporting:history-sheet": Audience.TEAM_AND_OFFICES,
    "reporting:overview": Audience.OVERSEERS,
    "reporting:search": Audience.PUBLIC,
    "reporting:sweeps": Audience.ADMINISTRATORS,
    "reporting:run-sweep": Audience.ADMINISTRATORS,
    "api:search": Audience.PUBLIC,
    "api:work": Audience.SIGNED_IN,
    "api:call-funnel": Audience.TEAM_AND_OFFICES,
    "api:call-history": Audience.TEAM_AND_OFFICES,
    "api:project-history": Audience.TEAM_AND_OFFICES,
}
"""Of a funnel and a call's history a region reads its own part; teams read neither, but their own project's history."""
