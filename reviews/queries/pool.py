"""Who can be drawn for a round's committee."""

from __future__ import annotations

from datetime import datetime

from reviews.models import Expert, Round
from reviews.queries.invitations import invited_of
from reviews.rules.pool import Drawable


def drawable_experts(round_: Round, at: datetime) -> list[Expert]:
    """Those of the register who are not on the committee, are not away all through the round, and have seats left."""
    rows = Expert.objects.exclude(memberships__round=round_).order_by("id")
    experts = list(rows.select_related("person__organization__region", "region"))
    can = zip(experts, invited_of(experts, round_, at), strict=True)
    return [
        one for one, asked in can if not asked.away and (asked.max_rounds is None or asked.rounds < asked.max_rounds)
    ]


def drawable(expert: Expert) -> Drawable:
    """An expert as the draw takes him. Takes what `drawable_experts` fetched."""
    place = expert.person.organization
    region = expert.region or (place.region if place else None)
    return Drawable(expert.pk, place.pk if place else None, region.code if region else "", place.kind if place else "")
