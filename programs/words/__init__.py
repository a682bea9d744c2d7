"""Sentences of this room, by what they speak of."""

from programs.words import added, calls, policy

CLAUSES = {**policy.CLAUSES, **added.CLAUSES}
CHOICES = {**policy.CHOICES, **added.CHOICES}
FAULTS = {**policy.FAULTS, **added.FAULTS}
VIOLATIONS = {**policy.VIOLATIONS, **added.VIOLATIONS, **FAULTS, **calls.VIOLATIONS}
EVENTS = calls.EVENTS
LABELS = calls.LABELS
GROUPS = {**calls.GROUPS, **added.GROUPS}

__all__ = ["CHOICES", "CLAUSES", "EVENTS", "FAULTS", "GROUPS", "LABELS", "VIOLATIONS"]
