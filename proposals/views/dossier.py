"""A proposal's content as people read it: the working copy to check, or what was handed in.

Pure: it draws the plain content that a submission keeps (`queries.dossier`), beside what an earlier one said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.templatetags.baro import in_language
from core.wording import krw, label, percent
from programs.models import Indicator
from programs.policy import Policy
from proposals.forms.targets import plain
from proposals.queries import answer_text, slot_name
from proposals.rules import SECTIONS

Content = Mapping[str, Any]
Change = Callable[..., str]
"""The address where a part is changed: url name and arguments to a URL, "" where it can't be changed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and what it was where that differs."""

    shown: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    cells: tuple[Cell, ...]
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of figures: a heading for each column, the first for the labels."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the dossier: rows of a summary list, a grid, or files."""

    title: str
    change_url: str = ""
    rows: Sequence[Mapping[str, Any]] = ()
    grid: Grid | None = None
    files: Sequence[Mapping[str, Any]] = ()
    unit: str = ""
    """The unit of the grid's amounts, where they are money."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read: the content, the rules it stands under, and what was said before; `parts` are those that the call
    keeps of the text."""

    content: Content
    policy: Policy
    indicators: Sequence[Indicator]
    before: Content | None = None
    parts: Sequence[str] = SECTIONS
    change: Change = lambda *_: ""


def groups(reading: Reading) -> list[Group]:
    """The whole dossier, in the order in which it is written."""
    return [
        _basics(reading),
        _institutions(reading),
        _people(reading),
        *_sections(reading),
        *_answers(reading),
        _budget(reading),
        _targets(reading),
        _files(reading),
    ]


def _rows(now: Mapping[str, tuple[str, str]], before: Mapping[str, tuple[str, str]] | None) -> list[Mapping[str, Any]]:
    """Rows by key, each (label, text); what differs from before, and what is gone, is told."""
    old = before if before is not None else now
    found = [
        {"label": name, "value": text, "was": _was(text, old.get(key, ("", ""))[1], key in old)}
        for key, (name, text) in now.items()
    ]
    gone = [{"label": name, "value": "", "was": text} for key, (name, text) in old.items() if key not in now]
    return [*found, *gone]


def _was(text: str, old: str, known: bool) -> str:
    if text == old and known:
        return ""
    return old or _("Not provided")


def _basics(reading: Reading) -> Group:
    def read(content: Content) -> dict[str, tuple[str, str]]:
        return {
            "title_ko": (_("Title"), content["title_ko"]),
            "title_en": (_("Title in English"), content["title_en"]),
            "sector": (_("Field"), content["sector"]),
            "lead": (_("Leading institution"), _institution(content["lead"])),
        }

    rows = _rows(read(reading.content), _of(read, reading.before))
    return Group(_("Title and field"), reading.change("basics"), rows)


def _of(read: Callable[[Content], Any], content: Content | None) -> Any:
    return None if content is None else read(content)


def _institution(row: Mapping[str, str]) -> str:
    return f"{in_language(row, 'name')} ({label('kind.' + row['kind'])})"


def _institutions(reading: Reading) -> Group:
    def read(content: Content) -> dict[str, tuple[str, str]]:
        return {
            row["uid"]: (_institution(row), row["contribution"] or _("Joins the consortium"))
            for row in content["partners"]
        }

    rows = _rows(read(reading.content), _of(read, reading.before))
    return Group(_("Consortium"), reading.change("consortium"), rows)


def _people(reading: Reading) -> Group:
    def read(content: Content) -> dict[str, tuple[str, str]]:
        return {
            row["uid"]: (
                in_language(row, "name"),
                " · ".join(
                    (
                        label(f"part.{row['part']}"),
                        label(f"person_kind.{row['person_kind']}"),
                        percent(row["share_bp"]),
                    )
                ),
            )
            for row in content["people"]
        }

    rows = _rows(read(reading.content), _of(read, reading.before))
    return Group(pgettext("project", "People"), reading.change("people"), rows)


def _sections(reading: Reading) -> Iterable[Group]:
    def read(content: Content, code: str) -> dict[str, tuple[str, str]]:
        return {code: (label(f"section.{code}"), content["sections"].get(code, ""))}

    rows: list[Mapping[str, Any]] = []
    for code in _parts(reading):
        before = None if reading.before is None else read(reading.before, code)
        rows += [
            {**row, "change_url": reading.change("section", code)} for row in _rows(read(reading.content, code), before)
        ]
    yield Group(_("Text"), "", rows)


def _parts(reading: Reading) -> list[str]:
    """The standard parts that the call keeps, and those that an earlier content has all the same."""
    return [code for code in SECTIONS if code in reading.parts or code in reading.content["sections"]]


