"""What time makes due in a round."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from reviews.models import Assignment, Member

REMIND_BEFORE = timedelta(days=3)
"""How long before the end of a round an expert with open reviews is reminded."""


def members_to_remind(at: datetime) -> QuerySet[Member]:
    """Experts with a review that is not submitted, the end near, not reminded yet."""
    open_ones = _open().filter(case__round=OuterRef("round"), expert=OuterRef("expert"))
    return Member.objects.filter(
        Exists(open_ones),
        round__state="scoring",
        round__due_at__gt=at,
        round__due_at__lte=at + REMIND_BEFORE,
        reminded_at__isnull=True,
    )


def owed_by(member: Member) -> int:
    """How many reviews an expert has not submitted yet."""
    return _open().filter(case__round=member.round_id, expert=member.expert_id).count()


def _open() -> QuerySet[Assignment]:
    return Assignment.objects.filter(state="given").exclude(review__state="submitted")
