"""Sentences of this room, by what they speak of."""

from programs.words import added, calls, editing, figures, forms, inquiries, likeness, policy

CLAUSES = {**policy.CLAUSES, **added.CLAUSES}
CHOICES = {**policy.CHOICES, **added.CHOICES}
FAULTS = {**policy.FAULTS, **added.FAULTS}
VIOLATIONS = {
    **policy.VIOLATIONS,
    **added.VIOLATIONS,
    **FAULTS,
    **calls.VIOLATIONS,
    **figures.VIOLATIONS,
    **forms.VIOLATIONS,
    **inquiries.VIOLATIONS,
}
EVENTS = {**calls.EVENTS, **figures.EVENTS, **inquiries.EVENTS}
LABELS = {**calls.LABELS, **forms.LABELS, **inquiries.LABELS, **likeness.LABELS}
COLUMNS, NAMES, UNITS = editing.COLUMNS, editing.NAMES, editing.UNITS
GROUPS = {**calls.GROUPS, **added.GROUPS}

__all__ = ["CHOICES", "CLAUSES", "COLUMNS", "EVENTS", "FAULTS", "GROUPS", "LABELS", "NAMES", "UNITS", "VIOLATIONS"]
