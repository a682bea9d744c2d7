"""Who is invited, by which letter, what he answered, and how well he has served before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.actors import Actor
from core.refusals import NotFound
from core.wording import SEOUL
from reviews.models import Assignment, Expert, Member, Round
from reviews.queries.own import absences_of
from reviews.queries.rounds import SEATED
from reviews.rules import Invited, Service, is_away

LINK_DAYS = timedelta(days=14)
"""So long the link of a letter holds."""


def letter_to_be_sent(expert: Expert, at: datetime) -> dict[str, Any]:
    """What a seat remembers of the letter that invites an expert; nothing for one with an account: he is told there."""
    if reached_by_account(expert) or not expert.email:
        return {}
    return {"letter_due_at": at, "letter_number": 1, "letter_attempts": 0, "link_until": at + LINK_DAYS}


def reached_by_account(expert: Expert) -> bool:
    """Whether the expert's person has an account. Takes an expert fetched with `person__user`."""
    return getattr(expert.person, "user", None) is not None


def letters_due(at: datetime) -> QuerySet[Member]:
    """Seats whose letter is to go now, in rounds that are not closed."""
    return Member.objects.filter(letter_due_at__lte=at, answer="").exclude(round__state="closed")


def invited_of(experts: Iterable[Expert], round_: Round, at: datetime) -> list[Invited]:
    """Whether experts can come to a round, as the rules take it."""
    experts = list(experts)
    sits = Q(memberships__answer__in=("", "accepted")) & ~Q(memberships__round__state="closed")
    rows = Expert.objects.filter(pk__in=[one.pk for one in experts], max_rounds__isnull=False)
    rounds = dict(rows.annotate(rounds=Count("memberships", filter=sits)).values_list("pk", "rounds"))
    away = absences_of(experts)
    first, last = at.astimezone(SEOUL).date(), round_.due_at.astimezone(SEOUL).date()
    return [
        Invited(
            name=one.person.name_ko,
            away=is_away(away[one.pk], first, last),
            rounds=rounds.get(one.pk, 0),
            max_rounds=one.max_rounds,
        )
        for one in experts
    ]


def locked_seat(round_: Round, by: Actor) -> Member:
    """The actor's own seat in a round, its row held. Raises NotFound, also where he has declined."""
    rows = round_.members.select_for_update().filter(SEATED, expert__person_id=by.person_id or 0)
    member = rows.first()
    if member is None:
        raise NotFound.because("http.not_found")
    return member


def locked_member(member_uid: UUID) -> Member:
    """A seat, its row held, with its expert. Raises NotFound."""
    rows = Member.objects.select_related("round", "expert__person__user").filter(uid=member_uid)
    found = rows.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def linked_seat(member_uid: UUID) -> Member | None:
    """The seat that a letter's link names, with all that its page shows."""
    rows = Member.objects.select_related(
        "round__call__program", "round__call__rule_set", "round__ministry", "expert__person__user"
    )
    return rows.filter(uid=member_uid).first()


def put_member(member: Member, **values: object) -> None:
    """Write some columns of a seat."""
    Member.objects.filter(pk=member.pk).update(**values)
    member.refresh_from_db(fields=list(values))


def services(experts: Iterable[int]) -> dict[int, Service]:
    """What experts did so far, by id: two queries."""
    experts = list(experts)
    seats = (
        Member.objects.filter(expert__in=experts)
        .values("expert")
        .annotate(rounds=Count("pk", filter=SEATED), declined=Count("pk", filter=Q(answer="declined")))
    )
    given = Q(state="given")
    cases = (
        Assignment.objects.filter(expert__in=experts)
        .values("expert")
        .annotate(
            given=Count("pk", filter=given),
            submitted=Count("pk", filter=given & Q(review__state="submitted")),
            missed=Count(
                "pk",
                filter=given
                & Q(case__round__state="closed")
                & (Q(review__isnull=True) | ~Q(review__state="submitted")),
            ),
            voided=Count("pk", filter=Q(state="void")),
        )
    )
    found: dict[int, dict[str, int]] = {pk: {} for pk in experts}
    answered: Iterable[Any] = (*seats, *cases)
    rows = [dict(row) for row in answered]
    for row in rows:
        found[row.pop("expert")].update(row)
    return {pk: Service(**row) for pk, row in found.items()}


def service_of(expert: Expert) -> tuple[Service, list[Any]]:
    """What an expert did so far, and his seats, the newest first."""
    given = Q(round__cases__assignments__expert=expert, round__cases__assignments__state="given")
    seats = (
        Member.objects.filter(expert=expert)
        .select_related("round__call__program")
        .annotate(
            given=Count("round__cases__assignments", filter=given),
            done=Count(
                "round__cases__assignments",
                filter=given & Q(round__cases__assignments__review__state="submitted"),
            ),
        )
    )
    return services([expert.pk])[expert.pk], list(seats.order_by("-round_id"))
