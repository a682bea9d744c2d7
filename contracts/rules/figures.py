"""Which accounts a figure of money is the sum of. Pure."""

from __future__ import annotations

from dataclasses import dataclass

SPENT = ("claimed", "accepted", "refused", "carried_over", "returned")
"""Kinds of accounts that hold what was drawn of a source; what is drawn of the grant may stand without a source."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The balances of all accounts of `kinds`, and of what was spent of the sources `spent_of`."""

    kinds: tuple[str, ...]
    spent_of: tuple[str, ...] = ()


KINDS = (
    *("treasury", "appropriated", "region", "reserved", "match_pledged", "match_deposited"),
    *("paid", *SPENT),
)
FIGURES = {
    "grant": Figure(("reserved", "paid"), ("", "grant")),
    "paid_out": Figure(("paid",), ("", "grant")),
    "match": Figure(("match_pledged", "match_deposited"), ("regional",)),
    "deposited": Figure(("match_deposited",), ("regional",)),
    "drawn": Figure((), ("regional",)),
    **{f"kind-{kind}": Figure((kind,)) for kind in KINDS},
}
"""By the name that stands in an address: figures over several kinds of accounts, and each kind alone."""
