"""The rules of a programme as data: clauses, their strict parser, and a rule set clause by clause.

A number or a choice is data and stands in a rule set; what it means is code and stands here. No programme
is named.
"""

from programs.policy.appealing import APPEALS_UNRULED, Appealing, DayCount, decided_by
from programs.policy.applicants import People, Regions, Tier, Tiers
from programs.policy.asking import (
    Answer,
    Applicant,
    answer_codes,
    asked,
    faults_under,
    is_of_type,
    is_readable,
    parse_questionnaire,
    questionnaire_of,
    questionnaire_to_json,
    questionnaire_to_raw,
    untranslated,
)
from programs.policy.assigning import Assigning, NeededField, Objective
from programs.policy.calibrating import Calibration, Counts
from programs.policy.changing import RULING, with_changes
from programs.policy.choosing import Choosing, RankVeto
from programs.policy.clause import MonthDay
from programs.policy.commenting import Comments, CommentWhere
from programs.policy.comparing import Compared, Difference, compare
from programs.policy.describing import Clause, describe
from programs.policy.dividing import BandCut, DivideBy, Division
from programs.policy.drawing import Drawing
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
from programs.policy.lottery import Lottery
from programs.policy.merging import MergingTerms
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
from programs.policy.offices import Offices
from programs.policy.outages import Outage
from programs.policy.outcomes import (
    CONTINUITY,
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
from programs.policy.panel import UNRULED, Consensus, Panel
from programs.policy.parsing import (
    checksum,
    describe_group,
    faults_of_raw,
    parse_new_policy,
    parse_policy,
    parsed_group,
    policy_to_json,
    read_raw,
)
from programs.policy.paying import Paying
from programs.policy.places import Quota, TeamCount, Timeline
from programs.policy.questions import (
    Condition,
    ConditionOn,
    FormSection,
    Option,
    PartNote,
    Prefill,
    Question,
    Questionnaire,
    QuestionType,
    StandardPart,
)
from programs.policy.regional import Balance, Bridging, Deposit, DepositFrom, Measure, Regional, RegionQuota
from programs.policy.root import Policy
from programs.policy.upgrades import SCHEMA, upgrade
from programs.policy.years import Gate, ProjectYears, Tranche, Tranches, TrancheYears

__all__ = [
    "APPEALS_UNRULED",
    "CONTINUITY",
    "RULING",
    "SCHEMA",
    "UNRULED",
    "Anchor",
    "Answer",
    "Appeal",
    "Appealing",
    "Applicant",
    "Assigning",
    "Balance",
    "Band",
    "BandCut",
    "Basis",
    "Bridging",
    "Budget",
    "Calibration",
    "Category",
    "CategoryKind",
    "Choosing",
    "Clause",
    "Closeout",
    "CommentWhere",
    "Comments",
    "Compared",
    "Composition",
    "Condition",
    "ConditionOn",
    "Consensus",
    "Continuity",
    "Counts",
    "Criterion",
    "DayCount",
    "Deposit",
    "DepositFrom",
    "Difference",
    "DivideBy",
    "Division",
    "Document",
    "Drawing",
    "Effect",
    "Eligibility",
    "Fault",
    "FileType",
    "Files",
    "FormSection",
    "Gate",
    "InstitutionKind",
    "Lottery",
    "Match",
    "MatchForm",
    "Measure",
    "Merging",
    "MergingTerms",
    "MonthDay",
    "NeededField",
    "Objective",
    "Offices",
    "Option",
    "Outage",
    "Outcome",
    "Panel",
    "PartNote",
    "Pay",
    "PayRule",
    "PayRules",
    "Paying",
    "People",
    "PersonKind",
    "Phase",
    "PledgeDue",
    "Policy",
    "PolicyInvalid",
    "Prefill",
    "ProjectYears",
    "Question",
    "QuestionType",
    "Questionnaire",
    "Quota",
    "RankVeto",
    "RegionQuota",
    "Regional",
    "Regions",
    "Reporting",
    "Returns",
    "Review",
    "Scoring",
    "Selection",
    "Source",
    "StandardPart",
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
    "answer_codes",
    "asked",
    "checksum",
    "compare",
    "decided_by",
    "describe",
    "describe_group",
    "faults_of_raw",
    "faults_under",
    "is_of_type",
    "is_readable",
    "parse_new_policy",
    "parse_policy",
    "parse_questionnaire",
    "parsed_group",
    "policy_to_json",
    "questionnaire_of",
    "questionnaire_to_json",
    "questionnaire_to_raw",
    "read_raw",
    "untranslated",
    "upgrade",
    "with_changes",
]
