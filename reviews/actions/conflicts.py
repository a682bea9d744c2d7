"""Conflicts of interest: found from data, set by an officer, named by an applicant, lifted by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import NotFound, RuleBroken, WrongState, refuse_if
from proposals.queries import membership
from proposals.queries import page as proposal_page
from reviews import notices, permissions, queries, rules
from reviews.actions.rounds import void_assignments
from reviews.models import Case, Conflict, Expert, Objection, Round
from reviews.permissions import require
from reviews.states import CONFLICT


def find_conflicts(round_: Round, experts: Iterable[Expert], by: Actor, at: datetime) -> int:
    """Put every conflict that the data and the applicants show between a round's cases and experts.

    One that is known already stays as it is, lifted or not. What an expert was given of such a case is void. Returns
    how many are new.
    """
    cases = {case.pk: case for case in round_.cases.defer("dossier")}
    known = queries.known_of(experts, at, queries.recent_years(round_.call))
    found = rules.conflicts_of(queries.parties_of(cases.values()), known, queries.named_in(round_))
    before = set(Conflict.objects.filter(case__round=round_).values_list("case_id", "expert_id", "source", "ground"))
    new = [one for one in found if (one.case_id, one.expert_id, one.source, one.ground) not in before]
    Conflict.objects.bulk_create(
        Conflict(
            case_id=one.case_id,
            expert_id=one.expert_id,
            source=one.source,
            ground=one.ground,
            note=one.note,
            found_at=at,
        )
        for one in new
    )
    for one in new:
        case = cases[one.case_id]
        case.round = round_
        void_assignments(case=case, expert_id=one.expert_id, ground=one.ground, by=by, at=at)
    return len(new)


def look_for_conflicts(*, round_uid: UUID, by: Actor, at: datetime) -> int:
    """Look once more for conflicts of the whole committee: people change places, and projects begin.

    Returns how many are new. Raises NotFound, NotAllowed, WrongState once the round is closed.
    """
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "look_for_conflicts")
        require_not_closed(round_, "look_for_conflicts")
        count = find_conflicts(round_, queries.committee_of(round_), by, at)
        data = {**notices.said_of(round_), "count": count}
        record("reviews.conflicts_looked_for", subject=round_, by=by, at=at, call_uid=round_.call.uid, data=data)
    return count


def object_to_expert(
    *,
    proposal_uid: UUID,
    name: str,
    institution: str = "",
    researcher_number: str = "",
    ground: str,
    note: str,
    by: Actor,
    at: datetime,
) -> Objection:
    """The team or its institution says that somebody may not judge its proposal, until its round is closed.

    Raises NotFound, NotAllowed, WrongState (`objection.too_late`), RuleBroken (`objection.*`, `conflict.*`).
    """
    with transaction.atomic():
        proposal = proposal_page(proposal_uid, by)
        member = membership(by, proposal)
        require(permissions.may_object(by, proposal.lead_organization_id, writes=member.may_edit), "object")
        queries.hold_objections(proposal)
        if queries.is_judged(proposal):
            raise WrongState.because("objection.too_late")
        said = {"name": name.strip(), "institution": institution.strip(), "note": note.strip()}
        number = researcher_number.strip()
        before = queries.objections_of(proposal).count()
        refuse_if(rules.objection_violations(**said, number=number, ground=ground, before=before))
        made = Objection.objects.create(
            proposal=proposal,
            **said,
            researcher_number=number,
            ground=ground,
            declared_at=at,
            declared_by=by.user_id,
        )
        record(
            "reviews.expert_objected",
            subject=made,
            by=by,
            at=at,
            project_uid=proposal.project_uid,
            call_uid=proposal.call.uid,
            data={"title_ko": proposal.title_ko, "title_en": proposal.title_en, "ground": ground},
        )
    return made


def look_into_objection(*, objection: Objection, by: Actor, at: datetime) -> int:
    """Where somebody named by an applicant sits on the committee already, a conflict stands from now on.

    The sweep holds the row. Returns how many are new; the round's desk is told of any.
    """
    case = Case.objects.filter(of_proposal__proposal=objection.proposal_id).select_related("round").first()
    count = 0
    if case is not None:
        round_ = queries.locked_round(case.round.uid, by)
        if round_.state != "closed":
            count = find_conflicts(round_, queries.committee_of(round_), by, at)
            tell = notices.others(queries.desks_of(round_, at), by) if count else ()
            data = {**notices.said_of(round_), "count": count}
            record(
                "reviews.conflicts_looked_for",
                subject=round_,
                by=by,
                at=at,
                call_uid=round_.call.uid,
                data=data,
                tell=tell,
            )
        queries.looked_into(objection, at)
    return count


def set_conflict(*, case_uid: UUID, expert_uid: UUID, ground: str, note: str, by: Actor, at: datetime) -> Conflict:
    """An officer bars an expert from a case. What he was given of it is void.

    Raises NotFound, NotAllowed, WrongState once the round is closed, RuleBroken (`conflict.ground_unknown`).
    """
    with transaction.atomic():
        case, round_ = _case(case_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "set_conflict")
        require_not_closed(round_, "set_conflict")
        expert = Expert.objects.filter(uid=expert_uid).first()
        if expert is None:
            raise NotFound.because("http.not_found")
        if ground not in rules.GROUNDS:
            raise RuleBroken.because("conflict.ground_unknown", ground=ground, field="ground")
        conflict = stand(case, expert.pk, "officer", ground, note, by, at)
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
        require_not_closed(round_, "lift_conflict")
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


def require_not_closed(round_: Round, verb: str) -> None:
    """Scores of a closed round stand: nothing may make one of its assignments void."""
    if round_.state == "closed":
        raise WrongState.because("round.wrong_state", verb=verb, state=round_.state)


def stand(case: Case, expert_id: int, source: str, ground: str, note: str, by: Actor, at: datetime) -> Conflict:
    """Put a conflict between a case and an expert, or stand one that was lifted up again; what was given is void."""
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
