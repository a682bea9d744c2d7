"""Sentences of this room, by what they speak of."""

from proposals.words import labels, merging, proposals, regional

VIOLATIONS = {**proposals.VIOLATIONS, **regional.VIOLATIONS, **merging.VIOLATIONS}
EVENTS = {**proposals.EVENTS, **regional.EVENTS, **merging.EVENTS}
LABELS = {**proposals.LABELS, **regional.LABELS, **merging.LABELS, **labels.LABELS}
