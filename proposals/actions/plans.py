"""A region answers a call with its plan, or declines; endorses what its institution hands in; the ministry sends back.

A plan is a proposal: it is written, handed in and taken back by the same actions, which call `follow_*` here. Whether
it becomes a project is the ministry's to decide, in the room of selections.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actors import Actor
from accounts.models import Organization, Region
from accounts.queries import unique_or_refused
from core.events import record
from core.refusals import NotFound, RuleBroken, Violation, refuse_if, require
from programs.models import Call
from programs.policy import Policy
from programs.queries import asked_regions, policy_of
from proposals import queries, rules
from proposals.actions.pledge import promise
from proposals.models import Proposal, RegionalPlan, Submission
from proposals.permissions import plans as permissions
from proposals.queries import plans
from proposals.rules import plans as plan_rules
from proposals.rules.pledge import PledgeYear
from proposals.states import PLAN

TAKEN = {"one_standing_plan_a_region": Violation("plan.region_has_one", {}, "call", "route")}


def begin_plan(
    *, call_uid: UUID, lead_organization_uid: UUID, title_ko: str, title_en: str = "", by: Actor, at: datetime
) -> RegionalPlan:
    """Begin the plan of the leading institution's region: by its government's office where the call asks regions,
    else by the institution. At most one stands in a region and call.

    Raises NotFound, NotAllowed, RuleBroken (`plan.region_has_one`, `plan.region_not_asked`, `plan.route_takes_none`,
    `eligibility.*`, call not open, titles).
    """
    with transaction.atomic():
        call = plans.locked_call_of(call_uid)
        lead = Organization.objects.select_related("region").filter(uid=lead_organization_uid).first()
        if lead is None:
            raise NotFound.because("http.not_found")
        traits = call.program.traits
        require(permissions.may_begin_plan(by, traits, lead), "begin_plan")
        policy = policy_of(call.rule_set)
        asked = [region.code for region in asked_regions(call, policy, at)]
        stands = plans.standing_plan(call, lead.region_id or 0) is not None
        window, member = queries.window_of(call), queries.member_of(lead)
        refuse_if(
            [
                *plan_rules.beginning_violations(window, traits, member, asked, policy, stands=stands, at=at),
                *rules.basics_violations(title_ko, title_en, ""),
            ]
        )
        with unique_or_refused(TAKEN):
            proposal = queries.begin(call, lead, title_ko.strip(), title_en.strip(), by=by, at=at)
            if traits.asked:
                queries.put(proposal, by_region=True)
            plan = RegionalPlan.objects.create(
                call=call,
                region_id=proposal.region_id,
                ministry_id=proposal.ministry_id,
                organization_ids=[lead.pk],
                proposal=proposal,
                begun_at=at,
                begun_by=by.user_id,
            )
        _record("proposals.plan_begun", plan, by, at, tell=plans.told_of_plan(plan, at))
    return plan


def decline_plan(*, call_uid: UUID, region: str, reason: str, by: Actor, at: datetime) -> RegionalPlan:
    """A region that was asked answers that it makes no plan, and why; what it began to write stays for the record.

    Raises NotFound, NotAllowed, WrongState (a plan is handed in, sent back or accepted), RuleBroken.
    """
    with transaction.atomic():
        call = plans.locked_call_of(call_uid)
        found = _asked_region(call, region, at)
        require(permissions.may_answer_plan(by, found.pk), "decline")
        refuse_if(plan_rules.declining_violations(queries.window_of(call), call.program.traits, reason, at))
        plan = plans.standing_plan(call, found.pk)
        move = PLAN.require("decline", plan.state if plan is not None else PLAN.start)
        said = {"reason": reason.strip(), "decided_at": at, "decided_by": by.user_id}
        if plan is None:
            ministry_id = call.program.ministry_id
            plan = RegionalPlan.objects.create(
                call=call, region=found, ministry_id=ministry_id, state=move.target, begun_at=at, **said
            )
        else:
            plans.move_plan(plan, move.target, **said)
        _record(move.event, plan, by, at, reason=reason.strip(), tell=plans.told_of_plan(plan, at))
    return plan


def endorse_plan(
    *,
    plan_uid: UUID,
    year_krw: Sequence[int] = (),
    in_kind_krw: Sequence[int] = (),
    document: UploadedFile[bytes] | None = None,
    by: Actor,
    at: datetime,
) -> RegionalPlan:
    """A region's government stands behind what its institution handed in, and promises the match that the rules ask.

    Without amounts it promises what the budget names. Raises NotFound, NotAllowed, WrongState, RuleBroken
    (`plan.endorsed_before`, `match.*`, `pledge.*`, `file.*`).
    """
    with transaction.atomic():
        plan = plans.locked_plan(plan_uid, by)
        require(permissions.may_answer_plan(by, plan.region_id), "endorse")
        move = PLAN.require("endorse", plan.state)
        if plan.endorsed_at is not None or not plan.call.program.traits.endorsed:
            raise RuleBroken.because("plan.endorsed_before")
        proposal = _proposal_of(plan)
        years = [PledgeYear(amount, part) for amount, part in _years(year_krw, in_kind_krw)]
        _promise(proposal, policy_of(plan.call.rule_set), years, document, by, at)
        plans.move_plan(plan, move.target, endorsed_at=at, endorsed_by=by.user_id)
        _record(move.event, plan, by, at, tell=plans.told_of_plan(plan, at))
    return plan


def give_plan_back(
    *, plan_uid: UUID, parts: Sequence[str], note: str, due_at: datetime, by: Actor, at: datetime
) -> RegionalPlan:
    """Send a plan back for the parts that are named, with what is to be done until when; as often as the rules allow.

    The working copy is open again until then, also after the call's closing. Raises NotFound, NotAllowed, WrongState,
    RuleBroken (`plan.returned_enough`, `plan.parts_missing`, `plan.due_in_the_past`, ...).
    """
    with transaction.atomic():
        plan = plans.locked_plan(plan_uid, by)
        require(permissions.may_give_back_plan(by, plan.ministry_id, plan.call.program.uid), "give_back")
        move = PLAN.require("give_back", plan.state)
        policy = policy_of(plan.call.rule_set)
        refuse_if(plan_rules.giving_back_violations(policy, plan.returned_times, parts, note, due_at, at))
        queries.put(_proposal_of(plan), reopened_until=due_at)
        plans.move_plan(
            plan,
            move.target,
            returned_times=plan.returned_times + 1,
            parts=[part for part in plan_rules.PLAN_PARTS if part in parts],
            note=note.strip(),
            due_at=due_at,
            overdue_told_at=None,
            endorsed_at=None,
            endorsed_by=None,
        )
        data = {"task": plan.parts, "due_at": due_at.isoformat(), "times": plan.returned_times}
        _record(move.event, plan, by, at, reason=note.strip(), data=data, tell=plans.told_of_plan(plan, at))
    return plan


def follow_submission(
    proposal: Proposal,
    submission: Submission,
    before: Submission | None,
    document: UploadedFile[bytes] | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """What handing a proposal in means where it is a region's plan: called in the same transaction.

    A region's own plan brings its match in the same answer. Raises WrongState, RuleBroken (`plan.part_not_returned`,
    `match.*`, `pledge.*`).
    """
    plan = plans.plan_of(proposal)
    if plan is None:
        return
    plan.call = proposal.call
    move = PLAN.require("replace_plan" if plan.state == "handed_in" else "hand_in", plan.state)
    if plan.state == "returned" and before is not None:
        refuse_if(plan_rules.amended_violations(before.content, submission.content, plan.parts))
    if proposal.by_region:
        _promise(proposal, queries.policy_for(proposal), (), document, by, at)
    queries.put(proposal, reopened_until=None)
    plans.move_plan(plan, move.target, handed_in_at=at, endorsed_at=None, endorsed_by=None)
    data = {"grant_krw": submission.grant_krw, "sequence": submission.sequence}
    _record(move.event, plan, by, at, data=data, tell=plans.told_of_plan(plan, at))


def follow_withdrawal(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """What taking a proposal back means where it is a region's plan. Raises WrongState for one that was sent back."""
    plan = plans.plan_of(proposal)
    if plan is None:
        return
    plan.call = proposal.call
    move = PLAN.require("take_back", plan.state)
    plans.move_plan(plan, move.target, endorsed_at=None, endorsed_by=None)
    _record(move.event, plan, by, at, tell=plans.told_of_plan(plan, at))


