"""May it, and how much? Pure functions over plain values and the policy: no tables, no clock."""

from programs.policy.checks import Line
from proposals.rules.budget import (
    REASON_CHARS,
    budget_check,
    budget_hints,
    cell,
    grid_violations,
    reason_lengths,
    reasons_of,
)
from proposals.rules.consortium import consortium_violations, lead_violations, partner_violations
from proposals.rules.dossier import Difference, Sums, canonical, differences, sha256_of, sums
from proposals.rules.drafting import (
    SECTION_CHARS,
    Accepted,
    Seat,
    accepted,
    attaching_violations,
    basics_violations,
    joining_violations,
    length_violations,
    may_begin_despite,
    reason_violations,
    seat_violations,
    starting_violations,
    target_violations,
)
from proposals.rules.facts import Commitment, Elsewhere, Facts, Member, Project, Window, Worker
from proposals.rules.merging import (
    KeptTarget,
    Original,
    grants_by_year,
    merge_violations,
    merged_content,
    shared_budget,
)
from proposals.rules.people import peak_share_bp, people_violations
from proposals.rules.screening import Known, Ruled, Screening, Standing, screening
from proposals.rules.submission import SECTIONS, content_violations, submission_violations
from proposals.rules.tasks import Task, task_of, tasks
from proposals.rules.window import arrival_violations, drafting_violations

__all__ = [
    "REASON_CHARS",
    "SECTIONS",
    "SECTION_CHARS",
    "Accepted",
    "Commitment",
    "Difference",
    "Elsewhere",
    "Facts",
    "KeptTarget",
    "Known",
    "Line",
    "Member",
    "Original",
    "Project",
    "Ruled",
    "Screening",
    "Seat",
    "Standing",
    "Sums",
    "Task",
    "Window",
    "Worker",
    "accepted",
    "arrival_violations",
    "attaching_violations",
    "basics_violations",
    "budget_check",
    "budget_hints",
    "canonical",
    "cell",
    "consortium_violations",
    "content_violations",
    "differences",
    "drafting_violations",
    "grants_by_year",
    "grid_violations",
    "joining_violations",
    "lead_violations",
    "length_violations",
    "may_begin_despite",
    "merge_violations",
    "merged_content",
    "partner_violations",
    "peak_share_bp",
    "people_violations",
    "reason_lengths",
    "reason_violations",
    "reasons_of",
    "screening",
    "seat_violations",
    "sha256_of",
    "shared_budget",
    "starting_violations",
    "submission_violations",
    "sums",
    "target_violations",
    "task_of",
    "tasks",
]
