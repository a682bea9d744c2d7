"""Hand in, replace, take back: against PostgreSQL."""

from __future__ import annotations

import pytest

from core.models import Delivery, Event
from proposals import actions, rules
from proposals.models import Participation
from tests.build import MARCH
from tests.build_proposals import a_complete_draft, a_team

pytestmark = pytest.mark.django_db


def test_a_complete_proposal_is_handed_in_by_the_office() -> None:
    team = a_team()
    proposal = a_complete_draft(team)

    submission = actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH)

    proposal.refresh_from_db()
    assert proposal.state == "submitted"
    assert proposal.number == f"{proposal.call.code.upper()}-0001"
    assert proposal.submission == submission
    assert submission.arrived_at == MARCH
    assert submission.sequence == 1
    assert submission.sha256 == rules.sha256_of(submission.content)
    assert submission.total_krw == submission.grant_krw + submission.regional_krw == 3_000_000_000
    event = Event.objects.get(name="proposals.proposal_submitted")
    assert event.project_uid == proposal.project_uid
    assert event.call_uid == proposal.call.uid
    assert event.rule_set_id == proposal.call.rule_set_id
    assert event.data["number"] == proposal.number
    told = set(Delivery.objects.filter(event=event).values_list("user_id", flat=True))
    assert told == {team.leader_user.pk, team.office_user.pk, team.partner_user.pk}
    assert set(Participation.objects.values_list("standing", "bound_part", "bound_bp")) == {
        ("pending", "leader", 3_000),
        ("pending", "member", 3_000),
    }
