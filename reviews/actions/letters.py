"""Letters to every team of a published selection: asked for by the ministry, written by a worker with percent."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core import clock, jobs
from core.events import record
from core.models import Job
from core.refusals import NotFound, RuleBroken, WrongState
from programs.queries import policy_of
from proposals.queries import audience
from reviews import permissions, queries
from reviews.models import Decision, Letter, Selection
from reviews.permissions import require

log = logging.getLogger("baro.letters")


def ask_for_letters(*, selection_uid: UUID, by: Actor, at: datetime) -> Job:
    """Send a letter to every team that has none yet.

    Raises NotFound, NotAllowed, WrongState (`letters.not_published`, `letters.being_sent`), RuleBroken
    (`letters.all_sent`; `letters.nobody_judged` where the ministry read plans).
    """
    with transaction.atomic():
        selection = queries.locked_selection(selection_uid, by)
        require(permissions.may_select(by, selection.ministry_id), "send_letters")
        if selection.state != "published":
            raise WrongState.because("letters.not_published")
        if not selection.was_judged:
            raise RuleBroken.because("letters.nobody_judged")
        if queries.letters_of(selection).filter(state__in=("waiting", "running")).exists():
            raise WrongState.because("letters.being_sent")
        count = queries.without_letter(selection).count()
        if not count:
            raise RuleBroken.because("letters.all_sent")
        job = jobs.open_job(
            kind=queries.LETTERS, owner_id=by.user_id, at=at, parameters={"selection": str(selection.uid)}
        )
        _record("reviews.letters_asked", selection, by, at, count)
    return job


def stop_letters(*, selection_uid: UUID, by: Actor, at: datetime) -> Job:
    """Stop the letters that are not written yet; those sent stay. Raises NotFound, NotAllowed, WrongState."""
    with transaction.atomic():
        selection = queries.locked_selection(selection_uid, by)
        require(permissions.may_select(by, selection.ministry_id), "send_letters")
        job = queries.letters_of(selection).select_for_update().first()
        if job is None:
            raise NotFound.because("http.not_found")
        jobs.call_off(job, at=at)
        _record("reviews.letters_stopped", selection, by, at, queries.without_letter(selection).count())
    return job


def run_letters(*, job: Job, at: datetime) -> None:
    """Write one letter after another, telling how far it is; each is sent for good.

    A worker that died leaves the job running: it goes on with those who have no letter.
    """
    if job.state == "waiting":
        jobs.begin(job)
    try:
        selection = Selection.objects.select_related("call__program", "call__rule_set").get(
            uid=job.parameters["selection"]
        )
        waiting = list(queries.without_letter(selection))
        for number, decision in enumerate(waiting):
            jobs.advance(job, 100 * number // len(waiting))
            send_letter(decision=decision, selection=selection, by=Actor.system(), at=at)
    except jobs.Stopped:
        jobs.stop(job, at=clock.now())
    except Exception as problem:
        log.exception("letters %s failed", job.uid)
        jobs.fail(job, at=clock.now(), note=type(problem).__name__)
    else:
        jobs.finish(job, at=clock.now(), result={"sent": len(waiting)})


def send_letter(*, decision: Decision, selection: Selection, by: Actor, at: datetime) -> Letter | None:
    """Freeze the letter on one decision and tell its team; None where it has been sent before."""
    with transaction.atomic():
        locked = Decision.objects.select_for_update(no_key=True).get(pk=decision.pk)
        if Letter.objects.filter(decision=locked).exists():
            return None
        letter = Letter.objects.create(
            selection=selection,
            decision=locked,
            ministry_id=selection.ministry_id,
            person_ids=queries.people_of(decision),
            organization_ids=[decision.proposal.lead_organization_id],
            content=queries.content_of(decision, policy_of(selection.call.rule_set)),
            sent_at=at,
            sent_by=by.user_id,
        )
        people = audience(decision.proposal, at)
        record(
            "reviews.letter_sent",
            subject=letter,
            by=by,
            at=at,
            project_uid=decision.proposal.project_uid,
            call_uid=selection.call.uid,
            rule_set_id=selection.call.rule_set_id,
            data={"number": decision.number, "title_ko": decision.title_ko, "title_en": decision.title_en},
            tell=people.team | people.office,
        )
    return letter


def _record(name: str, selection: Selection, by: Actor, at: datetime, count: int) -> None:
    call = selection.call
    data = {"title_ko": call.title_ko, "title_en": call.title_en, "count": count}
    record(name, subject=selection, by=by, at=at, call_uid=call.uid, rule_set_id=call.rule_set_id, data=data)
