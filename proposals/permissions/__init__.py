"""Who may? Pure predicates over the actor, the row's own columns and the actor's place in the team."""

from core.refusals import require
from proposals.permissions.merging import (
    may_answer_for_region,
    may_answer_merge,
    may_offer_merge,
    may_offer_merges,
    may_sign_override,
    may_view_merge,
)
from proposals.permissions.proposal import (
    MAY,
    MOVES,
    NO_MEMBER,
    Membership,
    available_moves,
    closed_moves,
    may_edit,
    may_start,
    may_submit,
    may_view,
    may_view_draft,
    may_withdraw,
)

__all__ = [
    "MAY",
    "MOVES",
    "NO_MEMBER",
    "Membership",
    "available_moves",
    "closed_moves",
    "may_answer_for_region",
    "may_answer_merge",
    "may_edit",
    "may_offer_merge",
    "may_offer_merges",
    "may_sign_override",
    "may_start",
    "may_submit",
    "may_view",
    "may_view_draft",
    "may_view_merge",
    "may_withdraw",
    "require",
]
