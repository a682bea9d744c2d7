"""Draw the life of each thing from its table: `python -m config.diagrams` writes `docs/states/`.

The tables in each room's `states.py` are the truth; a test fails where a drawing is older than its table.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import django

from config.env import ROOT
from core.states import Lifecycle

FOLDER = ROOT / "docs" / "states"
TABLES = (
    ("core", "core.models"),
    ("programs", "programs.states"),
    ("proposals", "proposals.states"),
    ("reviews", "reviews.states"),
    ("contracts", "contracts.states"),
)


def drawings() -> dict[Path, str]:
    """The text of each room's file of diagrams, by its path."""
    return {FOLDER / f"{room}.md": _page(room, _lives(module)) for room, module in TABLES}


def stale() -> list[str]:
    """The files that are missing or older than their tables."""
    return [
        str(path.relative_to(ROOT))
        for path, text in drawings().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def _lives(module: str) -> list[Lifecycle]:
    found = vars(import_module(module)).values()
    return [value for value in found if isinstance(value, Lifecycle)]


def _page(room: str, lives: list[Lifecycle]) -> str:
    parts = [f"# Lives of the room `{room}`\n\nDrawn by `python -m config.diagrams` from the tables of moves.\n"]
    for life in lives:
        rows = "\n".join(
            f"| `{move.verb}` | {', '.join(move.sources)} | {move.target} | {move.permission} | `{move.event}` |"
            for move in life.moves
        )
        parts.append(
            f"## {life.name}\n\n```mermaid\n{life.diagram()}```\n\n"
            f"| verb | from | to | permission | event |\n|---|---|---|---|---|\n{rows}\n"
        )
    return "\n".join(parts)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in drawings().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit(main())
