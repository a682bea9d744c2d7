"""How far each place is chance: asked for by a desk, worked out by a worker with percent, kept with the round."""

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
from reviews import permissions, queries, rules
from reviews.models import Round
from reviews.permissions import require

log = logging.getLogger("baro.stability")
DRAWS = 200
"""How often reviewers are drawn anew where the rules do not say."""


def ask_for_drawings(*, round_uid: UUID, by: Actor, at: datetime) -> Job:
    """Ask how often each case would be in, were its reviewers drawn anew.

    Raises NotFound, NotAllowed, WrongState (`round.drawing_runs`), RuleBroken (`round.reviews_missing` while somebody
    still writes).
    """
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "draw")
        if round_.state not in {"opened", "closed"}:
            raise RuleBroken.because("round.scoring_goes_on")
        if queries.drawings_of(round_).filter(state__in=("waiting", "running")).exists():
            raise WrongState.because("round.drawing_runs")
        job = jobs.open_job(kind=queries.STABILITY, owner_id=by.user_id, at=at, parameters={"round": str(round_.uid)})
        _record("reviews.drawings_asked", round_, by, at)
    return job


def stop_drawings(*, round_uid: UUID, by: Actor, at: datetime) -> Job:
    """Stop the draws that are under way; those of before stay. Raises NotFound, NotAllowed, WrongState."""
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "draw")
        job = queries.drawings_of(round_).select_for_update().first()
        if job is None:
            raise NotFound.because("http.not_found")
        jobs.call_off(job, at=at)
        _record("reviews.drawings_stopped", round_, by, at)
    return job


def run_drawings(*, job: Job, at: datetime) -> None:
    """Draw, telling how far it is; commits as it goes. A worker that died leaves the job running: it is begun afresh.

    The seed is told with the result, so that anybody can draw the same again: the job's own number, or where lots
    follow the one of the rules, so that asking again marks no other cases.
    """
    if job.state == "waiting":
        jobs.begin(job)
    try:
        round_ = Round.objects.select_related("call__program", "call__rule_set").get(uid=job.parameters["round"])
        ground, inputs_sha256 = queries.drawn_from(round_)
        inside_bp = _drawn(job, ground)
    except jobs.Stopped:
        jobs.stop(job, at=clock.now())
    except Exception as problem:
        log.exception("drawings %s failed", job.uid)
        jobs.fail(job, at=clock.now(), note=type(problem).__name__)
    else:
        found = {
            "inside_bp": inside_bp,
            "inputs_sha256": inputs_sha256,
            "seed": _seed(job, ground),
            "draws": _draws(ground),
        }
        with transaction.atomic():
            jobs.finish(job, at=clock.now(), result=found)
            _record("reviews.drawings_made", round_, Actor.system(), at, count=_draws(ground))


def _draws(ground: queries.Ground) -> int:
    rule = ground.policy.calibration
    return rule.resamples if rule else DRAWS


def _seed(job: Job, ground: queries.Ground) -> int:
    rule = ground.policy.lottery
    return rules.draw_seed(rule.seed) if rule else job.pk


def _drawn(job: Job, ground: queries.Ground) -> dict[str, int]:
    """How often each judged proposal was in, by its number in the database; one that was merged, with its team."""
    known = rules.count(ground.reviews, ground.policy, ground.agreed)
    draws = _draws(ground)

    def told(done: int) -> None:
        if done * 100 // draws != (done - 1) * 100 // draws:
            jobs.advance(job, min(99, done * 100 // draws))

    inside = rules.inside_bp(
        ground.standings,
        ground.quotas,
        ground.reviews,
        counts=lambda reviews: rules.recount(reviews, ground.policy, known),
        rank_weight_bp=ground.policy.selection.regional_rank_weight_bp,
        draws=draws,
        seed=_seed(job, ground),
        told=told,
    )
    return {str(pk): inside[one.candidate.id] for one in ground.standings for pk, _ in one.originals}


def _record(name: str, round_: Round, by: Actor, at: datetime, **values: int) -> None:
    call = round_.call
    data = {"title_ko": call.title_ko, "title_en": call.title_en or call.title_ko, **values}
    record(name, subject=round_, by=by, at=at, call_uid=call.uid, rule_set_id=call.rule_set_id, data=data)
