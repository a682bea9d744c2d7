"""Sentences of this room, by what they speak of."""

from programs.words import calls, policy
from programs.words.policy import CHOICES, CLAUSES, FAULTS

VIOLATIONS = {**policy.VIOLATIONS, **policy.FAULTS, **calls.VIOLATIONS}
EVENTS = calls.EVENTS
LABELS = calls.LABELS
GROUPS = calls.GROUPS

__all__ = ["CHOICES", "CLAUSES", "EVENTS", "FAULTS", "GROUPS", "LABELS", "VIOLATIONS"]
