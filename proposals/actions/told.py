"""Tell the teams that write for a call what its office has answered."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import require
from programs.models import Inquiry
from proposals import queries


def tell_of_answer(*, inquiry: Inquiry, by: Actor, at: datetime) -> bool:
    """Tell everybody who writes a proposal for the question's call that it was answered; once for each answer.

    The sweep holds the row. Tells whether it was due. Raises NotAllowed for anybody but the system.
    """
    require(by.is_system, "sweep")
    with transaction.atomic():
        if inquiry.answers_given <= inquiry.teams_told:
            return False
        call = inquiry.call
        tell = queries.writers_for(call) - {inquiry.asked_by}
        Inquiry.objects.filter(pk=inquiry.pk).update(teams_told=inquiry.answers_given)
        data = {"title_ko": call.title_ko, "title_en": call.title_en, "inquiry": str(inquiry.uid)}
        record(
            "proposals.call_question_answered",
            subject=call,
            by=by,
            at=at,
            call_uid=call.uid,
            rule_set_id=call.rule_set_id,
            data=data,
            tell=tell,
        )
    return True
