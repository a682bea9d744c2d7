"""What was typed as raw values, and back. What can't be read as its kind of value is kept as it was typed, so that
nothing is lost and the parser can say what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from programs.editing.shape import ABOUT, Field, Group, Kind

Typed = Mapping[str, list[str]]
"""What a form sent: the texts of each name."""

_SEPARATORS = re.compile(r"[,\s]")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_SCALES = {Kind.PERCENT: Decimal(100), Kind.MEGABYTES: Decimal(1024 * 1024)}
_MISSING = object()


def read_group(group: Group, typed: Typed) -> dict[str, Any]:
    """The raw values of a group as its form sent them, with names like ``budget.categories.0.cap_bp``."""
    return _read_fields(group.fields, typed, group.name)


def shown(field: Field, raw: Any) -> str:
    """A raw value as it stands in its field; what could not be read, as it was typed."""
    if raw is None or isinstance(raw, bool | dict):
        return ""
    if isinstance(raw, list):
        return ", ".join(str(part) for part in raw)
    if not isinstance(raw, int):
        return "" if field.limitless and raw == "none" else str(raw)
    if field.kind is Kind.WON:
        return f"{raw:,}"
    scale = _SCALES.get(field.kind)
    return f"{(Decimal(raw) / scale).normalize():f}" if scale else str(raw)


def texts(group: Group, raw: Mapping[str, Any]) -> dict[str, str]:
    """Each field's name in the form with what stands in it, rows and all."""
    return dict(_texts(group.fields, raw, group.name))


def content_of(group: Group, content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """A group's raw values within a whole rule set; None where it has none."""
    if group.name == ABOUT:
        return {field.name: content.get(field.name, "") for field in group.fields}
    found = content.get(group.name)
    return found if isinstance(found, dict) else None


def _texts(of: tuple[Field, ...], raw: Any, path: str) -> Iterator[tuple[str, str]]:
    values = raw if isinstance(raw, dict) else {}
    for field in of:
        value, name = values.get(field.name), f"{path}.{field.name}"
        if field.kind is Kind.ROWS:
            for number, row in enumerate(value if isinstance(value, list) else []):
                yield from _texts(field.fields, row, f"{name}.{number}")
        elif field.kind is Kind.PART:
            yield from _texts(field.fields, value, name)
        elif field.kind is Kind.MONTH_DAY:
            parts = value if isinstance(value, dict) else {}
            yield from ((f"{name}.{part}", str(parts.get(part, ""))) for part in ("month", "day"))
        elif field.kind is Kind.YES_NO:
            yield name, {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""
        else:
            yield name, shown(field, value)


def _read_fields(of: tuple[Field, ...], typed: Typed, path: str) -> dict[str, Any]:
    found = {field.name: _read(field, typed, f"{path}.{field.name}") for field in of}
    return {name: value for name, value in found.items() if value is not _MISSING}


def _read(field: Field, typed: Typed, name: str) -> Any:
    match field.kind:
        case Kind.ROWS:
            return [_read_fields(field.fields, typed, f"{name}.{number}") for number in _numbers(typed, name)]
        case Kind.PART:
            return _read_fields(field.fields, typed, name)
        case Kind.MONTH_DAY:
            parts = {part: _number(_text(typed, f"{name}.{part}")) for part in ("month", "day")}
            return {part: value for part, value in parts.items() if value != ""}
        case Kind.CHOICES | Kind.CODES:
            return [text for text in (given.replace("\x00", "") for given in typed.get(name, [])) if text]
        case Kind.NUMBERS:
            return [_number(part) for part in re.split(r"[\s,;·]+", _text(typed, name)) if part]
        case Kind.YES_NO:
            return {"yes": True, "no": False}.get(_text(typed, name), _MISSING)
    text = _text(typed, name)
    if text:
        return _value(field, text)
    if field.limitless:
        return None
    return "" if field.kind in {Kind.TEXT, Kind.LONG_TEXT} else _MISSING


def _value(field: Field, text: str) -> int | str:
    if field.kind in {Kind.NUMBER, Kind.WON}:
        return _number(text)
    if field.kind in _SCALES:
        return _scaled(text, _SCALES[field.kind])
    return text


def _number(text: str) -> int | str:
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).removesuffix("원")
    return int(digits) if _WHOLE.fullmatch(digits) else text


def _scaled(text: str, scale: Decimal) -> int | str:
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).removesuffix("%").removesuffix("MB")
    if not _DECIMAL.fullmatch(plain):
        return text
    value = Decimal(plain) * scale
    return int(value) if value == value.to_integral_value() else text


def _text(typed: Typed, name: str) -> str:
    """What was typed, without what no text holds: it comes from no keyboard."""
    return typed.get(name, [""])[-1].replace("\r\n", "\n").replace("\x00", "").strip()


def _numbers(typed: Typed, name: str) -> Iterator[int]:
    """The rows that were sent, in order."""
    start = f"{name}."
    steps = {key.removeprefix(start).partition(".")[0] for key in typed if key.startswith(start)}
    return iter(sorted(int(step) for step in steps if step.isdecimal()))
