"""An officer's word on single pairs, with its reason; and a member of the committee who leaves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import NotFound, RuleBroken, WrongState
from reviews import queries
from reviews.actions.assigning import require_assigning, take_back
from reviews.actions.telling import tell_round
from reviews.models import Assignment, Case, Conflict, Departure, Member, PairRule


def set_pair(*, case_uid: UUID, expert_uid: UUID, kind: str, reason: str, by: Actor, at: datetime) -> PairRule:
    """Pin an expert to a case, or forbid the pair, in every assignment proposed from now on.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`pair.kind_unknown`, `pair.reason_missing`, `pair.not_seated`,
    `pair.in_conflict` for a pin against a conflict, `pair.begun` for a review that was begun, `pair.set_before`).
    """
    with transaction.atomic():
        case = Case.objects.select_related("round").filter(uid=case_uid).first()
        if case is None:
            raise NotFound.because("http.not_found")
        round_ = queries.locked_round(case.round.uid, by)
        require_assigning(round_, by)
        if kind not in PairRule.Kind.values:
            raise RuleBroken.because("pair.kind_unknown", field="kind")
        if not reason.strip():
            raise RuleBroken.because("pair.reason_missing", field="reason")
        member = Member.objects.select_related("expert__person").filter(round=round_, expert__uid=expert_uid).first()
        if member is None or Departure.objects.filter(member=member).exists():
            raise RuleBroken.because("pair.not_seated", field="expert")
        pair = {"case": case, "expert": member.expert}
        if kind == PairRule.Kind.PINNED and Conflict.objects.filter(**pair, state="standing").exists():
            raise RuleBroken.because("pair.in_conflict", field="expert")
        begun = Assignment.objects.filter(**pair, state="given", review__isnull=False)
        if kind == PairRule.Kind.FORBIDDEN and begun.exists():
            raise RuleBroken.because("pair.begun", field="expert")
        if PairRule.objects.filter(**pair, lifted_at__isnull=True).exists():
            raise RuleBroken.because("pair.set_before", field="expert")
        rule = PairRule.objects.create(
            **pair, ministry_id=round_.ministry_id, kind=kind, reason=reason.strip(), set_at=at, set_by=by.user_id
        )
        values = {"number": case.number, "name": member.expert.person.name_ko}
        tell_round(f"reviews.pair_{kind}", round_, by, at, reason=rule.reason, values=values)
    return rule


def lift_pair(*, pair_uid: UUID, by: Actor, at: datetime) -> PairRule:
    """Take a word on a pair back. Raises NotFound, NotAllowed, WrongState (`pair.lifted_before`)."""
    with transaction.atomic():
        rows = PairRule.objects.select_related("case__round", "expert__person")
        rule = rows.filter(uid=pair_uid).first()
        if rule is None:
            raise NotFound.because("http.not_found")
        round_ = queries.locked_round(rule.case.round.uid, by)
        require_assigning(round_, by)
        lifted = PairRule.objects.filter(pk=rule.pk, lifted_at__isnull=True)
        if not lifted.update(lifted_at=at, lifted_by=by.user_id):
            raise WrongState.because("pair.lifted_before")
        rule.refresh_from_db(fields=["lifted_at", "lifted_by"])
        values = {"number": rule.case.number, "name": rule.expert.person.name_ko}
        tell_round("reviews.pair_lifted", round_, by, at, values=values)
    return rule


def release_member(*, member_uid: UUID, reason: str, by: Actor, at: datetime) -> int:
    """Let a member of the committee go: what he has not submitted is taken from him, what he has judged stays.

    He is given nothing more; `propose_assignment` finds who takes his cases. Returns how many were taken. Raises
    NotFound, NotAllowed, WrongState (`member.left_before`), RuleBroken (`member.reason_missing`).
    """
    with transaction.atomic():
        member = Member.objects.select_related("round", "expert__person").filter(uid=member_uid).first()
        if member is None:
            raise NotFound.because("http.not_found")
        round_ = queries.locked_round(member.round.uid, by)
        require_assigning(round_, by)
        if not reason.strip():
            raise RuleBroken.because("member.reason_missing", field="reason")
        if Departure.objects.filter(member=member).exists():
            raise WrongState.because("member.left_before")
        Departure.objects.create(member=member, reason=reason.strip(), left_at=at, left_by=by.user_id)
        open_ = Assignment.objects.filter(case__round=round_, expert=member.expert, state="given")
        open_ = open_.exclude(review__state="submitted").select_related("case", "case__round").order_by("id")
        taken = list(open_.select_for_update(of=("self",)))
        for assignment in taken:
            take_back(assignment, round_, by, at)
        values = {"name": member.expert.person.name_ko, "count": len(taken)}
        tell_round("reviews.member_released", round_, by, at, reason=reason.strip(), values=values)
    return len(taken)
