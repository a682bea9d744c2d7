"""The address of a clause: names joined by dots, an item of a list by its code.

``match.share_bp``, ``budget.categories.salaries.cap_bp``, ``review.criteria.fit.anchors.5``,
``pay.rules.professor``.
"""

from collections.abc import Mapping
from typing import Any

_CODE_KEYS = ("code", "person_kind", "region", "score")
"""What an item of a list is known by, whichever it has."""


def exists(raw: Mapping[str, Any], path: str) -> bool:
    """Do the raw values of a rule set have a clause, or a group of clauses, at this address?"""
    here: Any = raw
    for name in path.split("."):
        if isinstance(here, list):
            here = {_code_of(item): item for item in here if isinstance(item, dict)}
        if not isinstance(here, dict) or name not in here:
            return False
        here = here[name]
    return True


def is_under(path: str, listed: tuple[str, ...]) -> bool:
    """Is a clause listed itself, or within a listed group?"""
    return any(path == entry or path.startswith(f"{entry}.") for entry in listed)


def _code_of(item: Mapping[str, Any]) -> str:
    return next((str(item[key]) for key in _CODE_KEYS if key in item), "")
