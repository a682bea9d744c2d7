"""Log lines as JSON objects, one a line, each with the request or the task that it belongs to."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

Style = Literal["json", "plain"]
_about: ContextVar[str] = ContextVar("the request or task that is being handled", default="")


@contextmanager
def about(name: str) -> Iterator[None]:
    """Have every line that is logged in the block carry this request's (or task's) name."""
    before = _about.set(name)
    try:
        yield
    finally:
        _about.reset(before)


class JsonLines(logging.Formatter):
    """One JSON object a line: `at` (UTC), `level`, `logger`, `process`, `message`, `request_id`, fields, `error`.

    Fields are what the caller passes as `extra={"fields": {...}}`: plain values, never a person's data or a secret.
    """

    def __init__(self, process: str = "") -> None:
        super().__init__()
        self.process = process

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": f"{self.process}:{record.process}",
            "message": record.getMessage(),
        }
        if named := _about.get():
            line["request_id"] = named
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configuration(*, style: Style, level: str, process: str) -> dict[str, Any]:
    """What `logging.config.dictConfig` wants: everything to standard error in one style.

    Django's own line for each refused request is left out: ours says more, and no address with a key in it.
    """
    formatter = (
        {"()": JsonLines, "process": process}
        if style == "json"
        else {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"house": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "house"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {"django.request": {"level": "ERROR"}},
    }
