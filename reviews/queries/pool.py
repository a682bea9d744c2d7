"""Who can be drawn for a round's committee."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from programs.policy import Drawing
from programs.queries import policy_of
from reviews.models import Expert, Round
from reviews.queries.invitations import invited_of
from reviews.queries.rounds import SEATED
from reviews.rules.pool import Drawable, PoolTerms, draw, ruled


def drawable_experts(round_: Round, at: datetime) -> list[Expert]:
    """Those of the register who are not on the committee, are not away all through the round, and have seats left."""
    experts = list(_with_places(Expert.objects.exclude(memberships__round=round_)))
    can = zip(experts, invited_of(experts, round_, at), strict=True)
    return [
        one for one, asked in can if not asked.away and (asked.max_rounds is None or asked.rounds < asked.max_rounds)
    ]


def drawable(expert: Expert) -> Drawable:
    """An expert as the draw takes him. Takes what `drawable_experts` fetched."""
    place = expert.person.organization
    region = expert.region or (place.region if place else None)
    return Drawable(expert.pk, place.pk if place else None, region.code if region else "", place.kind if place else "")


def drawing_of(round_: Round) -> Drawing | None:
    """What the rules of a round's call say of a draw. Takes a round fetched with its rules."""
    return policy_of(round_.call.rule_set).drawing


def drawn_for(round_: Round, terms: PoolTerms, at: datetime) -> tuple[list[Expert], int]:
    """The experts whom the terms and the call's rules draw, in order, and of how many.

    Where the call has rules for it, those who sit on the committee and have not declined are counted with them. Raises
    RuleBroken (`pool.*`).
    """
    rule = drawing_of(round_)
    there = {one.pk: one for one in drawable_experts(round_, at)}
    members = round_.members.filter(SEATED).values("expert")
    seated = _with_places(Expert.objects.filter(pk__in=members)) if rule is not None else ()
    chosen = draw([drawable(one) for one in there.values()], ruled(terms, rule), [drawable(one) for one in seated])
    return [there[pk] for pk in chosen], len(there)


def _with_places(rows: QuerySet[Expert]) -> QuerySet[Expert]:
    return rows.select_related("person__organization__region", "region").order_by("id")
