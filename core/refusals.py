"""What a user is told when something may not happen.

A refusal carries codes and values, never sentences: portal, API and mail word the same code through
`core.wording`, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

Detail = Mapping[str, str | int]
"""One thing that a value lists; `label` is the code of the label that words it."""
Value = str | int | bool | None | tuple[Detail, ...]
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule.

    `code` is stable and in words ("budget.salaries_above_cap"); `values` fill its sentence (a key's suffix
    gives the unit: `_krw`, `_bp`, `_at`, `_on`); `field` is the form field or API path it stands beside;
    `clause` is the path of the policy clause that it comes from.
    """

    code: str
    values: Values = field(default_factory=dict)
    field: str = ""
    clause: str = ""


class Refused(Exception):
    """An action that may not happen. Nothing was changed."""

    status: ClassVar[int] = 422

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(violations)
        if not self.violations:
            raise ValueError("a refusal names at least one violation")
        super().__init__(", ".join(violation.code for violation in self.violations))

    @classmethod
    def because(cls, code: str, /, *, field: str = "", clause: str = "", **values: Value) -> Refused:
        """A refusal for one reason."""
        return cls([Violation(code, values, field, clause)])


class NotAllowed(Refused):
    """The actor may not do this to this thing."""

    status = 403


class StepUpNeeded(NotAllowed):
    """The actor may do this once he has shown his second factor anew; portal and API say where."""


class NotFound(Refused):
    """There is no such thing, or the actor may not know of it (the same answer for both)."""

    status = 404


class WrongState(Refused):
    """The thing's state, or a concurrent change, stands against it."""

    status = 409


class Stale(Refused):
    """Somebody changed it since the actor read it."""

    status = 412


class RuleBroken(Refused):
    """The policy or the input stands against it."""

    status = 422


def refuse_if(violations: Iterable[Violation]) -> None:
    """Raise `RuleBroken` with every violation at once, if there is any."""
    found = tuple(violations)
    if found:
        raise RuleBroken(found)


def require(allowed: bool, verb: str) -> None:
    """Raise `NotAllowed` (`http.not_allowed`) unless the actor may do this."""
    if not allowed:
        raise NotAllowed.because("http.not_allowed", verb=verb)
