"""The request as our views know it, from whichever edge it came."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from rest_framework.request import Request

from accounts.middleware import Asked


def asked(request: HttpRequest | Request) -> Asked:
    """The request with arrival, name and actor on it, of a portal view or of an API view."""
    return cast(Asked, request._request if isinstance(request, Request) else request)
