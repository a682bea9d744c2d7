"""What time makes due in a round. The member's row remembers what was done; beat only says when to look."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import Actor
from core.sweeps import Sweep
from reviews import actions, queries
from reviews.models import Member


def _remind(member: Member, at: datetime) -> None:
    actions.remind_member(member_uid=member.uid, by=Actor.system(), at=at)


SWEEPS = (Sweep("reviews.reminders", due=queries.members_to_remind, act=_remind, every_seconds=60),)
