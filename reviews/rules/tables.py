"""The register as a table: what a file of it may say, and every fault of it by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from core.refusals import RuleBroken, Violation, refuse_if
from reviews.rules.register import CoAuthor, Profile, Stay, load_violations, profile_violations

KEYS = ("person", "researcher_number")
SHOWN = ("name", "institution")
"""Columns for the eye: an import compares the name and passes over the institution."""
COLUMNS = (
    *KEYS,
    *SHOWN,
    *("fields", "max_cases", "max_rounds", "science_fields", "keywords", "languages", "region", "email"),
    *("away_from", "back_on", "trained_on", "training_note", "history", "coauthors"),
)
MOST_BYTES = 4_000_000
MOST_ROWS = 2_000
LONGEST_FIELD = 60
MOST_FAULTS = 1_000
"""Named at once; of more it is told how many."""
STAY = re.compile(r"(?P<name>.+?)\s*@\s*(?P<starts>\d{4}-\d{2}-\d{2})\s*~\s*(?P<ends>\d{4}-\d{2}-\d{2})?")
FORMULA = re.compile(r"'(?=\s*[=+\-@\t\r])")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file by column, and where it stands in it."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Directory:
    """Who and what a file may name: people by number and by uid (id and name), institutions and regions by name."""

    by_number: Mapping[str, tuple[int, str]]
    by_uid: Mapping[str, tuple[int, str]]
    organizations: Mapping[str, tuple[int, ...]]
    regions: Mapping[str, int]
    known_codes: Collection[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says of a person. `fields` is None where the file has no such column."""

    person_id: int
    max_cases: int
    fields: tuple[str, ...] | None
    profile: Profile


def read_table(content: bytes) -> list[Line]:
    """The rows of a CSV file in UTF-8 or in what Korean spreadsheets write.

    Raises RuleBroken (`import.*`) for a file that is no such table.
    """
    if len(content) > MOST_BYTES:
        raise RuleBroken.because("import.too_large", field="file", most=MOST_BYTES // 1_000_000)
    rows = list(_rows(_text(content)))
    if not rows:
        raise RuleBroken.because("import.empty", field="file")
    head = [title.strip() for title in rows[0][1]]
    faults = list(_head_violations(head))
    if len(rows) - 1 > MOST_ROWS:
        faults.append(Violation("import.too_many_rows", {"rows": len(rows) - 1, "most": MOST_ROWS}, field="file"))
    for number, cells in rows[1:]:
        if len(cells) != len(head):
            faults.append(_at(number, "", Violation("import.cells_differ", {"cells": len(cells), "head": len(head)})))
    if faults:
        raise RuleBroken(shortened(faults))
    return [Line(number, dict(zip(head, map(_plain, cells), strict=True))) for number, cells in rows[1:]]


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RuleBroken.because("import.no_text", field="file")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise RuleBroken.because("import.malformed", field="file", row=reader.line_num) from error


def _plain(cell: str) -> str:
    """A cell as it was before it was kept from being a formula."""
    return FORMULA.sub("", cell.strip(), count=1) if cell.strip().startswith("'") else cell.strip()


def _head_violations(head: list[str]) -> Iterator[Violation]:
    for title in sorted({title for title in head if title not in COLUMNS or head.count(title) > 1}):
        yield Violation("import.column_unknown", {"column": title}, field="file")
    if "max_cases" not in head:
        yield Violation("import.column_missing", {"column": "max_cases"}, field="file")
    if not set(KEYS) & set(head):
        yield Violation("import.column_missing", {"column": "researcher_number"}, field="file")


def shortened(faults: list[Violation]) -> list[Violation]:
    """As many faults as anybody reads, and how many more there are."""
    more = len(faults) - MOST_FAULTS
    return faults if more <= 0 else [*faults[:MOST_FAULTS], Violation("import.more", {"more": more}, field="file")]


def person_of(line: Line, directory: Directory) -> tuple[int, str] | None:
    """Whom a row means, by his number or the uid that an export gave him."""
    uid, number = line.cells.get("person", ""), line.cells.get("researcher_number", "")
    return directory.by_uid.get(_uid(uid)) if uid else directory.by_number.get(number)


def _uid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def entries_of(lines: Iterable[Line], directory: Directory, before: Mapping[int, Profile]) -> list[Entry]:
    """What the rows say, over what was known before of each person by id. Raises RuleBroken with every fault by row."""
    faults: list[Violation] = []
    entries: dict[int, Entry] = {}
    for line in lines:
        person = person_of(line, directory)
        entry, found = entry_of(line, directory, before.get(person[0], Profile()) if person else Profile())
        faults += found
        if entry is not None and entry.person_id in entries:
            faults.append(
                _at(line.number, "", Violation("import.person_twice", {"value": person[1] if person else ""}))
            )
        elif entry is not None:
            entries[entry.person_id] = entry
    refuse_if(shortened(faults))
    return list(entries.values())


def entry_of(line: Line, directory: Directory, before: Profile) -> tuple[Entry | None, list[Violation]]:
    """What a row says, over what was known `before`; or every fault of it. A column left out changes nothing."""
    faults: list[Violation] = []
    person = person_of(line, directory)
    if person is None:
        known_as = line.cells.get("person") or line.cells.get("researcher_number", "")
        faults.append(Violation("import.person_unknown", {"value": known_as}, field=KEYS[1]))
    elif line.cells.get("name") and line.cells["name"] != person[1]:
        faults.append(Violation("import.name_differs", {"value": line.cells["name"], "name": person[1]}, field="name"))
    values: dict[str, Any] = {}
    for name, read in READERS.items():
        if name in line.cells:
            try:
                values[name] = read(line.cells[name], directory)
            except RuleBroken as refused:
                faults += [replace(one, field=name) for one in refused.violations]
    max_cases, fields = values.pop("max_cases", None), values.pop("fields", None)
    profile = replace(before, **{_column(name): value for name, value in values.items()})
    if max_cases is None and not any(fault.field == "max_cases" for fault in faults):
        faults.append(Violation("expert.no_load", field="max_cases"))
    faults += [
        *load_violations(1 if max_cases is None else max_cases),
        *profile_violations(profile, directory.known_codes),
    ]
    if faults or person is None or max_cases is None:
        return None, [_at(line.number, fault.field, fault) for fault in faults]
    return Entry(person[0], max_cases, fields, profile), []


def _column(name: str) -> str:
    return {"region": "region_id", "history": "stays"}.get(name, name)


def _at(row: int, column: str, fault: Violation) -> Violation:
    return replace(fault, values={**fault.values, "row": row}, field=f"rows.{row}.{column}".rstrip("."))


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,]", text) if part.strip()))


