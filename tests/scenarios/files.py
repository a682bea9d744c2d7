"""The files of these tests, and one of them with something else in a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from django.conf import settings

from scenarios.file import Range, Scenario, read_scenario

MINI = Path(__file__).parent / "mini.toml"
LATER = Path(__file__).parent / "later.toml"
RIS = Path(settings.BASE_DIR) / "scenarios" / "ris-2004.toml"
NURI = Path(settings.BASE_DIR) / "scenarios" / "nuri-2004.toml"
TRIAL = Path(settings.BASE_DIR) / "scenarios" / "sample-trial.toml"


def mini_with(*changes: tuple[str, str]) -> str:
    """The small scenario's text with some of its words replaced; each must stand there."""
    text = MINI.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


def later_with(*changes: tuple[str, str]) -> str:
    """The small scenario up to a payment, both regions ranking; some words replaced where they stand last."""
    text = mini_with(
        ("ranks = false\n", ""), ('powers = ["calls", "reviews"]', 'powers = ["calls", "reviews", "contracts"]')
    )
    text += LATER.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = after.join(text.rsplit(before, 1))
    return text


def nuri_small(
    tiers: Mapping[str, int] = MappingProxyType({"large": 1, "medium": 2, "small": 3}),
    sizes: Mapping[str, tuple[int, int]] = MappingProxyType({"busan": (1, 1), "daejeon": (5, 2)}),
) -> Scenario:
    """NURI's file with two regions and six proposals unless told, in all else the same."""
    whole = read_scenario(NURI)
    regions = tuple(
        replace(one, proposals=sizes[one.code][0], institutions=sizes[one.code][1])
        for one in whole.regions
        if one.code in sizes
    )
    drawn = tuple(replace(tier, proposals=tiers[tier.code]) for tier in whole.generator.tiers)
    return replace(whole, regions=regions, generator=replace(whole.generator, tiers=drawn, resubmitted=1))


def nuri_judged() -> Scenario:
    """Ten proposals of three regions that nine experts judge; five are selected, the money of the year is short."""
    small = nuri_small({"large": 2, "medium": 3, "small": 5}, {"busan": (3, 2), "daejeon": (4, 2), "jeju": (3, 1)})
    assert small.judging is not None
    judging = replace(
        small.judging, experts=9, loads=Range(least=6, most=8), declared_conflicts=1, known=(), per_place_bp=600
    )
    changes = {
        "tiers.levels.large.max_selected": 1,
        "tiers.levels.medium.max_selected": 2,
        "tiers.levels.small.max_selected": 2,
        "choosing.first_year_krw": 12_000_000_000,
        "division.most_above_bp": 2_000,
        "division.least_below_bp": "none",
    }
    program = replace(small.program, set=changes)
    return replace(small, program=program, judging=judging, refusals=())
