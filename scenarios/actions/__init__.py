"""Move the clock of a sample or replayed world; try other rules on a call."""

from scenarios.actions.clock import follow, move_clock
from scenarios.actions.trials import forget_trial, try_rules

__all__ = ["follow", "forget_trial", "move_clock", "try_rules"]
