"""Sentences of this room, by what they speak of."""

from proposals.words import answers, labels, merging, plans, proposals, regional

VIOLATIONS = {
    **proposals.VIOLATIONS,
    **regional.VIOLATIONS,
    **merging.VIOLATIONS,
    **plans.VIOLATIONS,
    **answers.VIOLATIONS,
}
EVENTS = {**proposals.EVENTS, **regional.EVENTS, **merging.EVENTS, **plans.EVENTS}
LABELS = {**proposals.LABELS, **regional.LABELS, **merging.LABELS, **plans.LABELS, **labels.LABELS}
