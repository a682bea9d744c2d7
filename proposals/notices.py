"""Who is told of which deed. Pure: the audience comes from `queries`, the delivery is a sweep's."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.actors import Actor

Users = frozenset[int]


@dataclass(frozen=True, slots=True)
class Audience:
    """Accounts around a proposal: its team, the leading institution's office, the desk that runs the call."""

    team: Users
    office: Users
    desk: Users


def on_submitted(audience: Audience, by: Actor) -> Users:
    """Everybody, the doer too: the message is his receipt."""
    return audience.team | audience.office | audience.desk


def on_withdrawn(audience: Audience, by: Actor) -> Users:
    return _others(audience.team | audience.office | audience.desk, by)


def on_joined(account: int | None, by: Actor) -> Users:
    """The person who was put into a team, if he has an account."""
    return _others(frozenset() if account is None else frozenset({account}), by)


def on_office_asked(audience: Audience, by: Actor) -> Users:
    return _others(audience.office, by)


def on_returned(audience: Audience, by: Actor) -> Users:
    return _others(audience.team, by)


def on_deadline(audience: Audience) -> Users:
    """A reminder, or the news that it was missed: those who could still act, or could have."""
    return audience.team | audience.office


def on_settled(audience: Audience) -> Users:
    """What became of it: the team and the leading institution's office."""
    return audience.team | audience.office


def _others(users: Users, by: Actor) -> Users:
    return users - {by.user_id} if by.user_id is not None else users
