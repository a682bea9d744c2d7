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
from contracts.rules.figures import FIGURES, SPENT, Figure
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
from contracts.rules.releasing import (
    BY_HAND,
    HARD_GATES,
    Dated,
    covered_krw,
    exposure_on,
    recovery_violations,
    releasable_krw,
)

__all__ = [
    "BY_HAND",
    "DOCUMENT_MAX_BYTES",
    "DOCUMENT_TYPES",
    "FIGURES",
    "HARD_GATES",
    "SOURCES",
    "SPENT",
    "AgreedLine",
    "AgreedTranche",
    "AgreedYear",
    "Dated",
    "Figure",
    "Match",
    "account_violations",
    "approval_violations",
    "asks_for_deposit",
    "canonical",
    "commitment_of",
    "covered_krw",
    "deposit_violations",
    "drawing_violations",
    "due_on",
    "exposure_on",
    "hash_of",
    "next_reminder",
    "recovery_violations",
    "reference_violations",
    "releasable_krw",
    "sums_of",
    "terms_of",
    "years_of",
]
