"""The edge that portal and API share: when a request arrived, how a refusal is answered, versions, keys, pages."""

from __future__ import annotations

import re
import sys
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from ipaddress import ip_address
from typing import Any, cast

import psycopg
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.defaults import server_error
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core import clock
from core.arrival import CAME_IN
from core.idempotency import hash_of, once
from core.logs import about
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, Stale, Violation
from core.wording import say_violation

Respond = Callable[[HttpRequest], HttpResponse]
PROBLEM = "application/problem+json"
API_PREFIX = "/api/"
AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""What is raised while the database does not answer, or has sent somebody away for another: it may be tried again."""
RETRY_AFTER_SECONDS = 5
REQUEST_ID = re.compile(r"[0-9a-f]{32}")


class Arrived(HttpRequest):
    """A request that has passed `Arrival`: the moment that counts for it, in this world's time, and its name."""

    at: datetime
    request_id: str


class Arrival:
    """Middleware, the outermost: when the request arrived and what it is called.

    Arrival is what counts for deadlines: the trusted proxy's X-Request-Start, else when the request reached our own
    server, however long it then waited for its turn.
    A trusted proxy also names the request, so that its log and ours speak of the same one.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        trusted = comes_from_proxy(request)
        told = request.headers if trusted else {}
        if not trusted:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)  # Django would believe it of anybody
        watched = request.path_info in settings.BARO_PROBES
        if watched:
            # Watchers ask by number from inside, and their answers name no host.
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
        arrived = cast(Arrived, request)
        moment = clock.read_request_start(told.get("X-Request-Start", ""))
        arrived.at = moment or clock.moment_of(request.META.get(CAME_IN))
        if not watched:  # how we are is told in real time, also while the database that keeps a world's clock is away
            arrived.at += clock.offset()
        named = told.get("X-Request-Id", "")
        arrived.request_id = named if REQUEST_ID.fullmatch(named) else uuid.uuid4().hex
        with about(arrived.request_id):
            response = self.respond(request)
        response["X-Request-Id"] = arrived.request_id
        return response


class BodyLimit:
    """Middleware: refuses a body past all measure before anything reads it.

    A trusted proxy does not take such a body in; it asks here, by X-Body-Refused, for the words to say so.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refused = request.headers.get("X-Body-Refused", "") if comes_from_proxy(request) else ""
        length = _body_bytes(request, refused)
        if length <= settings.BARO_MAX_BODY_BYTES:
            return self.respond(request)
        response = answer(request, _TooLarge.of(length))
        response["Connection"] = "close"
        return response


class ReadableAddress:
    """Middleware: refuses an address with a NUL in it, which PostgreSQL takes for no text, before anybody searches."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            return answer(request, _NotReadable.because("http.address_not_readable"))
        return self.respond(request)


class _NotReadable(Refused):
    status = 400


class _TooLarge(Refused):
    status = 413

    @classmethod
    def of(cls, length: int) -> _TooLarge:
        values = {"size_bytes": length, "max_bytes": settings.BARO_MAX_BODY_BYTES}
        return cls([Violation("file.too_large", values, field="file")])


def _body_bytes(request: HttpRequest, refused: str) -> int:
    """How long the body is, as the proxy says of one that it refused (not always a number), else as its sender says."""
    length = refused or request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit():
        return int(length)
    return settings.BARO_MAX_BODY_BYTES + 1 if refused else 0


def comes_from_proxy(request: HttpRequest) -> bool:
    """Whether the peer is a proxy of ours, whose headers are believed."""
    if not settings.TRUSTED_PROXIES:
        return False
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(peer in network for network in settings.TRUSTED_PROXIES)


class Refusals:
    """Middleware: a refusal that no view answered becomes a page or a problem document, with its status."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        return answer(request, problem) if isinstance(problem, Refused) else None


