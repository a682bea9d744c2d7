"""Who judges: the committee of a round, declared interests."""

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
from reviews.actions.conflicts import find_conflicts, require_not_closed, stand
from reviews.models import Expert, Member
from reviews.permissions import require

MANY = 1_000
"""How many cases an expert may take at most where the rules of the call set no limit."""


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
        found = find_conflicts(round_, new, by, at)
        users = [user.pk for expert in new if (user := getattr(expert.person, "user", None)) is not None]
        record(
            "reviews.experts_invited",
            subject=round_,
            by=by,
            at=at,
            call_uid=round_.call.uid,
            data={**notices.said_of(round_), "count": len(new), "conflicts": found},
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
        require_not_closed(round_, "declare")
        cases = {case.uid: case for case in round_.cases.defer("dossier").filter(uid__in=conflicts)}
        for case_uid, (ground, _) in conflicts.items():
            if ground not in rules.GROUNDS:
                raise RuleBroken.because("conflict.ground_unknown", ground=ground, field=f"conflicts.{case_uid}")
            if case_uid not in cases:
                raise RuleBroken.because("conflict.case_unknown", field=f"conflicts.{case_uid}")
        for case_uid, (ground, note) in conflicts.items():
            stand(cases[case_uid], member.expert_id, "declared", ground, note, by, at)
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
