"""The files of these tests, and one of them with something else in a place."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

MINI = Path(__file__).parent / "mini.toml"
LATER = Path(__file__).parent / "later.toml"
RIS = Path(settings.BASE_DIR) / "scenarios" / "ris-2004.toml"
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
