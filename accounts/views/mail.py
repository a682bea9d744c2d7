"""E-mails that were kept in a folder because no mail server is named: for a trial, never in production."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import mailfolder
from accounts.views.steps import for_administrators
from core.refusals import NotFound


@require_safe
@for_administrators
def mail(request: HttpRequest) -> HttpResponse:
    _require_trial()
    return render(request, "accounts/mail.html", {"rows": mailfolder.newest()})


@require_safe
@for_administrators
def letter(request: HttpRequest, name: str) -> HttpResponse:
    _require_trial()
    kept = mailfolder.named(name)
    if kept is None:
        raise NotFound.because("http.not_found")
    return render(request, "accounts/mail_letter.html", {"letter": kept})


def _require_trial() -> None:
    """An invitation's link opens an account: nobody reads others' mail in production."""
    if settings.PRODUCTION:
        raise NotFound.because("http.not_found")
