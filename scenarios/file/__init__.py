"""A scenario file: what happened in a call, or might have, as data; read strictly or refused whole."""

from scenarios.file.entries import (
    CallEntry,
    CategoryRange,
    Generator,
    OfficeEntry,
    OrganizationEntry,
    ProgramEntry,
    ProposalEntry,
    Range,
    Refusal,
    RegionEntry,
    Scenario,
    SignInEntry,
)
from scenarios.file.faults import ScenarioInvalid
from scenarios.file.parsing import parse_scenario, read_scenario

__all__ = [
    "CallEntry",
    "CategoryRange",
    "Generator",
    "OfficeEntry",
    "OrganizationEntry",
    "ProgramEntry",
    "ProposalEntry",
    "Range",
    "Refusal",
    "RegionEntry",
    "Scenario",
    "ScenarioInvalid",
    "SignInEntry",
    "parse_scenario",
    "read_scenario",
]
