"""What a dossier's answer says, for whoever reads it: the frozen entry in, a text out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.templatetags.baro import in_language
from core.wording import day, krw, label


def answer_text(entry: Mapping[str, Any]) -> str:
    """The answer as people read it; "" where there is none, or where it is a file."""
    value = entry["value"]
    if value is None:
        return ""
    if entry.get("chosen"):
        return ", ".join(in_language(option, "name") for option in entry["chosen"])
    if isinstance(value, bool):
        return label("answer.yes" if value else "answer.no")
    if isinstance(value, int):
        return krw(value) if entry["type"] == "won" else f"{value:,} {in_language(entry, 'unit')}".strip()
    return day(date.fromisoformat(value)) if entry["type"] == "date" else str(value)


def slot_name(content: Mapping[str, Any], document: str) -> str:
    """The question in whose slot a file lies; "" where it is no such file."""
    entries = (one for one in content.get("answers", ()) if f"form.{one['question']}" == document)
    return next((in_language(one, "title") for one in entries), "")
