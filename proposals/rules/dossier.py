"""The frozen form of a proposal: its canonical text, its hash, its sums, and what differs between two of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from programs.policy import Source
from programs.policy.checks import Line

Content = Mapping[str, Any]
KEYS = {
    "partners": ("uid",),
    "people": ("uid",),
    "lines": ("year", "category", "source"),
    "targets": ("indicator", "year"),
    "files": ("document", "uid"),
    "answers": ("question",),
}
"""What names an item of each list of the content, so that lists compare by item and not by place."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Whole won over all project years, by source."""

    grant_krw: int
    regional_krw: int
    own_krw: int

    @property
    def total_krw(self) -> int:
        return self.grant_krw + self.regional_krw + self.own_krw


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is not what it was; None where it was not there before, or is not there any more."""

    path: str
    before: Any
    now: Any


def sums(lines: Iterable[Line]) -> Sums:
    by_source = dict.fromkeys(Source, 0)
    for line in lines:
        by_source[line.source] += line.amount_krw
    return Sums(by_source[Source.GRANT], by_source[Source.REGIONAL], by_source[Source.OWN])


def canonical(content: Content) -> str:
    """The one text of a content: keys in order, no spaces, no escapes. Equal contents have equal texts."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_of(content: Content) -> str:
    """The hash on the receipt: anybody can reckon it again from the content."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def differences(before: Content, now: Content) -> tuple[Difference, ...]:
    """Every value that differs between two contents, by path."""
    old, new = dict(_flat(before)), dict(_flat(now))
    return tuple(
        Difference(path, old.get(path), new.get(path))
        for path in sorted({*old, *new})
        if old.get(path) != new.get(path)
    )


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and path in KEYS:
        for item in value:
            named = KEYS[path]
            rest = {name: inner for name, inner in item.items() if name not in named}
            yield from _flat(rest, ".".join([path, *(str(item[name]) for name in named)]))
    else:
        yield path, value
