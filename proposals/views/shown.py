"""How states, places and dossiers of proposals look on a page. Pure: values in, rows for the templates out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from core.refusals import Violation
from core.wording import say_violation

STATE_TONES = {
    "draft": "information",
    "submitted": "success",
    "withdrawn": "neutral",
    "merged": "primary",
    "selected": "success",
    "waiting": "warning",
    "rejected": "neutral",
}

PAGE_OF = {
    "title_ko": "basics",
    "title_en": "basics",
    "sector": "basics",
    "lead_organization": "consortium",
    "partners": "consortium",
    "people": "people",
    "lines": "budget",
    "targets": "targets",
    "files": "files",
}
"""The page on which the field of a violation stands, by the first part of its path."""


def page_url(proposal_uid: UUID, field: str) -> str:
    """Where the field of a violation can be mended: its page and the place on it; nothing where there is none."""
    head, _, rest = field.partition(".")
    if head == "sections" and rest:
        return reverse("proposals:section", args=[proposal_uid, rest]) + "#id_text"
    if head == "form" and rest:
        section, _dot, question = rest.partition(".")
        return reverse("proposals:answers", args=[proposal_uid, section]) + (f"#id_{question}" if question else "")
    if head not in PAGE_OF:
        return ""
    url = reverse(f"proposals:{PAGE_OF[head]}", args=[proposal_uid])
    return url + anchor_of(field)


def anchor_of(field: str) -> str:
    """The place of a field on its page."""
    head, _, rest = field.partition(".")
    parts = rest.split(".") if rest else []
    if head in {"title_ko", "title_en", "sector"}:
        return f"#id_{field}"
    if head in {"lines", "targets"} and len(parts) > 1:
        return f"#id_{field}"
    if head == "lines" and parts:
        return f"#id_{field}"
    if head == "files" and parts:
        return f"#document-{parts[0]}"
    if head in {"people", "partners"} and parts:
        return f"#{head}-{parts[0]}"
    return ""


def said(violations: Iterable[Violation], proposal_uid: UUID) -> list[dict[str, str]]:
    """Violations for the error summary: each text with the place where it is mended."""
    return [
        {"text": say_violation(violation), "href": page_url(proposal_uid, violation.field)} for violation in violations
    ]


def concerning(violations: Iterable[Violation], *heads: str) -> list[Violation]:
    """Those whose field lies under one of these paths."""
    return [
        violation
        for violation in violations
        if any(violation.field == head or violation.field.startswith(f"{head}.") for head in heads)
    ]


def row(label: str, value: Any, change_url: str = "", was: Any = "") -> Mapping[str, Any]:
    """A line of a summary list; `was` only where it differs."""
    return {"label": label, "value": value, "change_url": change_url, "was": was if was != value else ""}
