"""A team writes its proposal on the pages, without any script; the office hands it in."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from proposals import actions
from proposals.models import Proposal
from tests.build import MARCH
from tests.build_programs import CLOSES_AT, a_call, a_rule_set, the_ris_program
from tests.build_proposals import CELLS, YEARS, Team, a_complete_draft, a_draft, a_submission, a_team, pdf
from tests.programs.policies import text_with
from tests.proposals.portal import at_the_clock, page, signed_in

OVER_CELLS = {
    "salaries.grant": "300000000",
    "running.grant": "600000000",
    "running.regional": "100000000",
}
"""Salaries are 30% of each year, where 20% is the cap."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    at_the_clock()
    return a_team()


def autosave(client: Client, url: str, read: str, /, **fields: str) -> tuple[int, dict[str, object]]:
    """What `static/js/autosave.js` sends, and what it hears."""
    answer = client.post(url, fields, headers={"x-requested-with": "autosave", "if-match": f'"{read}"'})
    return answer.status_code, json.loads(answer.content or b"{}")


def test_a_proposal_is_written_and_handed_in_by_pages_alone(team: Team) -> None:
    call = a_call()
    leader, office = signed_in(team.leader_user), signed_in(team.office_user)
    begun = leader.post(
        reverse("proposals:start", args=[call.uid]),
        {"lead_organization": str(team.lead.uid), "title_ko": "바이오 소재", "title_en": "Biomaterials"},
    )
    proposal = Proposal.objects.get()
    assert begun.headers["location"] == page(proposal, "detail")
    assert "Cannot start yet" in leader.get(page(proposal, "detail")).text

    for code in ("summary", "goal_fit", "technology", "cooperation", "commercial", "capacity"):
        answer = leader.post(
            page(proposal, "section", code), {"text": f"{code}\r\n본문", "version": "v0", "then": "next"}
        )
        assert answer.status_code == 302
    assert "Biomaterials" in leader.get(page(proposal, "consortium"), {"q": team.partner.name_ko}).text
    leader.post(page(proposal, "partner", team.partner.uid), {"contribution": "시제품"})
    for user, part in ((team.leader_user, "leader"), (team.partner_user, "member")):
        assert user.person is not None
        found = leader.get(page(proposal, "people"), {"q": user.person.researcher_number or ""})
        assert user.person.name_en in found.text
        leader.post(
            page(proposal, "person", user.person.uid),
            {"part": part, "person_kind": "professor", "share_bp": "12.5", "may_edit": "on"},
        )
    assert sorted(proposal.participations.values_list("part", "share_bp")) == [("leader", 1250), ("member", 1250)]
    cells = {
        f"lines.{year}.{category}.{source}": f"{amount:,}"
        for year in YEARS
        for (category, source), amount in CELLS.items()
    }
    assert leader.post(page(proposal, "budget"), {"version": "v1", **cells}).status_code == 302
    codes = list(call.program.indicators.values_list("code", flat=True)[:3])
    promised = {f"targets.{code}.{year}": "7.5" for code in codes for year in YEARS}
    assert leader.post(page(proposal, "targets"), {"version": "v1", **promised}).status_code == 302
    for document in ("plan", "consent"):
        assert leader.post(page(proposal, "upload", document), {"file": pdf()}).status_code == 302

    assert "Nothing stands against handing in" in leader.get(page(proposal, "check")).text
    assert leader.post(page(proposal, "send")).status_code == 302
    assert "Return to the team" in office.get(page(proposal, "detail")).text
    proposal.refresh_from_db()
    refused = office.post(page(proposal, "submit"), {"version": f"v{proposal.version}"})
    assert refused.status_code == 422
    assert "Tick the box" in refused.text
    done = office.post(page(proposal, "submit"), {"version": f"v{proposal.version}", "agreed": "on"})
    assert done.headers["location"] == page(proposal, "receipt", 1)
    proposal.refresh_from_db()
    assert proposal.submission is not None
    receipt = leader.get(page(proposal, "receipt", 1)).text
    for shown in (proposal.number, proposal.submission.sha256, "10:00:0", "KRW 3,000,000,000"):
        assert shown in receipt


def test_every_violation_is_told_with_the_way_to_its_field(team: Team) -> None:
    proposal = a_draft(team)
    answer = signed_in(team.office_user).post(
        page(proposal, "submit"), {"version": f"v{proposal.version}", "agreed": "on"}
    )
    assert answer.status_code == 422
    assert answer.text.count(page(proposal, "section", "technology") + "#id_text") == 1
    for place in ("#document-plan", "#id_lines.1", reverse("proposals:people", args=[proposal.uid])):
        assert place in answer.text


