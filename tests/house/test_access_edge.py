"""What every address has whoever asks: forms are refused without their token."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.build import a_ministry_world, sign_in
from tests.house.routes import Route, every_route

pytestmark = pytest.mark.django_db
NOWHERE = "00000000-0000-4000-8000-000000000000"
JSON = {"content_type": "application/json"}


def address(route: Route) -> str:
    """The address with something that is not there for each of its arguments."""
    for value in (NOWHERE, "none", 1):
        try:
            return reverse(route.name, kwargs=dict.fromkeys(route.arguments, value))
        except NoReverseMatch:
            continue
    named = {name: NOWHERE if name.endswith("uid") else 1 for name in route.arguments}
    try:
        return reverse(route.name, kwargs=named)
    except NoReverseMatch:
        return reverse(route.name, kwargs={**named, "key": "none"})


def takes_json(route: Route) -> bool:
    """The interface takes JSON, but where files come in: those are forms."""
    return route.is_api and route.name not in {"api:proposal-files", "api:pledge"}


def test_no_form_is_taken_without_its_token() -> None:
    cache.clear()
    client = sign_in(Client(enforce_csrf_checks=True, raise_request_exception=False), a_ministry_world().administrator)
    taken = [
        f"{route.name} {method}: {answer.status_code}"
        for route in every_route()
        for method in route.methods
        if method != "get"
        for answer in [getattr(client, method)(address(route), **(JSON if takes_json(route) else {}))]
        if answer.status_code not in {403, 405}
    ]
    assert taken == []
