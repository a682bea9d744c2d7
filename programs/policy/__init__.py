"""The rules of a programme as data: clauses, their strict parser, and a rule set clause by clause.

A number or a choice is data and stands in a rule set; what it means is code and stands here. No programme
is named.
"""

from programs.policy.applicants import People, Regions, Tier, Tiers
from programs.policy.changing import RULING, with_changes
from programs.policy.clause import MonthDay
from programs.policy.comparing import Compared, Difference, compare
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
from programs.policy.outcomes import (
    Appeal,
    Closeout,
    Continuity,
    Effect,
    Outcome,
    Returns,
    Scoring,
    Verdicts,
    Waiting,
)
from programs.policy.parsing import (
    checksum,
    describe_group,
    faults_of_raw,
    parse_new_policy,
    parse_policy,
    policy_to_json,
    read_raw,
)
from programs.policy.places import Quota, TeamCount, Timeline
from programs.policy.regional import Balance, Deposit, DepositFrom, Measure, Regional, RegionQuota
from programs.policy.root import Policy
from programs.policy.upgrades import SCHEMA, upgrade
from programs.policy.years import Gate, ProjectYears, Tranche, Tranches, TrancheYears

__all__ = [
    "RULING",
    "SCHEMA",
    "Anchor",
    "Appeal",
    "Balance",
    "Band",
    "Basis",
    "Budget",
    "Category",
    "CategoryKind",
    "Clause",
    "Closeout",
    "Compared",
    "Composition",
    "Continuity",
    "Criterion",
    "Deposit",
    "DepositFrom",
    "Difference",
    "Document",
    "Effect",
    "Eligibility",
    "Fault",
    "FileType",
    "Files",
    "Gate",
    "InstitutionKind",
    "Match",
    "MatchForm",
    "Measure",
    "Merging",
    "MonthDay",
    "Outage",
    "Outcome",
    "Pay",
    "PayRule",
    "PayRules",
    "People",
    "PersonKind",
    "Phase",
    "PledgeDue",
    "Policy",
    "PolicyInvalid",
    "ProjectYears",
    "Quota",
    "RegionQuota",
    "Regional",
    "Regions",
    "Reporting",
    "Returns",
    "Review",
    "Scoring",
    "Selection",
    "Source",
    "Targets",
    "TeamCount",
    "Tier",
    "Tiers",
    "Timeline",
    "Tranche",
    "TrancheYears",
    "Tranches",
    "Verdicts",
    "Waiting",
    "checksum",
    "compare",
    "describe",
    "describe_group",
    "faults_of_raw",
    "parse_new_policy",
    "parse_policy",
    "policy_to_json",
    "read_raw",
    "upgrade",
    "with_changes",
]
