"""Overlaps: noted by sweeps, advised on by the coordinating committee, answered by the ministry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import RuleBroken, Stale, refuse_if, require
from proposals.models import Overlap, Proposal
from proposals.permissions.overlaps import may_advise, may_answer_overlap
from proposals.queries import overlaps as queries
from proposals.queries.alike import Alike
from proposals.rules import overlaps as rules
from proposals.states import OVERLAP


def follow_sketch(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Note what overlaps with a proposal as it stands now: called in the transaction that drew it.

    What no longer overlaps ends, unless the committee or the ministry has spoken; so does an overlap of two others in
    words that turn out to be common now that this proposal has them, too.
    """
    found = {one.sketch.proposal_id: one for one in queries.overlapping(proposal)}
    common = {other: _common(one) for other, one in found.items()}

    def note(other_id: int) -> Overlap:
        return _note(proposal, found[other_id], at)

    keep_up(queries.overlaps_of(proposal), common, note, by=by, at=at)
    for overlap, less in queries.less_rare(proposal):
        queries.put_overlap(overlap, alike_bp=less.text_bp, text_bp=less.text_bp)
        if not less.is_overlap:
            _end(overlap, by, at)


def keep_up(
    known: Mapping[int, Overlap],
    common: Mapping[int, Mapping[str, int]],
    note: Callable[[int], Overlap],
    *,
    tells: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Make the noted overlaps of one thing say what it overlaps with now; both by the other one's id.

    `common` are the columns of what they have in common, `note` makes the row of one that is new. `tells` the officers
    of both ministries of what is found.
    """
    for other_id, values in common.items():
        overlap = known.get(other_id)
        if overlap is None:
            overlap = note(other_id)
            told = queries.officers_of(overlap, at, both=True) if tells else ()
            _record("proposals.overlap_found", overlap, by, at, tell=told)
            continue
        queries.put_overlap(overlap, **values)
        if overlap.state == "ended":
            move = OVERLAP.require("find_again", overlap.state)
            queries.put_overlap(overlap, state=move.target)
            _record(move.event, overlap, by, at)
    for other_id, overlap in known.items():
        if other_id not in common and overlap.state == "open" and not overlap.opinion:
            _end(overlap, by, at)


def _end(overlap: Overlap, by: Actor, at: datetime) -> None:
    move = OVERLAP.require("end", overlap.state)
    queries.put_overlap(overlap, state=move.target)
    _record(move.event, overlap, by, at)


def _common(one: Alike) -> dict[str, int]:
    common = one.common
    return {
        "alike_bp": common.text_bp,
        "text_bp": common.text_bp,
        "people": common.people,
        "firms": common.firms,
        "equipment": common.equipment,
    }


def _note(proposal: Proposal, one: Alike, at: datetime) -> Overlap:
    submission = proposal.submission
    if submission is None:
        raise ValueError("only what was handed in overlaps")
    own = (submission.arrived_at, proposal.pk, proposal.number, proposal.call)
    other = (one.sketch.arrived_at, one.sketch.proposal_id, one.sketch.number, one.sketch.call)
    (_, first_id, first_number, first_call), (_, second_id, second_number, second_call) = sorted(
        (own, other), key=lambda side: side[:2]
    )
    return Overlap.objects.create(
        first_id=first_id,
        second_id=second_id,
        first_number=first_number,
        second_number=second_number,
        first_call=first_call,
        second_call=second_call,
        first_program=first_call.program,
        second_program=second_call.program,
        first_ministry_id=first_call.program.ministry_id,
        second_ministry_id=second_call.program.ministry_id,
        found_at=at,
        **_common(one),
    )


def give_opinion(*, overlap_uid: UUID, opinion: str, text: str, by: Actor, at: datetime) -> Overlap:
    """The coordinating committee advises: merge, join or keep apart. The later one's ministry answers by a date.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`overlap.opinion_given`, `overlap.opinion_unknown`,
    `overlap.text_missing`, `overlap.text_too_long`).
    """
    with transaction.atomic():
        overlap = queries.locked_overlap(overlap_uid, by)
        require(may_advise(by), "give_opinion")
        move = OVERLAP.require("give_opinion", overlap.state)
        refuse_if(list(rules.opinion_violations(opinion, text, given=bool(overlap.opinion))))
        queries.put_overlap(
            overlap,
            opinion=opinion,
            opinion_text=text.strip(),
            opinion_at=at,
            opinion_by=by.user_id,
            due_at=rules.answer_due_at(at),
        )
        told = queries.officers_of(overlap, at, both=True)
        data = {"opinion": opinion, "due_at": rules.answer_due_at(at).isoformat()}
        _record(move.event, overlap, by, at, reason=text.strip(), data=data, tell=told)
    return overlap


def answer_overlap(
    *, overlap_uid: UUID, answer: str, text: str, by: Actor, at: datetime, opinion_read: str | None = None
) -> Overlap:
    """The ministry joins the two, and says how, or accepts the overlap, and says why; also before any opinion.

    `opinion_read` is the opinion that it knew when it wrote, "" for none: another one must be read first. An answer
    after its date counts: it is shown as late.
    Raises NotFound, NotAllowed, WrongState, RuleBroken, and Stale (`overlap.opinion_meanwhile`).
    """
    with transaction.atomic():
        overlap = queries.locked_overlap(overlap_uid, by)
        require(may_answer_overlap(by, overlap), "answer")
        if answer not in rules.ANSWERS:
            raise RuleBroken(list(rules.answer_violations(answer, text)))
        move = OVERLAP.require(rules.ANSWERS[answer], overlap.state)
        if opinion_read is not None and opinion_read != overlap.opinion:
            raise Stale.because("overlap.opinion_meanwhile")
        refuse_if(list(rules.answer_violations(answer, text)))
        queries.put_overlap(
            overlap, state=move.target, answer_text=text.strip(), answered_at=at, answered_by=by.user_id
        )
        told = queries.officers_of(overlap, at, both=True) | ({overlap.opinion_by} if overlap.opinion_by else set())
        _record(move.event, overlap, by, at, reason=text.strip(), tell=told - {by.user_id})
    return overlap


def tell_overdue_answer(*, overlap_uid: UUID, by: Actor, at: datetime) -> bool:
    """Remind the ministry, and tell the committee's member who asked; once. Tells whether it was due.

    Raises NotFound, and NotAllowed for anybody but the system.
    """
    with transaction.atomic():
        overlap = queries.locked_overlap(overlap_uid, by)
        require(by.is_system, "sweep")
        if not queries.answers_overdue(at).filter(pk=overlap.pk).exists():
            return False
        queries.put_overlap(overlap, overdue_told_at=at)
        told = queries.officers_of(overlap, at, both=False) | ({overlap.opinion_by} if overlap.opinion_by else set())
        _record("proposals.overlap_overdue", overlap, by, at, tell=told)
    return True


def _record(
    name: str,
    overlap: Overlap,
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
    data: dict[str, Any] | None = None,
    tell: Iterable[int | None] = (),
) -> None:
    """The thread is that of the call whose ministry answers; two programmes have none."""
    record(
        name,
        subject=overlap,
        by=by,
        at=at,
        call_uid=overlap.second_call.uid if overlap.second_call else None,
        reason=reason,
        data={**overlap.named, **(data or {})},
        tell=[one for one in tell if one is not None],
    )
