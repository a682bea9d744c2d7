"""For whom each route of this room is."""

from accounts.audiences import Audience

EXPERTS = ("mine", "declare", "review", "submit")
DESKS = (
    *("desk", "open-round", "round", "postpone", "advance"),
    *("invite", "conflicts", "lift", "experts", "find-person", "register"),
    *("assign", "case", "reopen"),
    *("propose", "selection", "override", "move", "discard"),
)
PUBLIC = ("all-results", "results", "results-csv")

ROUTES = {
    **{f"reviews:{name}": Audience.EXPERTS for name in EXPERTS},
    **{f"reviews:{name}": Audience.DESKS for name in DESKS},
    **{f"reviews:{name}": Audience.PUBLIC for name in PUBLIC},
    "reviews:file": Audience.SIGNED_IN,
}
"""A case's file is for its experts and its desks: the query answers nobody else."""
