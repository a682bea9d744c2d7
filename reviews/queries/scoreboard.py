"""The scores of a round side by side, and how far each place is chance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from core.models import Job
from programs.policy import Policy
from programs.queries import policy_of
from proposals.models import Proposal
from proposals.queries import originals_of
from reviews import rules
from reviews.models import Case, Expert, Round
from reviews.queries.scores import agreed_in, counted_in, reviews_given
from reviews.queries.selections import candidates_of, quotas_of

STABILITY = "reviews.stability"
"""The kind of work that draws reviewers anew."""
UNFINISHED = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """A round's scores: cases with theirs, the best first; experts with their severity, the most severe first."""

    counted: rules.Counted
    cases: list[tuple[Case, rules.Scored]]
    unjudged: list[Case]
    experts: list[tuple[Expert, rules.Severity]]
    job: Job | None
    inside_bp: Mapping[int, int]
    """Of the last draws, if they are of these very reviews: for each case's id how often it was in."""


def scoreboard(round_: Round) -> Scoreboard:
    """Everything the page of a round's scores shows."""
    call = round_.call
    counted = counted_in(call, policy_of(call.rule_set))
    rows = Case.objects.filter(round=round_).select_related("region", "of_proposal").defer("dossier").order_by("number")
    cases = list(rows)
    judged = [(case, counted.cases[pk]) for case in cases if (pk := _proposal_of(case)) in counted.cases]
    severities = counted.calibrated.experts if counted.calibrated else ()
    people = Expert.objects.select_related("person__organization").in_bulk([one.expert for one in severities])
    job = drawings_of(round_).first()
    inside = (job.result or {}) if job and job.state == "done" else {}
    fresh = bool(inside) and inside.get("inputs_sha256") == drawn_from(round_)[1]
    return Scoreboard(
        counted,
        sorted(judged, key=lambda pair: (-pair[1].counts_bp, pair[0].number)),
        [case for case in cases if _proposal_of(case) not in counted.cases],
        [(people[one.expert], one) for one in sorted(severities, key=lambda one: (one.shift_bp, one.expert))],
        job,
        {case.pk: share for case in cases if (share := _share(case, inside)) is not None} if fresh else {},
    )


def _proposal_of(case: Case) -> int:
    return case.of_proposal.proposal_id


def _share(case: Case, drawn: Mapping[str, Any]) -> int | None:
    share: int | None = drawn["inside_bp"].get(str(_proposal_of(case)))
    return share


@dataclass(frozen=True, slots=True)
class Ground:
    """What the draws of a round are made from."""

    policy: Policy
    standings: tuple[rules.Standing, ...]
    quotas: rules.Quotas
    reviews: Mapping[int, list[tuple[int, Fraction]]]
    agreed: Mapping[int, int]


def drawn_from(round_: Round) -> tuple[Ground, str]:
    """What a round's draws are made from as it stands now, and the hash of all of it."""
    call = round_.call
    policy = policy_of(call.rule_set)
    originals = originals_of(call)
    candidates, _proposals, _positions = candidates_of(call, policy, originals)
    rows = Proposal.objects.filter(call=call, submission__isnull=False)
    grants = dict(rows.values_list("pk", "submission__grant_krw"))
    standings = tuple(
        rules.Standing(one, tuple((pk, grants[pk]) for pk in originals.get(one.id, [one.id]))) for one in candidates
    )
    ground = Ground(
        policy,
        standings,
        quotas_of(call, policy, candidates),
        reviews_given(call, policy),
        agreed_in(call),
    )
    return ground, _hash_of(ground)


def reviews_sha256(ground: Ground) -> str:
    """The hash of what the reviewers gave, and of nothing that an officer could still change."""
    return _sha256(_plain(ground.reviews))


def _hash_of(ground: Ground) -> str:
    inputs: dict[str, Any] = {
        "standings": [asdict(one) for one in ground.standings],
        "quotas": asdict(ground.quotas),
        "reviews": _plain(ground.reviews),
        "calibration": asdict(ground.policy.calibration) if ground.policy.calibration else None,
        "agreed": sorted(ground.agreed.items()),
    }
    return _sha256(inputs)


def _plain(reviews: Mapping[int, list[tuple[int, Fraction]]]) -> dict[int, list[tuple[int, str]]]:
    return {pk: [(expert, str(score)) for expert, score in one] for pk, one in sorted(reviews.items())}


def _sha256(inputs: Mapping[Any, Any]) -> str:
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def drawings_of(round_: Round) -> QuerySet[Job]:
    """The draws asked for in a round, the newest first."""
    return Job.objects.filter(kind=STABILITY, parameters__round=str(round_.uid)).order_by("-id")


def drawings_to_make(at: datetime) -> QuerySet[Job]:
    """Draws that wait for a worker, and those that one left when it died."""
    return Job.objects.filter(kind=STABILITY, state__in=UNFINISHED)
