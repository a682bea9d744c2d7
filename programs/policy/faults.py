"""What can be wrong with a rule set, and where."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a rule set, and where: ``match.share_bp``, ``budget.categories[1].cap_bp``."""

    path: str
    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@runtime_checkable
class Checked(Protocol):
    """A group of clauses that knows what its values must be to each other; paths are below the group."""

    def faults(self) -> Iterator[Fault]: ...


class PolicyInvalid(ValueError):
    """A text that is no rule set; ``faults`` are all that is wrong with it, in the order of the clauses."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.path or '.'}: {fault.code}" for fault in faults))
        self.faults = faults


def repeated(path: str, values: Iterable[str]) -> Iterator[Fault]:
    """A fault for each value that stands in a list more than once."""
    for value, times in Counter(values).items():
        if times > 1:
            yield Fault(path, "policy.repeated", {"given": value})


def out_of_order(path: str, low: int, high: int | None) -> Iterator[Fault]:
    """A fault where the least is above the most."""
    if high is not None and low > high:
        yield Fault(path, "policy.least_above_most", {"least": low, "most": high})
