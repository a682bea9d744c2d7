"""The web application as gunicorn serves it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

from config.frames import in_one_piece
from core.arrival import CAME_IN

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Timed:
    """Tells Django when a request came in, where the server knows it (`config.answers`)."""

    def __init__(self, respond: WSGIApplication) -> None:
        self.respond = respond

    @in_one_piece
    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the moment in the environment, under a name that no header gets."""
        moment = getattr(environ.get("gunicorn.socket"), "came_in", None)
        return self.respond(environ if moment is None else {**environ, CAME_IN: moment}, start_response)


application = Timed(get_wsgi_application())
