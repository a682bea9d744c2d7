"""Find what comes next in a world, and what other rules would have made of a call."""

from scenarios.queries.clock import CLOCK_JOB, Deadline, deadlines, events_of_move, last_event_id, last_move
from scenarios.queries.trials import (
    Source,
    call_to_try,
    calls_to_try,
    region_names,
    sources_of,
    trial,
    trials_of,
    trials_visible_to,
    tried,
)

__all__ = [
    "CLOCK_JOB",
    "Deadline",
    "Source",
    "call_to_try",
    "calls_to_try",
    "deadlines",
    "events_of_move",
    "last_event_id",
    "last_move",
    "region_names",
    "sources_of",
    "trial",
    "trials_of",
    "trials_visible_to",
    "tried",
]
