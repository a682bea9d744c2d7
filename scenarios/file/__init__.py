"""A scenario file: what happened in a call, or might have, as data; read strictly or refused whole."""

from scenarios.file.entries import (
    CallEntry,
    CategoryRange,
    Generator,
    OfficeEntry,
    OrganizationEntry,
    ProgramEntry,
    ProposalEntry,
    Refusal,
    RegionEntry,
    Scenario,
    SignInEntry,
    TierCount,
)
from scenarios.file.faults import ScenarioInvalid
from scenarios.file.kinds import Range
from scenarios.file.later_entries import (
    ContractsEntry,
    JudgingEntry,
    MergedPart,
    MergeEntry,
    PaymentEntry,
    SelectionEntry,
    Span,
)
from scenarios.file.parsing import parse_scenario, read_scenario, with_other_rules

__all__ = [
    "CallEntry",
    "CategoryRange",
    "ContractsEntry",
    "Generator",
    "JudgingEntry",
    "MergeEntry",
    "MergedPart",
    "OfficeEntry",
    "OrganizationEntry",
    "PaymentEntry",
    "ProgramEntry",
    "ProposalEntry",
    "Range",
    "Refusal",
    "RegionEntry",
    "Scenario",
    "ScenarioInvalid",
    "SelectionEntry",
    "SignInEntry",
    "Span",
    "TierCount",
    "parse_scenario",
    "read_scenario",
    "with_other_rules",
]
