"""How codes and values become sentences, in the reader's language.

Each app registers its `words.py` when it is ready. Placeholders are named like the values; a value's unit is told by
the end of its name: `_krw` whole won, `_bp` basis points, `_at` a moment (ISO), `_on` a date (ISO), `_bytes`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.refusals import Violation

SEOUL = ZoneInfo("Asia/Seoul")
Words = Mapping[str, Promise | str]
_violations: dict[str, Promise | str] = {}
_events: dict[str, Promise | str] = {}
_labels: dict[str, Promise | str] = {}


def register(*, violations: Words | None = None, events: Words | None = None, labels: Words | None = None) -> None:
    """Add an app's sentences. Raises ValueError if a code is worded twice."""
    for known, more in ((_violations, violations), (_events, events), (_labels, labels)):
        twice = known.keys() & (more or {}).keys()
        if any(known[code] is not (more or {})[code] for code in twice):
            raise ValueError(f"worded twice: {sorted(twice)}")
        known.update(more or {})


def known_codes() -> tuple[frozenset[str], frozenset[str]]:
    """The codes of violations and events that have words."""
    return frozenset(_violations), frozenset(_events)


def say_violation(violation: Violation) -> str:
    return _say(_violations, violation.code, violation.values)


def say_event(name: str, values: Mapping[str, Any]) -> str:
    return _say(_events, name, values)


def label(code: str) -> str:
    """The name of a state, role, verb or kind ("proposal.submitted"); the bare code where it has none."""
    return str(_labels.get(code, code))


def say_label(code: str, values: Mapping[str, Any]) -> str:
    """A label with placeholders, as of something to do ("work.proposals.finish"), filled from its values."""
    return _say(_labels, code, values)


def _say(words: Mapping[str, Promise | str], code: str, values: Mapping[str, Any]) -> str:
    sentence = words.get(code)
    if sentence is None:
        return code
    thing = code.partition(".")[0]
    shown = {name: _show(name, value, thing) for name, value in values.items()}
    return (str(sentence) % _Blank(shown)).rstrip()


LISTED = ("counting",)
"""Values that list things with several values of their own, each worded by the label that it names."""


def _listed(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Each thing as its label words it, in the frame that the list has; nothing where there is none."""
    if not rows:
        return ""
    return say_label(f"{name}.all", {"rows": "; ".join(say_label(row["label"], row) for row in rows)})


class _Blank(dict[str, str]):
    """Fills what a sentence asks for and the values do not have under that very name.

    A name kept in both languages (`title_ko`, `title_en`) fills `title`; an event of long ago may lack a value that its
    sentence learnt later.
    """

    def __missing__(self, key: str) -> str:
        korean = self.get(f"{key}_ko", "-")
        return korean if in_korean() else self.get(f"{key}_en") or korean


def _show(name: str, value: Any, thing: str) -> str:
    if value is None:
        return "-"
    if isinstance(value, list | tuple | Mapping):
        return _show_many(name, value, thing)
    if name in {"state", "verb"}:
        return label(f"{thing}.{value}")
    if f"{name}.{value}" in _labels:  # role, kind, power
        return label(f"{name}.{value}")
    if name.endswith("_krw"):
        return krw(int(value))
    if name.endswith("_bp"):
        return percent(int(value))
    if name.endswith("_at"):
        return moment(datetime.fromisoformat(str(value)))
    if name.endswith("_on"):
        return day(date.fromisoformat(str(value)))
    if name.endswith("_bytes"):
        return size(int(value))
    return str(value)


def _show_many(name: str, value: Any, thing: str) -> str:
    """A list by commas; violations, which an event keeps as code and values, as sentences one after another."""
    if name in LISTED:
        return _listed(name, value)
    if isinstance(value, Mapping):
        return say_violation(Violation(value["code"], value["values"])) if "code" in value else str(value)
    between = " " if all(isinstance(one, Mapping) for one in value) else ", "
    return between.join(_show(name, one, thing) for one in value)


def krw(amount_krw: int) -> str:
    """Whole won with separators: "1,300,000,000원"."""
    return _("KRW %(amount)s") % {"amount": f"{amount_krw:,}"}


def round_krw(amount_krw: int) -> str:
    """Whole won in the words people use where nothing is lost by it, else all digits: "13억원", "KRW 1.3 billion"."""
    if in_korean():
        parts = (divmod(amount_krw // 10_000, 10_000), ("억", "만"))
        if amount_krw <= 0 or amount_krw % 10_000:
            return krw(amount_krw)
        return " ".join(f"{count:,}{word}" for count, word in zip(*parts, strict=True) if count) + "원"
    for size_krw, word in ((10**9, "billion"), (10**6, "million")):
        if amount_krw >= size_krw and amount_krw * 100 % size_krw == 0:
            whole, hundredths = divmod(amount_krw * 100 // size_krw, 100)
            return f"KRW {whole:,}{f'.{hundredths:02d}'.rstrip('0').rstrip('.')} {word}"
    return krw(amount_krw)


def percent(rate_bp: int) -> str:
    """Basis points as a percentage without needless zeros: 2001 is "20.01%"."""
    whole, part = divmod(abs(rate_bp), 100)
    digits = f".{part:02d}".rstrip("0") if part else ""
    return f"{'-' if rate_bp < 0 else ''}{whole}{digits}%"


def moment(at: datetime) -> str:
    """A moment in Seoul's time, to the minute, or to the second where it has seconds."""
    here = at.astimezone(SEOUL)
    clock_format = "H:i:s" if here.second else "H:i"
    separator = " " if in_korean() else ", "
    return f"{day(here.date())}{separator}{formats.date_format(here, clock_format)}"


def day(on: date) -> str:
    """A date as people write it: "2004년 4월 30일", "30 Apr 2004"."""
    if in_korean():
        return f"{on.year}년 {on.month}월 {on.day}일"
    return f"{on.day} {formats.date_format(on, 'M Y')}"


def in_korean() -> bool:
    """Whether the reader reads Korean (the text of record) rather than English."""
    return (translation.get_language() or "ko").startswith("ko")


def size(count_bytes: int) -> str:
    """A file's size in the unit that people read: bytes, KB, MB or GB of 1024."""
    if count_bytes < 1024:
        return f"{count_bytes} B"
    power = min((count_bytes.bit_length() - 1) // 10, 3)
    amount, unit = count_bytes / 1024**power, ("B", "KB", "MB", "GB")[power]
    return f"{amount:.0f} {unit}" if amount >= 10 else f"{amount:.1f} {unit}"
