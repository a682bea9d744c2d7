"""Who the session's user is, read in one query with what every page needs of him."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Message, User

UNREAD = (
    Message.objects.filter(user=OuterRef("pk"), read_at__isnull=True)
    .order_by()
    .values("user")
    .annotate(count=Count("pk"))
    .values("count")
)


class SessionBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no type hints
    """The sign-in library's own. The user comes with his person, and with `unread`: messages that wait for him."""

    def get_user(self, user_id: int) -> User | None:
        users = User.objects.select_related("person").annotate(unread=Coalesce(Subquery(UNREAD), 0))
        user = users.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