def test_a_changed_proposal_is_read_again_before_it_is_handed_in(team: Team) -> None:
    proposal = a_complete_draft(team)
    answer = signed_in(team.office_user).post(page(proposal, "submit"), {"version": "v1", "agreed": "on"})
    assert answer.status_code == 412
    assert "Check it once more" in answer.text
    assert not proposal.submissions.exists()


def test_two_writers_see_both_texts_and_keep_theirs(team: Team) -> None:
    proposal = a_draft(team)
    url = page(proposal, "section", "summary")
    mine = signed_in(team.leader_user)
    assert autosave(mine, url, "v0", text="first", version="v0") == (200, {"version": "v1", "errors": {}})

    status, said = autosave(signed_in(team.office_user), url, "v0", text="second", version="v0")
    assert (status, said["version"], said["current"]) == (412, "v1", {"text": "first"})

    without_script = signed_in(team.office_user).post(url, {"text": "second", "version": "v0"})
    assert without_script.status_code == 412
    assert "Two people wrote this part" in without_script.text
    assert "first" in without_script.text
    assert 'value="v1"' in without_script.text
    assert signed_in(team.office_user).post(url, {"text": "both", "version": "v1"}).status_code == 302
    assert proposal.sections.get(code="summary").text == "both"


def test_two_budgets_are_compared_cell_by_cell(team: Team) -> None:
    proposal = a_draft(team)
    url = page(proposal, "budget")
    cell = "lines.1.salaries.grant"
    assert autosave(signed_in(team.leader_user), url, "v1", **{cell: "1,000", "version": "v1"})[0] == 200
    status, said = autosave(signed_in(team.office_user), url, "v1", **{cell: "2000", "version": "v1"})
    assert (status, said["version"], said["current"]) == (412, "v2", {cell: "1,000"})
    page_without_script = signed_in(team.office_user).post(url, {cell: "2000", "version": "v1"})
    assert page_without_script.status_code == 412
    assert "Drop mine and take what is stored" in page_without_script.text


def test_two_tables_of_targets_are_compared_too(team: Team) -> None:
    proposal = a_draft(team)
    url = page(proposal, "targets")
    code = proposal.call.program.indicators.values_list("code", flat=True)[0]
    cell = f"targets.{code}.1"
    assert autosave(signed_in(team.leader_user), url, "v1", **{cell: "3", "version": "v1"})[0] == 200
    status, said = autosave(signed_in(team.office_user), url, "v1", **{cell: "4", "version": "v1"})
    assert (status, said["current"]) == (412, {cell: "3"})
    assert signed_in(team.office_user).post(url, {cell: "4", "version": "v1"}).status_code == 412


@pytest.mark.parametrize("amount", ["1.5", "1e9", "-1", "돈", "9" * 19])
def test_amounts_that_are_not_whole_won_stand_beside_their_cell(team: Team, amount: str) -> None:
    proposal = a_draft(team)
    url, cell = page(proposal, "budget"), "lines.2.running.grant"
    client = signed_in(team.leader_user)
    answer = client.post(url, {cell: amount, "version": "v1"})
    assert answer.status_code == 422
    assert f'id="id_{cell}_error"' in answer.text
    assert amount in answer.text
    status, said = autosave(client, url, "v1", **{cell: amount, "version": "v1"})
    assert status == 422
    assert said["title"]
    assert not proposal.lines.exists()


def test_a_budget_above_its_cap_is_kept_and_marked(team: Team) -> None:
    proposal = a_draft(team)
    client = signed_in(team.leader_user)
    cells = {"lines.1.salaries.grant": "300000000", "lines.1.running.grant": "600000000", "version": "v1"}
    status, said = autosave(client, page(proposal, "budget"), "v1", **cells)
    assert status == 200
    assert isinstance(said["errors"], dict)
    assert "lines.1.salaries.grant" in said["errors"]
    shown = client.get(page(proposal, "budget")).text
    assert "33.33%" in shown
    assert "above the limit" in shown


def test_whoever_was_signed_out_gets_his_words_back(team: Team) -> None:
    proposal = a_draft(team)
    url = page(proposal, "section", "summary")
    answer = Client().post(url, {"text": "오래 쓴 글입니다.", "version": "v0"})
    assert answer.status_code == 401
    assert "오래 쓴 글입니다." in answer.text
    assert f"next={url}" in answer.text
    assert autosave(Client(), url, "v0", text="x")[0] == 401
    assert Client().get(url).headers["location"].startswith(reverse("account_login"))