def _answers(reading: Reading) -> Iterable[Group]:
    """The call's own questions with their answers; files stand with the files."""

    def read(content: Content) -> dict[str, tuple[str, str]]:
        return {
            one["question"]: (in_language(one, "title"), answer_text(one))
            for one in content.get("answers", ())
            if one["type"] != "file"
        }

    pages = {one["question"]: one["section"] for one in reading.content.get("answers", ())}
    now = read(reading.content)
    if now:
        rows = _rows(now, _of(read, reading.before))
        changes = [reading.change("answers", pages[code]) for code in now]
        changes += [""] * (len(rows) - len(changes))
        yield Group(
            _("Questions of this call"),
            "",
            [{**row, "change_url": url} for row, url in zip(rows, changes, strict=True)],
        )


def _budget(reading: Reading) -> Group:
    policy = reading.policy
    years = range(1, policy.project_years.count + 1)
    now = _amounts(reading.content)
    old = now if reading.before is None else _amounts(reading.before)

    def line(name: str, keep: Callable[[str, str], bool], is_sum: bool = False) -> Line:
        def total(amounts: Mapping[tuple[int, str, str], int], wanted: Iterable[int]) -> int:
            kept = set(wanted)
            return sum(
                amount
                for (year, category, source), amount in amounts.items()
                if year in kept and keep(category, source)
            )

        spans = [*([year] for year in years), list(years)]
        cells = tuple(_cell(total(now, span), total(old, span)) for span in spans)
        return Line(name, cells, is_sum)

    lines = [
        line(
            f"{in_language(category, 'name')}, {label(f'source.{source}')}",
            lambda one, other, code=category.code, source=source: (one, other) == (code, source),  # type: ignore[misc]  # bound at once
        )
        for category in policy.budget.categories
        for source in policy.budget.sources
    ]
    lines += [
        line(label(f"source.{source}"), lambda _, other, source=source: other == source, True)  # type: ignore[misc]  # bound at once
        for source in policy.budget.sources
    ]
    lines.append(line(_("Sum"), lambda *_: True, True))
    headings = (_("Category and source"), *(_("Year %(year)s") % {"year": year} for year in years), _("Sum"))
    grid = Grid(headings, tuple(lines))
    return Group(_("Budget"), reading.change("budget"), _cap_reasons(reading), grid=grid, unit="won")


def _cap_reasons(reading: Reading) -> list[Mapping[str, Any]]:
    """Why a category passes its cap, where the rules let it be passed with a reason."""
    names = {one.code: in_language(one, "name") for one in reading.policy.budget.categories}

    def read(content: Content) -> dict[str, tuple[str, str]]:
        given = content.get("cap_reasons", {})
        above = _("Above the cap: %(category)s")
        return {code: (above % {"category": names.get(code, code)}, text) for code, text in given.items()}

    return _rows(read(reading.content), _of(read, reading.before))


def _amounts(content: Content) -> dict[tuple[int, str, str], int]:
    return {(row["year"], row["category"], row["source"]): row["amount_krw"] for row in content["lines"]}


def _cell(now: int, old: int) -> Cell:
    return Cell(f"{now:,}", f"{old:,}" if old != now else "")


def _targets(reading: Reading) -> Group:
    years = range(1, reading.policy.project_years.count + 1)
    now = _values(reading.content)
    old = now if reading.before is None else _values(reading.before)
    lines = []
    for indicator in reading.indicators:
        keys = [(indicator.code, year) for year in years]
        if not any(key in now or key in old for key in keys):
            continue
        name = f"{in_language(indicator, 'name')} ({in_language(indicator, 'unit')})"
        cells = tuple(
            Cell(now.get(key, "–"), old.get(key, "–") if old.get(key) != now.get(key) else "") for key in keys
        )
        lines.append(Line(name, cells))
    headings = (_("Indicator"), *(_("Year %(year)s") % {"year": year} for year in years))
    return Group(_("Targets"), reading.change("targets"), grid=Grid(headings, tuple(lines)))


def _values(content: Content) -> dict[tuple[str, int], str]:
    return {(row["indicator"], row["year"]): plain(Decimal(row["value"])) for row in content["targets"]}


def _files(reading: Reading) -> Group:
    before = {row["sha256"] for row in (reading.before or reading.content)["files"]}
    files = []
    for row in reading.content["files"]:
        document = reading.policy.files.document(row["document"])
        files.append(
            {
                "name": row["name"],
                "url": reverse("proposals:download", args=[row["uid"]]),
                "size": row["size_bytes"],
                "kind": in_language(document, "name")
                if document
                else slot_name(reading.content, row["document"]) or row["document"],
                "note": _("New since the last submission") if row["sha256"] not in before else "",
            }
        )
    kept = {row["sha256"] for row in reading.content["files"]}
    gone = [
        {"label": _("Removed since the last submission"), "value": row["name"]}
        for row in (reading.before or reading.content)["files"]
        if row["sha256"] not in kept
    ]
    return Group(_("Files"), reading.change("files"), rows=gone, files=files)


def sums(content: Content) -> list[Mapping[str, str]]:
    """The money in one line each, for receipts."""
    names = {
        "grant_krw": label("source.grant"),
        "regional_krw": label("source.regional"),
        "own_krw": label("source.own"),
        "total_krw": _("Sum"),
    }
    return [
        {"label": name, "value": krw(content["sums"][key])}
        for key, name in names.items()
        if content["sums"][key] or key == "total_krw"
    ]
