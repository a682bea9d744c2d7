"""From scores to decisions: the proved optimum, the officer's overrides by name, the publication."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actions import require_step_up
from accounts.actors import Actor
from core.events import record
from core.models import Event
from core.refusals import NotFound, RuleBroken, WrongState
from programs.models import Call
from programs.policy import Policy
from programs.queries import locked_call, policy_of
from proposals.actions import end_merging, settle_proposal
from proposals.models import MergeOffer, Proposal
from proposals.queries import originals_of
from reviews import permissions, queries, rules
from reviews.models import Decision, Round, Selection
from reviews.permissions import require
from reviews.rules.solver import NAME
from reviews.states import SELECTION

VERB_OF = {"selected": "select", "waiting": "keep_waiting", "rejected": "reject"}


def propose_selection(*, call_uid: UUID, by: Actor, at: datetime) -> Selection:
    """Propose the exact optimum of a judged call: who is in, who waits, who is not, and why.

    Raises NotFound, NotAllowed, WrongState (`selection.stands`), RuleBroken (`selection.round_not_closed`,
    `selection.merges_open` while an offer to merge has no answer; `selection.rules_clash` and a smallest set of rules
    that can't hold together, where no selection is possible; `selection.drawings_missing` where lots decide and
    reviewers were not drawn anew).
    """
    with transaction.atomic():
        call = call_to_select(call_uid, by)
        return keep_optimum(optimum_of(ground_of(call)), call, by=by, at=at)


def call_to_select(call_uid: UUID, by: Actor) -> Call:
    """The call, its row held, if a selection may be proposed in it now. Raises as `propose_selection`."""
    call = locked_call(call_uid, by)
    require(permissions.may_select(by, call.program.ministry_id), "propose_selection")
    if call.program.traits.plans:
        raise WrongState.because("round.plans_are_read")
    if Selection.objects.filter(call=call).exclude(state="discarded").exists():
        raise WrongState.because("selection.stands")
    if not Round.objects.filter(call=call, state="closed").exists():
        raise RuleBroken.because("selection.round_not_closed")
    _refuse_open_merges(call)
    return call


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that a selection is chosen from, with its hash."""

    policy: Policy
    originals: dict[int, list[int]]
    candidates: list[rules.Candidate]
    proposals: Mapping[int, Proposal]
    positions: Mapping[int, int | None]
    quotas: rules.Quotas
    lots: rules.Lots | None
    inputs_sha256: str


@dataclass(frozen=True, slots=True)
class Optimum:
    """The proved choice from a ground, and the reason of each candidate."""

    ground: Ground
    drawn: rules.Drawn
    reasons: Mapping[int, rules.Reason]


def ground_of(call: Call) -> Ground:
    """What the selection of a call is chosen from as things stand.

    Raises RuleBroken (`figures.missing`; `selection.drawings_missing` where lots decide and reviewers were not drawn).
    """
    policy = policy_of(call.rule_set)
    originals = originals_of(call)
    candidates, proposals, positions = queries.candidates_of(call, policy, originals)
    quotas = queries.quotas_of(call, policy, candidates)
    lots = queries.lots_of(call, policy, candidates, originals)
    sha256 = _hash_of(candidates, quotas, lots)
    return Ground(policy, originals, candidates, proposals, positions, quotas, lots, sha256)


def optimum_of(ground: Ground, told: Callable[[int, int], None] | None = None) -> Optimum:
    """The proved choice, with a reason for each; `told` hears how many reasons are found, and of how many.

    Raises RuleBroken (`selection.rules_clash` with a smallest set of rules that can't hold together).
    """
    chosen = _chosen(ground.candidates, ground.quotas, ground.policy)
    reasons = {}
    for number, reason in rules.reasons_of(ground.candidates, ground.quotas, chosen):
        reasons[number] = reason
        if told is not None:
            told(len(reasons), len(ground.candidates))
    drawn = rules.Drawn(chosen)
    if ground.lots:
        drawn = rules.settled_by_lot(ground.candidates, ground.quotas, chosen, ground.lots)
    return Optimum(ground, drawn, rules.after_lots(reasons, drawn))


