"""Every address of ours stands in the table of access, and the table names no address that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from config.access import ROUTES

OTHERS = ("allauth.", "drf_spectacular.", "django.", "config.launcher.")
"""Whose pages are not ours to list: sign-in, the API's documents, the change of language, the launcher's health."""


def routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, Any]]:
    """The full name and the view of every address."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from routes(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry.callback


def ours() -> set[str]:
    return {name for name, view in routes(get_resolver()) if not view.__module__.startswith(OTHERS)}


def test_every_route_is_listed_with_its_audience() -> None:
    assert sorted(ours() - ROUTES.keys()) == []


def test_the_table_lists_no_route_that_is_gone() -> None:
    known = {name for name, _view in routes(get_resolver())}
    assert sorted(ROUTES.keys() - known) == []
