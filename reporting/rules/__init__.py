"""What counts as urgent, and who sees which deeds. Pure."""

from reporting.rules.folding import folded
from reporting.rules.sight import KINDS, SIGHTS, Kind, Reader, Sight, sight_of
from reporting.rules.urgency import ATTENTION_WITHIN, by_urgency

__all__ = ["ATTENTION_WITHIN", "KINDS", "SIGHTS", "Kind", "Reader", "Sight", "by_urgency", "folded", "sight_of"]
