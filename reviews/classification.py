"""The national classification of science and technology in two levels, as the data file beside this module has it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("science_fields.toml")


@dataclass(frozen=True, slots=True)
class ScienceField:
    """A field of the middle level, such as EE02 within section EE."""

    code: str
    name_ko: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the upper level, two letters, with its fields in order."""

    code: str
    name_ko: str
    name_en: str
    fields: tuple[ScienceField, ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """The whole table. Its fields' numbers run within a section; what of it is assumed stands in `source`."""

    source_ko: str
    source_en: str
    sections: tuple[Section, ...]

    @property
    def by_code(self) -> dict[str, Section | ScienceField]:
        """Sections and fields by their codes, in order."""
        found: dict[str, Section | ScienceField] = {}
        for section in self.sections:
            found[section.code] = section
            found.update({field.code: field for field in section.fields})
        return found


@cache
def classification() -> Classification:
    """The table, read once."""
    data = tomllib.loads(FILE.read_text("utf-8"))
    return Classification(
        source_ko=data["source_ko"],
        source_en=data["source_en"],
        sections=tuple(
            Section(
                code=code,
                name_ko=entry["ko"],
                name_en=entry["en"],
                fields=tuple(
                    ScienceField(f"{code}{number:02}", ko, en) for number, (ko, en) in enumerate(entry["fields"], 1)
                ),
            )
            for code, entry in data["sections"].items()
        ),
    )


@cache
def known_codes() -> frozenset[str]:
    """Every code of both levels."""
    return frozenset(classification().by_code)
