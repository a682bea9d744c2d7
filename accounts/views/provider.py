"""Sign in by the provider that the installation names: to it, back from it, and a clear word when it did not work."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from accounts import provider
from core.refusals import NotFound, Violation
from core.wording import say_violation

STATUSES = {"provider.unreachable": 503, "provider.answer_does_not_fit": 400}


@require_POST
def sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the provider."""
    try:
        answer: HttpResponse = _named(request, provider_id).redirect_from_request(request)
    except (RequestException, OAuth2Error):
        return failed(request, "provider.unreachable")
    return answer


@require_safe
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Whom the provider sends back, with its answer."""
    _named(request, provider_id)
    view = OAuth2CallbackView.adapter_view(provider.Exchange(request, provider_id))
    try:
        answer: HttpResponse = view(request)
    except (RequestException, OAuth2Error):
        return failed(request, "provider.unreachable")
    return answer


def failed(request: HttpRequest, code: str, **values: str) -> HttpResponse:
    """The page that says why nobody was signed in, and what to do."""
    sentence = say_violation(Violation(code, values))
    return render(request, "accounts/provider_failed.html", {"sentence": sentence}, status=STATUSES.get(code, 403))


def _named(request: HttpRequest, provider_id: str) -> provider.Provider:
    """The provider of this address. Raises NotFound."""
    try:
        found = provider.provider(request)
    except SocialApp.DoesNotExist as problem:
        raise NotFound.because("http.not_found") from problem
    if provider_id != provider.ID:
        raise NotFound.because("http.not_found")
    return found
