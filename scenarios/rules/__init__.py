"""What a trial of rules reads and measures. Pure: no tables, no clock."""

from scenarios.rules.changes import CALL_BUDGET, Unreadable, read_setting, read_settings
from scenarios.rules.measures import Measures, Share, Team, gini_bp, measures_of, money_on
from scenarios.rules.trying import READ_BY_TRIALS, trial_violations

__all__ = [
    "CALL_BUDGET",
    "READ_BY_TRIALS",
    "Measures",
    "Share",
    "Team",
    "Unreadable",
    "gini_bp",
    "measures_of",
    "money_on",
    "read_setting",
    "read_settings",
    "trial_violations",
]
