"""How an action's refusal comes back to its form, and what every page of this room needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from accounts.http import asked
from core.http import put_on_form
from core.refusals import Refused, RuleBroken, Stale, WrongState
from core.wording import say_violation

CORRECTABLE = (RuleBroken, WrongState, Stale)
"""Refusals that the asker can answer on the page; the others mean that the page is not his."""


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, be it empty; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def done(request: HttpRequest, form: forms.Form, act: Callable[[], object]) -> bool:
    """Run an action if the form was sent and is valid. Whether it was done; a refusal stands beside the fields."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except CORRECTABLE as refused:
        put_on_form(form, refused)
        return False
    return True


def who(request: HttpRequest) -> dict[str, Any]:
    """`by` and `at`, as every action takes them."""
    return {"by": asked(request).actor, "at": asked(request).at}


def said(refusals: Iterable[Refused]) -> list[dict[str, str]]:
    """Refusals as lines of an error summary."""
    return [{"text": say_violation(one)} for refused in refusals for one in refused.violations]