def test_files_are_refused_replaced_removed_and_downloaded(team: Team) -> None:
    proposal = a_draft(team)
    client = signed_in(team.leader_user)
    refused = client.post(page(proposal, "upload", "plan"), {"file": pdf("plan.exe")})
    assert refused.status_code == 422
    assert "error-summary" in refused.text
    assert client.post(page(proposal, "upload", "nonsense"), {"file": pdf()}).status_code == 404
    assert client.post(page(proposal, "upload", "plan")).status_code == 422

    client.post(page(proposal, "upload", "plan"), {"file": pdf("한글 계획.pdf")})
    first = proposal.attachments.get()
    client.post(page(proposal, "upload", "plan"), {"file": pdf("둘째.pdf"), "replaces": str(first.uid)})
    second = proposal.attachments.get(removed_at=None)
    assert second.file.name == "둘째.pdf"

    answer = client.get(reverse("proposals:download", args=[second.uid]))
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a FileResponse
    stranger = signed_in(a_team().leader_user)
    assert stranger.get(reverse("proposals:download", args=[second.uid])).status_code == 404

    assert client.post(page(proposal, "remove-file", second.uid)).status_code == 302
    assert client.get(reverse("proposals:download", args=[second.uid])).status_code == 404


def test_after_closing_pages_only_read(team: Team) -> None:
    submission = a_submission(team)
    proposal = submission.proposal
    at_the_clock(CLOSES_AT + timedelta(seconds=1))
    client = signed_in(team.leader_user)
    assert "data-autosave=" not in client.get(page(proposal, "section", "summary")).text
    late = client.post(page(proposal, "section", "summary"), {"text": "늦은 글", "version": "v1"})
    assert late.status_code == 422
    assert "The call closed" in late.text
    office = signed_in(team.office_user)
    assert office.post(page(proposal, "withdraw"), {"reason": ""}).status_code == 422
    assert "Withdraw" not in office.get(page(proposal, "receipt", 1)).text


def test_the_office_returns_withdraws_and_replaces(team: Team) -> None:
    proposal = a_complete_draft(team)
    leader, office = signed_in(team.leader_user), signed_in(team.office_user)
    leader.post(page(proposal, "send"))
    assert office.post(page(proposal, "return"), {"reason": ""}).status_code == 422
    assert office.post(page(proposal, "return"), {"reason": "예산을 고치세요"}).status_code == 302
    assert "예산을 고치세요" in leader.get(f"/history/{proposal.project_uid}/").text

    actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH)
    assert office.post(page(proposal, "withdraw"), {"reason": "다시 쓰겠습니다"}).status_code == 302
    assert "was withdrawn" in leader.get(page(proposal, "detail")).text
    leader.post(page(proposal, "section", "summary"), {"text": "새 요약", "version": "v1"})
    proposal.refresh_from_db()
    office.post(page(proposal, "submit"), {"version": f"v{proposal.version}", "agreed": "on"})
    proposal.refresh_from_db()
    assert proposal.submission is not None
    assert proposal.submission.sequence == 2
    shown = leader.get(page(proposal, "submission", 2)).text
    assert "<del>summary 내용</del>" in shown
    assert "no longer stands" in leader.get(page(proposal, "receipt", 1)).text


def test_the_team_does_not_hand_in_and_the_partner_only_reads(team: Team) -> None:
    proposal = a_complete_draft(team)
    leader = signed_in(team.leader_user)
    for name in ("submit", "withdraw", "return"):
        assert leader.post(page(proposal, name)).status_code == 403


def test_a_cap_is_passed_with_a_reason_that_the_dossier_tells(team: Team) -> None:
    program, _ = the_ris_program()
    call = a_call(program, a_rule_set(program, text_with("budget.categories.0.band", "explain")))
    proposal = a_complete_draft(team, call)
    client, url = signed_in(team.leader_user), page(proposal, "budget")
    cells = {f"lines.{year}.{name}": amount for year in YEARS for name, amount in OVER_CELLS.items()}
    status, said = autosave(client, url, f"v{proposal.budget_version}", **cells)
    assert status == 200
    assert said["errors"], "without a reason it is marked"
    status, said = autosave(
        client, url, str(said["version"]), **cells, **{"reason.salaries": "연구 인력이 핵심입니다."}
    )
    assert (status, said["errors"]) == (200, {})
    assert "연구 인력이 핵심입니다." in client.get(url).text
    submission = actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH)
    assert submission.content["cap_reasons"] == {"salaries": "연구 인력이 핵심입니다."}
    assert "연구 인력이 핵심입니다." in client.get(page(proposal, "submission", 1)).text
