"""What holds of regions' plans: who begins one, what may be sent back, what changes when it comes again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from core.refusals import Violation
from programs.policy import Policy, Source
from programs.routes import Traits, returns_left
from proposals.rules.consortium import lead_violations
from proposals.rules.dossier import Content, differences
from proposals.rules.drafting import length_violations, reason_violations
from proposals.rules.facts import Member, Window
from proposals.rules.pledge import PledgeYear, pledge_violations, source_by_year
from proposals.rules.window import drafting_violations

PLAN_PARTS = ("basics", "sections", "partners", "people", "budget", "targets", "files")
"""What the ministry may name when it sends a plan back, in the order in which it is read."""
PART_OF = {
    "title_ko": "basics",
    "title_en": "basics",
    "sector": "basics",
    "sections": "sections",
    "partners": "partners",
    "people": "people",
    "lines": "budget",
    "cap_reasons": "budget",
    "sums": "budget",
    "targets": "targets",
    "files": "files",
}
"""The part that each entry of what was handed in belongs to; what is not named can't change."""
NOTE_CHARS = 4_000


def route_violations(traits: Traits) -> Iterator[Violation]:
    """Why an institution can't begin a proposal of its own: regions answer such a call, each with one plan."""
    if traits.plans:
        yield Violation("proposal.route_takes_plans", {}, "call", "route")


def beginning_violations(
    window: Window, traits: Traits, lead: Member, asked: Collection[str], policy: Policy, *, stands: bool, at: datetime
) -> list[Violation]:
    """Why a region's plan can't be begun with this leading institution; `stands` tells that the region has one."""
    if not traits.plans:
        return [Violation("plan.route_takes_none", {}, "call", "route")]
    found = [*drafting_violations(window, at), *lead_violations(lead, policy)]
    found += asking_violations(lead.region, asked)
    if stands:
        found.append(Violation("plan.region_has_one", {"region": lead.region}, "call", "route"))
    return found


def asking_violations(region: str, asked: Collection[str]) -> Iterator[Violation]:
    """Whether a call concerns the region at all."""
    if region and region not in asked:
        yield Violation("plan.region_not_asked", {"region": region}, "lead_organization", "route")


def declining_violations(window: Window, traits: Traits, reason: str, at: datetime) -> list[Violation]:
    """Why a region can't say that it makes no plan."""
    if not traits.asked:
        return [Violation("plan.nobody_asked", {}, "call", "route")]
    return [*drafting_violations(window, at), *reason_violations(reason)]


def giving_back_violations(
    policy: Policy, returned: int, parts: Sequence[str], note: str, due_at: datetime, at: datetime
) -> Iterator[Violation]:
    """Why a plan that was sent back so often can't be sent back with these words."""
    if not returns_left(policy, returned):
        yield Violation("plan.returned_enough", {"times": returned}, "", "returns.max_rounds")
    if not parts:
        yield Violation("plan.parts_missing", {}, "parts")
    for part in parts:
        if part not in PLAN_PARTS:
            yield Violation("plan.part_unknown", {"part": part}, "parts")
    if not note.strip():
        yield Violation("plan.note_missing", {}, "note")
    yield from length_violations(note, NOTE_CHARS, "note")
    if due_at <= at:
        yield Violation("plan.due_in_the_past", {}, "due_at")


def changed_parts(before: Content, now: Content) -> list[str]:
    """The parts in which two contents differ, in their order; one that no part names is "other"."""
    names = {PART_OF.get(one.path.partition(".")[0], "other") for one in differences(before, now)}
    return [part for part in (*PLAN_PARTS, "other") if part in names]


def amended_violations(before: Content, now: Content, parts: Collection[str]) -> Iterator[Violation]:
    """What was changed in a plan that came back, beyond the parts for which it was sent back."""
    for part in changed_parts(before, now):
        if part not in parts:
            yield Violation("plan.part_not_returned", {"task": part}, part)


def match_of(policy: Policy, content: Mapping[str, Any]) -> tuple[PledgeYear, ...]:
    """What the region gives in each year by the budget that it hands in: all of it in cash unless told."""
    sums = source_by_year(content["lines"], Source.REGIONAL, policy.project_years.count)
    return tuple(PledgeYear(amount_krw) for amount_krw in sums)


def promise_violations(
    policy: Policy, content: Mapping[str, Any], years: Sequence[PledgeYear], *, has_document: bool
) -> list[Violation]:
    """What the rules refuse in the match that a region promises with its plan; nothing where they ask for none."""
    if not policy.match.is_owed:
        return []
    grants = source_by_year(content["lines"], Source.GRANT, policy.project_years.count)
    return pledge_violations(policy, grants, years, has_document=has_document)
