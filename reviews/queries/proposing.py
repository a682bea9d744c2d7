"""Selections that a worker works out: which calls are large enough, and how far the work is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.actors import Actor
from core.models import Job
from core.refusals import NotFound, Violation
from programs.models import Call
from programs.queries import call as call_page
from proposals.models import Proposal
from reviews import permissions

PROPOSING = "reviews.proposing"
"""The kind of work that proposes a selection."""
AT_ONCE = 40
"""Proposals up to which a selection is worked out while its page waits: below two seconds, reasons and all."""


def is_small(call: Call) -> bool:
    """Whether a selection of the call is worked out at once."""
    return Proposal.objects.filter(call=call, state="submitted").count() <= AT_ONCE


def proposings_of(call: Call) -> QuerySet[Job]:
    """The work asked for in a call, the newest first."""
    return Job.objects.filter(kind=PROPOSING, parameters__call=str(call.uid)).order_by("-id")


def proposing_page(job_uid: UUID, actor: Actor) -> Job:
    """The work on a selection, for desks and overseers of its call. Raises NotFound."""
    job = Job.objects.filter(kind=PROPOSING, uid=job_uid).first()
    if job is None:
        raise NotFound.because("http.not_found")
    program = call_page(UUID(job.parameters["call"]), actor).program
    if not permissions.oversees_reviews(actor, program.ministry_id, program.uid):
        raise NotFound.because("http.not_found")
    return job


def proposings_to_do(at: datetime) -> QuerySet[Job]:
    """Work that waits for a worker, and that which one left when it died."""
    return Job.objects.filter(kind=PROPOSING, state__in=("waiting", "running"))


def refusals_of(job: Job | None) -> list[Violation]:
    """Why the newest work ended without a selection; empty where it did not."""
    found: Iterable[Mapping[str, Any]] = (job.result or {}).get("violations", ()) if job is not None else ()
    return [Violation(one["code"], one["values"], one["field"], one["clause"]) for one in found]
