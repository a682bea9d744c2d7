"""How alike two programmes are as pages show it: each part with its degree and what both have, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from accounts.models import Region
from core.templatetags.baro import in_language
from core.wording import label
from programs.queries.likeness import AlikeProgram, Beside
from programs.rules.likeness import Likeness, Part, Shared
from programs.wording import say_choice

KINDS = ("lead", "partner", "paid")
"""What of a target group is said by name."""


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part in words; its degree is None where one of the two says nothing of it."""

    name: str
    degree_bp: int | None
    common: str


def shown_parts(likeness: Likeness, regions: Mapping[str, Region]) -> list[PartShown]:
    """All parts, in order; `regions` are all regions by code."""
    return [PartShown(label(f"alike.{one.name}"), one.degree_bp, _common(one, regions)) for one in likeness.parts]


def shown_programs(found: Iterable[AlikeProgram], regions: Iterable[Region]) -> list[dict[str, Any]]:
    """Programmes with the parts in which they are alike."""
    by_code = {one.code: one for one in regions}
    return [
        {"program": one.program, "likeness": one.likeness, "parts": shown_parts(one.likeness, by_code)} for one in found
    ]


def shown_calls(found: Iterable[Beside], regions: Iterable[Region]) -> list[dict[str, Any]]:
    """Calls with the regions and sectors that they are open to as well."""
    by_code = {one.code: one for one in regions}
    return [
        {
            "call": one.call,
            "regions": _regions([Shared(what="region", name_ko=code) for code in one.regions], by_code),
            "sectors": ", ".join(one.sectors),
        }
        for one in found
    ]


def _common(part: Part, regions: Mapping[str, Region]) -> str:
    if part.name == "region":
        return _regions(part.shared, regions)
    said = []
    for what, group in groupby(part.shared, key=lambda one: one.what):
        names = ", ".join(_name(one) for one in group)
        said.append(f"{label(f'shared.{what}')}: {names}" if what in KINDS else names)
    return "; ".join(said)


def _regions(shared: Iterable[Shared], regions: Mapping[str, Region]) -> str:
    return ", ".join(in_language(regions[one.name_ko], "short") for one in shared if one.name_ko in regions)


def _name(one: Shared) -> str:
    return say_choice(one.name_ko) if one.what in {*KINDS, "cost"} else in_language(one, "name")