def settle_plan(*, plan: RegionalPlan, verb: str, reason: str = "", by: Actor, at: datetime) -> None:
    """Write on a locked plan that it was accepted or refused. Who may was decided by the action that calls this."""
    move = PLAN.require(verb, plan.state)
    plans.move_plan(plan, move.target, decided_at=at, decided_by=by.user_id, reason=reason)
    queries.put(_proposal_of(plan), reopened_until=None)
    _record(move.event, plan, by, at, reason=reason, tell=plans.told_of_plan(plan, at))


def tell_overdue(*, plan: RegionalPlan, at: datetime) -> None:
    """The day for which a plan was sent back passed: its region and the ministry are told, once."""
    with transaction.atomic():
        held = plans.locked_plan(plan.uid, Actor.system())
        if not plans.plans_overdue(at).filter(pk=held.pk).exists():
            return
        plans.move_plan(held, held.state, overdue_told_at=at)
        data = {"due_at": held.due_at.isoformat() if held.due_at else None}
        tell = plans.told_of_plan(held, at)
        _record("proposals.plan_overdue", held, Actor.system(), at, data=data, tell=tell)


def close_answers(*, call: Call, at: datetime) -> None:
    """A call that asked regions is over: the desks are told who has not answered, and those regions too."""
    with transaction.atomic():
        full = plans.plan_call(call.uid)
        silent = plans.silent_regions(full, policy_of(full.rule_set))
        data = {
            "title_ko": full.title_ko,
            "title_en": full.title_en,
            "regions": len(full.asked_regions or ()),
            "missed_ko": ", ".join(region.short_ko for region in silent) or "-",
            "missed_en": ", ".join(region.short_en for region in silent) or "-",
        }
        tell = plans.told_of_silence(full, silent, at)
        record(
            "proposals.plans_closed",
            subject=full,
            by=Actor.system(),
            at=at,
            call_uid=full.uid,
            rule_set_id=full.rule_set_id,
            data=data,
            tell=tell,
        )


