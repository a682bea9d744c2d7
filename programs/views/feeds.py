"""What other programs read of the notice board: calendars of dates, and a feed of what was announced."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import asked
from accounts.middleware import Asked
from core.refusals import NotFound
from core.templatetags.baro import in_language
from programs import queries
from programs.calendars import address_of, calendar_of
from programs.filters import CallFilter
from programs.models import Call

MOST = 200
"""Calls of a feed or calendar: those announced last."""


@require_safe
def calendar(request: Asked) -> HttpResponse:
    """The dates of all calls that fit the conditions of the address."""
    return _calendar(calendar_of(chosen(request)[:MOST], _("Calls for proposals")), "calls")


@require_safe
def call_calendar(request: Asked, call_uid: UUID) -> HttpResponse:
    """The dates of one announced call."""
    call = queries.call(call_uid, request.actor)
    if call.announced_at is None:
        raise NotFound.because("http.not_found")
    return _calendar(calendar_of([call], in_language(call, "title")), call.code)


def chosen(request: HttpRequest) -> QuerySet[Call]:
    """The announced calls that fit the conditions of an address, announced last first."""
    arrived = asked(request)
    found = CallFilter(arrived.GET, queryset=queries.public_calls(arrived.at), request=arrived).qs
    calls: QuerySet[Call] = found.order_by("-announced_at", "-id")
    return calls


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


class Announced(Feed):  # type: ignore[type-arg]  # generic in the stubs alone
    """Announced calls as Atom, under the conditions of the address."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return _("Calls for proposals")

    def link(self, request: HttpRequest) -> str:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return settings.BARO_ADDRESS.rstrip("/") + reverse("programs:calls") + query

    def items(self, request: HttpRequest) -> QuerySet[Call]:
        return chosen(request)[:MOST]

    def item_title(self, item: Call) -> str:
        return in_language(item, "title")

    def item_description(self, item: Call) -> str:
        return in_language(item, "summary")

    def item_link(self, item: Call) -> str:
        return address_of(item)

    def item_guid(self, item: Call) -> str:
        return item.uid.urn

    def item_pubdate(self, item: Call) -> datetime | None:
        return item.announced_at

    def item_updateddate(self, item: Call) -> datetime:
        return item.changed_at

    def item_author_name(self, item: Call) -> str:
        return in_language(item.program.ministry, "name")


announced = require_safe(Announced())
