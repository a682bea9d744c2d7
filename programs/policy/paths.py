"""The address of a clause: names joined by dots, an item of a list by its code.

``match.share_bp``, ``budget.categories.salaries.cap_bp``, ``review.criteria.fit.anchors.5``,
``pay.rules.professor``.
"""

from collections.abc import Mapping
from copy import deepcopy
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


def with_value(raw: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of a rule set's raw values in which the clause, or the item of a list, at an address is another.

    Raises KeyError where there is no such clause.
    """
    copy = deepcopy(dict(raw))
    *above, last = path.split(".")
    here: Any = copy
    for name in above:
        here = _below(here, name)
    if isinstance(here, list):
        codes = [_code_of(item) for item in here if isinstance(item, dict)]
        if last not in codes:
            raise KeyError(path)
        here[codes.index(last)] = value
    elif isinstance(here, dict) and last in here:
        here[last] = value
    else:
        raise KeyError(path)
    return copy


def _below(here: Any, name: str) -> Any:
    if isinstance(here, list):
        here = {_code_of(item): item for item in here if isinstance(item, dict)}
    if not isinstance(here, dict):
        raise KeyError(name)
    return here[name]


def is_under(path: str, listed: tuple[str, ...]) -> bool:
    """Is a clause listed itself, or within a listed group?"""
    return any(path == entry or path.startswith(f"{entry}.") for entry in listed)


def _code_of(item: Mapping[str, Any]) -> str:
    return next((str(item[key]) for key in _CODE_KEYS if key in item), "")
