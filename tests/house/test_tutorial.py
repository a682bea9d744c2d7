"""The tutorial names what pages say: each bold text stands in the catalogues; each picture is there and is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from config.env import ROOT
from config.messages import ROOMS, catalogue_path

TUTORIALS = {"en": ROOT / "docs" / "tutorial.md", "ko": ROOT / "docs" / "tutorial.ko.md"}
PICTURES = ROOT / "docs" / "pictures"
AT_MOST_BYTES = 3_000_000
VALUE = re.compile(r"%\(\w+\)[sd]")


def said(language: str) -> tuple[set[str], list[re.Pattern[str]]]:
    """What the pages say in a language: whole texts, and patterns of those with values in them."""
    plain, patterns = set(), []
    for room in ROOMS:
        with catalogue_path(room).open("rb") as file:
            for message in read_po(file):
                found = message.id if language == "en" else message.string
                for text in [found] if isinstance(found, str) else found or ():
                    words = [re.escape(part) for part in VALUE.split(text)]
                    if len(words) == 1:
                        plain.add(text)
                    elif len(re.findall(r"\w", "".join(VALUE.split(text)))) > 3:  # a pattern of values alone fits all
                        patterns.append(re.compile(".+".join(words)))
    return plain, patterns


def pictures_in(page: Path) -> list[Path]:
    return [page.parent / target for target in re.findall(r"!\[[^]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("language", TUTORIALS)
def test_what_is_to_be_pressed_is_called_so_on_the_pages(language: str) -> None:
    plain, patterns = said(language)
    named = re.findall(r"\*\*(.+?)\*\*", TUTORIALS[language].read_text(encoding="utf-8"), flags=re.DOTALL)
    texts = {" ".join(text.split()) for text in named}
    assert texts
    assert [text for text in texts if text not in plain and not any(one.fullmatch(text) for one in patterns)] == []


def test_both_tutorials_show_the_same_pictures_in_their_own_language() -> None:
    english, korean = (
        [(path.parent.name, path.name) for path in pictures_in(TUTORIALS[language])] for language in ("en", "ko")
    )
    assert {folder for folder, _ in english} == {"en"}
    assert korean == [("ko", name) for _, name in english]


def test_each_picture_is_there_and_each_is_named() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    named = {path.resolve() for page in pages for path in pictures_in(page)}
    there = {path for path in PICTURES.rglob("*") if path.is_file()}
    assert named == there
    assert sum(path.stat().st_size for path in there) <= AT_MOST_BYTES
