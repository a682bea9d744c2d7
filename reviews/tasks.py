"""What time makes due in a round, and draws and plans that a desk waits for.

Rows remember what was done; beat says when to look.
"""

from __future__ import annotations

from datetime import datetime

from accounts.actors import Actor
from core.models import Job
from core.sweeps import Sweep
from reviews import actions, queries
from reviews.inviting import letter_to
from reviews.models import Appeal, Member, Objection


def _remind(member: Member, at: datetime) -> None:
    actions.remind_member(member_uid=member.uid, by=Actor.system(), at=at)


def _draw(job: Job, at: datetime) -> None:
    actions.run_drawings(job=job, at=at)


def _write_to(member: Member, at: datetime) -> None:
    seat = queries.linked_seat(member.uid)
    if seat is not None:
        actions.send_invitation(member=seat, letter=letter_to(seat), by=Actor.system(), at=at)


def _assign(job: Job, at: datetime) -> None:
    actions.make_assignment(job=job, at=at)


def _look_into(objection: Objection, at: datetime) -> None:
    actions.look_into_objection(objection=objection, by=Actor.system(), at=at)


REMINDERS = Sweep("reviews.reminders", due=queries.members_to_remind, act=_remind, every_seconds=60)


def _write(job: Job, at: datetime) -> None:
    actions.run_letters(job=job, at=at)


def _propose(job: Job, at: datetime) -> None:
    actions.run_selection(job=job, at=at)


PROPOSINGS = Sweep(queries.PROPOSING, due=queries.proposings_to_do, act=_propose, every_seconds=5, limit=5, whole=False)
LETTERS = Sweep(queries.LETTERS, due=queries.letters_to_write, act=_write, every_seconds=5, limit=20, whole=False)
DRAWINGS = Sweep(queries.STABILITY, due=queries.drawings_to_make, act=_draw, every_seconds=5, limit=20, whole=False)
INVITATIONS = Sweep("reviews.invitations", due=queries.letters_due, act=_write_to, every_seconds=60)
ASSIGNMENTS = Sweep(queries.KIND, due=queries.plans_to_make, act=_assign, every_seconds=5, limit=5, whole=False)
OBJECTIONS = Sweep("reviews.objections", due=queries.objections_due, act=_look_into, every_seconds=60)


def _remind_of_appeal(appeal: Appeal, at: datetime) -> None:
    actions.remind_of_appeal(appeal=appeal, by=Actor.system(), at=at)


APPEALS = Sweep("reviews.appeals", due=queries.appeals_to_remind, act=_remind_of_appeal, every_seconds=300)
SWEEPS = (REMINDERS, DRAWINGS, INVITATIONS, ASSIGNMENTS, OBJECTIONS, LETTERS, PROPOSINGS, APPEALS)
