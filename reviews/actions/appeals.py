"""Appeals by teams: written, filed, withdrawn; checked by an officer; what its judges say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.models import Event
from core.refusals import NotFound, RuleBroken, Stale, Violation, WrongState, refuse_if
from programs.policy import decided_by
from programs.queries import policy_of
from proposals.queries import audience, membership
from proposals.queries import page as proposal_page
from reviews import permissions, queries, rules
from reviews.models import Appeal, AppealSeat, Decision, Expert
from reviews.permissions import require
from reviews.states import APPEAL

READING = timedelta(hours=1)
"""Who comes back to papers within this time is still reading them."""


def save_appeal(
    *,
    proposal_uid: UUID,
    ground: str,
    disputed: str,
    statement: str,
    version: int | None,
    by: Actor,
    at: datetime,
) -> Appeal:
    """Keep what the leader of a team types against the decision on its proposal.

    Raises NotFound, NotAllowed, WrongState (`appeal.wrong_state` once it is filed), Stale, RuleBroken
    (`appeal.ground_not_heard`, `appeal.statement_too_long`).
    """
    with transaction.atomic():
        decision = _own_decision(proposal_uid, by)
        appeal, begun = Appeal.objects.get_or_create(
            decision=decision,
            defaults={
                "call": decision.selection.call,
                "ministry_id": decision.selection.ministry_id,
                "project_uid": decision.proposal.project_uid,
                "number": decision.number,
                "begun_at": at,
                "changed_at": at,
                **queries.team_of(decision),
            },
        )
        appeal = queries.locked_appeal(appeal.uid, by)
        APPEAL.require("file", appeal.state)
        if version is not None and not begun and version != appeal.version:
            raise Stale.because("appeal.changed_meanwhile")
        if ground and ground not in Appeal.Ground.values:
            raise RuleBroken.because("appeal.ground_not_heard", field="ground")
        refuse_if(rules.text_violations(statement, "statement"))
        queries.put_appeal(
            appeal,
            ground=ground,
            disputed=disputed[:80],
            statement=statement,
            version=appeal.version + 1,
            changed_at=at,
        )
        record_appeal("reviews.appeal_saved", appeal, by, at)
    return appeal


def file_appeal(*, appeal_uid: UUID, by: Actor, at: datetime) -> Appeal:
    """File an appeal: from now on the places that it may win are given to nobody else.

    Raises NotFound, NotAllowed, WrongState (filed before), RuleBroken (see `rules.filing_violations`).
    """
    with transaction.atomic():
        appeal = queries.locked_appeal(appeal_uid, by)
        decision = _own_decision(appeal.decision.proposal.uid, by)
        move = APPEAL.require("file", appeal.state)
        policy = policy_of(appeal.call.rule_set)
        terms = queries.terms_of_appeals(policy)
        findings = queries.findings_of(decision, policy)
        filing = rules.Filing(
            appeal.ground, appeal.disputed, appeal.statement, findings, decision.outcome == "selected"
        )
        refuse_if(rules.filing_violations(filing, terms, policy.appeal, queries.told_at(decision), at))
        held = list(decision.displaced) if terms.holds_place else []
        queries.move_to(appeal, move, held=held, filed_at=at, filed_by=by.user_id)
        record_appeal(move.event, appeal, by, at, tell=_told(decision, at, by), count=len(held))
    return appeal


def withdraw_appeal(*, appeal_uid: UUID, by: Actor, at: datetime) -> Appeal:
    """The leader withdraws an open appeal: what it held is free. Raises NotFound, NotAllowed, WrongState."""
    with transaction.atomic():
        appeal = queries.locked_appeal(appeal_uid, by)
        decision = _own_decision(appeal.decision.proposal.uid, by)
        move = APPEAL.require("withdraw", appeal.state)
        queries.move_to(appeal, move, closed_at=at, closed_by=by.user_id, closed_by_name=by.name)
        record_appeal(move.event, appeal, by, at, tell=_told(decision, at, by))
    return appeal


def turn_appeal_away(*, appeal_uid: UUID, reason: str, by: Actor, at: datetime) -> Appeal:
    """An officer finds, by name and with a reason, that an appeal can't be heard.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`appeal.reason_missing`).
    """
    with transaction.atomic():
        appeal = _to_be_run(appeal_uid, "turn_away", by)
        move = APPEAL.require("turn_away", appeal.state)
        close_appeal(appeal, reason, by, at, checked_at=at, checked_by=by.user_id, checked_by_name=by.name)
        queries.move_to(appeal, move)
        queries.keep_appeal_sums(appeal)
        record_appeal(move.event, appeal, by, at, reason=reason.strip(), tell=_team(appeal.decision, at))
    return appeal


def admit_appeal(*, appeal_uid: UUID, expert_uids: Collection[UUID], by: Actor, at: datetime) -> Appeal:
    """An officer admits an appeal and names those who judge it; its papers are frozen for them.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`appeal.too_few_judges`, `appeal.may_not_judge` for each who
    had a hand in the decision or is in conflict).
    """
    with transaction.atomic():
        appeal = _to_be_run(appeal_uid, "admit", by)
        move = APPEAL.require("admit", appeal.state)
        policy = policy_of(appeal.call.rule_set)
        if policy.appeal is None:
            raise WrongState.because("appeal.not_ruled")
        seats = seat_judges(appeal, expert_uids, AppealSeat.Part.BODY, by, at)
        queries.put_appeal(
            appeal,
            papers=queries.papers_of(appeal),
            checked_at=at,
            checked_by=by.user_id or 0,
            checked_by_name=by.name,
            decide_by=decided_by(at, policy.appeal),
        )
        queries.move_to(appeal, move)
        tell = {*queries.judges_of(appeal), *_team(appeal.decision, at)}
        due = appeal.decide_by.isoformat() if appeal.decide_by else ""
        record_appeal(move.event, appeal, by, at, tell=tell, count=len(seats), decide_by_at=due)
    return appeal


def add_appeal_judges(*, appeal_uid: UUID, expert_uids: Collection[UUID], by: Actor, at: datetime) -> Appeal:
    """Name more people to an appeal that is being judged, where somebody can't come.

    Raises NotFound, NotAllowed, WrongState, RuleBroken as in `admit_appeal`.
    """
    with transaction.atomic():
        appeal = _to_be_run(appeal_uid, "admit", by)
        APPEAL.require("uphold", appeal.state)
        part = AppealSeat.Part.BODY if appeal.state == "admitted" else AppealSeat.Part.ANEW
        seats = seat_judges(appeal, expert_uids, part, by, at, least=1)
        record_appeal("reviews.appeal_seats_named", appeal, by, at, tell=queries.judges_of(appeal), count=len(seats))
    return appeal


def note_appeal_reading(*, appeal_uid: UUID, by: Actor, at: datetime) -> bool:
    """Note that one who judges an appeal opened its papers, once for each sitting. Whether it was noted."""
    with transaction.atomic():
        appeal = queries.locked_appeal(appeal_uid, by)
        seat = queries.own_seat(appeal, by)
        if seat.read_at is not None and at - seat.read_at < READING:
            return False
        queries.put_seat(seat, read_at=at)
        record_appeal("reviews.appeal_papers_read", appeal, by, at)
    return True


def vote_on_appeal(*, appeal_uid: UUID, vote: str, opinion: str, by: Actor, at: datetime) -> AppealSeat:
    """One of the body votes, once, with reasons.

    Raises NotFound, WrongState (`appeal.not_the_time`, `appeal.voted_before`), RuleBroken (`appeal.vote_unknown`,
    `appeal.reason_missing`, `appeal.statement_too_long`).
    """
    with transaction.atomic():
        appeal = queries.locked_appeal(appeal_uid, by)
        seat = _open_seat(appeal, AppealSeat.Part.BODY, "admitted", by)
        if vote not in AppealSeat.Vote.values:
            raise RuleBroken.because("appeal.vote_unknown", field="vote")
        if not opinion.strip():
            raise RuleBroken.because("appeal.reason_missing", field="opinion")
        refuse_if(rules.text_violations(opinion, "opinion"))
        queries.put_seat(seat, vote=vote, opinion=opinion.strip(), said_at=at)
        record_appeal("reviews.appeal_voted", appeal, by, at, tell=_desk_if_all_spoke(appeal, at))
    return seat


def judge_anew(
    *, appeal_uid: UUID, points: Mapping[str, int | None], comments: Mapping[str, str], by: Actor, at: datetime
) -> AppealSeat:
    """One who was named to judge a proposal anew gives points and comments for each criterion, once.

    Raises NotFound, WrongState (`appeal.not_the_time`, `appeal.voted_before`), RuleBroken as a review does.
    """
    with transaction.atomic():
        appeal = queries.locked_appeal(appeal_uid, by)
        seat = _open_seat(appeal, AppealSeat.Part.ANEW, "judged_anew", by)
        refuse_if(rules.review_violations(rules.Marks(points, comments), policy_of(appeal.call.rule_set)))
        queries.put_seat(seat, points=dict(points), comments=dict(comments), said_at=at)
        record_appeal("reviews.appeal_rejudged", appeal, by, at, tell=_desk_if_all_spoke(appeal, at))
    return seat


def remind_of_appeal(*, appeal: Appeal, by: Actor, at: datetime) -> None:
    """Tell judges and desk that an appeal has to be decided soon, or that its time is over. The sweep holds the row."""
    if appeal.decide_by is None:
        return
    decision = Decision.objects.select_related("proposal__call__program").get(pk=appeal.decision_id)
    late = appeal.decide_by <= at
    changes = {"reminded_at": appeal.reminded_at or at, **({"overdue_at": at} if late else {})}
    queries.put_appeal(appeal, **changes)
    tell = {*queries.judges_of(appeal), *audience(decision.proposal, at).desk}
    name = "reviews.appeal_overdue" if late else "reviews.appeal_reminded"
    record_appeal(name, appeal, by, at, tell=tell, decide_by_at=appeal.decide_by.isoformat())


def seat_judges(
    appeal: Appeal, expert_uids: Collection[UUID], part: str, by: Actor, at: datetime, least: int | None = None
) -> list[AppealSeat]:
    """Seat experts who did not judge before; all of them or none. Raises RuleBroken."""
    wanted = set(expert_uids)
    experts = list(Expert.objects.filter(uid__in=wanted).select_related("person__organization").order_by("id"))
    if len(experts) < len(wanted):
        raise NotFound.because("http.not_found")
    needed = queries.terms_of_appeals(policy_of(appeal.call.rule_set)).members if least is None else least
    judges = queries.judges_for(appeal, experts, at)
    found = [Violation("appeal.too_few_judges", {"needed": needed}, "experts")] if len(experts) < needed else []
    found += [
        Violation(f"appeal.bar.{judge.bars[0]}", {"name": judge.expert.person.name_ko}, "experts")
        for judge in judges
        if judge.bars
    ]
    refuse_if(found)
    people = sorted({*appeal.judge_ids, *(expert.person_id for expert in experts)})
    queries.put_appeal(appeal, judge_ids=people)
    return AppealSeat.objects.bulk_create(
        AppealSeat(appeal=appeal, expert=expert, part=part, named_at=at, named_by=by.user_id) for expert in experts
    )


def close_appeal(appeal: Appeal, reason: str, by: Actor, at: datetime, **changes: Any) -> None:
    """Write who ended an appeal, when and why. Raises RuleBroken (`appeal.reason_missing`)."""
    if not reason.strip():
        raise RuleBroken.because("appeal.reason_missing", field="reason")
    said = {"closed_at": at, "closed_by": by.user_id or 0, "closed_by_name": by.name, "reason": reason.strip()}
    queries.put_appeal(appeal, **said, **changes)


def record_appeal(
    name: str, appeal: Appeal, by: Actor, at: datetime, /, *, reason: str = "", tell: Iterable[int] = (), **values: Any
) -> Event:
    """The event of a deed in an appeal."""
    return record(
        name,
        subject=appeal,
        by=by,
        at=at,
        project_uid=appeal.project_uid,
        call_uid=appeal.call.uid,
        rule_set_id=appeal.call.rule_set_id,
        reason=reason,
        data={"number": appeal.number, **values},
        tell=tell,
    )


def _own_decision(proposal_uid: UUID, by: Actor) -> Decision:
    """The published decision on a proposal that the actor leads. Raises NotFound, NotAllowed, WrongState."""
    proposal = proposal_page(proposal_uid, by)
    require(membership(by, proposal).part == "leader", "appeal")
    decision = queries.decision_of(proposal)
    if decision is None:
        raise WrongState.because("appeal.nothing_decided")
    return decision


def _to_be_run(appeal_uid: UUID, verb: str, by: Actor) -> Appeal:
    appeal = queries.locked_appeal(appeal_uid, by)
    require(permissions.may_select(by, appeal.ministry_id), verb)
    return appeal


def _open_seat(appeal: Appeal, part: str, state: str, by: Actor) -> AppealSeat:
    seat = queries.own_seat(appeal, by)
    if seat.part != part or appeal.state != state:
        raise WrongState.because("appeal.not_the_time")
    if seat.said_at is not None:
        raise WrongState.because("appeal.voted_before")
    return seat


def _team(decision: Decision, at: datetime) -> set[int]:
    people = audience(decision.proposal, at)
    return set(people.team | people.office)


def _told(decision: Decision, at: datetime, by: Actor) -> set[int]:
    people = audience(decision.proposal, at)
    return set(people.team | people.office | people.desk) - {by.user_id or 0}


def _desk_if_all_spoke(appeal: Appeal, at: datetime) -> list[int]:
    if AppealSeat.objects.filter(appeal=appeal, said_at__isnull=True).exists():
        return []
    return queries.officers_of(appeal.ministry_id, at)
