"""Who may move time: the administrator, where time is a sample's."""

from __future__ import annotations

from accounts.actors import Actor
from accounts.roles import Role


def may_move_clock(actor: Actor) -> bool:
    return actor.holds(Role.ADMINISTRATOR)
