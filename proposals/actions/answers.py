"""Answer the call's own questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import NotFound, Stale, Violation, refuse_if
from programs.queries import form_of
from proposals import queries, rules
from proposals.actions.opening import opened
from proposals.models import AnswerSheet


def save_answers(
    *,
    proposal_uid: UUID,
    section: str,
    answers: Mapping[str, Any],
    version: int | None,
    whole: bool = True,
    by: Actor,
    at: datetime,
) -> AnswerSheet:
    """Keep the answers to one page of questions as they were written; null, blank or an empty list is no answer.

    `version` is the page's as it was read, 0 where nothing was saved. `whole` refuses answers that leave a question of
    the page out. Raises as `opened` does, NotFound for an unknown page, RuleBroken with every answer that can't be kept
    (`form.<section>.<question>`), and Stale with what is stored (`current`). The same answers again change nothing.
    """
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at, parts=("sheets",))
        page = form_of(proposal.call).section(section)
        sheet = next((one for one in proposal.sheets.all() if one.section == section), None)
        if page is None or sheet is None:
            raise NotFound.because("http.not_found")
        refuse_if(rules.keeping_violations(page, answers, whole=whole))
        kept = rules.kept(page, answers if whole else {**sheet.answers, **answers})
        if kept == sheet.answers:
            return sheet
        if version is not None and version != sheet.version:
            raise _stale(sheet)
        changed = sorted(code for code in {*kept, *sheet.answers} if kept.get(code) != sheet.answers.get(code))
        queries.put(
            sheet,
            answers=kept,
            prefilled=[code for code in sheet.prefilled if code not in changed],
            version=sheet.version + 1,
            edited_at=at,
            edited_by=by.user_id,
        )
        queries.touch(proposal, by=by, at=at)
        record(
            "proposals.answers_saved",
            subject=proposal,
            by=by,
            at=at,
            data={"section": section, "section_version": sheet.version, "changed": changed, "title_ko": page.title_ko}
            | ({"title_en": page.title_en} if page.title_en else {}),
            **queries.threads(proposal),
        )
    return sheet


def _stale(sheet: AnswerSheet) -> Stale:
    values = {
        "name": queries.name_of(sheet.edited_by),
        "changed_at": sheet.edited_at.isoformat() if sheet.edited_at else None,
        "version": sheet.version,
    }
    return Stale([Violation("http.changed_meanwhile", values, f"form.{sheet.section}")])
