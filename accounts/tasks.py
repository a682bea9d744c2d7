"""What time makes due in this room: messages on their way, the seal on what is recorded, sessions that are over."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, QuerySet

from accounts.actions.delivery import deliver
from core import clock
from core.events import seal_new
from core.models import Delivery, Event, SweepRun
from core.sweeps import Sweep

SEALING = "accounts.seal_events"


def _due_deliveries(at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state="due", due_at__lte=at)


def _deliver(delivery: Delivery, at: datetime) -> None:
    deliver(delivery=delivery, at=at)


def _unsealed(at: datetime) -> QuerySet[SweepRun]:
    """This sweep's own row, while an event has no seal: the log is sealed as one, and its rows are never locked."""
    return SweepRun.objects.filter(Exists(Event.objects.filter(seal__isnull=True)), name=SEALING)


def _seal(run: SweepRun, at: datetime) -> None:
    seal_new(at=at)


def _over(at: datetime) -> QuerySet[Session]:
    """Sessions end by the real clock, whatever a world's own clock says."""
    return Session.objects.filter(expire_date__lt=clock.system_now())


def _sweep_out(session: Session, at: datetime) -> None:
    UserSession.objects.filter(session_key=session.session_key).delete()
    session.delete()


SWEEPS = (
    Sweep("accounts.deliver", due=_due_deliveries, act=_deliver, every_seconds=10),
    Sweep(SEALING, due=_unsealed, act=_seal, every_seconds=10, limit=1),
    Sweep("accounts.sessions", due=_over, act=_sweep_out, every_seconds=600),
)
