"""The call's own questions on the pages of a proposal, and over the interface."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from proposals import actions
from proposals.models import AnswerSheet, Proposal
from tests.build import MARCH, sign_in
from tests.build_forms import a_call_that_asks, a_question
from tests.build_programs import it_is
from tests.build_proposals import Team, a_draft, a_team, pdf
from tests.programs.test_pages import queries_of

pytestmark = pytest.mark.django_db
WRITTEN = {"pilot": "yes", "method": "하나 둘", "staff": "12", "stage": "late", "fields": ["bio", "software"]}


@pytest.fixture
def team(db: None) -> Team:
    it_is(MARCH)
    return a_team()


@pytest.fixture
def draft(team: Team) -> Proposal:
    return a_draft(team, a_call_that_asks())


@pytest.fixture
def leader(client: Client, team: Team) -> Client:
    return sign_in(client, team.leader_user)


def page(draft: Proposal, section: str = "plan") -> str:
    return reverse("proposals:answers", args=[draft.uid, section])


def test_a_team_answers_page_by_page(leader: Client, draft: Proposal) -> None:
    shown = leader.get(page(draft)).text
    assert 'data-shown-if="pilot:yes"' in shown
    assert "다음인 경우에만 답합니다" in shown, "without script the condition stands in words"
    answer = leader.post(page(draft), {**WRITTEN, "version": "v0", "then": "next"})
    assert answer["Location"] == page(draft, "about")
    sheet = AnswerSheet.objects.get(proposal=draft, section="plan")
    assert sheet.answers == {
        "pilot": True,
        "method": "하나 둘",
        "staff": 12,
        "stage": "late",
        "fields": ["bio", "software"],
    }
    about = leader.get(page(draft, "about")).text
    assert "미리 채웠습니다" in about
    assert "firm_size" not in about, "what is not for this institution is not shown"
    tasks = leader.get(reverse("proposals:detail", args=[draft.uid])).text
    assert "이 공고의 문항" in tasks
    assert "추진 계획" in tasks
    check = leader.get(reverse("proposals:check", args=[draft.uid])).text
    assert "late 보기" in check
    assert f"{page(draft, 'about')}#id_licence" in check
    assert leader.get(page(draft, "nowhere")).status_code == 404
    assert leader.get(reverse("proposals:section", args=[draft.uid, "capacity"])).status_code == 404


def test_what_is_typed_is_saved_with_remarks_and_never_lost(leader: Client, draft: Proposal) -> None:
    headers: dict[str, Any] = {"X-Requested-With": "autosave", "If-Match": '"v0"'}
    long = leader.post(page(draft), {**WRITTEN, "method": "하나 둘 셋 넷 다섯 여섯"}, headers=headers)
    assert (long.status_code, long.json()["version"]) == (200, "v1")
    assert list(long.json()["errors"]) == ["method"]
    wrong = leader.post(page(draft), {**WRITTEN, "staff": "열둘"}, headers=headers)
    assert wrong.status_code == 422
    theirs = leader.post(page(draft), {**WRITTEN, "staff": "7"}, headers=headers)
    assert (theirs.status_code, theirs.json()["current"]["staff"]) == (412, "12")
    beside = leader.post(page(draft), {**WRITTEN, "staff": "7", "version": "v0"})
    assert beside.status_code == 412
    assert "staff 문항" in beside.text
    kept = leader.post(page(draft), {"version": "v1"})
    assert kept.status_code == 302
    assert AnswerSheet.objects.get(proposal=draft, section="plan").answers == {}


def test_what_is_hidden_by_the_server_keeps_its_answer(leader: Client, draft: Proposal, team: Team) -> None:
    actions.save_answers(
        proposal_uid=draft.uid,
        section="about",
        answers={"institution": "가", "turnover": None, "founded": None, "firm_size": "큰"},
        version=None,
        by=team.leader,
        at=MARCH,
    )
    leader.post(page(draft, "about"), {"institution": "나", "version": "v1"})
    assert AnswerSheet.objects.get(proposal=draft, section="about").answers == {"institution": "나", "firm_size": "큰"}


def test_a_slot_takes_its_kind_of_file(leader: Client, draft: Proposal) -> None:
    url = reverse("proposals:answer-file", args=[draft.uid, "about", "licence"])
    wrong = leader.post(url, {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert wrong.status_code == 422
    assert "PDF" in wrong.text
    sent = leader.post(url, {"file": pdf("licence.pdf")})
    assert sent["Location"] == f"{page(draft, 'about')}#document-form.licence"
    attachment = draft.attachments.get()
    assert "licence.pdf" in leader.get(page(draft, "about")).text
    assert "licence 문항" in leader.get(reverse("proposals:check", args=[draft.uid])).text
    removed = leader.post(reverse("proposals:remove-file", args=[draft.uid, attachment.uid]))
    assert removed["Location"] == page(draft, "about")
    not_a_slot = reverse("proposals:answer-file", args=[draft.uid, "about", "founded"])
    assert leader.post(not_a_slot, {"file": pdf()}).status_code == 404


def test_help_that_an_officer_wrote_is_text_and_no_markup(leader: Client, team: Team) -> None:
    asks = {
        "sections": [
            {
                "code": "p",
                "title_ko": "쪽",
                "title_en": "P",
                "questions": [a_question("q", help_ko="<b>굵게</b>", help_en="x")],
            }
        ],
        "parts": [{"code": "summary", "help_ko": "<i>기울임</i>"}],
    }
    proposal = a_draft(team, a_call_that_asks(asks))
    assert "&lt;b&gt;굵게" in leader.get(page(proposal, "p")).text
    assert "&lt;i&gt;기울임" in leader.get(reverse("proposals:section", args=[proposal.uid, "summary"])).text


def test_over_the_interface_a_page_is_taken_whole(leader: Client, draft: Proposal) -> None:
    url = reverse("api:proposal-answer-page", args=[draft.uid, "plan"])
    whole = {"pilot": True, "method": "하나", "staff": 3, "stage": None, "fields": []}
    saved = leader.put(url, {"answers": whole}, content_type="application/json", headers={"If-Match": '"v0"'})
    assert (saved.status_code, saved["ETag"]) == (200, '"v1"'), saved.text
    part = leader.put(url, {"answers": {"pilot": False, "poem": "x"}}, content_type="application/json")
    assert part.status_code == 422
    assert {one["field"] for one in part.json()["violations"]} == {
        *("form.plan.method", "form.plan.staff", "form.plan.stage", "form.plan.fields", "form.plan.poem")
    }
    pages = leader.get(reverse("api:proposal-answers", args=[draft.uid])).json()
    assert [(one["section"], one["version"]) for one in pages] == [("plan", 1), ("about", 0)]
    assert pages[0]["answers"]["stage"] is None
    assert pages[1]["prefilled"] == ["institution"]
    content = leader.get(reverse("api:proposal", args=[draft.uid])).json()["content"]
    assert content["answers"][0]["value"] is True


def test_a_page_asks_the_database_the_same_whatever_it_holds(leader: Client, team: Team) -> None:
    one = {"sections": [{"code": "plan", "title_ko": "쪽", "title_en": "P", "questions": [a_question("q")]}]}
    few, many = a_draft(team, a_call_that_asks(one)), a_draft(team, a_call_that_asks())
    for name, args in (("answers", ["plan"]), ("detail", []), ("check", [])):
        urls = [reverse(f"proposals:{name}", args=[draft.uid, *args]) for draft in (few, many)]
        assert queries_of(leader, urls[0]) == queries_of(leader, urls[1]), name
