"""How alike two proposals are: marks of a text, what its people, firms and equipment have in common.

A text is told by its marks: hashes of short runs, of which the smallest of every window stands for its neighbours
("winnowing"), so that a passage of `RUN + WINDOW` pieces that stands in both texts always has a mark in both. Pieces
are Latin letters and the letters of which Hangul syllables are made; spaces and punctuation count for nothing, since
Korean glues particles to nouns and writes the same words with and without spaces. No text can be read from marks.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

RUN = 15
"""Pieces of a run: six syllables of Hangul, or three short English words."""
WINDOW = 24
"""So that a dossier of 3,000 characters has some 600 marks, and a clause that stands in both texts has one at least."""
COMMON_FROM = 50
"""A mark that so many other proposals have is a phrase of the trade or of a form, and tells nothing."""
FEWEST_MARKS = 6
"""Fewer marks in common are chance: about two lines of text."""
SHOWN_FROM_BP = 1_000
"""Texts that have less in common are not shown as alike."""
OVERLAP_TEXT_BP = 2_500
OVERLAP_PEOPLE = 2
OVERLAP_FIRMS = 2
JOINT_TEXT_BP = 1_000
"""From here on a text counts beside other things in common; `OVERLAP_TEXT_BP` suffices alone."""
GAP = 60
"""Characters between two marks in common that still belong to one passage."""
HALF_BITS = 1 << 31

EQUIPMENT = re.compile(
    r"[가-힣A-Za-z0-9·\-]*[가-힣A-Za-z0-9](?:현미경|분석기|시험기|측정기|가공기|분광기|노광기|증착기|프린터|챔버|가속기|배양기)"
    r"|(?:[A-Za-z0-9\-]+ ){1,2}(?:microscope|spectrometer|analy[sz]er|tester|printer|chamber|lithograph|bioreactor)",
    re.IGNORECASE,
)
"""What names a piece of equipment: a noun of the kind with the words before it. A dossier has no list of equipment."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of a text, by its hash; it stands from `start` to before `end`."""

    value: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What of a proposal is compared: its text with marks, people and firms by uid, equipment by its name's hash."""

    text: str
    marks: tuple[Mark, ...]
    people: Mapping[str, str] = field(default_factory=dict)
    firms: Mapping[str, str] = field(default_factory=dict)
    equipment: Mapping[int, str] = field(default_factory=dict)

    @property
    def values(self) -> list[int]:
        return sorted({mark.value for mark in self.marks})


@dataclass(frozen=True, slots=True)
class Common:
    """What two proposals have in common: text in basis points of the shorter one, and how many of the rest."""

    text_bp: int
    people: int = 0
    firms: int = 0
    equipment: int = 0

    @property
    def is_shown(self) -> bool:
        return self.text_bp >= SHOWN_FROM_BP or bool(self.people or self.firms or self.equipment)

    @property
    def is_overlap(self) -> bool:
        """Whether it is worth a ministry's time: much text, or less of it beside the same people, firms or equipment.

        People or firms alone are no overlap: a limit on a person's time has its own rules, and a region has few firms.
        """
        beside = self.people >= OVERLAP_PEOPLE or self.firms >= OVERLAP_FIRMS or self.equipment >= 1
        return self.text_bp >= OVERLAP_TEXT_BP or (beside and self.text_bp >= JOINT_TEXT_BP)

    @property
    def order(self) -> tuple[bool, int, int]:
        """What is listed first is largest: overlaps, then by text, then by everything else in common."""
        return self.is_overlap, self.text_bp, self.people + self.firms + self.equipment


def draw(content: Mapping[str, Any]) -> Drawn:
    """What is compared of a dossier, the working copy's or a submission's: its sections, and answers in words."""
    answers = [one["value"] for one in content.get("answers", ()) if isinstance(one["value"], str)]
    text = unicodedata.normalize("NFC", "\n".join([*content.get("sections", {}).values(), *answers]))
    bodies = [content["lead"], *content.get("partners", ())] if content.get("lead") else []
    return Drawn(
        text=text,
        marks=tuple(marks_of(text)),
        people={one["uid"]: one["name_ko"] for one in content.get("people", ())},
        firms={one["uid"]: one["name_ko"] for one in bodies if one["kind"] == "firm"},
        equipment={hashed(_plain(name)): name for name in equipment_in(text)},
    )


def equipment_in(text: str) -> list[str]:
    """Names of equipment in a text, each once, in order."""
    return list(dict.fromkeys(" ".join(found.group().split()) for found in EQUIPMENT.finditer(text)))


def marks_of(text: str) -> Iterator[Mark]:
    """The marks of a text, in order of place: the rightmost smallest hash of every window, each place once."""
    pieces = [(piece, place) for place, char in enumerate(text) for piece in _plain(char)]
    line = "".join(piece for piece, _ in pieces)
    hashes = [hashed(line[start : start + RUN]) for start in range(len(line) - RUN + 1)]
    last = -1
    for start in range(max(1, len(hashes) - WINDOW + 1) if hashes else 0):
        window = hashes[start : start + WINDOW]
        smallest = min(window)
        place = start + len(window) - 1 - window[::-1].index(smallest)
        if place > last:
            last = place
            yield Mark(smallest, pieces[place][1], pieces[place + RUN - 1][1] + 1)


def hashed(text: str) -> int:
    """A signed number of 32 bits, as the database keeps it."""
    return zlib.crc32(text.encode()) - HALF_BITS


def _plain(text: str) -> str:
    """Its letters and digits alone, small, Hangul taken apart."""
    return "".join(piece for piece in unicodedata.normalize("NFKD", text.casefold()) if piece.isalnum())


def text_bp(shared: int, own: int, other: int) -> int:
    """How much of the shorter text stands in the other, in basis points; both by their number of marks."""
    shorter = min(own, other)
    return min(10_000, shared * 10_000 // shorter) if shared >= FEWEST_MARKS and shorter else 0


def passages(drawn: Drawn, shared: Collection[int], most: int = 3) -> tuple[str, ...]:
    """The longest passages of a text in which marks in common stand close together, longest first."""
    spans: list[tuple[int, int]] = []
    for mark in drawn.marks:
        if mark.value not in shared:
            continue
        if spans and mark.start - spans[-1][1] <= GAP:
            spans[-1] = (spans[-1][0], max(spans[-1][1], mark.end))
        else:
            spans.append((mark.start, mark.end))
    longest = sorted(spans, key=lambda span: span[0] - span[1])[:most]
    return tuple(whole_words(drawn.text, *span) for span in longest)


def whole_words(text: str, start: int, end: int) -> str:
    """A part of a text, to where its first and last word begin and end."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]


def named(names: Mapping[Any, str], shared: Sequence[Any]) -> tuple[str, ...]:
    """The asker's own names of what is shared, in order."""
    wanted = set(shared)
    return tuple(name for key, name in names.items() if key in wanted)
