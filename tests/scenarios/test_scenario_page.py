"""The page on scenario files names every key that a file may have, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from config.env import ROOT
from scenarios.file import Scenario

PAGE = (ROOT / "docs" / "scenario-file.md").read_text(encoding="utf-8")


def entries(of: Any) -> Iterator[Any]:
    """The dataclasses that a type is made of, however deep."""
    if is_dataclass(of):
        yield of
        for hint in get_type_hints(of).values():
            yield from entries(hint)
    for inner in get_args(of):
        yield from entries(inner)


def test_every_key_stands_on_the_page() -> None:
    named = {name for code in re.findall(r"`([^`]+)`", PAGE) for name in re.findall(r"[a-z][a-z0-9_]*", code)}
    keys = {field.name for entry in set(entries(Scenario)) for field in fields(entry)}
    assert keys - named == set()


def test_the_tables_name_no_key_that_no_file_may_have() -> None:
    keys = {field.name for entry in set(entries(Scenario)) for field in fields(entry)}
    told = PAGE.partition("## The story as a whole")[2]
    rows = [row.split("|")[1] for row in told.splitlines() if row.startswith("| `")]
    listed = {name for row in rows for name in re.findall(r"`([a-z0-9_]+)`", row)}
    assert listed - keys == set()
    assert len(listed) > 80
