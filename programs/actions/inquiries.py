"""Ask about a call, answer for everybody, and correct an answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import refuse_if, require
from programs import notices, permissions, queries, rules
from programs.actions.recording import record_on_call
from programs.models import Inquiry, InquiryAnswer


def ask(*, call_uid: UUID, text: str, by: Actor, at: datetime) -> Inquiry:
    """Ask the office about a call; question and answer will be read by everybody, without a name.

    Raises NotFound, NotAllowed, RuleBroken (`inquiry.*`).
    """
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        require(permissions.may_ask(by, call), "ask")
        asker = by.user_id or 0
        waiting = queries.waiting_of(call, asker)
        refuse_if(rules.asking_violations(text, state=call.state, closes_at=call.closes_at, waiting=waiting, at=at))
        due_at = rules.answer_due(at, call.closes_at)
        inquiry = Inquiry.objects.create(call=call, text=_lines(text), asked_at=at, asked_by=asker, due_at=due_at)
        tell = notices.on_asked(desks=queries.desks(call.program, at))
        record_on_call("programs.inquiry_made", call, by, at, data={"due_at": due_at.isoformat()}, tell=tell)
    return inquiry


def answer(*, inquiry_uid: UUID, text_ko: str, text_en: str = "", by: Actor, at: datetime) -> InquiryAnswer:
    """Publish the answer to a question with the question itself, or a correction of an earlier answer.

    Who asked is told at once; sweeps tell the teams that write for the call, and subscribers. Raises NotFound,
    NotAllowed, RuleBroken.
    """
    with transaction.atomic():
        inquiry = queries.locked_inquiry(inquiry_uid)
        require(permissions.may_run_calls(by, inquiry.call.program), "answer")
        refuse_if(rules.answering_violations(text_ko, text_en))
        given = queries.add_answer(inquiry, _lines(text_ko), _lines(text_en), by=by.user_id, at=at)
        name = "programs.inquiry_answered" if given.sequence == 1 else "programs.inquiry_corrected"
        record_on_call(
            name, inquiry.call, by, at, data={"inquiry": str(inquiry.uid)}, tell=notices.on_answered(inquiry.asked_by)
        )
    return given


def _lines(text: str) -> str:
    return text.strip().replace("\r\n", "\n")
