"""The rules of a programme as data: clauses, their strict parser, and a rule set clause by clause.

A number or a choice is data and stands in a rule set; what it means is code and stands here. No programme
is named.
"""

from programs.policy.clause import MonthDay
from programs.policy.describing import Clause, describe
from programs.policy.duties import (
    Document,
    Files,
    FileType,
    Pay,
    PayRule,
    PayRules,
    PersonKind,
    Reporting,
    Targets,
)
from programs.policy.eligibility import Composition, Eligibility, InstitutionKind
from programs.policy.faults import Fault, PolicyInvalid
from programs.policy.judging import Anchor, Criterion, Merging, Phase, Review, Selection
from programs.policy.money import (
    Band,
    Basis,
    Budget,
    Category,
    CategoryKind,
    Match,
    MatchForm,
    PledgeDue,
    Source,
)
from programs.policy.outages import Outage
from programs.policy.parsing import checksum, parse_policy, policy_to_json
from programs.policy.places import Quota, TeamCount, Timeline
from programs.policy.root import Policy
from programs.policy.upgrades import SCHEMA, upgrade
from programs.policy.years import Gate, ProjectYears, Tranche, Tranches, TrancheYears

__all__ = [
    "SCHEMA",
    "Anchor",
    "Band",
    "Basis",
    "Budget",
    "Category",
    "CategoryKind",
    "Clause",
    "Composition",
    "Criterion",
    "Document",
    "Eligibility",
    "Fault",
    "FileType",
    "Files",
    "Gate",
    "InstitutionKind",
    "Match",
    "MatchForm",
    "Merging",
    "MonthDay",
    "Outage",
    "Pay",
    "PayRule",
    "PayRules",
    "PersonKind",
    "Phase",
    "PledgeDue",
    "Policy",
    "PolicyInvalid",
    "ProjectYears",
    "Quota",
    "Reporting",
    "Review",
    "Selection",
    "Source",
    "Targets",
    "TeamCount",
    "Timeline",
    "Tranche",
    "TrancheYears",
    "Tranches",
    "checksum",
    "describe",
    "parse_policy",
    "policy_to_json",
    "upgrade",
]
