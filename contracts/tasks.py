"""What time brings: tranches are released and put into batches, regions reminded, silent banks told."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import Organization
from contracts import queries
from contracts.actions import draw_up_daily, release_tranche, remind_of_deposit, tell_of_silence
from contracts.models import MatchYear, PaymentBatch, Tranche
from core.calendar import seoul_date
from core.sweeps import Sweep


def _due(at: datetime) -> QuerySet[Tranche]:
    return queries.releasable(seoul_date(at))


def _release(tranche: Tranche, at: datetime) -> None:
    release_tranche(tranche_id=tranche.pk, by=Actor.system(), at=at)


def _to_remind(at: datetime) -> QuerySet[MatchYear]:
    return queries.to_remind(seoul_date(at))


def _remind(match: MatchYear, at: datetime) -> None:
    remind_of_deposit(match_id=match.pk, by=Actor.system(), at=at)


def _silent(at: datetime) -> QuerySet[PaymentBatch]:
    return queries.silent_on(seoul_date(at)).filter(silence_told_at__isnull=True)


def _tell_of_silence(batch: PaymentBatch, at: datetime) -> None:
    tell_of_silence(batch_id=batch.pk, by=Actor.system(), at=at)


def _to_pay(at: datetime) -> QuerySet[Organization]:
    return queries.ministries_to_pay(at)


def _draw_up(ministry: Organization, at: datetime) -> None:
    draw_up_daily(ministry_id=ministry.pk, by=Actor.system(), at=at)


SWEEPS = (
    Sweep("contracts.release_tranches", due=_due, act=_release, every_seconds=60),
    Sweep("contracts.deposit_reminders", due=_to_remind, act=_remind, every_seconds=600),
    Sweep("contracts.payment_run", due=_to_pay, act=_draw_up, every_seconds=300),
    Sweep("contracts.silent_banks", due=_silent, act=_tell_of_silence, every_seconds=600),
)