def _fields(text: str) -> tuple[str, ...]:
    fields = tuple(sorted(_list(text)))
    longest = max(map(len, fields), default=0)
    if longest > LONGEST_FIELD:
        raise RuleBroken.because("expert.text_too_long", length=longest, most=LONGEST_FIELD)
    return fields


def _number(text: str, _: Directory) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise RuleBroken.because("import.no_number", value=text[:40])
    return int(text)


def _date(text: str, _: Directory | None = None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RuleBroken.because("import.no_date", value=text[:40]) from error


def _region(text: str, directory: Directory) -> int | None:
    if text and text not in directory.regions:
        raise RuleBroken.because("import.region_unknown", value=text[:40])
    return directory.regions.get(text)


def read_stays(text: str, directory: Directory) -> tuple[Stay, ...]:
    """Stays written as ``institution @ 2019-03-01 ~ 2021-03-01``, parted by semicolons or lines.

    Raises RuleBroken with every part that can't be read or names no institution, or more than one.
    """
    faults, stays = [], []
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        found = STAY.fullmatch(part)
        if found is None:
            faults.append(Violation("import.stay_unreadable", {"value": part[:80]}))
            continue
        places = directory.organizations.get(found["name"], ())
        if len(places) != 1:
            code = "import.institution_unclear" if places else "import.institution_unknown"
            faults.append(Violation(code, {"value": found["name"][:80]}))
            continue
        try:
            starts_on, ends_on = _date(found["starts"]), _date(found["ends"] or "")
        except RuleBroken as refused:
            faults += refused.violations
            continue
        if starts_on is not None:
            stays.append(Stay(starts_on, places[0], ends_on))
    if faults:
        raise RuleBroken(faults)
    return tuple(sorted(stays, key=lambda stay: (stay.starts_on, stay.organization_id)))


def stay_names(text: str) -> set[str]:
    """The institutions that a written history names."""
    parts = (STAY.fullmatch(part.strip()) for part in re.split(r"[;\n]", text))
    return {found["name"] for found in parts if found}


def read_coauthors(text: str) -> tuple[CoAuthor, ...]:
    """Co-authors written as ``name @ institution @ publication``, parted by semicolons or lines.

    Raises RuleBroken (`expert.coauthor_unreadable`) with every part that can't be read.
    """
    parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    told = [[word.strip() for word in part.split("@", 2)] for part in parts]
    unreadable = [part for part, words in zip(parts, told, strict=True) if len(words) < 3 or not all(words)]
    refuse_if([Violation("expert.coauthor_unreadable", {"value": part[:80]}) for part in unreadable])
    return tuple(sorted({CoAuthor(*words) for words in told}))


READERS: Mapping[str, Any] = {
    "fields": lambda text, _: _fields(text),
    "max_cases": _number,
    "max_rounds": _number,
    "science_fields": lambda text, _: _list(text.upper()),
    "keywords": lambda text, _: text,
    "languages": lambda text, _: _list(text.lower()),
    "region": _region,
    "email": lambda text, _: text,
    "away_from": _date,
    "back_on": _date,
    "trained_on": _date,
    "training_note": lambda text, _: text,
    "history": read_stays,
    "coauthors": lambda text, _: read_coauthors(text),
}
