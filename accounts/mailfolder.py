"""E-mail kept in a folder, one file each, where no mail server is named: for a trial, readable in the portal."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core import clock

NAME = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}")
SHOWN = 100


class FolderBackend(BaseEmailBackend):
    """Writes each message to a file of its own, named by the moment, whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{clock.system_now():%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
            fresh = folder / f"{name}.new"
            fresh.write_bytes(message.message().as_bytes())
            fresh.replace(folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Kept:
    """A message in the folder; `text` is empty in a list."""

    name: str
    sent_at: datetime
    to: str
    subject: str
    text: str = ""


def keeps_mail() -> bool:
    """Whether this installation keeps its e-mails and shows them: a trial does, production never."""
    return not settings.PRODUCTION and _folder() is not None


def newest() -> list[Kept]:
    """The latest messages, the newest first, at most SHOWN; none where mail goes to a server."""
    folder = _folder()
    if folder is None:
        return []
    files = sorted((path for path in folder.glob("*.eml") if NAME.fullmatch(path.stem)), reverse=True)
    return [_read(path, whole=False) for path in files[:SHOWN]]


def named(name: str) -> Kept | None:
    """The message of this name; none where there is no such, or the name is no name of ours."""
    folder = _folder()
    if folder is None or not NAME.fullmatch(name) or not (folder / f"{name}.eml").is_file():
        return None
    return _read(folder / f"{name}.eml", whole=True)


def _folder() -> Path | None:
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "")
    return folder if folder != Path() and folder.is_dir() else None


def _read(path: Path, *, whole: bool) -> Kept:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",)) if whole and isinstance(message, Parsed) else None
    return Kept(
        name=path.stem,
        sent_at=datetime.strptime(path.stem.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=body.get_content() if isinstance(body, Parsed) else "",
    )
