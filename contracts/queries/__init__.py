"""Find contracts and won."""

from contracts.queries.books import Breach, breaches

__all__ = ["Breach", "breaches"]