def keep_optimum(optimum: Optimum, call: Call, *, by: Actor, at: datetime) -> Selection:
    """The optimum as a proposed selection, told to everybody concerned. The caller holds the call's row."""
    ground, drawn, chosen = optimum.ground, optimum.drawn, optimum.drawn.chosen
    rules_said = (rule for reason in optimum.reasons.values() for rule in reason.binding)
    said = queries.said_rules(rules_said, ground.policy)
    selection = Selection.objects.create(
        call=call,
        ministry=call.program.ministry,
        value=chosen.value,
        bound=chosen.bound,
        inputs_sha256=ground.inputs_sha256,
        solver=NAME,
        lot_seed=ground.quotas.seed,
        lots=drawn.said(),
        proposed_at=at,
        proposed_by=by.user_id,
    )
    teams, numbers = queries.teams_of(ground.originals), {pk: one.number for pk, one in ground.proposals.items()}
    Decision.objects.bulk_create(
        Decision(
            selection=selection,
            regional_position=ground.positions[one.id],
            originals=teams.get(one.id, []),
            **_named(ground.proposals[one.id]),
            **_proposed(one, drawn, ground.quotas),
            lot=drawn.lot_of(one),
            **queries.kept_of(optimum.reasons[one.id], said, numbers),
        )
        for one in ground.candidates
    )
    queries.keep_shares(selection)
    queries.keep_division(selection, ground.policy)
    tell = queries.told_of_proposal(selection, at, by)
    _record("reviews.selection_proposed", selection, by, at, tell=tell, count=len(chosen.selected))
    return selection


def override_decision(*, decision_uid: UUID, outcome: str, reason: str, by: Actor, at: datetime) -> Decision:
    """An officer decides otherwise than the optimum, by name and with a reason that is published.

    Back to the optimum's outcome, the reason goes. Raises NotFound, NotAllowed, WrongState, RuleBroken
    (`decision.outcome_unknown`, `decision.reason_missing`).
    """
    with transaction.atomic():
        decision = Decision.objects.select_related("selection").filter(uid=decision_uid).first()
        if decision is None:
            raise NotFound.because("http.not_found")
        selection = queries.locked_selection(decision.selection.uid, by)
        require(permissions.may_select(by, selection.ministry_id), "override")
        SELECTION.require("decide", selection.state)
        if outcome not in Decision.Outcome.values:
            raise RuleBroken.because("decision.outcome_unknown", field="outcome")
        same = outcome == decision.proposed
        if not same and not reason.strip():
            raise RuleBroken.because("decision.reason_missing", field="reason")
        Decision.objects.filter(pk=decision.pk).update(
            outcome=outcome,
            override_reason="" if same else reason.strip(),
            override_by=None if same else by.user_id or 0,
            override_by_name="" if same else by.name,
            override_at=None if same else at,
        )
        decision.refresh_from_db()
        queries.keep_shares(selection)
        values: dict[str, Any] = {"number": decision.number, "proposed": decision.proposed, "outcome": outcome}
        _record("reviews.decision_overridden", selection, by, at, reason=reason.strip(), **values)
    return decision


def decide_selection(*, selection_uid: UUID, by: Actor, at: datetime) -> Selection:
    """The officer decides the selection as it stands. Quotas hold unless an override broke them by name.

    From now on no merge is offered or agreed to in the call. Raises NotFound, NotAllowed, StepUpNeeded, WrongState,
    RuleBroken (`selection.over_budget`; `selection.merges_open` while an offer to merge has no answer;
    `selection.out_of_date` where other proposals stand now than were chosen among).
    """
    with transaction.atomic():
        selection = queries.locked_selection(selection_uid, by)
        require(permissions.may_select(by, selection.ministry_id), "decide")
        require_step_up(by)
        move = SELECTION.require("decide", selection.state)
        call = locked_call(selection.call.uid, by)
        _refuse_open_merges(call)
        _require_up_to_date(selection)
        inside = list(selection.decisions.filter(outcome="selected"))
        total_krw = sum(decision.grant_krw for decision in inside)
        if total_krw > selection.call.budget_krw:
            raise RuleBroken.because("selection.over_budget", total_krw=total_krw, budget_krw=selection.call.budget_krw)
        queries.move_to(selection, move, decided_at=at, decided_by=by.user_id)
        end_merging(call=call, by=by, at=at)
        _record(move.event, selection, by, at, count=len(inside), total_krw=total_krw)
    return selection


