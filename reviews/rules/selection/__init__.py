"""Who is in: the exact optimum under the rules of a call, its reasons, and rules that clash. Pure."""

from reviews.rules.selection.changes import Changes, cut, moved
from reviews.rules.selection.clashes import smallest_clash
from reviews.rules.selection.facts import Candidate, Chosen, Quotas, Rule, RulesClash, Veto
from reviews.rules.selection.lots import Drawn, Lots, draw_seed, seed_of, settled_by_lot
from reviews.rules.selection.model import barred, bars, within_reach
from reviews.rules.selection.optimum import choose, outcome_of, ticket_of
from reviews.rules.selection.reasons import SOLVED_AGAIN, Reason, after_lots, mended_of, reasons_of

__all__ = [
    "SOLVED_AGAIN",
    "Candidate",
    "Changes",
    "Chosen",
    "Drawn",
    "Lots",
    "Quotas",
    "Reason",
    "Rule",
    "RulesClash",
    "Veto",
    "after_lots",
    "barred",
    "bars",
    "choose",
    "cut",
    "draw_seed",
    "mended_of",
    "moved",
    "outcome_of",
    "reasons_of",
    "seed_of",
    "settled_by_lot",
    "smallest_clash",
    "ticket_of",
    "within_reach",
]
