"""Who reads and does not write: the region, the ministry and the auditor see what was handed in, and nothing else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Kind, Role
from proposals import actions
from proposals.models import Proposal
from tests.build import MARCH, an_officer, an_organization
from tests.build_programs import a_call
from tests.build_proposals import Team, a_complete_draft, a_team, pdf
from tests.proposals.portal import at_the_clock, page, signed_in

pytestmark = pytest.mark.django_db
SECRET = "아직 내지 않은 문장"


@pytest.fixture
def team() -> Team:
    at_the_clock()
    return a_team()


@pytest.fixture
def handed_in(team: Team) -> Proposal:
    """Handed in, and written on since: the new words and the new file are the team's own."""
    call = a_call()
    proposal = a_complete_draft(team, call)
    actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH)
    actions.save_section(proposal_uid=proposal.uid, code="summary", text=SECRET, version=None, by=team.leader, at=MARCH)
    actions.attach_file(proposal_uid=proposal.uid, document="other", upload=pdf("나중.pdf"), by=team.leader, at=MARCH)
    proposal.refresh_from_db()
    return proposal


def readers(proposal: Proposal) -> dict[str, User]:
    ministry = proposal.ministry
    region = proposal.region
    return {
        "region": an_officer(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, region)),
        "ministry": an_officer(Role.MINISTRY_OFFICER, ministry),
        "auditor": an_officer(Role.AUDITOR, ministry),
    }


def test_readers_see_the_submission_and_not_the_working_copy(handed_in: Proposal) -> None:
    files = {one.file.name: one.uid for one in handed_in.attachments.all()}
    for who, user in readers(handed_in).items():
        client = signed_in(user)
        shown = client.get(page(handed_in, "detail"))
        assert shown.status_code == 200, who
        assert "summary 내용" in shown.text
        assert SECRET not in shown.text
        assert "Change" not in shown.text
        assert client.get(page(handed_in, "receipt", 1)).status_code == 200
        assert client.get(page(handed_in, "submission", 1)).status_code == 200
        plan = client.get(reverse("proposals:download", args=[files["plan.pdf"]]))
        assert b"".join(plan.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a FileResponse
        assert client.get(reverse("proposals:download", args=[files["나중.pdf"]])).status_code == 404
        for name in ("basics", "budget", "check", "submit", "withdraw"):
            assert client.get(page(handed_in, name)).status_code == 404, (who, name)


def test_another_region_learns_nothing(handed_in: Proposal) -> None:
    other = an_officer(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, "busan"))
    client = signed_in(other)
    assert client.get(page(handed_in, "detail")).status_code == 404
    assert client.get(page(handed_in, "receipt", 1)).status_code == 404


def test_a_draft_is_nobody_elses(team: Team) -> None:
    draft = a_complete_draft(team)
    for user in readers(draft).values():
        assert signed_in(user).get(page(draft, "detail")).status_code == 404


def test_the_partners_office_reads_the_draft_and_changes_nothing(team: Team) -> None:
    draft = a_complete_draft(team)
    client = signed_in(an_officer(Role.INSTITUTION_OFFICER, team.partner))
    for name in ("detail", "basics", "consortium", "people", "budget", "targets", "files", "check"):
        shown = client.get(page(draft, name))
        assert shown.status_code == 200
        assert "data-autosave=" not in shown.text
    refused = client.post(page(draft, "section", "summary"), {"text": "x", "version": "v1"})
    assert refused.status_code == 403
    person = team.partner_user.person
    assert person is not None
    assert client.post(page(draft, "remove-person", person.uid)).status_code == 403


def test_why_a_partner_stays_is_told_on_the_list(team: Team) -> None:
    draft = a_complete_draft(team)
    answer = signed_in(team.leader_user).post(page(draft, "remove-partner", team.partner.uid), follow=True)
    assert "Take them out first" in answer.text
    assert draft.partners.count() == 1
