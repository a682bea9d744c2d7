"""The decision on an appeal, and what follows: a place given, a new judgement, or nothing but its reasons."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.actions import require_step_up
from accounts.actors import Actor
from core.refusals import RuleBroken
from programs.queries import policy_of
from proposals.actions import settle_proposal
from proposals.models import Proposal
from proposals.queries import audience
from reviews import permissions, queries, rules
from reviews.actions.appeals import close_appeal, record_appeal, seat_judges
from reviews.models import Appeal, AppealSeat, Decision
from reviews.permissions import require
from reviews.rules import Place
from reviews.states import APPEAL

SETTLES = {Place.FREE: "win_appeal", Place.HELD: "win_appeal", Place.FIRST_TO_WAIT: "wait_after_appeal"}


def conclude_appeal(
    *,
    appeal_uid: UUID,
    reason: str,
    expert_uids: Collection[UUID] = (),
    by: Actor,
    at: datetime,
) -> Appeal:
    """Decide an appeal as its judges voted, or as the new judgement came out, and do what follows.

    The officer writes the reasons; what is decided is not his. Upheld, its proposal gets the place it won; judged
    anew, it goes to experts who judged it neither before nor now (`expert_uids`). Who has a contract gives no place up.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState, RuleBroken (`appeal.judges_silent`,
    `appeal.reason_missing`, and as in `admit_appeal`).
    """
    with transaction.atomic():
        appeal = queries.locked_appeal(appeal_uid, by)
        require(permissions.may_select(by, appeal.ministry_id), "conclude")
        APPEAL.require("uphold", appeal.state)
        require_step_up(by)
        seats = list(AppealSeat.objects.filter(appeal=appeal).order_by("id"))
        if any(seat.said_at is None for seat in seats):
            raise RuleBroken.because("appeal.judges_silent")
        if appeal.state == "admitted":
            verdict, score = rules.verdict_of([seat.vote for seat in seats if seat.part == "body"]), None
        else:
            verdict, score = _judged_anew(appeal, seats)
        if verdict == "anew":
            return _send_to_new_experts(appeal, reason, expert_uids, by, at)
        move = APPEAL.require(verdict, appeal.state)
        close_appeal(appeal, reason, by, at, new_score_bp=score)
        place = _give_place(appeal, reason.strip(), by, at) if verdict == "uphold" else ""
        queries.move_to(appeal, move)
        queries.keep_appeal_sums(appeal)
        people = audience(appeal.decision.proposal, at)
        tell = people.team | people.office
        record_appeal(move.event, appeal, by, at, reason=reason.strip(), tell=tell, won_place=place)
    return appeal


def _send_to_new_experts(appeal: Appeal, reason: str, expert_uids: Collection[UUID], by: Actor, at: datetime) -> Appeal:
    if not reason.strip():
        raise RuleBroken.because("appeal.reason_missing", field="reason")
    move = APPEAL.require("judge_anew", appeal.state)
    seats = seat_judges(appeal, expert_uids, AppealSeat.Part.ANEW, by, at)
    queries.put_appeal(appeal, reason=reason.strip())
    queries.move_to(appeal, move)
    people = audience(appeal.decision.proposal, at)
    tell = {*people.team, *people.office, *queries.judges_of(appeal)}
    record_appeal(move.event, appeal, by, at, reason=reason.strip(), tell=tell, count=len(seats))
    return appeal


def _judged_anew(appeal: Appeal, seats: Collection[AppealSeat]) -> tuple[str, int]:
    """Whether the new score would have won under all rules of the call, the others as they were."""
    policy = policy_of(appeal.call.rule_set)
    given = [rules.score_bp(seat.points, policy) for seat in seats if seat.part == "anew"]
    score = rules.mean_bp(rules.counted(given, policy)) or 0
    field = queries.field_of(appeal.decision.selection, appeal.call)
    pk = appeal.decision.proposal_id
    chosen = rules.choose(field.with_score(pk, score), field.quotas)
    return ("uphold" if pk in chosen.selected else "dismiss"), score


def _give_place(appeal: Appeal, reason: str, by: Actor, at: datetime) -> str:
    """Give an upheld appeal its place, and put who gives way for it first on the waiting list. How it was won."""
    field = queries.field_of(appeal.decision.selection, appeal.call)
    own = appeal.decision.proposal_id
    others = [one for pk, one in field.candidates.items() if pk in field.selected and pk != own]
    held = {field.numbers[number] for number in appeal.decision.displaced if number in field.numbers}
    won = rules.place_won(field.candidates[own], others, held, field.bound, field.quotas)
    outcomes = dict.fromkeys(won.gives_way, "waiting")
    outcomes[own] = "waiting" if won.place is Place.FIRST_TO_WAIT else "selected"
    rows = Proposal.objects.select_related("call__program", "call__rule_set", "submission", "lead_organization")
    for proposal in rows.select_for_update(of=("self",)).filter(pk__in=outcomes).order_by("id"):
        verb = SETTLES[won.place] if proposal.pk == own else "give_way"
        if not (verb == "wait_after_appeal" and proposal.state == "waiting"):
            settle_proposal(proposal=proposal, verb=verb, by=by, at=at)
    decisions = Decision.objects.filter(selection=appeal.decision.selection)
    first = [pk for pk, outcome in outcomes.items() if outcome == "waiting"]
    decisions.filter(waiting_position__isnull=False).update(waiting_position=F("waiting_position") + len(first))
    for pk, outcome in outcomes.items():
        decisions.filter(proposal=pk).update(
            outcome=outcome,
            waiting_position=first.index(pk) + 1 if pk in first else None,
            override_reason=reason,
            override_by=by.user_id or 0,
            override_by_name=by.name,
            override_at=at,
        )
    queries.keep_shares(appeal.decision.selection)
    return won.place.value
