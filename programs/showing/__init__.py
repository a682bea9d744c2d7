"""Calls, rules and likeness as pages show them, those of higher rooms as well."""

from programs.showing.calls import (
    DOCUMENTS,
    MONEY,
    OUTAGE,
    TONES,
    WHO,
    clauses_by_group,
    compared_by_group,
    dates_of,
    drafted_dates,
    drafting_help,
    key_figures,
    sentences,
)

__all__ = [
    "DOCUMENTS",
    "MONEY",
    "OUTAGE",
    "TONES",
    "WHO",
    "clauses_by_group",
    "compared_by_group",
    "dates_of",
    "drafted_dates",
    "drafting_help",
    "key_figures",
    "sentences",
]
