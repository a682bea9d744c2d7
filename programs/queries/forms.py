"""What calls ask: the form of a call, the calls whose form may be copied, and writing one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from accounts.actors import Actor
from core.refusals import Violation
from programs.models import Call, Form
from programs.policy import Questionnaire, checksum, questionnaire_of, questionnaire_to_json
from programs.queries.calls import calls_visible_to, parts_of, terms_of
from programs.queries.programs import policy_of
from programs.rules import announcement_violations, form_announcement_violations

EMPTY = Questionnaire()
"""What a call without a form asks in its own words: nothing."""


def form_row(call: Call) -> Form | None:
    """The form's row, where the call has one; no query where the call was read with it."""
    return getattr(call, "form", None)


def form_of(call: Call) -> Questionnaire:
    """What a call asks in its own words."""
    row = form_row(call)
    return EMPTY if row is None else questionnaire_of(row.text)


def calls_to_copy_from(actor: Actor, call: Call) -> QuerySet[Call]:
    """Other calls with a form that the actor may read, the newest first: those of the same ministry before others."""
    found = calls_visible_to(actor).filter(form__isnull=False).exclude(pk=call.pk)
    return found.select_related("form").order_by("-created_at", "-id")


def write_form(call: Call, questionnaire: Questionnaire, *, by: int | None, at: datetime) -> bool:
    """Keep what a locked draft asks, as its next version; whether anything is different."""
    text, row = questionnaire_to_json(questionnaire), form_row(call)
    if text == (row.text if row else questionnaire_to_json(EMPTY)):
        return False
    values = {"text": text, "checksum": checksum(text), "changed_at": at, "changed_by": by}
    if row is None:
        call.form = Form.objects.create(call=call, **values)
    else:
        Form.objects.filter(pk=row.pk).update(version=row.version + 1, **values)
        row.refresh_from_db()
    return True


def readiness(row: Call, at: datetime) -> list[Violation]:
    """Everything that stands against announcing this call at `at`; empty where it can be announced."""
    policy = policy_of(row.rule_set)
    state = row.rule_set.state
    return [
        *announcement_violations(terms_of(row), parts_of(row), policy, rule_set_state=state, at=at),
        *form_announcement_violations(form_of(row), policy, row.program.sectors),
    ]
