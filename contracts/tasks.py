"""What time brings: tranches that are due are released."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from accounts.actors import Actor
from contracts import queries
from contracts.actions import release_tranche
from contracts.models import Tranche
from core.calendar import seoul_date
from core.sweeps import Sweep


def _due(at: datetime) -> QuerySet[Tranche]:
    return queries.releasable(seoul_date(at))


def _release(tranche: Tranche, at: datetime) -> None:
    release_tranche(tranche_id=tranche.pk, by=Actor.system(), at=at)


SWEEPS = (Sweep("contracts.release_tranches", due=_due, act=_release, every_seconds=60),)