def answer(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal as the asker can read it: problem+json under the API's path, a page elsewhere."""
    if request.path.startswith(API_PREFIX):
        return JsonResponse(problem_of(refused), status=refused.status, content_type=PROBLEM)
    sentences = [say_violation(violation) for violation in refused.violations]
    context = {"status": refused.status, "sentences": sentences}
    return render(request, "core/refused.html", context, status=refused.status)


def problem_of(refused: Refused) -> dict[str, Any]:
    """A refusal after RFC 9457: each violation with code, values, clause, field, and its text in both languages."""
    first = refused.violations[0]
    return {
        "type": f"urn:baro:{first.code}",
        "title": say_violation(first),
        "status": refused.status,
        "violations": said_violations(refused.violations),
    }


def said_violations(violations: Iterable[Violation]) -> list[dict[str, Any]]:
    """Violations as the API gives them, here and where they are kept with work that they ended."""
    return [
        {
            "code": violation.code,
            "values": dict(violation.values),
            "field": violation.field,
            "clause": violation.clause,
            "text": {language: _said_in(language, violation) for language in ("ko", "en")},
        }
        for violation in violations
    ]


def _said_in(language: str, violation: Violation) -> str:
    with translation.override(language):
        return say_violation(violation)


def problem_handler(problem: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: every failure of the API has one shape."""
    if isinstance(problem, Refused):
        return Response(problem_of(problem), status=problem.status, content_type=PROBLEM)
    if isinstance(problem, exceptions.ValidationError):
        refused: Refused = RuleBroken(_input_violations(problem.detail))
        return Response(problem_of(refused), status=422, content_type=PROBLEM)
    if isinstance(problem, Http404):
        return Response(problem_of(NotFound.because("http.not_found")), status=404, content_type=PROBLEM)
    if isinstance(problem, PermissionDenied):
        return Response(problem_of(NotAllowed.because("http.not_allowed")), status=403, content_type=PROBLEM)
    response = exception_handler(problem, dict(context))
    if response is not None:
        code = getattr(problem, "default_code", "error")
        detail = str(getattr(problem, "detail", problem))
        violation = {"code": f"http.{code}", "values": {}, "field": "", "clause": "", "text": {"en": detail}}
        response.data = {
            "type": f"urn:baro:http.{code}",
            "title": detail,
            "status": response.status_code,
            "violations": [violation],
        }
        response.content_type = PROBLEM
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """What nothing has caught (`handler500`): 503 with Retry-After while the database is away, else our error, 500.

    A problem document under the API's path, a page elsewhere; it reads nothing from the database.
    """
    away = isinstance(sys.exception(), AWAY)
    if request.path.startswith(API_PREFIX):
        refused = _Away.because("http.unavailable") if away else _Failed.because("http.error")
        response = answer(request, refused)
    else:
        response = server_error(request, "503.html" if away else "500.html")
    if away:
        response.status_code = 503
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


class _Away(Refused):
    status = 503


class _Failed(Refused):
    status = 500


def _input_violations(detail: Any, path: str = "") -> list[Violation]:
    """DRF's nested errors as violations `input.<code>`, each with the path of its field."""
    if isinstance(detail, Mapping):
        return [
            found for name, inner in detail.items() for found in _input_violations(inner, f"{path}.{name}".lstrip("."))
        ]
    if isinstance(detail, list):
        return [
            found
            for index, inner in enumerate(detail)
            for found in _input_violations(inner, path if isinstance(inner, str) else f"{path}.{index}")
        ]
    code = getattr(detail, "code", "invalid")
    return [Violation("input.invalid", {"code": code, "detail": str(detail)}, field=path)]


def put_on_form(form: forms.BaseForm, refused: Refused) -> None:
    """Stand each violation beside its field, or above the form where it has none there."""
    for violation in refused.violations:
        name = violation.field if violation.field in form.fields else None
        form.add_error(name, forms.ValidationError(say_violation(violation), code=violation.code))


def etag(version: int) -> str:
    return f'"v{version}"'


def required_version(request: HttpRequest | Request) -> int | None:
    """The version that the sender read, from If-Match; None where it sent none or "*".

    Raises Stale (`http.if_match_not_understood`) for anything else.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        return None
    text = header.removeprefix("W/").strip('"')
    if not text.startswith("v") or not text[1:].isdigit():
        raise Stale.because("http.if_match_not_understood")
    return int(text[1:])


class Pages(CursorPagination):
    """Stable pages for lists of the API, oldest first."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "id"


class OneAnswerAKey:
    """Mixin for API views: a write with an Idempotency-Key header is done once and answered the same again."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        handler = super().dispatch  # type: ignore[misc]  # a mixin of DRF's APIView
        key = request.headers.get("Idempotency-Key")
        user_id = request.user.pk if request.user.is_authenticated else None
        if key is None or user_id is None or request.method not in {"POST", "PUT", "PATCH", "DELETE"}:
            return handler(request, *args, **kwargs)  # type: ignore[no-any-return]
        answered: list[HttpResponse] = []

        def act() -> tuple[int, Any, str]:
            response = handler(request, *args, **kwargs)
            answered.append(response)
            if response.status_code >= 400:
                raise _NotKept
            return response.status_code, getattr(response, "data", None), response.get("Location", "")

        try:
            status, body, location = once(
                user_id=user_id,
                key=key,
                request_hash=hash_of(request.method or "", request.get_full_path(), request.body.hex()),
                at=cast(Arrived, request).at,
                act=act,
            )
        except _NotKept:
            return answered[0]
        except Refused as refused:
            return answer(request, refused)
        if answered:
            return answered[0]
        again = JsonResponse(body, status=status, safe=False)
        again["Idempotency-Replayed"] = "true"
        if location:
            again["Location"] = location
        return again


class _NotKept(Exception):
    """The write was refused, so that its key is not kept."""
