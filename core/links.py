"""Where a person reads about the thing that an event happened to. Each room names its pages when it is ready."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

_pages: dict[str, str] = {}


def register(pages: Mapping[str, str]) -> None:
    """Name the page of each kind of subject ("proposals.proposal") by a URL name that takes the subject's uid."""
    _pages.update(pages)


def page_of(subject_kind: str, subject_uid: UUID) -> str:
    """The path of a subject's page; empty where it has none."""
    name = _pages.get(subject_kind)
    return reverse(name, args=[subject_uid]) if name else ""
