"""Play a plan through the same actions that people's clicks call, each at its own moment."""

from scenarios.driver.opening import open_world
from scenarios.driver.playing import Played, RefusalOutcome, play
from scenarios.driver.world import StepFailed, World

__all__ = ["Played", "RefusalOutcome", "StepFailed", "World", "open_world", "play"]
