"""An invitation to judge: sent, answered with an account or by a letter's link, sent again."""

from __future__ import annotations

from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from accounts.actions import open_account
from accounts.actions.delivery import ATTEMPTS, wait_after
from accounts.actors import Actor
from core.events import record
from core.refusals import NotFound, RuleBroken, WrongState
from reviews import notices, permissions, queries
from reviews.models import Assignment, Member
from reviews.permissions import require

WHY_LENGTH = 400


def answer_invitation(*, round_uid: UUID, accepts: bool, why: str = "", by: Actor, at: datetime) -> Member:
    """The expert accepts a seat, or declines it with a reason if he likes. Once; declining is possible later too,
    as long as nothing was given to him.

    Who accepts without an account gets one, by the address at which he was invited: papers are read signed in.
    Raises NotFound, WrongState (`invitation.answered`, `invitation.has_cases`), RuleBroken (`expert.text_too_long`).
    """
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        member = queries.locked_seat(round_, by)
        if round_.state == "closed":
            raise WrongState.because("round.wrong_state", verb="answer", state=round_.state)
        if accepts and member.answer:
            raise WrongState.because("invitation.answered")
        if not accepts and Assignment.objects.filter(case__round=round_, expert=member.expert, state="given").exists():
            raise WrongState.because("invitation.has_cases")
        if len(why.strip()) > WHY_LENGTH:
            raise RuleBroken.because("expert.text_too_long", field="why", length=len(why.strip()), most=WHY_LENGTH)
        queries.put_member(
            member,
            answer="accepted" if accepts else "declined",
            answered_at=at,
            declined_why="" if accepts else why.strip(),
            declared_at=member.declared_at if accepts else None,
            letter_due_at=None,
        )
        opened = accepts and _opened_account(member, at)
        record(
            "reviews.invitation_accepted" if accepts else "reviews.invitation_declined",
            subject=round_,
            by=by,
            at=at,
            call_uid=round_.call.uid,
            data={**notices.said_of(round_), "name": by.name, "account_opened": opened},
            reason=member.declined_why,
            tell=notices.others(queries.desks_of(round_, at), by),
        )
    return member


def _opened_account(member: Member, at: datetime) -> bool:
    """Whether the expert got an account just now. An address that somebody else signs in by is left to the desk."""
    expert = Member.objects.select_related("expert__person__user").get(pk=member.pk).expert
    if getattr(expert.person, "user", None) is not None or not expert.email:
        return False
    try:
        with transaction.atomic():
            open_account(person_uid=expert.person.uid, email=expert.email, by=Actor.system(), at=at)
    except RuleBroken:
        return False
    return True


def invite_again(*, member_uid: UUID, by: Actor, at: datetime) -> Member:
    """Ask an expert once more who has not declared, or has declined; links sent before no longer hold.

    Raises NotFound, NotAllowed, WrongState (`invitation.declared`).
    """
    with transaction.atomic():
        found = queries.linked_seat(member_uid)
        if found is None:
            raise NotFound.because("http.not_found")
        round_ = queries.locked_round(found.round.uid, by)
        member = queries.locked_member(member_uid)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "invite")
        if round_.state not in {"preparing", "scoring"}:
            raise WrongState.because("round.wrong_state", verb="invite", state=round_.state)
        if member.declared_at is not None:
            raise WrongState.because("invitation.declared")
        letter = queries.letter_to_be_sent(member.expert, at)
        changes = {**letter, "letter_number": member.letter_number + 1} if letter else {}
        queries.put_member(member, answer="", answered_at=None, declined_why="", invited_at=at, **changes)
        user = getattr(member.expert.person, "user", None)
        record(
            "reviews.expert_invited_again",
            subject=round_,
            by=by,
            at=at,
            call_uid=round_.call.uid,
            data={**notices.said_of(round_), "name": member.expert.person.name_ko},
            tell=notices.others([user.pk] if user else [], by),
        )
    return member


def send_invitation(*, member: Member, letter: EmailMessage, by: Actor, at: datetime) -> None:
    """Send the letter of a seat; try again later where the mail server fails, and give up in the end.

    The sweep holds the row. A letter that went is on record without its link.
    """
    try:
        letter.send()
    except (OSError, SMTPException):
        attempts = member.letter_attempts + 1
        due_at = None if attempts >= ATTEMPTS else at + wait_after(attempts)
        queries.put_member(member, letter_attempts=attempts, letter_due_at=due_at)
        return
    queries.put_member(member, letter_attempts=0, letter_due_at=None)
    data = {**notices.said_of(member.round), "name": member.expert.person.name_ko}
    record("reviews.invitation_sent", subject=member.round, by=by, at=at, call_uid=member.round.call.uid, data=data)
