"""The repository's own Python, parsed once, for tests that look at how it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from config.env import ROOT

ROOMS = ("core", "accounts", "programs", "proposals", "reviews", "contracts", "reporting", "scenarios")


@dataclass(frozen=True)
class Source:
    """One module: its path inside the repository and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    def __str__(self) -> str:
        return str(self.path)

    @property
    def room(self) -> str:
        """The first folder of the path."""
        return self.path.parts[0]

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree, walked once for all who ask."""
        return tuple(ast.walk(self.tree))

    def calls(self) -> Iterator[tuple[int, str]]:
        """Every call as line and dotted name (``timezone.now``)."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                yield node.lineno, dotted(node.func)

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every import as line and dotted name of what is imported (``django.db.models``)."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def dotted(node: ast.expr) -> str:
    """The dotted name of an expression; empty where it is not a name."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{dotted(value)}.{attribute}"
    return ""


def sources(*folders: str) -> tuple[Source, ...]:
    """Every module under the folders, migrations left out."""
    return tuple(source for folder in folders for source in _in_folder(folder))


@cache
def _in_folder(folder: str) -> tuple[Source, ...]:
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" not in path.parts:
            text = path.read_text()
            found.append(Source(path.relative_to(ROOT), text, ast.parse(text)))
    return tuple(found)
