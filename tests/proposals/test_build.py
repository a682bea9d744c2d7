"""The builder of complete drafts writes what the actions write."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from programs.queries import form_of
from proposals import actions, queries
from proposals.models import Proposal
from tests.build import MARCH
from tests.build_programs import a_call
from tests.build_proposals import YEARS, Team, a_complete_draft, a_draft, a_team, grid, pdf

pytestmark = pytest.mark.django_db
OWN = {"uid", "project_uid", "title_ko", "id", "proposal", "file"}
"""What two proposals never share, or what only points to them."""


def by_the_actions(proposal: Proposal, team: Team) -> None:
    """Write as `complete` does, each thing by its action."""
    who: dict[str, Any] = {"proposal_uid": proposal.uid, "by": team.leader, "at": MARCH}
    for code in form_of(proposal.call).standard_parts:
        actions.save_section(code=code, text=f"{code} 내용", version=0, **who)
    actions.add_partner(organization_uid=team.partner.uid, contribution="시제품 제작", **who)
    for user, part, kind in ((team.leader_user, "leader", "professor"), (team.partner_user, "member", "researcher")):
        assert user.person is not None
        actions.put_person(person_uid=user.person.uid, part=part, person_kind=kind, share_bp=3_000, **who)
    actions.save_budget(lines=grid(), **who)
    indicators = queries.indicators_of(proposal)
    targets = {(code, year): Decimal(10 * year) for code in list(indicators)[:3] for year in YEARS}
    actions.save_targets(targets=targets, **who)
    for document in ("plan", "consent"):
        actions.attach_file(document=document, upload=pdf(f"{document}.pdf"), **who)


def rows_of(proposal: Proposal) -> dict[str, Any]:
    """Every row that a draft is made of, without what is its own."""
    parts = {"sections": "code", "partners": "id", "participations": "id", "lines": "id", "targets": "id"}
    found = {
        name: [without_own(row) for row in getattr(proposal, name).order_by(order).values()]
        for name, order in {**parts, "attachments": "document"}.items()
    }
    files = proposal.attachments.order_by("document").values("file__name", "file__sha256", "file__organization_ids")
    return {
        "proposal": without_own(dict(Proposal.objects.filter(pk=proposal.pk).values()[0])),
        "files": list(files),
        **found,
    }


def without_own(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name.removesuffix("_id") not in OWN}


def test_a_complete_draft_is_what_the_actions_write() -> None:
    call, team = a_call(), a_team()
    written = a_draft(team, call)
    by_the_actions(written, team)
    assert rows_of(a_complete_draft(team, call)) == rows_of(written)
