"""Who judges: the committee of a round, declared interests and conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import NotFound, RuleBroken, WrongState, refuse_if
from programs.queries import policy_of
from reviews import notices, permissions, queries, rules
from reviews.actions.rounds import void_assignments
from reviews.models import Case, Conflict, Expert, Member, Round
from reviews.permissions import require
from reviews.states import CONFLICT

MANY = 1_000
"""How many cases an expert may take at most where the rules of the call set no limit."""
GROUNDS = ("own_proposal", "same_institution", "shared_project", "office_of_region", "relation", "rivalry", "other")
"""Why somebody may not judge: the first four are also found from data; the others are declared or set."""


def invite_experts(*, round_uid: UUID, expert_uids: Iterable[UUID], by: Actor, at: datetime) -> list[Member]:
    """Put experts on a round's committee; conflicts with its cases are found from data at once.

    An expert takes as many cases as he says, and no more than the rules of the call allow. Who has no account is sent a
    letter whose signed link answers for him.

    Raises NotFound (also for an expert who is not on the register), NotAllowed, WrongState, RuleBroken (`expert.away`,
    `expert.rounds_full`) for those who can't come.
    """
    wanted = set(expert_uids)
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "invite")
        if round_.state not in {"preparing", "scoring"}:
            raise WrongState.because("round.wrong_state", verb="invite", state=round_.state)
        experts = list(Expert.objects.filter(uid__in=wanted).select_related("person__user").order_by("id"))
        if len(experts) != len(wanted):
            raise NotFound.because("http.not_found")
        seated = set(round_.members.values_list("expert_id", flat=True))
        new = [expert for expert in experts if expert.pk not in seated]
        refuse_if(rules.invitation_violations(queries.invited_of(new, round_, at)))
        most = policy_of(round_.call.rule_set).review.max_cases_per_expert or MANY
        Member.objects.bulk_create(
            Member(
                round=round_,
                expert=expert,
                max_cases=min(expert.max_cases, most),
                invited_at=at,
                **queries.letter_to_be_sent(expert, at),
            )
            for expert in new
        )
        found = rules.conflicts_of(queries.parties_of(round_.cases.defer("dossier")), queries.known_of(new, at))
        Conflict.objects.bulk_create(
            Conflict(case_id=one.case_id, expert_id=one.expert_id, source="detected", ground=one.ground, found_at=at)
            for one in found
        )
        users = [user.pk for expert in new if (user := getattr(expert.person, "user", None)) is not None]
        record(
            "reviews.experts_invited",
            subject=round_,
            by=by,
            at=at,
            call_uid=round_.call.uid,
            data={**notices.said_of(round_), "count": len(new), "conflicts": len(found)},
            tell=notices.others(users, by),
        )
        return list(round_.members.select_related("expert").order_by("id"))


def declare_interests(*, round_uid: UUID, conflicts: Mapping[UUID, tuple[str, str]], by: Actor, at: datetime) -> Member:
    """A committee member declares the cases he may not judge (ground and note of each), or that there are none.

    Papers open to him after this. He may declare more until the round is closed. Raises NotFound, WrongState,
    RuleBroken (`conflict.ground_unknown`, `conflict.case_unknown`).
    """
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        member = queries.locked_seat(round_, by)
        _require_not_closed(round_, "declare")
        cases = {case.uid: case for case in round_.cases.defer("dossier").filter(uid__in=conflicts)}
        for case_uid, (ground, _) in conflicts.items():
            if ground not in GROUNDS:
                raise RuleBroken.because("conflict.ground_unknown", ground=ground, field=f"conflicts.{case_uid}")
            if case_uid not in cases:
                raise RuleBroken.because("conflict.case_unknown", field=f"conflicts.{case_uid}")
        for case_uid, (ground, note) in conflicts.items():
            _stand(cases[case_uid], member.expert_id, "declared", ground, note, by, at)
        Member.objects.filter(pk=member.pk, declared_at__isnull=True).update(declared_at=at)
        Member.objects.filter(pk=member.pk, answer="").update(answer="accepted", answered_at=at)
        member.refresh_from_db()
        record(
            "reviews.interests_declared",
            subject=round_,
            by=by,
            at=at,
            call_uid=round_.call.uid,
            data={**notices.said_of(round_), "name": by.name, "count": len(conflicts)},
            tell=notices.others(queries.desks_of(round_, at), by) if conflicts else (),
        )
    return member


def set_conflict(*, case_uid: UUID, expert_uid: UUID, ground: str, note: str, by: Actor, at: datetime) -> Conflict:
    """An officer bars an expert from a case. What he was given of it is void.

    Raises NotFound, NotAllowed, WrongState once the round is closed, RuleBroken (`conflict.ground_unknown`).
    """
    with transaction.atomic():
        case, round_ = _case(case_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "set_conflict")
        _require_not_closed(round_, "set_conflict")
        expert = Expert.objects.filter(uid=expert_uid).first()
        if expert is None:
            raise NotFound.because("http.not_found")
        if ground not in GROUNDS:
            raise RuleBroken.because("conflict.ground_unknown", ground=ground, field="ground")
        conflict = _stand(case, expert.pk, "officer", ground, note, by, at)
        data = {**notices.said_of(round_), "number": case.number, "ground": ground}
        record("reviews.conflict_set", subject=case, by=by, at=at, call_uid=round_.call.uid, data=data)
    return conflict


def lift_conflict(*, conflict_uid: UUID, why: str, by: Actor, at: datetime) -> Conflict:
    """An officer lifts a conflict by name and with a reason. Raises NotFound, NotAllowed, WrongState, RuleBroken."""
    with transaction.atomic():
        case_uid = Conflict.objects.filter(uid=conflict_uid).values_list("case__uid", flat=True).first()
        if case_uid is None:
            raise NotFound.because("http.not_found")
        case, round_ = _case(case_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "lift_conflict")
        _require_not_closed(round_, "lift_conflict")
        conflict = Conflict.objects.select_for_update(of=("self",)).get(uid=conflict_uid)
        move = CONFLICT.require("lift", conflict.state)
        if not why.strip():
            raise RuleBroken.because("conflict.reason_missing", field="why")
        queries.move_to(conflict, move, lifted_at=at, lifted_by=by.user_id, lifted_why=why.strip())
        data = {**notices.said_of(round_), "number": case.number, "ground": conflict.ground}
        record(move.event, subject=case, by=by, at=at, call_uid=round_.call.uid, data=data, reason=why.strip())
    return conflict


def _case(case_uid: UUID, by: Actor) -> tuple[Case, Round]:
    case = Case.objects.defer("dossier").select_related("round").filter(uid=case_uid).first()
    if case is None:
        raise NotFound.because("http.not_found")
    case.round = queries.locked_round(case.round.uid, by)
    return case, case.round


def _require_not_closed(round_: Round, verb: str) -> None:
    """Scores of a closed round stand: nothing may make one of its assignments void."""
    if round_.state == "closed":
        raise WrongState.because("round.wrong_state", verb=verb, state=round_.state)


def _stand(case: Case, expert_id: int, source: str, ground: str, note: str, by: Actor, at: datetime) -> Conflict:
    conflict, _ = Conflict.objects.update_or_create(
        case=case,
        expert_id=expert_id,
        source=source,
        ground=ground,
        defaults={
            "note": note.strip()[:400],
            "state": CONFLICT.start,
            "found_at": at,
            "found_by": by.user_id,
            "lifted_at": None,
            "lifted_by": None,
            "lifted_why": "",
        },
    )
    void_assignments(case=case, expert_id=expert_id, ground=ground, by=by, at=at)
    return conflict
