"""Give a round's cases to its experts: propose the optimum, confirm it, or do both at once.

The optimum is sought before any row is locked. What was proposed counts only while everything it was made from stands.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import User
from core import clock
from core.refusals import RuleBroken, WrongState
from reviews import notices, permissions, queries, rules
from reviews.actions.telling import tell_round
from reviews.models import Assignment, AssignmentPlan, Round
from reviews.permissions import require
from reviews.queries.assigning import Facts
from reviews.rules.solver import NAME
from reviews.states import ASSIGNMENT, ASSIGNMENT_PLAN


def propose_assignment(
    *, round_uid: UUID, keep: bool = True, by: Actor, at: datetime, watch: rules.Watch = rules.unwatched
) -> AssignmentPlan:
    """Propose who judges what; nobody is given anything yet. A plan that waited for confirmation is replaced.

    With `keep` the pairs that stand move only where they must. `watch` hears how far the work is and may stop it.
    Raises NotFound, NotAllowed, WrongState, RuleBroken (`assignment.*`, `round.not_declared`), Halted, Undecided.
    """
    round_ = queries.round_page(round_uid, by)
    require_assigning(round_, by)
    facts = queries.facts_of(round_, at=at, keep=keep)
    found, milliseconds = _solved(facts, watch)
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require_assigning(round_, by)
        if queries.facts_of(round_, at=at, keep=keep).sha256 != facts.sha256:
            raise RuleBroken.because("assignment.inputs_changed")
        plan = _stored(round_, facts, found, milliseconds, by, at)
        values = {**_proof(plan), "moved": len(plan.moved)}
        tell_round("reviews.assignment_proposed", round_, by, at, values=values)
    return plan


def confirm_assignment(*, plan_uid: UUID, by: Actor, at: datetime) -> AssignmentPlan:
    """Give the cases out as they were proposed.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`assignment.inputs_changed` where a conflict, a load, a pinned
    pair or anything else it was made from is other than it was).
    """
    with transaction.atomic():
        plan = queries.plan_page(plan_uid, by)
        round_ = queries.locked_round(plan.round.uid, by)
        require_assigning(round_, by)
        plan.refresh_from_db()
        ASSIGNMENT_PLAN.require("confirm", plan.state)
        if queries.facts_of(round_, at=at, keep=plan.keeps).sha256 != plan.inputs_sha256:
            raise RuleBroken.because("assignment.inputs_changed")
        _give(round_, plan, by, at)
    return plan


def assign_experts(*, round_uid: UUID, by: Actor, at: datetime) -> rules.Assigned:
    """Propose and confirm at once: the exact optimum; pairs that stand already move only where they must.

    Raises as `propose_assignment`. The round is held meanwhile.
    """
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require_assigning(round_, by)
        facts = queries.facts_of(round_, at=at)
        found, milliseconds = _solved(facts, rules.unwatched)
        _give(round_, _stored(round_, facts, found, milliseconds, by, at), by, at)
    return found


def require_assigning(round_: Round, by: Actor) -> None:
    """Raises NotAllowed, WrongState."""
    require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "assign")
    if round_.state not in {"preparing", "scoring"}:
        raise WrongState.because("round.wrong_state", verb="assign", state=round_.state)


def _solved(facts: Facts, watch: rules.Watch) -> tuple[rules.Assigned, int]:
    began = clock.monotonic()
    try:
        found = facts.assigned(watch)
    except rules.Undecided as undecided:
        raise RuleBroken.because("assignment.undecided") from undecided
    return found, round(1_000 * (clock.monotonic() - began))


def _stored(
    round_: Round, facts: Facts, found: rules.Assigned, milliseconds: int, by: Actor, at: datetime
) -> AssignmentPlan:
    """Keep a plan; the one that waited before is replaced."""
    replaced = ASSIGNMENT_PLAN.named("replace").target
    AssignmentPlan.objects.filter(round=round_, state="proposed").update(state=replaced)
    stands = facts.fixed.kept | set(
        Assignment.objects.filter(case__round=round_, state="given").values_list("case_id", "expert_id")
    )
    moved = sorted(stands - set(found.pairs))
    return AssignmentPlan.objects.create(
        round=round_,
        ministry_id=round_.ministry_id,
        objective="fairest" if facts.terms.fairest else "total",
        value=found.value,
        bound=found.bound,
        worst=found.worst,
        worst_bound=found.worst_bound,
        levels=found.levels,
        fewest=found.fewest,
        keeps=bool(facts.fixed.kept),
        pairs=[[*pair, affinity] for pair, affinity in zip(found.pairs, found.affinities, strict=True)],
        moved=[list(pair) for pair in moved],
        new=len(set(found.pairs) - stands),
        milliseconds=milliseconds,
        seed=rules.SEED,
        solver=NAME,
        inputs_sha256=facts.sha256,
        proposed_at=at,
        proposed_by=by.user_id,
    )


def _give(round_: Round, plan: AssignmentPlan, by: Actor, at: datetime) -> None:
    """Take back what a plan moves, give out what is new in it, and confirm it."""
    given = Assignment.objects.select_for_update(of=("self",)).filter(case__round=round_, state="given")
    stands = {(one.case_id, one.expert_id): one for one in given.select_related("case").order_by("id")}
    wanted = {(case_id, expert_id) for case_id, expert_id, _ in plan.pairs}
    for pair in sorted(stands.keys() - wanted):
        take_back(stands[pair], round_, by, at)
    new = sorted(wanted - stands.keys())
    Assignment.objects.bulk_create(
        Assignment(case_id=case_id, expert_id=expert_id, given_at=at, given_by=by.user_id) for case_id, expert_id in new
    )
    move = ASSIGNMENT_PLAN.require("confirm", plan.state)
    AssignmentPlan.objects.filter(pk=plan.pk).update(state=move.target, confirmed_at=at, confirmed_by=by.user_id)
    plan.refresh_from_db()
    told = _users([expert_id for _, expert_id in new]) if round_.state == "scoring" else ()
    tell_round(move.event, round_, by, at, values=_proof(plan), tell=notices.others(told, by))


def take_back(assignment: Assignment, round_: Round, by: Actor, at: datetime) -> None:
    """Take a case from an expert who has not judged it; he is told once scoring has begun."""
    move = ASSIGNMENT.require("take_back", assignment.state)
    queries.move_to(assignment, move)
    told = _users([assignment.expert_id]) if round_.state == "scoring" else ()
    values = {"number": assignment.case.number}
    tell_round(move.event, round_, by, at, values=values, tell=notices.others(told, by))


def _users(expert_ids: list[int]) -> list[int]:
    return list(User.objects.filter(person__expert__in=expert_ids).values_list("pk", flat=True))


def _proof(plan: AssignmentPlan) -> dict[str, object]:
    return {"value": plan.value, "bound": plan.bound, "count": len(plan.pairs), "worst": plan.worst}
