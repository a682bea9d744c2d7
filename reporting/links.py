"""Addresses of other rooms' pages, as far as this installation serves them."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def path_to(url_name: str, *args: object) -> str:
    """The path of a page; empty where this installation has none of that name."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""
