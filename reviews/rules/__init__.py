"""The law of judgement: scores, conflicts, who judges what, and who is in. Pure: plain values, policy, one solver."""

from reviews.rules.assignment import (
    FULL_AFFINITY,
    Assigned,
    Fixed,
    Halted,
    Judge,
    Matter,
    Terms,
    Undecided,
    affinity,
    assign,
)
from reviews.rules.conflicts import FoundConflict, Known, Party, conflicts_of
from reviews.rules.scores import (
    COMMENT_LENGTH,
    Marks,
    counted,
    length_violations,
    mean_bp,
    merit_of,
    review_violations,
    score_bp,
)
from reviews.rules.selection import Candidate, Chosen, Quotas, barred, choose, outcome_of

__all__ = [
    "COMMENT_LENGTH",
    "FULL_AFFINITY",
    "Assigned",
    "Candidate",
    "Chosen",
    "Fixed",
    "FoundConflict",
    "Halted",
    "Judge",
    "Known",
    "Marks",
    "Matter",
    "Party",
    "Quotas",
    "Terms",
    "Undecided",
    "affinity",
    "assign",
    "barred",
    "choose",
    "conflicts_of",
    "counted",
    "length_violations",
    "mean_bp",
    "merit_of",
    "outcome_of",
    "review_violations",
    "score_bp",
]
