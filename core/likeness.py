"""How alike two texts are, by the short runs of characters they share.

Runs of characters rather than words: Korean glues particles to nouns, so that the same noun is seldom the
same word twice.
"""

import unicodedata
from collections import Counter


def likeness(left: str, right: str, *, size: int = 2) -> float:
    """From 0.0 (nothing in common) to 1.0 (the same but for case, spacing and punctuation), the same both
    ways.

    Twice the shared runs of ``size`` characters over all runs of both texts (Dice), repeats counted. Two
    blank texts say nothing and are not alike: 0.0. A text shorter than ``size`` is one run.
    """
    if size < 1:
        raise ValueError("a run has at least one character")
    left_runs, right_runs = runs_of(left, size), runs_of(right, size)
    total = left_runs.total() + right_runs.total()
    return 2 * (left_runs & right_runs).total() / total if left_runs and right_runs else 0.0


def runs_of(text: str, size: int = 2) -> Counter[str]:
    """Runs inside each word of a text in composed Hangul (NFC), case folded, without punctuation."""
    composed = unicodedata.normalize("NFC", text).casefold()
    plain = "".join(char if char.isalnum() else " " for char in composed)
    runs: Counter[str] = Counter()
    for word in plain.split():
        runs.update(word[start : start + size] for start in range(max(1, len(word) - size + 1)))
    return runs
