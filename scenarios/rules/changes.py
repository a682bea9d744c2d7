"""Changes to a rule set as people type them: ``quota.teams_per_region=3``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

CALL_BUDGET = "call.budget_krw"
"""The call's own money for all project years: no clause of the rules, but it decides who is in all the same."""
SHORT_NAMES = {"selection.region_quota": "quota.teams_per_region", "call.budget": CALL_BUDGET}
"""Other names by which people ask for a clause."""
_NUMBER = re.compile(r"-?\d{1,3}([_,]\d{3})+|-?\d+")
_WORDS: dict[str, Any] = {"none": None, "yes": True, "no": False, "true": True, "false": False}


class Unreadable(ValueError):
    """A change without its address or its value."""


def read_settings(given: Iterable[str]) -> dict[str, Any]:
    """The changes by address, the last one said for each. Raises Unreadable."""
    return dict(read_setting(one) for one in given)


def read_setting(given: str) -> tuple[str, Any]:
    """An address and its new value: a number, ``none``, ``yes``, ``no``, JSON, or else a word. Raises Unreadable."""
    path, equals, text = given.partition("=")
    path, text = path.strip(), text.strip()
    if not equals or not path or not text:
        raise Unreadable(given)
    return SHORT_NAMES.get(path, path), _value(text)


def _value(text: str) -> Any:
    if text.casefold() in _WORDS:
        return _WORDS[text.casefold()]
    if _NUMBER.fullmatch(text):
        return int(re.sub(r"[_,]", "", text))
    if text[0] in '[{"':
        try:
            return json.loads(text)
        except ValueError as error:
            raise Unreadable(text) from error
    return text
