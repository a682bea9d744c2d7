"""Sentences of this room, by what they speak of."""

from proposals.words import answers, labels, merging, overlaps, plans, proposals, regional

VIOLATIONS = {
    **proposals.VIOLATIONS,
    **regional.VIOLATIONS,
    **merging.VIOLATIONS,
    **plans.VIOLATIONS,
    **overlaps.VIOLATIONS,
    **answers.VIOLATIONS,
}
EVENTS = {**proposals.EVENTS, **regional.EVENTS, **merging.EVENTS, **plans.EVENTS, **overlaps.EVENTS}
LABELS = {**proposals.LABELS, **regional.LABELS, **merging.LABELS, **plans.LABELS, **overlaps.LABELS, **labels.LABELS}
