"""The Korean catalogues: ``python -m config.messages sync [ROOM ...] | compile | check``.

Message ids are the English texts. Each room keeps its own ``locale/<room>/ko/LC_MESSAGES/django.po``; a text
of ``templates/<room>/`` belongs to that room, any other to ``core``, and so do those of ``config``.
Babel extracts and compiles, so the system needs no gettext.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from config.env import ROOT

ROOMS = ("core", "accounts", "programs", "proposals", "reviews", "contracts", "reporting", "scenarios")
SIGN_IN_TEMPLATES = ("account", "mfa", "socialaccount", "usersessions")
"""Folders of pages that the sign-in library names; their texts belong to the room of accounts."""
LANGUAGE = "ko"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
"""What marks a text, with the places of its singular, plural and context among the arguments."""


def catalogue_path(room: str) -> Path:
    """Where a room's Korean texts are."""
    return ROOT / "locale" / room / LANGUAGE / "LC_MESSAGES" / "django.po"


def room_of(path: Path) -> str:
    """The room whose catalogue holds the texts of a file (given relative to the repository)."""
    parts = path.parts[1:] if path.parts[0] == "templates" else path.parts
    if path.parts[0] == "templates" and parts[0] in SIGN_IN_TEMPLATES:
        return "accounts"
    return parts[0] if parts[0] in ROOMS else "core"


def _sources() -> Iterator[Path]:
    for folder in (*ROOMS, "config"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    for suffix in ("html", "txt"):
        yield from sorted((ROOT / "templates").rglob(f"*.{suffix}"))


def _texts(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """The marked texts of one file: line, text (or singular and plural), context."""
    source = path.read_bytes()
    if path.suffix != ".py":
        # a page's indentation is none of Python's, by whose rules the texts are found
        marked = templatize(source.decode(), origin=str(path)).splitlines()
        source = "\n".join(line.lstrip() for line in marked).encode()
    found = extract_python(BytesIO(source), KEYWORDS, [], {"encoding": "utf-8"})
    for line, keyword, arguments, _comments in found:
        words = list(arguments) if isinstance(arguments, (tuple, list)) else [arguments]
        context = words.pop(0) if "pgettext" in keyword else None
        texts = words[:2] if "ngettext" in keyword or "npgettext" in keyword else words[:1]
        if texts and all(isinstance(text, str) and text for text in texts):
            yield line, (texts[0] if len(texts) == 1 else tuple(texts)), context


def extract() -> dict[str, Catalog]:
    """Collect every marked text of the repository, by room."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    found = {room: Catalog(locale=LANGUAGE, domain="django") for room in ROOMS}
    for path in _sources():
        relative = path.relative_to(ROOT)
        for _line, text, context in _texts(path):
            found[room_of(relative)].add(text, context=context, locations=[(str(relative), 0)])
    return found


def read(room: str) -> Catalog:
    """Read a room's catalogue; an empty one when there is none yet."""
    path = catalogue_path(room)
    if not path.exists():
        return Catalog(locale=LANGUAGE, domain="django")
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain="django")


def _id(message: Message) -> tuple[object, str | None]:
    return message.id, message.context


def sync(rooms: Sequence[str] = ROOMS) -> int:
    """Add missing texts to the rooms' catalogues and take away the unused; return how many want Korean."""
    wanting = 0
    for room, found in extract().items():
        if room not in rooms:
            continue
        kept = {_id(message): message for message in read(room) if message.id}
        fresh = Catalog(locale=LANGUAGE, domain="django", charset="utf-8")
        fresh.header_comment = f"# Korean texts of the room {room}."
        for message in found:
            if not message.id:
                continue
            old = kept.get(_id(message))
            korean = old.string if old and not old.fuzzy else None
            fresh.add(message.id, korean, context=message.context, locations=message.locations)
            wanting += not _filled(korean)
        if len(fresh) or catalogue_path(room).exists():
            _write(room, fresh)
    return wanting


def _write(room: str, catalogue: Catalog) -> None:
    """Write without dates and line numbers, so that a catalogue changes only when its texts do."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=True, omit_header=True, include_lineno=False)
    header = f'# Korean texts of the room {room}.\nmsgid ""\nmsgstr ""\n"Language: {LANGUAGE}\\n"\n'
    header += '"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    path = catalogue_path(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + buffer.getvalue().decode())


def _filled(korean: object) -> bool:
    if isinstance(korean, (tuple, list)):
        return bool(korean) and all(korean)
    return bool(korean)


def said_differently(catalogues: Mapping[str, Catalog]) -> list[str]:
    """Every English text that has other Korean in one room than in another: readers would see one of them everywhere.

    Where two things are meant, one of the texts wants a context.
    """
    found: dict[tuple[object, str | None], dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
    for room, catalogue in catalogues.items():
        for message in catalogue:
            if message.id and _filled(message.string):
                found[_id(message)][message.string].append(room)
    told = []
    for (text, _context), by_korean in found.items():
        if len(by_korean) > 1:
            said = "; ".join(f"{korean!r} in {', '.join(rooms)}" for korean, rooms in by_korean.items())
            told.append(f"said differently: {text!r}: {said}")
    return told


def faults() -> list[str]:
    """Every text that has no Korean, is unused, is said differently, or whose placeholders differ from the English."""
    told = said_differently({room: read(room) for room in ROOMS})
    for room, found in extract().items():
        kept = {_id(message): message for message in read(room) if message.id}
        wanted = {_id(message) for message in found if message.id}
        told += [f"{room}: not in the catalogue: {key[0]!r}" for key in sorted(wanted - set(kept), key=str)]
        told += [f"{room}: no longer used: {key[0]!r}" for key in sorted(set(kept) - wanted, key=str)]
        for key in wanted & set(kept):
            message = kept[key]
            if message.fuzzy or not _filled(message.string):
                told.append(f"{room}: no Korean: {key[0]!r}")
            told += [f"{room}: {fault}: {key[0]!r}" for fault in message.check()]
    return told


def compile_catalogues() -> None:
    """Write each room's compiled catalogue to ``var/locale``, where Django looks for it."""
    for room in ROOMS:
        catalogue = read(room)
        folder = ROOT / "var" / "locale" / room / LANGUAGE / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / "django.mo.new"
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(folder / "django.mo")


def main(words: list[str]) -> int:
    """Run one of ``sync``, ``compile``, ``check``; the exit code is 1 when a check finds a fault."""
    match words:
        case ["sync", *rooms] if set(rooms) <= set(ROOMS):
            wanting = sync(rooms or ROOMS)
            compile_catalogues()
            print(f"{wanting} texts want Korean." if wanting else "Every text has Korean.")
            return 0
        case ["compile"]:
            compile_catalogues()
            return 0
        case ["check"]:
            told = faults()
            print("\n".join(told) or "Every text has Korean.")
            return 1 if told else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
