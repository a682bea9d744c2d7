"""For whom each route of this room is."""

from accounts.audiences import Audience

ROUTES = {
    "reporting:home": Audience.PUBLIC,
    "reporting:work": Audience.SIGNED_IN,
    "reporting:funnel": Audience.TEAM_AND_OFFICES,
    "reporting:funnel-sheet": Audience.TEAM_AND_OFFICES,
    "reporting:call-history": Audience.TEAM_AND_OFFICES,
    "reporting:call-history-sheet": Audience.TEAM_AND_OFFICES,
    "reporting:history": Audience.TEAM_AND_OFFICES,
    "reporting:history-sheet": Audience.TEAM_AND_OFFICES,
    "reporting:overview": Audience.OVERSEERS,
    "reporting:register": Audience.TEAM_AND_OFFICES,
    "reporting:register-export": Audience.TEAM_AND_OFFICES,
    "reporting:exports": Audience.SIGNED_IN,
    "reporting:export": Audience.SIGNED_IN,
    "reporting:stop-export": Audience.SIGNED_IN,
    "reporting:export-file": Audience.SIGNED_IN,
    "reporting:handover": Audience.SIGNED_IN,
    "reporting:handover-sheet": Audience.SIGNED_IN,
    "reporting:search": Audience.PUBLIC,
    "reporting:sweeps": Audience.ADMINISTRATORS,
    "reporting:run-sweep": Audience.ADMINISTRATORS,
    "api:search": Audience.PUBLIC,
    "api:exports": Audience.SIGNED_IN,
    "api:export": Audience.SIGNED_IN,
    "api:export-stop": Audience.SIGNED_IN,
    "api:export-file": Audience.SIGNED_IN,
    "api:work": Audience.SIGNED_IN,
    "api:office-handover": Audience.SIGNED_IN,
    "api:call-funnel": Audience.TEAM_AND_OFFICES,
    "api:call-history": Audience.TEAM_AND_OFFICES,
    "api:project-history": Audience.TEAM_AND_OFFICES,
}
"""Of a funnel and a call's history a region reads its own part; teams read neither, but their own project's history.

An export is its owner's alone. A hand-over list is read by the office's organisation and administrators.
"""
