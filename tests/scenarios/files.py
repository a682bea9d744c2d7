"""The files of these tests, and one of them with something else in a place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.conf import settings

from scenarios.file import Scenario, read_scenario

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


def nuri_small() -> Scenario:
    """NURI's file with two regions and six proposals, in all else the same."""
    whole = read_scenario(NURI)
    counts = {"large": 1, "medium": 2, "small": 3}
    tiers = tuple(replace(tier, proposals=counts[tier.code]) for tier in whole.generator.tiers)
    sizes = {"busan": (1, 1), "daejeon": (5, 2)}
    regions = tuple(
        replace(one, proposals=sizes[one.code][0], institutions=sizes[one.code][1])
        for one in whole.regions
        if one.code in sizes
    )
    generator = replace(whole.generator, tiers=tiers, resubmitted=1)
    return replace(whole, regions=regions, generator=generator)
