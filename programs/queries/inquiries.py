"""Questions about calls: what everybody reads, what waits for an answer, and one held while it is answered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from accounts.actors import Actor
from core.refusals import NotFound
from programs.models import Call, Inquiry, InquiryAnswer
from programs.queries.rows import desk_rows


def inquiries_of(call: Call, reader: Actor, *, at_desk: bool) -> QuerySet[Inquiry]:
    """What a reader sees of a call's questions: those answered, his own, and at its desk all; the newest first."""
    seen = Q() if at_desk else Q(answers_given__gt=0)
    if not at_desk and reader.user_id is not None:
        seen |= Q(asked_by=reader.user_id)
    return call.inquiries.filter(seen).prefetch_related("answers").order_by("-id")


def published_inquiries(call: Call) -> QuerySet[Inquiry]:
    """What everybody reads of a call's questions, the newest first."""
    return call.inquiries.filter(answers_given__gt=0).prefetch_related("answers").order_by("-id")


def with_words(found: QuerySet[Inquiry], text: str) -> QuerySet[Inquiry]:
    """Those in whose question or answers every word occurs."""
    for word in text.split()[:10]:
        answered = InquiryAnswer.objects.filter(Q(text_ko__icontains=word) | Q(text_en__icontains=word))
        found = found.filter(Q(text__icontains=word) | Q(pk__in=answered.values("inquiry")))
    return found


def waiting_of(call: Call, user_id: int) -> int:
    """How many questions of one person about a call wait for an answer."""
    return call.inquiries.filter(asked_by=user_id, answers_given=0).count()


def waiting_at_desk(actor: Actor) -> QuerySet[Inquiry]:
    """Questions about the actor's calls that wait for an answer, the most urgent first."""
    waiting = Inquiry.objects.filter(desk_rows(actor, "call__program__"), answers_given=0)
    return waiting.select_related("call__program").order_by("due_at", "id")


def locked_inquiry(uid: UUID) -> Inquiry:
    """A question, its row held until the transaction ends. Raises NotFound."""
    held = Inquiry.objects.select_for_update(of=("self",)).select_related("call__program", "call__rule_set")
    found = held.filter(uid=uid).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def inquiry(uid: UUID) -> Inquiry:
    """A question with its call and its answers. Raises NotFound."""
    found = Inquiry.objects.select_related("call__program").prefetch_related("answers").filter(uid=uid).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def add_answer(found: Inquiry, text_ko: str, text_en: str, *, by: int | None, at: datetime) -> InquiryAnswer:
    """Publish the next answer to a locked question."""
    found.answers_given += 1
    found.save(update_fields=["answers_given"])
    return InquiryAnswer.objects.create(
        inquiry=found, sequence=found.answers_given, text_ko=text_ko, text_en=text_en, answered_at=at, answered_by=by
    )


def inquiries_to_tell() -> QuerySet[Inquiry]:
    """Questions with an answer of which the teams that write for the call were not told yet."""
    return Inquiry.objects.filter(answers_given__gt=F("teams_told"))
