"""The library's sign-in pages, with the sample world's sign-ins; and what still waits for a second factor."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import provider, queries
from accounts.http import asked
from accounts.samples import current_code, sample_sign_ins
from core.wording import label


class SignIn(LoginView):  # type: ignore[misc]  # the library has no types
    """E-mail and password; in sample mode also whom one may sign in as."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "provider": settings.BARO_OIDC,
            "provider_id": provider.ID,
            "samples": sample_sign_ins(asked(self.request).at),
            "sample_password": settings.BARO_SAMPLE_PASSWORD,
        }


class EnterCode(AuthenticateView):  # type: ignore[misc]  # the library has no types
    """The second factor after the password: a passkey or a one-time code, which the page shows in sample mode."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        return context | {
            "factors": queries.factors_of(user),
            "options": json.dumps(context["js_data"]["request_options"]),
            "sample_code": current_code(user),
        }


@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Which of one's roles wait for a second factor, and the way to it; on to `next` where none does."""
    actor = asked(request).actor
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    if not actor.waiting:
        return redirect(target)
    context = {
        "waiting": [label(f"role.{role}") for role in sorted(actor.waiting)],
        "has_device": queries.has_second_factor(queries.user_of(actor)),
        "next": target,
    }
    return render(request, "accounts/second_factor.html", context)
