"""For whom each route of this room is."""

from accounts.audiences import Audience

EXPERTS = ("declare", "answer", "review", "submit", "revise", "my-entry", "remove-absence")
DESKS = (
    *("desk", "open-round", "round", "postpone", "advance"),
    *("invite", "invite-again", "pool", "conflicts", "look", "lift"),
    *("assign", "case", "reopen", "set-pair", "lift-pair", "assigning", "release"),
    *("scores", "scores-table", "draw", "stop-drawing"),
    *("propose", "stop-proposing", "selection", "override", "move", "discard", "reasons", "reasons-csv"),
    *("letters", "send-letters", "stop-letters"),
    *("accept-plan", "refuse-plan"),
    "meetings",
    "appeals-csv",
)
MEETINGS = ("meeting", "meeting-deed", "change-meeting", "minutes", "minutes-csv", "item", "item-minutes")
REGISTRARS = ("experts", "experts-csv", "import-experts", "expert", "find-person", "register")
API_REGISTRARS = ("experts", "expert", "experts-table")
PUBLIC = ("all-results", "results", "results-csv", "invitation")
API_DESKS = (
    *("round-start", "round-open", "round-close", "round-due", "round-members", "round-cases"),
    *("round-conflicts", "round-assignments", "conflict-lift", "member-invite", "assignment-reopen", "case-reviews"),
    *("assignment-plans", "assignment-plan", "assignment-jobs", "assignment-job", "assignment-plan-confirm"),
    *("round-pairs", "pair-lift", "member-release"),
    *("selections", "selection", "selection-decide", "selection-publish", "selection-discard", "decision"),
    *("plan-accept", "plan-refuse", "round-look", "round-pool"),
    *("round-scores", "round-drawings", "selection-job", "selection-letters", "round-meetings"),
    *("appeal-turn-away", "appeal-admit", "appeal-judges", "appeal-conclude"),
)
API_EXPERTS = (
    "assignments",
    "assignment-review",
    "assignment-revision",
    "assignment-others",
    "assignment-submit",
    "round-interests",
    "round-answer",
    *("my-entry", "my-absences", "my-absence"),
    "appeal-vote",
    "appeal-judgement",
)
API_TEAMS = ("proposal-objections", "proposal-appeal", "appeal-file", "appeal-withdraw", "appeal-files")
API_BOTH = (
    "appeals",
    "appeal",
    "appeal-one-file",
    "appeal-paper",
    "call-division",
    "letter",
    "selection-shares",
    "rounds",
    "round",
    "case",
    "case-alike",
    "case-file",
)
API_MEETINGS = (
    *("meeting", "meeting-begin", "meeting-attendance", "meeting-call-back", "meeting-take-together"),
    *("meeting-agenda", "meeting-end", "meeting-confirm", "meeting-sign", "meeting-call-off", "meeting-move"),
    *("meeting-leaders", "meeting-minutes"),
    *("item", "item-take-up", "item-conclusion", "item-put-off", "item-reconsider", "item-discussion"),
    *("item-place", "item-rapporteur", "item-minutes"),
)

ROUTES = {
    **{f"reviews:{name}": Audience.EXPERTS for name in EXPERTS},
    **{f"reviews:{name}": Audience.DESKS for name in DESKS},
    **{f"reviews:{name}": Audience.PUBLIC for name in PUBLIC},
    **{f"reviews:{name}": Audience.REGISTRARS for name in REGISTRARS},
    **{f"api:{name}": Audience.REGISTRARS for name in API_REGISTRARS},
    "reviews:objections": Audience.TEAM,
    "reviews:write-appeal": Audience.TEAM,
    "reviews:appeal": Audience.SIGNED_IN,
    "reviews:appeal-file": Audience.SIGNED_IN,
    "reviews:appeal-paper": Audience.SIGNED_IN,
    **{f"api:{name}": Audience.TEAM for name in API_TEAMS},
    **{f"reviews:{name}": Audience.SIGNED_IN for name in MEETINGS},
    **{f"api:{name}": Audience.SIGNED_IN for name in API_MEETINGS},
    "reviews:file": Audience.SIGNED_IN,
    "reviews:alike": Audience.SIGNED_IN,
    "reviews:mine": Audience.SIGNED_IN,
    "reviews:shares": Audience.SIGNED_IN,
    "reviews:division": Audience.SIGNED_IN,
    "reviews:letter": Audience.SIGNED_IN,
    "api:science-fields": Audience.SIGNED_IN,
    **{f"api:{name}": Audience.DESKS for name in API_DESKS},
    **{f"api:{name}": Audience.EXPERTS for name in API_EXPERTS},
    **{f"api:{name}": Audience.SIGNED_IN for name in API_BOTH},
    **{f"api:{name}": Audience.PUBLIC for name in ("results", "result")},
}
"""What is for everybody signed in is for experts and desks: queries answer nobody else.
The list of one's own cases is empty for whoever sits on no committee."""
