"""Sign-ins of a sample world, shown on the sign-in page in sample mode and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.cache import cache
from django.db.models import QuerySet

from accounts.models import Appointment, User
from accounts.queries import running
from accounts.roles import Role, has_a_use_for_a_factor
from core.wording import SEOUL, label

EACH_ROLE = 3


@dataclass(frozen=True, slots=True)
class SampleSignIn:
    """Somebody whom a visitor may sign in as; `name`s in both languages."""

    role: str
    name_ko: str
    name_en: str
    organization_ko: str
    organization_en: str
    email: str
    needs_code: bool


def sample_sign_ins(at: datetime) -> list[SampleSignIn]:
    """People of the sample world who can sign in, by role, EACH_ROLE at most; nobody outside sample mode."""
    if not settings.SAMPLE:
        return []
    found: list[SampleSignIn] = []
    for role in Role:
        holding = _holding(role, at)[:EACH_ROLE]
        found += [_of_office(appointment, role) for appointment in holding]
    found += [
        SampleSignIn(
            label("role.member"),
            person.name_ko,
            person.name_en,
            person.organization.name_ko if person.organization else "",
            person.organization.name_en if person.organization else "",
            user.email,
            needs_code=False,
        )
        for user in _members()[:EACH_ROLE]
        if (person := user.person) is not None
    ]
    return found


def _holding(role: Role, at: datetime) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(
            running(at.astimezone(SEOUL).date()),
            office__role=role,
            office__closed_at__isnull=True,
            person__is_sample=True,
            person__user__is_active=True,
        )
        .exclude(person__user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        .select_related("person__user", "office__organization")
        .order_by("pk")
    )


def _members() -> QuerySet[User]:
    return (
        User.objects.filter(person__is_sample=True, person__appointments__isnull=True, is_active=True)
        .exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        .select_related("person__organization")
        .order_by("pk")
    )


def _of_office(appointment: Appointment, role: Role) -> SampleSignIn:
    person, organization = appointment.person, appointment.office.organization
    return SampleSignIn(
        label(f"role.{role}"),
        person.name_ko,
        person.name_en,
        organization.name_ko,
        organization.name_en,
        person.user.email,
        needs_code=has_a_use_for_a_factor(role),
    )


def current_code(user: User) -> str:
    """The one-time code that this sample user may enter now; empty for everybody else and outside sample mode."""
    if not settings.SAMPLE or user.person is None or not user.person.is_sample:
        return ""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return _unused(TOTP(kept), decrypt(kept.data["secret"])) if kept else ""


def _unused(device: TOTP, secret: str) -> str:
    """The newest code that is still good: each counts once."""
    codes: Iterable[str] = [
        format_hotp_value(hotp_value(secret, step)) for step in sorted(yield_hotp_counters_from_time(), reverse=True)
    ]
    return next((code for code in codes if not cache.get(device._get_used_cache_key(code))), "")
