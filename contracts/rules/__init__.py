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
from contracts.rules.payments import account_violations, approval_violations, reference_violations

__all__ = [
    "SOURCES",
    "AgreedLine",
    "AgreedTranche",
    "AgreedYear",
    "account_violations",
    "approval_violations",
    "canonical",
    "drawing_violations",
    "hash_of",
    "reference_violations",
    "sums_of",
    "terms_of",
    "years_of",
]
