"""The ministry accepts or refuses a region's plan. No committee judges it: the decision says so.

What is accepted stands in the call's one selection, as what was judged does, so that contract and money follow the
same way. It is published from the first decision on, and grows with each.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actions import require_step_up
from accounts.actors import Actor
from core.refusals import NotFound, refuse_if
from programs.models import Call
from proposals.actions import settle_plan, settle_proposal
from proposals.models import Proposal, RegionalPlan
from proposals.queries.plans import accepted_krw, locked_plan
from proposals.states import PLAN
from reviews import permissions
from reviews.models import PLANS_READ, Decision, Selection
from reviews.permissions import require
from reviews.rules.plans import accepting_violations, refusing_violations

GROUNDS = {"accept": "plan_accepted", "refuse": "plan_refused"}
VERBS = {"accept": "select", "refuse": "reject"}
OUTCOMES = {"accept": Decision.Outcome.SELECTED, "refuse": Decision.Outcome.REJECTED}


def accept_plan(*, plan_uid: UUID, by: Actor, at: datetime) -> Decision:
    """Accept a plan that was handed in (and endorsed, where its region does that), within the call's budget.

    Its contract may be drawn from now on. Raises NotFound, NotAllowed, StepUpNeeded, WrongState, RuleBroken
    (`plan.not_endorsed`, `plan.over_budget`).
    """
    with transaction.atomic():
        plan = _to_decide(plan_uid, by)
        PLAN.require("accept", plan.state)
        proposal = _proposal_of(plan)
        left_krw = plan.call.budget_krw - accepted_krw(plan.call)
        refuse_if(
            accepting_violations(
                plan.call.program.traits,
                endorsed=plan.endorsed_at is not None,
                grant_krw=proposal.submission.grant_krw if proposal.submission else 0,
                left_krw=left_krw,
            )
        )
        return _decided(plan, proposal, "accept", "", by, at)


def refuse_plan(*, plan_uid: UUID, reason: str, by: Actor, at: datetime) -> Decision:
    """Decline a plan for a reason that its region reads; it may begin another while the call is open.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState, RuleBroken (`decision.reason_missing`).
    """
    with transaction.atomic():
        plan = _to_decide(plan_uid, by)
        PLAN.require("refuse", plan.state)
        refuse_if(refusing_violations(reason))
        return _decided(plan, _proposal_of(plan), "refuse", reason.strip(), by, at)


def _to_decide(plan_uid: UUID, by: Actor) -> RegionalPlan:
    """The plan with its call and proposal held: two that are accepted at once stand in one line for the budget."""
    plan = locked_plan(plan_uid, by)
    require(permissions.may_select(by, plan.ministry_id), "decide")
    require_step_up(by)
    return plan


def _proposal_of(plan: RegionalPlan) -> Proposal:
    if plan.proposal is None or plan.proposal.submission is None:
        raise NotFound.because("http.not_found")
    return plan.proposal


def _decided(plan: RegionalPlan, proposal: Proposal, verb: str, reason: str, by: Actor, at: datetime) -> Decision:
    settle_plan(plan=plan, verb=verb, reason=reason, by=by, at=at)
    settle_proposal(proposal=proposal, verb=VERBS[verb], by=by, at=at)
    submission, lead = proposal.submission, proposal.lead_organization
    assert submission is not None, "a plan is decided on as it was handed in"
    selection = _selection_of(plan.call, by, at)
    decision = Decision.objects.create(
        selection=selection,
        proposal=proposal,
        number=proposal.number,
        title_ko=submission.title_ko,
        title_en=submission.title_en,
        lead_ko=lead.name_ko,
        lead_en=lead.name_en,
        region_id=proposal.region_id,
        sector=submission.sector,
        merit=0,
        ground=GROUNDS[verb],
        grant_krw=submission.grant_krw,
        proposed=OUTCOMES[verb],
        outcome=OUTCOMES[verb],
    )
    Selection.objects.filter(pk=selection.pk).update(inputs_sha256=_hash_of(selection))
    return decision


def _selection_of(call: Call, by: Actor, at: datetime) -> Selection:
    """The call's selection, made and published with its first plan. The call's row is held."""
    stamps = {"proposed_at": at, "proposed_by": by.user_id, "decided_at": at, "decided_by": by.user_id}
    published = {"state": "published", "published_at": at, "published_by": by.user_id}
    known = Selection.objects.filter(call=call).exclude(state="discarded").first()
    return known or Selection.objects.create(
        call=call,
        ministry=call.program.ministry,
        value=0,
        bound=0,
        inputs_sha256=_hash_of(None),
        solver=PLANS_READ,
        **stamps,
        **published,
    )


def _hash_of(selection: Selection | None) -> str:
    """The hash of what was decided on: each plan exactly as it was handed in, and its outcome."""
    rows = selection.decisions.order_by("id") if selection is not None else Decision.objects.none()
    inputs = list(rows.values_list("number", "proposal__submission__sha256", "outcome"))
    return hashlib.sha256(json.dumps(inputs, separators=(",", ":")).encode()).hexdigest()
