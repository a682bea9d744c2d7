"""Rows of work: what waits in several tables of a room, stood under each other and asked for in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import BigIntegerField, CharField, DateTimeField, Field, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from core.work import WorkItem

Rows = QuerySet[Any, Any]
COLUMNS: Mapping[str, Field[Any, Any]] = {
    "uid": UUIDField(),
    "number": CharField(),
    "title_ko": CharField(),
    "title_en": CharField(),
    "count": BigIntegerField(),
    "total_krw": BigIntegerField(),
    "due_at": DateTimeField(),
    "since": DateTimeField(),
}
"""What a row may hold besides its code: the same for all, so that rows of several tables fit under each other."""
VALUES = ("number", "title_ko", "title_en", "count", "total_krw")


def duty(code: str, found: QuerySet[Any], **columns: Any) -> Rows:
    """Rows of work with this code, one for each of `found` or of its groups; what is not given is null."""
    given = {f"w_{name}": columns[name] if name in columns else Cast(Value(None), COLUMNS[name]) for name in COLUMNS}
    return found.values(w_code=Value(code), **given)


def items_of(duties: Iterable[Rows], room: str, pages: Mapping[str, str]) -> list[WorkItem]:
    """All of them as work items of a room, with the page where each code is done: one query, or none without duties.

    A code may name its variant after a dot ("answer_merge.region"): it has a page of its own, and the same words. A row
    that counts nothing is none.
    """
    found = list(duties)
    if not found:
        return []
    rows = found[0].union(*found[1:], all=True)
    return [_item(row, room, pages) for row in rows if row["w_count"] != 0]


def _item(row: Mapping[str, Any], room: str, pages: Mapping[str, str]) -> WorkItem:
    values = {name: row[f"w_{name}"] for name in VALUES if row[f"w_{name}"] is not None}
    if "title_ko" in values:
        values["title_en"] = values.get("title_en") or values["title_ko"]
    return WorkItem(
        code=f"work.{room}.{row['w_code'].partition('.')[0]}",
        values=values,
        url_name=pages[row["w_code"]],
        url_args=() if row["w_uid"] is None else (str(row["w_uid"]),),
        due_at=row["w_due_at"],
        since=row["w_since"],
    )
