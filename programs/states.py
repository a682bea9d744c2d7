"""The lives of a rule set and of a call. Whether a call is open is computed from its window, never stored."""

from core.states import Lifecycle, Move

RULE_SET = Lifecycle(
    name="rule_set",
    states=("draft", "published"),
    moves=(Move("publish", ("draft",), "published", "run_program", "programs.rule_set_published"),),
)

CALL = Lifecycle(
    name="call",
    states=("draft", "scheduled", "announced", "cancelled"),
    moves=(
        Move("change", ("draft",), "draft", "run_calls", "programs.call_changed"),
        Move("schedule", ("draft",), "scheduled", "run_calls", "programs.call_scheduled"),
        Move("unschedule", ("scheduled",), "draft", "run_calls", "programs.call_unscheduled"),
        Move("put_back", ("scheduled",), "draft", "system", "programs.announcement_refused"),
        Move("announce", ("draft", "scheduled"), "announced", "run_calls", "programs.call_announced"),
        Move("move_dates", ("announced",), "announced", "run_calls", "programs.call_dates_moved"),
        Move("extend", ("announced",), "announced", "system", "programs.call_extended"),
        Move("cancel", ("draft", "scheduled", "announced"), "cancelled", "run_calls", "programs.call_cancelled"),
    ),
)
