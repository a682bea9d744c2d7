"""Find overlaps: who sees which, what waits, and their writes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from accounts.actors import Actor
from accounts.queries import NOTHING, desk_rows, seats
from accounts.roles import Role
from core.duties import Rows, duty
from core.models import Event
from core.refusals import NotFound
from proposals.models import Overlap, Proposal
from proposals.queries.alike import Alike, alike, compared, shared_weights, sharing
from proposals.queries.proposal import visible_to
from proposals.rules.alike import Common, draw, text_bp

JOINS = ("first_program__ministry", "second_program__ministry", "first_call", "second_call")


def overlaps_visible_to(actor: Actor) -> QuerySet[Overlap]:
    """Those that `permissions.may_view_overlap` lets the actor see, row for row the same."""
    if actor.is_system or actor.is_overseer:
        return Overlap.objects.all()
    seen = NOTHING
    for side in ("first", "second"):
        seen |= desk_rows(actor, None, ministry=f"{side}_ministry_id", program=f"{side}_program__uid")
    return Overlap.objects.filter(seen)


def _ministries(actor: Actor, *roles: Role) -> list[int]:
    return sorted({one for held in actor.offices if held.role in roles for one in held.ministry_ids})


def overlaps_listed(actor: Actor) -> QuerySet[Overlap]:
    """With what a line of a list shows, the most alike first, those that ended last."""
    rows = overlaps_visible_to(actor).select_related(*JOINS).alias(is_over=Q(state="ended"))
    return rows.order_by("is_over", "-alike_bp", "-id")


def overlap_page(uid: UUID, by: Actor) -> Overlap:
    """Raises NotFound where the actor may not see it."""
    found = overlaps_visible_to(by).select_related(*JOINS).filter(uid=uid).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def locked_overlap(uid: UUID, by: Actor) -> Overlap:
    """Held until the end of the transaction. Raises NotFound."""
    found = overlaps_visible_to(by).filter(uid=uid).select_for_update(of=("self",)).select_related(*JOINS).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def history_of(overlap: Overlap) -> list[Event]:
    """What happened to it, oldest first; whoever sees the overlap sees all of it."""
    return list(Event.objects.filter(subject_uid=overlap.uid).order_by("id"))


def put_overlap(overlap: Overlap, **values: Any) -> None:
    """Change columns of one overlap."""
    for name, value in values.items():
        setattr(overlap, name, value)
    overlap.save(update_fields=list(values))


def overlaps_of(proposal: Proposal) -> dict[int, Overlap]:
    """Every overlap of a proposal, locked in order of id, by the other proposal."""
    rows = Overlap.objects.select_for_update().filter(Q(first=proposal) | Q(second=proposal)).order_by("id")
    return {(one.second_id if one.first_id == proposal.pk else one.first_id) or 0: one for one in rows}


def overlapping(proposal: Proposal) -> list[Alike]:
    """What overlaps with a proposal's standing submission now: nothing where it has no sketch."""
    if proposal.submission is None or not hasattr(proposal, "sketch"):
        return []
    return [one for one in alike(draw(proposal.submission.content), proposal.pk) if one.common.is_overlap]


def less_rare(proposal: Proposal) -> list[tuple[Overlap, Common]]:
    """Open overlaps between others with which a proposal shares marks, and their degree now that it has them, too.

    Locked in order of id; those are left out on which the committee has spoken.
    """
    near = sharing(proposal)
    rows = Overlap.objects.select_for_update(of=("self",)).filter(first__in=near, second__in=near)
    held = list(rows.filter(state="open", opinion="").select_related("first__sketch", "second__sketch").order_by("id"))
    weights = shared_weights({one.pk: one.proposal_ids for one in held})
    return [(one, Common(_degree(one, weights.get(one.pk, 0)), one.people, one.firms, one.equipment)) for one in held]


def _degree(overlap: Overlap, weight: int) -> int:
    first, second = overlap.proposals
    return text_bp(weight, first.sketch.marks, second.sketch.marks)


def sides(overlap: Overlap, by: Actor) -> tuple[Proposal | None, Proposal | None]:
    """The two proposals, each where the actor may read it: one query. None of two programmes."""
    pair = [one for one in (overlap.first_id, overlap.second_id) if one is not None]
    seen = {one.pk: one for one in visible_to(by).filter(pk__in=pair).select_related("submission")} if pair else {}
    return seen.get(overlap.first_id or 0), seen.get(overlap.second_id or 0)


def passages_of(overlap: Overlap, by: Actor) -> list[tuple[str, str]]:
    """The passages that match, of each side only where the actor may read it; none of two programmes."""
    if overlap.first_id is None or overlap.second_id is None:
        return []
    first, second = sides(overlap, by)
    return compared(first, second, overlap.first_id, overlap.second_id)


def officers_of(overlap: Overlap, at: datetime, *, both: bool) -> frozenset[int]:
    """Accounts of the officers of the answering ministry, or of both."""
    wanted = [overlap.second_ministry_id, *([overlap.first_ministry_id] if both else [])]
    found = seats(Role.MINISTRY_OFFICER, at=at).filter(office__organization_id__in=wanted)
    return frozenset(found.values_list("person__user__id", flat=True))


def answers_overdue(at: datetime) -> QuerySet[Overlap]:
    """An opinion waits for its answer longer than it may, and nobody was told."""
    return Overlap.objects.filter(state="open", due_at__lte=at, overdue_told_at=None)


def duties_of_overlaps(actor: Actor) -> Iterator[Rows]:
    """Opinions that the actor's ministry has to answer."""
    ministries = _ministries(actor, Role.MINISTRY_OFFICER)
    if ministries:
        found = Overlap.objects.filter(second_ministry__in=ministries, state="open").exclude(opinion="").order_by()
        yield duty(
            "answer_overlap",
            found,
            uid=F("uid"),
            number=F("second_number"),
            due_at=F("due_at"),
            since=F("opinion_at"),
        )
