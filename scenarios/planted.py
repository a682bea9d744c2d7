"""How well planted overlaps are found among all that stands handed in: planted, noted, and undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max

from accounts.actors import Actor
from programs.models import Call
from proposals.actions.sketching import keep_sketch
from proposals.models import Overlap, Proposal, Submission
from scenarios.plan.planting import Planted, plant


@dataclass(frozen=True, slots=True)
class Found:
    """Of one call: planted copies, how many of them were found, and pairs that nobody planted."""

    call: str
    planted: int
    found: int
    false_alarms: int


def measure(seed: int, at: datetime) -> list[Found]:
    """Plant into every call that has proposals, let the sweep note what overlaps, count it, and roll all of it back."""
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
        keep_sketch(proposal_uid=proposal.uid, by=Actor.system(), at=at)
        stands[one.key] = (one, proposal.pk)
    return stands


def _counted(calls: list[Call], stands: dict[str, tuple[Planted, int]]) -> list[Found]:
    """What stands noted at the end. A pair that nobody planted is a false alarm of either call."""
    wanted = {
        frozenset((pk, stands[one.copy_of][1])): calls[one.call].code for one, pk in stands.values() if one.copy_of
    }
    planted, found, alarms = Counter(wanted.values()), Counter[str](), Counter[str]()
    noted = Overlap.objects.filter(kind=Overlap.Kind.PROPOSAL).exclude(state="ended")
    for one in noted.select_related("first__call", "second__call"):
        call = wanted.get(frozenset(one.proposal_ids))
        if call is not None:
            found[call] += 1
        else:
            alarms.update({side.call.code for side in one.proposals})
    return [Found(one.code, planted[one.code], found[one.code], alarms[one.code]) for one in calls]
