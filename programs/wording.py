"""Clauses and faults of rule sets as sentences, in the reader's language."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language

from core.wording import percent, round_krw, size
from programs.policy import Clause, Fault
from programs.policy.describing import ClauseValue
from programs.words import CHOICES, CLAUSES, FAULTS

_BILINGUAL = ("name", "text")
"""Values that rule sets give in Korean and, where they do, in English."""


def say_clause(clause: Clause) -> str:
    """The sentence of a clause, as ``describe`` gives it."""
    return _say(CLAUSES, clause.code, clause.values)


def say_fault(fault: Fault) -> str:
    """What is wrong with a rule set at ``fault.path``."""
    return _say(FAULTS, fault.code, {name: _in_unit(fault.path, value) for name, value in fault.values.items()})


def _in_unit(path: str, value: ClauseValue) -> ClauseValue:
    """A number as the clause it is about is read: 12000 of a share is 120%."""
    if not isinstance(value, int):
        return value
    writing = {"_bp": percent, "_krw": round_krw, "_bytes": size}
    return next((write(value) for ending, write in writing.items() if path.endswith(ending)), value)


def say_choice(value: str) -> str:
    """What a choice is called: ``in_kind`` is "In kind"; the word itself where it has no name."""
    return str(CHOICES.get(value, value))


def _say(words: Mapping[str, Promise | str], code: str, values: Mapping[str, ClauseValue]) -> str:
    shown = _Gaps({name: _show(name, value) for name, value in values.items()})
    for name in _BILINGUAL:
        if f"{name}_ko" in values:
            english = (get_language() or "ko").startswith("en") and values.get(f"{name}_en")
            shown[name] = str(english or values[f"{name}_ko"])
    return str(words[code]) % shown


class _Gaps(dict[str, str]):
    """A fault names only the bound that was passed."""

    def __missing__(self, key: str) -> str:
        return "-"


def _show(name: str, value: ClauseValue) -> str:
    if isinstance(value, tuple):
        return ", ".join(_show(name, part) for part in value)
    if isinstance(value, str):
        return value if name.endswith(("_ko", "_en", "given", "detail", "choices")) else say_choice(value)
    if name.endswith("_krw"):
        return round_krw(value)
    if name.endswith("_bp"):
        return percent(value)
    return size(value) if name.endswith("_bytes") else str(value)


def say_clause_in(language: str, clause: Clause) -> str:
    """The sentence of a clause in one language, whatever the reader's."""
    with translation.override(language):
        return say_clause(clause)
