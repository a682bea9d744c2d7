"""What an operator watches: a line and two figures for each request, and figures of the work that waits.

Figures carry the name of a route, never an address: addresses name people's things, and some carry a key.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

from core import clock
from core.models import Delivery, Event, EventSeal, Job, Observation, SweepRun

log = logging.getLogger("baro.requests")

REQUESTS = Counter("baro_requests", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "baro_request_seconds",
    "Time from reading a request to its answer.",
    ["route"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Watched:
    """Middleware, the outermost but for the arrival: counts and logs every request by the name of its route."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = clock.monotonic()
        response = self.respond(request)
        seconds = clock.monotonic() - began
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "none"
        method = request.method if request.method in METHODS else "OTHER"
        REQUESTS.labels(route, method, response.status_code).inc()
        SECONDS.labels(route).observe(seconds)
        if log.isEnabledFor(logging.INFO):
            fields = {
                "route": route,
                "method": method,
                "status": response.status_code,
                "milliseconds": round(seconds * 1000, 1),
                "arrived_at": getattr(request, "at", None),
                "address": getattr(getattr(request, "actor", None), "address", None),
                "user_id": getattr(getattr(request, "actor", None), "user_id", None),
            }
            log.info("%s %s %s", method, route, response.status_code, extra={"fields": fields})
        return response


class Figure(NamedTuple):
    """One number of now, with the labels that tell it from others of its name."""

    name: str
    meaning: str
    labels: dict[str, str]
    value: float


def figures() -> Iterator[Figure]:
    """What the database knows of the work behind the pages."""
    now = clock.system_now()
    for run in SweepRun.objects.order_by("name"):
        labels = {"sweep": run.name}
        age = (now - run.started_at).total_seconds()
        yield Figure("baro_sweep_age_seconds", "Time since a sweep last began.", labels, age)
        yield Figure("baro_sweep_failed_rows", "Rows that its last run could not handle.", labels, run.rows_failed)
    looked_at = Observation.objects.filter(at__lte=clock.now()).order_by("-at").values_list("at", flat=True).first()
    if looked_at is not None:
        age = (clock.now() - looked_at).total_seconds()
        yield Figure("baro_observation_age_seconds", "Time since a probe's newest answer in the table.", {}, age)
    waiting = Delivery.objects.filter(state="due", due_at__lte=clock.now()).count()
    yield Figure("baro_deliveries_waiting", "Messages that are due and not yet delivered.", {}, waiting)
    sealed = EventSeal.objects.order_by("-number").values_list("event_id", flat=True).first() or 0
    unsealed = Event.objects.filter(id__gt=sealed).count()
    yield Figure("baro_events_unsealed", "Events after the last one in the chain.", {}, unsealed)
    jobs = Job.objects.filter(state__in=("waiting", "running")).values("state").annotate(number=Count("id"))
    for row in jobs.order_by("state"):
        yield Figure("baro_jobs", "Long work that people wait for.", {"state": row["state"]}, row["number"])
