"""Sentences of this room, by what they speak of."""

from programs.words import calls, policy
from programs.words.policy import CHOICES, CLAUSES, FAULTS

VIOLATIONS = {**policy.VIOLATIONS, **policy.FAULTS, **calls.VIOLATIONS}
EVENTS = calls.EVENTS
LABELS = calls.LABELS

__all__ = ["CHOICES", "CLAUSES", "EVENTS", "FAULTS", "LABELS", "VIOLATIONS"]
