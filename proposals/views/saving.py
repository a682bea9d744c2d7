"""What the script that saves as one types is answered (`static/js/autosave.js`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.forms import Form
from django.forms.utils import ErrorDict
from django.http import HttpRequest, JsonResponse

from core.http import PROBLEM, etag, problem_of, required_version
from core.refusals import Refused, Violation
from core.wording import say_violation


def is_autosave(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "autosave"


def version_read(request: HttpRequest, form: Form) -> int:
    """The version that the writer read: from If-Match, else from the page. Who names none has read nothing (0)."""
    sent = required_version(request)
    read = form.cleaned_data["version"] if sent is None else sent
    return read or 0


def version_text(version: int) -> str:
    """A version as the page and its script carry it: the ETag without its quotes."""
    return etag(version).strip('"')


def texts_by_field(violations: Iterable[Violation]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for violation in violations:
        found.setdefault(violation.field, []).append(say_violation(violation))
    return found


def saved(version: int, remarks: Mapping[str, Sequence[str]] | None = None) -> JsonResponse:
    """It is stored; `remarks` are what still stands against it, by field."""
    return JsonResponse({"version": version_text(version), "errors": dict(remarks or {})})


def stale(refused: Refused, version: int, current: Mapping[str, str]) -> JsonResponse:
    """Somebody else was faster: what is stored now stands beside what was typed."""
    problem = {**problem_of(refused), "version": version_text(version), "current": dict(current)}
    return JsonResponse(problem, status=refused.status, content_type=PROBLEM)


def not_saved(refused: Refused) -> JsonResponse:
    """It was refused, in the words that the page would use."""
    return JsonResponse(problem_of(refused), status=refused.status, content_type=PROBLEM)


def not_understood(errors: ErrorDict) -> JsonResponse:
    """It can't be read as what it should be; the first fault stands on the status line."""
    texts = {name: [str(text) for text in found] for name, found in errors.items()}
    return JsonResponse({"title": next(iter(texts.values()), [""])[0], "errors": texts}, status=422)
