"""Chapter five: experts are registered and invited, declare, are assigned by the exact optimum, and judge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from reviews import actions as reviews
from reviews.models import Assignment, Case, Expert, Round
from scenarios.driver.founding import add_person
from scenarios.driver.world import Step, World
from scenarios.file import JudgingEntry
from scenarios.plan import PlannedExpert
from scenarios.plan.sequel import marks

SUMMARY = "종합 의견입니다. (표본)"


def steps(world: World) -> Iterator[Step]:
    judging = world.plan.scenario.judging
    if judging is None:
        return
    for expert in world.plan.experts:
        yield Step(judging.opens_at, f"experts.{expert.person.key}", partial(_register, world, judging, expert))
    yield Step(judging.opens_at, "judging.open", partial(_open, world, judging))
    yield Step(judging.invites_at, "judging.invite", partial(_invite, world, judging))
    for expert in world.plan.experts:
        yield Step(expert.declares_at, f"experts.{expert.person.key}.declare", partial(_declare, world, expert))
    yield Step(judging.assigns_at, "judging.assign", partial(_assign, world, judging))
    yield Step(judging.starts_at, "judging.start", partial(_start, world, judging))
    for expert in world.plan.experts:
        for sitting, moment in enumerate(expert.sits_at):
            name = f"experts.{expert.person.key}.reviews.{sitting + 1}"
            yield Step(moment, name, partial(_judge, world, judging, expert, sitting))
    yield Step(judging.panel_at, "judging.panel", partial(_open_to_panel, world, judging))
    yield Step(judging.closes_at, "judging.close", partial(_close, world, judging))


def _round(world: World) -> Round:
    return Round.objects.get(call=world.call)


def _register(world: World, judging: JudgingEntry, planned: PlannedExpert, at: datetime) -> None:
    add_person(world, planned.person, at)
    reviews.register_expert(
        person_uid=world.person(planned.person.key).uid,
        fields=planned.fields,
        max_cases=planned.max_cases,
        by=world.actor(judging.office, at),
        at=at,
    )


def _open(world: World, judging: JudgingEntry, at: datetime) -> None:
    reviews.open_round(call_uid=world.call.uid, due_at=judging.due_at, by=world.actor(judging.office, at), at=at)


def _invite(world: World, judging: JudgingEntry, at: datetime) -> None:
    people = [world.person(one.person.key).pk for one in world.plan.experts]
    uids = Expert.objects.filter(person__in=people).values_list("uid", flat=True)
    reviews.invite_experts(
        round_uid=_round(world).uid, expert_uids=list(uids), by=world.actor(judging.office, at), at=at
    )


def _declare(world: World, planned: PlannedExpert, at: datetime) -> None:
    round_ = _round(world)
    conflicts = {
        Case.objects.get(round=round_, of_proposal__proposal__uid=world.proposal(code)).uid: (ground, note)
        for code, ground, note in planned.conflicts
    }
    reviews.declare_interests(round_uid=round_.uid, conflicts=conflicts, by=world.actor(planned.person.key, at), at=at)


def _assign(world: World, judging: JudgingEntry, at: datetime) -> None:
    reviews.assign_experts(round_uid=_round(world).uid, by=world.actor(judging.office, at), at=at)


def _start(world: World, judging: JudgingEntry, at: datetime) -> None:
    reviews.start_scoring(round_uid=_round(world).uid, by=world.actor(judging.office, at), at=at)


def _judge(world: World, judging: JudgingEntry, planned: PlannedExpert, sitting: int, at: datetime) -> None:
    """The expert's case of this sitting, written and submitted; nothing where he was given fewer."""
    given = Assignment.objects.filter(
        case__round__call=world.call, expert__person=world.person(planned.person.key), state="given"
    )
    assignment = given.select_related("case__of_proposal__proposal").order_by("case__number")[sitting:].first()
    if assignment is None:
        return
    code = world.code_of(assignment.case.of_proposal.proposal.uid)
    scored = {
        criterion.code: marks(
            world.plan.scenario,
            judging,
            quality_bp=world.plan.quality_bp[code],
            code=code,
            expert=planned.person.key,
            criterion=criterion.code,
            scale=range(criterion.scale_min, criterion.scale_max + 1),
        )
        for criterion in world.policy.review.criteria
    }
    by = world.actor(planned.person.key, at)
    reviews.save_review(
        assignment_uid=assignment.uid,
        points={criterion: points for criterion, (points, _) in scored.items()},
        comments={criterion: remark for criterion, (_, remark) in scored.items()},
        comment=SUMMARY,
        version=None,
        by=by,
        at=at,
    )
    reviews.submit_review(assignment_uid=assignment.uid, by=by, at=at)


def _open_to_panel(world: World, judging: JudgingEntry, at: datetime) -> None:
    reviews.open_to_panel(round_uid=_round(world).uid, by=world.actor(judging.office, at), at=at)


def _close(world: World, judging: JudgingEntry, at: datetime) -> None:
    reviews.close_round(round_uid=_round(world).uid, by=world.actor(judging.office, at), at=at)
