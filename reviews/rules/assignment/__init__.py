"""Which expert judges which case, exactly, with a proof of the best or a smallest reason why not."""

from reviews.rules.assignment.affinity import FULL_AFFINITY, Judge, Matter, affinities, affinity
from reviews.rules.assignment.master import SEED
from reviews.rules.assignment.matching import SECONDS, Assigned, Fixed, Terms, assign
from reviews.rules.assignment.problem import Halted, Watch, unwatched
from reviews.rules.assignment.whole import Undecided

__all__ = [
    "FULL_AFFINITY",
    "SECONDS",
    "SEED",
    "Assigned",
    "Fixed",
    "Halted",
    "Judge",
    "Matter",
    "Terms",
    "Undecided",
    "Watch",
    "affinities",
    "affinity",
    "assign",
    "unwatched",
]
