"""News of calls by e-mail, without an account: asked for, confirmed and ended by links of letters."""

from __future__ import annotations

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import Asked
from programs import actions
from programs.forms.subscriptions import SubscribeForm
from programs.subscribing import CONFIRM, END, subscription_uid
from programs.views.doors import who

ASKED_AN_HOUR = 10
"""Addresses that one place on the net may name in an hour."""


@require_POST
def subscribe(request: Asked) -> HttpResponse:
    """Ask for news of the calls that the page showed; a letter asks the address first."""
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        context = {"form": form}
        return render(request, "programs/subscribe.html", context, status=422)
    if _is_measured(request):
        actions.subscribe(**form.cleaned_data, language=get_language() or "ko", **who(request))
    messages.success(request, _("A letter is on its way to this address. It asks whether you want the news."))
    return redirect("programs:calls")


def _is_measured(request: Asked) -> bool:
    key = f"subscribe:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, 3_600)
    return int(cache.incr(key)) <= ASKED_AN_HOUR


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Asked, token: str) -> HttpResponse:
    """The letter's link: a button, so that no program that looks at letters confirms by itself."""
    uid = subscription_uid(token, CONFIRM)
    done = request.method == "POST"
    if done:
        actions.confirm_subscription(subscription_uid=uid, **who(request))
    return render(request, "programs/subscription.html", {"deed": "confirm", "done": done})


@csrf_exempt  # mail programs end it with one click, by a POST of their own; the signed link is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Asked, token: str) -> HttpResponse:
    """The link in every letter that ends it."""
    uid = subscription_uid(token, END)
    done = request.method == "POST"
    if done:
        actions.end_subscription(subscription_uid=uid, **who(request))
    return render(request, "programs/subscription.html", {"deed": "end", "done": done})
