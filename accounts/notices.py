"""Whom to tell: user ids for `record(..., tell=)`."""

from __future__ import annotations

from accounts.models import Person, User


def of_person(person: Person) -> list[int]:
    """The person's own account, if there is one. `user` must be joined."""
    user = getattr(person, "user", None)
    return [user.pk] if isinstance(user, User) else []
