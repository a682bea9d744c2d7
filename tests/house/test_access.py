"""Every address stands in the table of access with its audience, and the table names no address that is gone."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView
from pytest_django import Settings

from config.access import ROUTES
from tests.house.routes import every_route

urlpatterns = [
    path("", include("config.urls")),
    path("unlisted/", RedirectView.as_view(url="/"), name="unlisted"),
]
"""The site with one address more that nobody listed."""


def unlisted() -> list[str]:
    return sorted({route.name for route in every_route()} - ROUTES.keys())


def test_every_route_is_listed_with_its_audience() -> None:
    assert unlisted() == []


def test_an_unlisted_route_is_found(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    assert unlisted() == ["unlisted"]


def test_the_table_lists_no_route_that_is_gone() -> None:
    known = {route.name for route in every_route()}
    assert sorted(ROUTES.keys() - known) == []
