"""The law of contracts and money. Pure: values and policy."""

from contracts.rules.agreements import (
    SOURCES,
    AgreedLine,
    AgreedTranche,
    AgreedYear,
    canonical,
    drawing_violations,
    hash_of,
    sums_of,
    terms_of,
    years_of,
)
from contracts.rules.matching import (
    DOCUMENT_MAX_BYTES,
    DOCUMENT_TYPES,
    Match,
    asks_for_deposit,
    commitment_of,
    deposit_violations,
    due_on,
    next_reminder,
)
from contracts.rules.payments import account_violations, approval_violations, reference_violations

__all__ = [
    "DOCUMENT_MAX_BYTES",
    "DOCUMENT_TYPES",
    "SOURCES",
    "AgreedLine",
    "AgreedTranche",
    "AgreedYear",
    "Match",
    "account_violations",
    "approval_violations",
    "asks_for_deposit",
    "canonical",
    "commitment_of",
    "deposit_violations",
    "drawing_violations",
    "due_on",
    "hash_of",
    "next_reminder",
    "reference_violations",
    "sums_of",
    "terms_of",
    "years_of",
]
