"""Sentences of this room, by what they speak of."""

from proposals.words import proposals, regional

VIOLATIONS = {**proposals.VIOLATIONS, **regional.VIOLATIONS}
EVENTS = {**proposals.EVENTS, **regional.EVENTS}
LABELS = {**proposals.LABELS, **regional.LABELS}
