"""Sentences of this room, by what they speak of."""

from proposals.words import proposals

VIOLATIONS = {**proposals.VIOLATIONS}
EVENTS = {**proposals.EVENTS}
LABELS = {**proposals.LABELS}
