"""The law of judgement: scores, conflicts, who judges what, and who is in. Pure: plain values, policy, one solver."""

from reviews.rules.assignment import Assigned, Judge, Matter, assign
from reviews.rules.conflicts import FoundConflict, Known, Party, conflicts_of
from reviews.rules.scores import Marks, mean_bp, merit_of, review_violations, score_bp
from reviews.rules.selection import Candidate, Chosen, Quotas, barred, choose

__all__ = [
    "Assigned",
    "Candidate",
    "Chosen",
    "FoundConflict",
    "Judge",
    "Known",
    "Marks",
    "Matter",
    "Party",
    "Quotas",
    "assign",
    "barred",
    "choose",
    "conflicts_of",
    "mean_bp",
    "merit_of",
    "review_violations",
    "score_bp",
]
