"""A judge of an appeal who can't go on: who comes in his place, and why."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import NotFound, RuleBroken, WrongState
from programs.queries import policy_of
from reviews import permissions, queries
from reviews.actions.appeals import record_appeal, seat_judges
from reviews.models import Appeal, AppealSeat
from reviews.permissions import require
from reviews.states import APPEAL


def replace_appeal_judge(
    *, appeal_uid: UUID, leaves: UUID, reason: str, expert_uids: Collection[UUID], by: Actor, at: datetime
) -> Appeal:
    """Release one who has not spoken yet, and seat others, so that there are never fewer than the rules want.

    He sees nothing of the appeal any more. Raises NotFound, NotAllowed, WrongState (`appeal.has_spoken`), RuleBroken
    (`appeal.reason_missing`, and as in `admit_appeal`).
    """
    with transaction.atomic():
        appeal = queries.locked_appeal(appeal_uid, by)
        require(permissions.may_select(by, appeal.ministry_id), "admit")
        APPEAL.require("uphold", appeal.state)
        part = AppealSeat.Part.BODY if appeal.state == "admitted" else AppealSeat.Part.ANEW
        seats = AppealSeat.objects.filter(appeal=appeal, part=part).select_related("expert__person")
        seat = seats.filter(expert__uid=leaves).first()
        if seat is None:
            raise NotFound.because("http.not_found")
        person = seat.expert.person
        if seat.said_at is not None:
            raise WrongState.because("appeal.has_spoken", name=person.name_ko)
        if not reason.strip():
            raise RuleBroken.because("appeal.reason_missing", field="reason")
        told = queries.judges_of(appeal)
        stay = seats.count() - 1
        least = max(0, queries.terms_of_appeals(policy_of(appeal.call.rule_set)).members - stay)
        come = seat_judges(appeal, expert_uids, part, by, at, least=least)
        seat.delete()
        queries.put_appeal(appeal, judge_ids=[pk for pk in appeal.judge_ids if pk != person.pk])
        tell = {*told, *queries.judges_of(appeal)}
        values = {"name": person.name_ko, "count": len(come)}
        record_appeal("reviews.appeal_judge_replaced", appeal, by, at, reason=reason.strip(), tell=tell, **values)
    return appeal
