"""Begin a proposal with all that was named when somebody asked whether one may apply."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import NotFound
from programs.policy import PersonKind
from proposals import queries
from proposals.actions.budget import save_budget
from proposals.actions.drafts import start_proposal
from proposals.actions.team import add_partner, put_person
from proposals.models import Proposal


def begin_with(
    *,
    call_uid: UUID,
    asked: queries.Asked,
    title_ko: str,
    title_en: str = "",
    despite: bool = False,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Begin a draft for `asked.lead` with its partners, people and grants: all of it, or nothing.

    Each year's grant stands in one category, to be divided by the team. Everybody of the team may write, as a
    researcher, until the team says otherwise. Raises as `start_proposal`, `add_partner`, `put_person` and `save_budget`
    do.
    """
    if asked.lead is None:
        raise NotFound.because("http.not_found")
    with transaction.atomic():
        begun = start_proposal(
            call_uid=call_uid,
            lead_organization_uid=asked.lead,
            title_ko=title_ko,
            title_en=title_en,
            despite=despite,
            by=by,
            at=at,
        )
        for uid in asked.partners:
            add_partner(proposal_uid=begun.uid, organization_uid=uid, by=by, at=at)
        for one in asked.people:
            put_person(
                proposal_uid=begun.uid,
                person_uid=one.person,
                part="leader" if one.leads else "member",
                person_kind=PersonKind.RESEARCHER,
                share_bp=one.share_bp or 0,
                by=by,
                at=at,
            )
        if asked.grants_krw:
            lines = queries.lines_of_grants(queries.policy_for(begun), asked.grants_krw)
            save_budget(proposal_uid=begun.uid, lines=lines, by=by, at=at)
    return begun
