"""Every address of the site, as its resolver knows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Route:
    """One address: its full name, what answers it, and the names of its arguments."""

    name: str
    view: Any
    arguments: frozenset[str]

    @property
    def methods(self) -> tuple[str, ...]:
        """What is worth asking it: a class says so, a function is asked to read and to write."""
        kind = getattr(self.view, "cls", None) or getattr(self.view, "view_class", None)
        return ("get", "post") if kind is None else tuple(name for name in METHODS if hasattr(kind, name))

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:")


def every_route() -> list[Route]:
    return sorted(_routes(get_resolver(), "", frozenset()), key=lambda route: route.name)


def _routes(resolver: URLResolver, space: str, arguments: frozenset[str]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        taken = arguments | frozenset(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space, taken)
        elif isinstance(entry, URLPattern):
            yield Route(f"{space}{entry.name}", entry.callback, taken)
