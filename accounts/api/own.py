"""Who I am, and my messages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.base.forms import ReauthenticateForm
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions, queries
from accounts.actors import Actor
from accounts.api import serializers as shapes
from accounts.api.base import ONCE, View, answered
from accounts.http import asked
from core.refusals import RuleBroken, WrongState
from core.wording import SEOUL


class MeView(View):
    serializer_class = shapes.Me

    @extend_schema(operation_id="me_read", responses=shapes.Me)
    def get(self, request: Request) -> Response:
        """The signed-in user, with roles that count now and those that wait for a second factor."""
        return answered(shapes.Me, _me(request, self.actor(request)))


class SettingsView(View):
    serializer_class = shapes.SettingsIn

    @extend_schema(operation_id="me_settings", request=shapes.SettingsIn, responses=shapes.Me, parameters=[ONCE])
    def put(self, request: Request) -> Response:
        """Choose language, and whether messages come by e-mail too."""
        actions.change_settings(**self.given(shapes.SettingsIn, request), **self.asker(request))
        return answered(shapes.Me, _me(request, self.actor(request)))


class ConfirmationView(View):
    serializer_class = shapes.CodeIn

    @extend_schema(operation_id="me_confirm", request=shapes.CodeIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Show the second factor anew, as money and decisions ask. The session goes on under a new cookie."""
        user = queries.user_of(self.actor(request))
        if not queries.has_second_factor(user):
            raise WrongState.because("account.no_second_factor")
        form = ReauthenticateForm(user=user, data=self.given(shapes.CodeIn, request))
        if not form.is_valid():
            slowed = form.has_error("code", "too_many_login_attempts")
            raise RuleBroken.because("account.too_many_codes" if slowed else "account.code_wrong", field="code")
        form.save()
        actions.record_sign_in(name="accounts.stepped_up", user=user, **self.asker(request))
        return Response(status=204)


class Messages(View):
    serializer_class = shapes.MessageOut

    @extend_schema(operation_id="messages_list", responses=shapes.MessageOut(many=True))
    def get(self, request: Request) -> Response:
        """One's own messages, oldest first."""
        return self.page(queries.inbox_of(self.actor(request)), shapes.MessageOut)


class ReadMessage(View):
    serializer_class = shapes.MessageOut

    @extend_schema(operation_id="message_read", request=None, responses=shapes.MessageOut, parameters=[ONCE])
    def post(self, request: Request, uid: UUID) -> Response:
        """Note a message as read."""
        return answered(shapes.MessageOut, actions.mark_read(message_uid=uid, **self.asker(request)))


class ReadMessages(View):
    serializer_class = shapes.ReadCount

    @extend_schema(operation_id="messages_read", request=None, responses=shapes.ReadCount, parameters=[ONCE])
    def post(self, request: Request) -> Response:
        """Note all messages as read."""
        return answered(shapes.ReadCount, {"read": actions.mark_all_read(**self.asker(request))})


def _me(request: Request, actor: Actor) -> dict[str, Any]:
    user = queries.user_of(actor)
    return {
        "uid": user.uid,
        "email": user.email,
        "language": user.language,
        "by_email": user.by_email,
        "person": user.person,
        "roles": sorted(actor.roles),
        "waiting": sorted(actor.waiting),
        "offices": queries.held_by(user, asked(request).at.astimezone(SEOUL).date()),
        "unread": queries.unread_count(user.pk),
    }
