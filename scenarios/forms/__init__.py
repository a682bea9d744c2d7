"""What this room's pages take."""

from scenarios.forms.clock import ClockForm
from scenarios.forms.trials import TrialForm

__all__ = ["ClockForm", "TrialForm"]
