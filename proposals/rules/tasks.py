"""What a proposal still needs, task by task: the same violations that a submission would be refused with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.refusals import Violation
from programs.policy import Policy
from proposals.rules.facts import Facts
from proposals.rules.submission import submission_violations

FIELDS = {
    "basics": ("title_ko", "title_en", "sector", "lead_organization"),
    "sections": ("sections",),
    "answers": ("form",),
    "partners": ("partners",),
    "people": ("people",),
    "budget": ("lines",),
    "targets": ("targets",),
    "files": ("files",),
    "call": ("call",),
}
"""Each task with the first parts of the field paths that it answers for."""


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the work. `status` is todo (nothing there), doing (something stands against it) or done."""

    code: str
    status: str
    violations: tuple[Violation, ...]


def tasks(facts: Facts, policy: Policy, at: datetime) -> tuple[Task, ...]:
    """The task list. Every violation of a submission at `at` stands in exactly one task; all done, none is left."""
    found = submission_violations(facts, policy, at)
    return tuple(_task(code, facts, [one for one in found if task_of(one) == code]) for code in FIELDS)


def task_of(violation: Violation) -> str:
    """The task whose work it is to answer a violation."""
    root = violation.field.partition(".")[0]
    return next((code for code, roots in FIELDS.items() if root in roots), "basics")


def _task(code: str, facts: Facts, found: list[Violation]) -> Task:
    status = "done" if not found else "doing" if _begun(code, facts) else "todo"
    return Task(code, status, tuple(found))


def _begun(code: str, facts: Facts) -> bool:
    return {
        "basics": True,
        "sections": any(text.strip() for text in facts.sections.values()),
        "answers": bool(facts.answers),
        "partners": bool(facts.partners),
        "people": any(worker.part != "writer" for worker in facts.people),
        "budget": bool(facts.lines),
        "targets": bool(facts.targets),
        "files": bool(facts.documents),
        "call": True,
    }[code]
