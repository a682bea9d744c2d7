"""Who the session's user is, read together with his person."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class SessionBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no type hints
    """The sign-in library's own; each request needs the person too, so that both come in one query."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
