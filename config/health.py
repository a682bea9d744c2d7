"""Whether this web process lives, whether it should be asked, and figures for those who watch.

`/health/live/` touches nothing. `/health/ready/` wants the database, in the form that this version needs: new web
processes wait for the migration, old ones go on. The broker is not asked: without it pages work and work waits.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection
from kombu.exceptions import ChannelError, OperationalError
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config.process import METRICS_FOLDER
from core import scope
from core.watching import figures

BROKER_WAIT = 1  # seconds
QUEUE = "celery"  # the only one


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200: whoever can answer lives."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when requests can be served, else 503 with what is missing: `database` or `migrations`."""
    missing = ""
    try:
        known, applied = _known_migrations(), _applied_migrations()
        missing = "" if known <= applied else "migrations"
    except DatabaseError:
        missing = "database"
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """What this version of the code has; it can't change while the process lives."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _applied_migrations() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus' text form, for whoever sends the installation's token; nothing is here for others."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.BARO_METRICS_TOKEN or not secrets.compare_digest(sent, settings.BARO_METRICS_TOKEN):
        raise Http404
    registry = CollectorRegistry()
    folder = os.environ.get(METRICS_FOLDER)
    if folder:  # gunicorn's processes write there; the answer is of all of them
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]  # the library has half its types
    registry.register(Now())
    own = b"" if folder else generate_latest(REGISTRY)
    return HttpResponse(own + generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Now(Collector):
    """Figures that are read when they are asked for: the same from every web server."""

    def collect(self) -> Iterator[Metric]:
        waiting = _tasks_waiting()
        yield GaugeMetricFamily("baro_broker_up", "Whether the broker answers.", float(waiting is not None))
        if waiting is not None:
            yield GaugeMetricFamily("baro_tasks_waiting", "Tasks that no worker has taken yet.", waiting)
        try:
            with scope.within(scope.SYSTEM):
                found = list(figures())
        except DatabaseError:
            found = []
        yield GaugeMetricFamily("baro_database_up", "Whether the database answers.", float(bool(found)))
        families: dict[str, GaugeMetricFamily] = {}
        for one in found:
            family = families.setdefault(one.name, GaugeMetricFamily(one.name, one.meaning, labels=list(one.labels)))
            family.add_metric(list(one.labels.values()), one.value)
        yield from families.values()


def _tasks_waiting() -> int | None:
    """How many tasks lie with the broker; None where it does not answer."""
    options = {"socket_connect_timeout": BROKER_WAIT, "socket_timeout": BROKER_WAIT}
    try:
        with Connection(settings.CELERY_BROKER_URL, connect_timeout=BROKER_WAIT, transport_options=options) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_WAIT)
            channel: Any = broker.default_channel
            return int(channel.queue_declare(QUEUE, passive=True).message_count)
    except ChannelError:
        return 0  # nothing was ever sent
    except (OperationalError, OSError, TimeoutError):
        return None
