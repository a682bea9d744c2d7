"""What may be done from this room's pages, one deed a function."""

from reporting.actions.exports import ask_for_export, clear_export, run_export, stop_export
from reporting.actions.sweeps import run_sweep

__all__ = ["ask_for_export", "clear_export", "run_export", "run_sweep", "stop_export"]