def publish_selection(*, selection_uid: UUID, by: Actor, at: datetime) -> Selection:
    """Publish a decided selection: each proposal moves, each team is told, everybody may look.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState (also where a proposal has moved otherwise since).
    """
    with transaction.atomic():
        selection = queries.locked_selection(selection_uid, by)
        require(permissions.may_select(by, selection.ministry_id), "publish")
        require_step_up(by)
        move = SELECTION.require("publish", selection.state)
        queries.move_to(selection, move, published_at=at, published_by=by.user_id)
        outcomes = dict(selection.decisions.values_list("proposal_id", "outcome"))
        rows = Proposal.objects.select_related("call__program", "call__rule_set", "submission", "lead_organization")
        for proposal in rows.select_for_update(of=("self",)).filter(pk__in=outcomes).order_by("id"):
            settle_proposal(proposal=proposal, verb=VERB_OF[outcomes[proposal.pk]], by=by, at=at)
        inside = sum(1 for outcome in outcomes.values() if outcome == "selected")
        _record(move.event, selection, by, at, count=inside)
    return selection


def discard_selection(*, selection_uid: UUID, reason: str, by: Actor, at: datetime) -> Selection:
    """Give up a selection that is not decided, for a written reason; another may be proposed.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`decision.reason_missing`).
    """
    with transaction.atomic():
        selection = queries.locked_selection(selection_uid, by)
        require(permissions.may_select(by, selection.ministry_id), "discard")
        move = SELECTION.require("discard", selection.state)
        if not reason.strip():
            raise RuleBroken.because("decision.reason_missing", field="reason")
        queries.move_to(selection, move)
        queries.forget_shares(selection)
        queries.forget_division(selection)
        _record(move.event, selection, by, at, reason=reason.strip())
    return selection


def _refuse_open_merges(call: Call) -> None:
    if MergeOffer.objects.filter(call=call, state__in=("offered", "held")).exists():
        raise RuleBroken.because("selection.merges_open")


def _require_up_to_date(selection: Selection) -> None:
    standing = set(Proposal.objects.filter(call=selection.call, state="submitted").values_list("pk", flat=True))
    if standing != set(selection.decisions.values_list("proposal_id", flat=True)):
        raise RuleBroken.because("selection.out_of_date")


def _named(proposal: Proposal) -> dict[str, Any]:
    """What everybody reads of a proposal once the selection is published: as it was handed in."""
    submission = proposal.submission
    return {
        "proposal": proposal,
        "number": proposal.number,
        "title_ko": submission.title_ko if submission else proposal.title_ko,
        "title_en": submission.title_en if submission else proposal.title_en,
        "sector": submission.sector if submission else proposal.sector,
        "lead_ko": proposal.lead_organization.name_ko,
        "lead_en": proposal.lead_organization.name_en,
        "region_id": proposal.region_id,
    }


def _proposed(candidate: rules.Candidate, drawn: rules.Drawn, quotas: rules.Quotas) -> dict[str, Any]:
    """What the optimum makes of a candidate, and why."""
    outcome, ground, waiting = rules.outcome_of(candidate, drawn.chosen, quotas, drawn.order)
    return {
        "score_bp": candidate.score_bp,
        "merit": candidate.merit,
        "grant_krw": candidate.grant_krw,
        "waiting_position": waiting,
        "ground": ground,
        "proposed": outcome,
        "outcome": outcome,
    }


def _chosen(candidates: list[rules.Candidate], quotas: rules.Quotas, policy: Policy) -> rules.Chosen:
    try:
        return rules.choose(candidates, quotas)
    except rules.RulesClash as clash:
        raise RuleBroken(queries.clash_violations(clash.rules, policy)) from clash


def _hash_of(candidates: list[rules.Candidate], quotas: rules.Quotas, lots: rules.Lots | None) -> str:
    """The hash of everything the solver was given."""
    inputs: dict[str, Any] = {"candidates": [asdict(one) for one in candidates], "quotas": asdict(quotas)}
    if lots is not None:
        inputs["lots"] = {"seed": lots.seed, "within": sorted(lots.within)}
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _record(
    name: str,
    selection: Selection,
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
    tell: Iterable[int] = (),
    **values: Any,
) -> Event:
    return record(
        name,
        subject=selection,
        by=by,
        at=at,
        call_uid=selection.call.uid,
        rule_set_id=selection.call.rule_set_id,
        reason=reason,
        tell=tell,
        data={
            "title_ko": selection.call.title_ko,
            "title_en": selection.call.title_en,
            "value": selection.value,
            "bound": selection.bound,
            **values,
        },
    )
