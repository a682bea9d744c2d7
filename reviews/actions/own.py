"""What an expert keeps of his entry in the register himself: what he knows, how much he takes, when he is away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.calendar import seoul_date
from core.events import record
from core.refusals import RuleBroken, refuse_if
from reviews import queries, rules
from reviews.classification import known_codes
from reviews.models import Absence, Expert

LONGEST_REASON = 200


def change_own_entry(
    *, keywords: str, languages: Iterable[str], max_cases: int, max_rounds: int | None, by: Actor, at: datetime
) -> Expert:
    """Write what one knows and how much one takes; it counts from the next invitation on.

    Raises NotFound for somebody who is not on the register, RuleBroken (`expert.*`).
    """
    with transaction.atomic():
        expert = queries.own_entry(by, locked=True)
        own = {"keywords": keywords, "languages": tuple(dict.fromkeys(languages)), "max_rounds": max_rounds}
        profile = replace(queries.profile_of(expert), **own)  # type: ignore[arg-type]  # as named
        refuse_if([*rules.load_violations(max_cases), *rules.profile_violations(profile, known_codes())])
        queries.put_entry(expert, {**own, "languages": list(profile.languages), "max_cases": max_cases})
        data = {"name": expert.person.name_ko, "max_cases": max_cases}
        record("reviews.own_entry_changed", subject=expert, by=by, at=at, data=data)
    return queries.own_entry(by)


def tell_absence(*, away_from: date, back_on: date, reason: str = "", by: Actor, at: datetime) -> Absence:
    """Say that one takes no cases from a day until the day before another; the reason stays one's own.

    Meanwhile one is neither drawn, invited nor given cases in a round that ends before one is back; what one was given
    stays. Raises NotFound, RuleBroken (`absence.*`, `expert.back_before_away`, `expert.text_too_long`).
    """
    with transaction.atomic():
        expert = queries.own_entry(by, locked=True)
        before = [(one.away_from, one.back_on) for one in expert.absences.all()]
        refuse_if(list(rules.absence_violations(away_from, back_on, before, seoul_date(at))))
        if len(reason) > LONGEST_REASON:
            raise RuleBroken.because("expert.text_too_long", length=len(reason), most=LONGEST_REASON, field="reason")
        absence = Absence.objects.create(
            expert=expert, away_from=away_from, back_on=back_on, reason=reason.strip(), told_at=at
        )
        _record("reviews.absence_told", absence, by, at)
    return absence


def remove_absence(*, absence_uid: UUID, by: Actor, at: datetime) -> Expert:
    """Take an absence back: from then on one may be asked again. Raises NotFound."""
    with transaction.atomic():
        absence = queries.own_absence(queries.own_entry(by, locked=True), absence_uid)
        _record("reviews.absence_removed", absence, by, at)
        absence.delete()
    return queries.own_entry(by)


def _record(name: str, absence: Absence, by: Actor, at: datetime) -> None:
    expert = absence.expert
    days = {"away_from": absence.away_from.isoformat(), "back_on": absence.back_on.isoformat()}
    record(name, subject=expert, by=by, at=at, data={"name": expert.person.name_ko, **days})
