"""What the pages of this room share: doors, the way from a form to an action, lists in pages, histories."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import queries
from accounts.http import asked
from accounts.permissions import may_administer
from core.http import put_on_form
from core.refusals import NotAllowed, NotFound, RuleBroken, Stale, WrongState
from core.wording import SEOUL, say_event

Row = TypeVar("Row", bound=Model)
Done = TypeVar("Done")
View = Callable[..., HttpResponse]
ROWS_A_PAGE = 25


def for_administrators(view: View) -> View:
    """Only the administrator gets this page; others who are signed in get 403 (NotAllowed)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_administer(asked(request).actor):
            raise NotAllowed.because("http.not_allowed")
        return view(request, *args, **kwargs)

    return login_required(guarded)


def done(form: Form, act: Callable[[], Done]) -> Done | None:
    """Run an action on a form that parses; what refuses it stands beside its fields. None where it was not done."""
    if not form.is_valid():
        return None
    try:
        return act()
    except (RuleBroken, WrongState, Stale) as refused:
        put_on_form(form, refused)
        return None


def form_page(request: HttpRequest, form: Form, *, title: str, button: str, back: str, **more: Any) -> HttpResponse:
    """A page with one form; 422 where it was sent and refused."""
    context = {"form": form, "title": title, "button": button, "back": back, **more}
    return render(request, "accounts/form.html", context, status=422 if form.errors else 200)


def page_of(rows: QuerySet[Row], request: HttpRequest) -> Page[Row]:
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))


def one_of(rows: QuerySet[Row], uid: UUID) -> Row:
    """The row of this uid among those that the asker may see. Raises NotFound."""
    row = rows.filter(uid=uid).first()
    if row is None:
        raise NotFound.because("http.not_found")
    return row


def today(request: HttpRequest) -> date:
    """The day in Seoul on which the request arrived."""
    return asked(request).at.astimezone(SEOUL).date()


def timeline(uids: Iterable[UUID]) -> list[dict[str, Any]]:
    """What happened to these things, in words, for `components/timeline.html`."""
    return [
        {
            "at": event.at,
            "text": say_event(event.name, event.data),
            "by": event.actor_name,
            "detail": event.reason,
        }
        for event in queries.history_of(*uids)
    ]


def chosen(form: Form, name: str) -> UUID | None:
    """What was chosen in a select of uids; None where nothing was."""
    value = form.cleaned_data.get(name)
    return UUID(value) if value else None
