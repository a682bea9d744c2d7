"""Every judgement by experts: who judges what, who may not, what they said, what the ministry decided.

A `Case` is what a panel judges: it carries a frozen dossier and its parties, so that a proposal, and later a year's
performance, is judged by one machine. `ProposalCase` points from a case to its proposal.
"""

from reviews.models.appeals import Appeal, AppealFile, AppealSeat
from reviews.models.assigning import AssignmentPlan, Departure, PairRule
from reviews.models.dividing import DividedMoney
from reviews.models.experts import Absence, Expert, Post
from reviews.models.judging import Assignment, Review, Score
from reviews.models.letters import Letter
from reviews.models.objections import Objection
from reviews.models.panel import AgendaItem, Meeting, Participant, Recusal, Stay
from reviews.models.rounds import Case, Conflict, Member, ProposalCase, Round
from reviews.models.selections import PLANS_READ, Decision, Selection, Share

__all__ = [
    "PLANS_READ",
    "Absence",
    "AgendaItem",
    "Appeal",
    "AppealFile",
    "AppealSeat",
    "Assignment",
    "AssignmentPlan",
    "Case",
    "Conflict",
    "Decision",
    "Departure",
    "DividedMoney",
    "Expert",
    "Letter",
    "Meeting",
    "Member",
    "Objection",
    "PairRule",
    "Participant",
    "Post",
    "ProposalCase",
    "Recusal",
    "Review",
    "Round",
    "Score",
    "Selection",
    "Share",
    "Stay",
]
