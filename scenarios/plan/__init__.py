"""What a scenario comes to: every organisation, person and deed, drawn from the file and its seed. No database here."""

from scenarios.plan.planned import (
    Plan,
    PlannedContracts,
    PlannedExpert,
    PlannedMerge,
    PlannedOffice,
    PlannedOrganization,
    PlannedPerson,
    PlannedPledge,
    PlannedProposal,
    PlannedRanking,
    RegionName,
    Seat,
)
from scenarios.plan.planning import plan_of

__all__ = [
    "Plan",
    "PlannedContracts",
    "PlannedExpert",
    "PlannedMerge",
    "PlannedOffice",
    "PlannedOrganization",
    "PlannedPerson",
    "PlannedPledge",
    "PlannedProposal",
    "PlannedRanking",
    "RegionName",
    "Seat",
    "plan_of",
]