def _asked_region(call: Call, code: str, at: datetime) -> Region:
    found = next((one for one in asked_regions(call, policy_of(call.rule_set), at) if one.code == code), None)
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def _proposal_of(plan: RegionalPlan) -> Proposal:
    if plan.proposal is None:
        raise NotFound.because("http.not_found")
    return plan.proposal


def _years(year_krw: Sequence[int], in_kind_krw: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(year_krw, [*in_kind_krw, *([0] * len(year_krw))], strict=False))


def _promise(
    proposal: Proposal,
    policy: Policy,
    years: Sequence[PledgeYear],
    document: UploadedFile[bytes] | None,
    by: Actor,
    at: datetime,
) -> None:
    """Make the region's pledge with its answer, where the rules ask for one."""
    if policy.match.is_owed and proposal.submission is not None:
        promised = years or plan_rules.match_of(policy, proposal.submission.content)
        promise(proposal, policy, promised, document, by=by, at=at)


def _record(
    name: str,
    plan: RegionalPlan,
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
    data: dict[str, Any] | None = None,
    tell: Sequence[int] = (),
) -> None:
    region, call = plan.region, plan.call
    record(
        name,
        subject=plan,
        by=by,
        at=at,
        project_uid=plan.proposal.project_uid if plan.proposal is not None else None,
        call_uid=call.uid,
        rule_set_id=call.rule_set_id,
        reason=reason,
        data={
            "title_ko": call.title_ko,
            "title_en": call.title_en,
            "region_code": region.code,
            "region_ko": region.short_ko,
            "region_en": region.short_en,
            "number": plan.proposal.number if plan.proposal is not None else "",
            **(data or {}),
        },
        tell=[user for user in tell if user != by.user_id],
    )
