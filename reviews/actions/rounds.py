"""Open a round on a call's proposals and take it through its phases."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import User
from core.refusals import RuleBroken, WrongState
from programs.queries import locked_call, policy_of
from proposals.models import Participation
from proposals.queries import handed_in
from reviews import notices, permissions, queries
from reviews.actions.telling import tell_round
from reviews.models import Assignment, Case, Member, ProposalCase, Review, Round
from reviews.permissions import require
from reviews.states import ASSIGNMENT, ROUND


def open_round(*, call_uid: UUID, due_at: datetime, by: Actor, at: datetime) -> Round:
    """Make a case of each proposal that was handed in, once the regions' time is over: dossier frozen, parties named.

    Raises NotFound, NotAllowed, WrongState (`round.opened_before`, `round.plans_are_read`), RuleBroken
    (`round.call_not_over`, `round.no_cases`, `round.due_in_the_past`).
    """
    with transaction.atomic():
        call = locked_call(call_uid, by)
        require(permissions.may_run_reviews(by, call.program.ministry_id, call.program.uid), "open_round")
        if call.program.traits.plans:
            raise WrongState.because("round.plans_are_read")
        if Round.objects.filter(call=call).exists():
            raise WrongState.because("round.opened_before")
        proposals = list(handed_in(call.pk))
        if call.phase(at) != "closed":
            raise RuleBroken.because("round.call_not_over", ranking_due_at=call.ranking_due_at.isoformat())
        if due_at <= at:
            raise RuleBroken.because("round.due_in_the_past", field="due_at")
        if not proposals:
            raise RuleBroken.because("round.no_cases")
        round_ = Round.objects.create(
            call=call,
            ministry=call.program.ministry,
            reviewers_per_case=policy_of(call.rule_set).review.reviewers_per_case,
            due_at=due_at,
            created_at=at,
            created_by=by.user_id,
        )
        people: dict[int, list[int]] = {}
        for proposal_id, person_id in Participation.objects.filter(proposal__in=proposals).values_list(
            "proposal_id", "person_id"
        ):
            people.setdefault(proposal_id or 0, []).append(person_id)
        for proposal in proposals:
            _open_case(round_, proposal, people.get(proposal.pk, []))
        tell_round("reviews.round_prepared", round_, by, at, values={"count": len(proposals)})
    return round_


def start_scoring(*, round_uid: UUID, by: Actor, at: datetime) -> Round:
    """Let the experts read and score. Every case must have its experts.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`round.not_assigned`).
    """
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "start_scoring")
        move = ROUND.require("start_scoring", round_.state)
        given = Assignment.objects.filter(case__round=round_, state="given").count()
        needed = round_.cases.count() * round_.reviewers_per_case
        if given < needed:
            raise RuleBroken.because("round.not_assigned", given=given, needed=needed)
        queries.move_to(round_, move)
        tell_round(move.event, round_, by, at, tell=_experts(round_, by))
    return round_


def postpone_round(*, round_uid: UUID, due_at: datetime, reason: str, by: Actor, at: datetime) -> Round:
    """Give the experts more time: the end moves to later, and each is told why and will be reminded anew.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`round.due_not_later`, `round.due_in_the_past`,
    `round.reason_missing`).
    """
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "postpone")
        if round_.state not in {"preparing", "scoring"}:
            raise WrongState.because("round.wrong_state", verb="postpone", state=round_.state)
        if due_at <= round_.due_at:
            raise RuleBroken.because("round.due_not_later", field="due_at", due_at=round_.due_at.isoformat())
        if due_at <= at:
            raise RuleBroken.because("round.due_in_the_past", field="due_at")
        if not reason.strip():
            raise RuleBroken.because("round.reason_missing", field="reason")
        Round.objects.filter(pk=round_.pk).update(due_at=due_at)
        round_.due_at = due_at
        round_.members.update(reminded_at=None)
        tell_round("reviews.round_postponed", round_, by, at, reason=reason.strip(), tell=_experts(round_, by))
    return round_


def remind_member(*, member_uid: UUID, by: Actor, at: datetime) -> bool:
    """Tell an expert how near the end is and how many reviews he still owes. Whether there was reason to.

    Safe to run twice: the row remembers. Raises NotAllowed.
    """
    with transaction.atomic():
        require(by.is_system, "remind")
        member = queries.members_to_remind(at).select_for_update(of=("self",)).filter(uid=member_uid).first()
        if member is None:
            return False
        member.reminded_at = at
        Member.objects.filter(pk=member.pk).update(reminded_at=at)
        round_ = Round.objects.select_related("call").get(pk=member.round_id)
        user = User.objects.filter(person__expert=member.expert_id).values_list("pk", flat=True)
        owed = {"open": queries.owed_by(member)}
        tell_round("reviews.reminded", round_, by, at, values=owed, tell=notices.others(user, by))
    return True


def open_to_panel(*, round_uid: UUID, by: Actor, at: datetime) -> Round:
    """Scores stand from now on, and those who judge the same case see each other's.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`round.reviews_missing`).
    """
    return _advance("open_to_panel", round_uid, by, at)


def close_round(*, round_uid: UUID, reason: str = "", by: Actor, at: datetime) -> Round:
    """End the round: papers are closed to the experts again.

    Where a case was judged by fewer experts than the rules want, as after a conflict, the officer writes a reason,
    which stands on record with the cases. Raises as `open_to_panel`, and RuleBroken (`round.cases_short`,
    `round.meeting_not_signed`).
    """
    return _advance("close_round", round_uid, by, at, reason.strip())


def void_assignments(*, case: Case, expert_id: int, ground: str, by: Actor, at: datetime) -> int:
    """Take a case from an expert for a conflict; what he wrote stays on record. Returns how many were void."""
    void = 0
    given = Assignment.objects.select_for_update().filter(case=case, expert_id=expert_id, state="given")
    for assignment in given.order_by("id"):
        move = ASSIGNMENT.require("void", assignment.state)
        queries.move_to(assignment, move)
        tell_round(move.event, case.round, by, at, values={"number": case.number, "ground": ground})
        void += 1
    return void


def _advance(verb: str, round_uid: UUID, by: Actor, at: datetime, reason: str = "") -> Round:
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), verb)
        move = ROUND.require(verb, round_.state)
        given = Assignment.objects.filter(case__round=round_, state="given").count()
        done = Review.objects.filter(
            assignment__case__round=round_, assignment__state="given", state="submitted"
        ).count()
        if done < given:
            raise RuleBroken.because("round.reviews_missing", missing=given - done, given=given)
        if verb == "close_round" and queries.unsigned_meeting(round_) is not None:
            raise RuleBroken.because("round.meeting_not_signed")
        short = ", ".join(queries.cases_short(round_)) if verb == "close_round" else ""
        if short and not reason:
            wanted = round_.reviewers_per_case
            raise RuleBroken.because("round.cases_short", field="reason", numbers=short, wanted=wanted)
        queries.move_to(round_, move)
        values = {"numbers": short} if short else {}
        tell_round(move.event, round_, by, at, reason=reason, tell=_experts(round_, by), values=values)
    return round_


def _open_case(round_: Round, proposal: Any, person_ids: list[int]) -> None:
    submission = proposal.submission
    case = Case.objects.create(
        round=round_,
        project_uid=proposal.project_uid,
        number=proposal.number,
        title_ko=submission.title_ko,
        title_en=submission.title_en,
        sector=submission.sector,
        dossier=submission.content,
        sha256=submission.sha256,
        region_id=proposal.region_id,
        ministry_id=proposal.ministry_id,
        organization_ids=proposal.organization_ids,
        person_ids=sorted(person_ids),
    )
    ProposalCase.objects.create(case=case, proposal=proposal)


def _experts(round_: Round, by: Actor) -> set[int]:
    """The accounts of the committee."""
    return notices.others(round_.members.values_list("expert__person__user", flat=True), by)
