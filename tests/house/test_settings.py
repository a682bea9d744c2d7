"""The page of settings lists exactly what is read from the environment."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from config.env import ROOT
from tests.house.sources import dotted, sources

OURS = re.compile(r"(BARO_[A-Z_]+|MIGRATION_DATABASE_URL|DATABASE_URL|CELERY_BROKER_URL|CI)")


def names_read() -> Iterator[str]:
    """Every variable that wiring asks the environment for, by whatever name it calls it."""
    for source in sources("config"):
        for node in ast.walk(source.tree):
            match node:
                case ast.Call(func=ast.Attribute() as asked, args=[ast.Constant(value=str(name)), *_]):
                    if dotted(asked).startswith(("reader.", "os.environ.get")):
                        yield name
                case ast.Subscript(value=ast.Attribute() as asked, slice=ast.Constant(value=str(name))):
                    if dotted(asked) == "os.environ":
                        yield name


def test_the_page_of_settings_lists_every_variable_and_no_other() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(), flags=re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert set(rows) == {name for name in names_read() if OURS.fullmatch(name)}
