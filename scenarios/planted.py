"""How well planted overlaps are found among all that stands handed in: planted, drawn, compared, and undone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max

from programs.models import Call
from proposals.models import Proposal, Sketch, Submission
from proposals.queries.alike import alike_with, put_sketch
from scenarios.plan.planting import Planted, plant


@dataclass(frozen=True, slots=True)
class Found:
    """Of one call: planted copies, how many of them were found, and pairs that nobody planted."""

    call: str
    planted: int
    found: int
    false_alarms: int


def measure(seed: int, at: datetime) -> list[Found]:
    """Plant into every call that has proposals, look for what overlaps with each, and roll all of it back."""
    with transaction.atomic():
        calls = list(Call.objects.filter(proposals__submission__isnull=False).distinct().order_by("id"))
        stands = _stand(plant(seed, len(calls)), calls, at) if calls else {}
        found = _counted(calls, stands)
        transaction.set_rollback(True)
    return found


def _stand(planted: Iterable[Planted], calls: list[Call], at: datetime) -> dict[str, tuple[Planted, int]]:
    """Each planted proposal beside one that its call has, by key, with its id."""
    stands = {}
    last = Proposal.objects.aggregate(last=Max("pk"))["last"]
    for number, one in enumerate(planted, start=last + 1):
        beside = Proposal.objects.filter(call=calls[one.call], submission__isnull=False).order_by("id")[0]
        proposal = Proposal.objects.create(
            call=beside.call,
            title_ko="표본",
            lead_organization_id=beside.lead_organization_id,
            region_id=beside.region_id,
            ministry_id=beside.ministry_id,
            organization_ids=beside.organization_ids,
            created_at=at,
            created_by=beside.created_by,
            changed_at=at,
            changed_by=beside.changed_by,
        )
        submission = Submission.objects.create(
            proposal=proposal,
            sequence=1,
            arrived_at=at,
            submitted_by=beside.created_by,
            title_ko="표본",
            content=one.content,
            sha256=sha256(one.key.encode()).hexdigest(),
            grant_krw=0,
            regional_krw=0,
            own_krw=0,
            total_krw=0,
        )
        Proposal.objects.filter(pk=proposal.pk).update(
            state="submitted", submission=submission, number=f"PLANTED-{number}"
        )
        put_sketch(Proposal.objects.select_related("submission").get(pk=proposal.pk))
        stands[one.key] = (one, proposal.pk)
    return stands


def _counted(calls: list[Call], stands: dict[str, tuple[Planted, int]]) -> list[Found]:
    wanted = {
        frozenset((pk, stands[one.copy_of][1])): calls[one.call].code for one, pk in stands.values() if one.copy_of
    }
    alarms: defaultdict[str, set[frozenset[int]]] = defaultdict(set)
    hits: set[frozenset[int]] = set()
    for sketch in Sketch.objects.select_related("proposal__submission", "call").order_by("id"):
        submission = sketch.proposal.submission
        if submission is None:
            continue
        for one in alike_with(submission.content, sketch.proposal_id):
            pair = frozenset((sketch.proposal_id, one.sketch.proposal_id))
            if one.common.is_overlap and pair in wanted:
                hits.add(pair)
            elif one.common.is_overlap:
                alarms[sketch.call.code].add(pair)
    planted, found = Counter(wanted.values()), Counter(wanted[pair] for pair in hits)
    return [Found(one.code, planted[one.code], found[one.code], len(alarms[one.code])) for one in calls]
