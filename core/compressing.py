"""Pages leave gzipped: over a phone's line the text of a page weighs more than the time that gzip takes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PagesCompressed(GZipMiddleware):
    """Django's own, for HTML alone.

    The length of a compressed page could tell a secret beside words that an attacker makes it repeat (BREACH): the one
    secret of our pages, the CSRF token, is masked anew for each answer, Django adds up to a hundred random bytes, and
    the session's cookie does not come along when another site asks. Answers of the API keep their strong ETags, files
    that are taken along their length.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a page, leave everything else as it is."""
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
