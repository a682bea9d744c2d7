"""The portal's pages of this room: who gets them, what they say, in both languages, and what they refuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Delegation
from accounts.roles import Kind
from core.wording import SEOUL
from programs import actions
from programs.models import Call, Guideline, Program, RuleSet
from tests.build import MARCH, World, a_ministry_world, an_organization, sign_in
from tests.build_programs import (
    BEFORE,
    CLOSES_AT,
    OPENS_AT,
    RANKING_DUE_AT,
    SYSTEM,
    a_call,
    a_draft_call,
    a_program,
    a_rule_set,
    it_is,
    the_ris_program,
)
from tests.programs.policies import text_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]


def form_of(rule_set: RuleSet, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a call that the RIS rules allow."""
    return {
        "rule_set": str(rule_set.uid),
        "code": "ris-2004",
        "title_ko": "2004년 공고",
        "title_en": "Call of 2004",
        "summary_ko": "지역 사업을 지원합니다.",
        "summary_en": "Supports regional projects.",
        "opens_at": "2004-03-02T09:00",
        "closes_at": "2004-03-31T18:00",
        "ranking_due_at": "",
        "project_starts_on": "2004-07-01",
        "budget_krw": "120,000,000,000",
        "contact": "지역산업과",
        **changes,
    }


@pytest.mark.parametrize("language", ["ko", "en"])
def test_everybody_reads_calls_and_rules_in_both_languages(client: Client, world: World, language: str) -> None:
    program, rule_set = the_ris_program(world.ministry, world.agency)
    call = a_call(program, rule_set)
    it_is(MARCH)
    client.cookies["django_language"] = language
    said = {
        "programs:calls": ("16일 남음", "16 days left"),
        "programs:call": ("인건비: 최대 20%", "Salaries: at most 20%"),
        "programs:program": ("기술이전", "Technology transfers"),
        "programs:rule-set": ("13억원", "KRW 1.3 billion"),
    }
    args: dict[str, list[Any]] = {
        "programs:calls": [],
        "programs:call": [call.uid],
        "programs:program": [program.uid],
        "programs:rule-set": [rule_set.uid],
    }
    for name, (korean, english) in said.items():
        page = client.get(reverse(name, args=args[name]))
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.text
        assert (korean if language == "ko" else english) in page.text, name


def test_an_english_page_marks_words_that_are_only_in_korean(client: Client, world: World) -> None:
    program = a_program(world.ministry, name_en="")
    client.cookies["django_language"] = "en"
    page = client.get(reverse("programs:program", args=[program.uid]))
    assert '<span lang="ko">시험 사업</span>' in page.text


def test_the_list_is_filtered_by_its_address_alone(client: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    seoulless = a_rule_set(program, text_with("eligibility.excluded_regions", ["seoul"]))
    a_call(program, rule_set, title_ko="바이오 공고", title_en="Bio call")
    a_call(program, seoulless, title_ko="기계 공고", title_en="Machines call")
    it_is(MARCH)
    url = reverse("programs:calls")

    def titles(**query: str) -> set[str]:
        page = client.get(url, query)
        return {word for word in ("바이오 공고", "기계 공고") if word in page.text}

    both = {"바이오 공고", "기계 공고"}
    assert titles() == titles(state="open") == titles(ministry=str(world.ministry.uid)) == both
    assert titles(q="바이오") == {"바이오 공고"}
    assert titles(q="bio CALL") == {"바이오 공고"}
    assert titles(region="seoul") == {"바이오 공고"}
    assert titles(region="busan") == both
    assert titles(state="closed") == titles(q="없는 말") == set()
    empty = client.get(url, {"state": "closed"}).text
    assert "조건에 맞는 공고가 없습니다" in empty
    assert f'href="{url}?' in empty, "the condition can be taken away"


def test_an_empty_list_says_so(client: Client, world: World) -> None:
    assert "아직 공고가 없습니다" in client.get(reverse("programs:calls")).text


def test_a_draft_does_not_exist_for_others(client: Client, world: World) -> None:
    call = a_draft_call(*the_ris_program(world.ministry))
    page = reverse("programs:call", args=[call.uid])
    assert client.get(page).status_code == 404
    assert sign_in(client, world.institution_officer).get(page).status_code == 404
    assert sign_in(client, world.auditor).get(page).status_code == 200
    assert sign_in(client, world.agency_officer).get(page).status_code == 200


DESK_PAGES = (
    "edit-call",
    "guidelines",
    "add-guideline",
    "announce",
    "cancel-call",
)


@pytest.mark.parametrize("name", DESK_PAGES)
def test_desk_pages_are_for_the_desks(client: Client, world: World, name: str) -> None:
    call = a_draft_call(*the_ris_program(world.ministry))
    url = reverse(f"programs:{name}", args=[call.uid])
    assert client.get(url).status_code == 302, "signs in first"
    assert sign_in(client, world.institution_officer).get(url).status_code == 404
    assert sign_in(client, world.auditor).get(url).status_code == 403
    assert sign_in(client, world.ministry_officer).get(url).status_code == 200
    assert sign_in(client, world.agency_officer).get(url).status_code == 200


def test_an_officer_drafts_checks_and_announces(officer: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    sent = officer.post(reverse("programs:draft-call", args=[program.uid]), form_of(rule_set))
    call = Call.objects.get(code="ris-2004")
    assert sent["Location"] == reverse("programs:guidelines", args=[call.uid])
    assert call.closes_at == CLOSES_AT
    assert call.ranking_due_at == RANKING_DUE_AT, "left empty: the earliest that the rules allow"

    announce = reverse("programs:announce", args=[call.uid])
    early = officer.post(announce)
    assert early.status_code == 422
    assert "지침에 아직 항목이 없습니다." in early.text
    assert reverse("programs:guidelines", args=[call.uid]) in early.text

    part = {"title_ko": "신청 방법", "title_en": "How", "text_ko": "제출합니다.", "text_en": "Hand it in."}
    officer.post(reverse("programs:add-guideline", args=[call.uid]), part)
    assert "Announce" not in officer.get(announce).text
    assert "지금 공고하기" in officer.get(announce).text
    assert officer.post(announce)["Location"] == reverse("programs:call", args=[call.uid])
    call.refresh_from_db()
    assert call.state == "announced"
    assert officer.get(announce).status_code == 409


def test_a_broken_rule_stands_beside_its_field(officer: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    page = officer.post(
        reverse("programs:draft-call", args=[program.uid]),
        form_of(rule_set, closes_at="2004-03-01T09:00", code="RIS 2004", budget_krw="1.5"),
    )
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"code", "budget_krw"}
    page = officer.post(
        reverse("programs:draft-call", args=[program.uid]), form_of(rule_set, closes_at="2004-03-01T09:00")
    )
    assert page.context["form"].has_error("closes_at", "call.closes_before_opening")
    assert 'value="2004년 공고"' in page.text, "what was written is kept"


def test_a_change_of_what_a_colleague_changed_keeps_the_words(officer: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    call = a_draft_call(program, rule_set)
    url = reverse("programs:edit-call", args=[call.uid])
    fields = form_of(rule_set, title_ko="내 제목", version=str(call.version))
    actions.add_guideline(call_uid=call.uid, part=actions.Part(title_ko="나", text_ko="나"), by=SYSTEM, at=BEFORE)
    page = officer.post(url, fields)
    assert page.status_code == 422
    assert page.context["form"].has_error("__all__", "call.changed_meanwhile")
    assert "내 제목" in page.text
    call.refresh_from_db()
    assert officer.post(url, {**fields, "version": str(call.version)}).status_code == 302


def test_live_help_says_what_the_rules_make_of_the_form(officer: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    url = reverse("programs:call-help", args=[program.uid])
    page = officer.post(url, form_of(rule_set, closes_at="2004-04-04T18:00", project_starts_on="2004-07-02"))
    assert "접수 기간 33일" in page.text
    assert "2004년 4월 18일 18:00" in page.text
    assert "마감일이 휴일입니다." in page.text
    assert "과제는 7월 1일에 시작합니다" in page.text
    assert "30팀" in page.text
    assert "1,200억원" in page.text


def test_parts_of_a_guideline_are_changed_moved_and_removed(officer: Client, world: World) -> None:
    call = a_draft_call(*the_ris_program(world.ministry), parts=2)
    change = reverse("programs:guideline", args=[call.uid, 2])
    officer.post(change, {"title_ko": "둘째", "text_ko": "글"})
    officer.post(reverse("programs:move-guideline", args=[call.uid, 2]), {"to": "up"})
    assert list(Guideline.objects.values_list("order", "title_ko")) == [(1, "둘째"), (2, "신청 방법")]
    assert "영문 없음" in officer.get(reverse("programs:guidelines", args=[call.uid])).text
    officer.post(reverse("programs:remove-guideline", args=[call.uid, 1]))
    assert list(Guideline.objects.values_list("order", "title_ko")) == [(1, "신청 방법")]
    assert officer.get(reverse("programs:guideline", args=[call.uid, 7])).status_code == 404


def test_dates_move_and_everybody_reads_why(officer: Client, world: World) -> None:
    call = a_call(*the_ris_program(world.ministry))
    it_is(MARCH)
    url = reverse("programs:move-dates", args=[call.uid])
    earlier = (CLOSES_AT - timedelta(days=1)).astimezone(SEOUL).strftime("%Y-%m-%dT%H:%M")
    due = RANKING_DUE_AT.strftime("%Y-%m-%dT%H:%M")
    page = officer.post(url, {"closes_at": earlier, "ranking_due_at": due, "reason": "장애"})
    assert page.context["form"].has_error("closes_at", "call.date_only_later")
    moved = {"closes_at": "2004-04-02T18:00", "ranking_due_at": "2004-04-16T18:00", "reason": "접수 장애"}
    assert officer.post(url, moved).status_code == 302
    assert "접수 장애" in Client().get(reverse("programs:call", args=[call.uid])).text


def test_a_cancelled_call_says_why(officer: Client, world: World) -> None:
    call = a_call(*the_ris_program(world.ministry))
    url = reverse("programs:cancel-call", args=[call.uid])
    assert officer.post(url, {"reason": ""}).status_code == 422
    assert officer.post(url, {"reason": "예산 삭감"}).status_code == 302
    page = Client().get(reverse("programs:call", args=[call.uid])).text
    assert "취소된 공고입니다" in page
    assert "예산 삭감" in page
    assert "초안 작성" not in page, "what happened before the announcement is nobody else's business"


def test_a_draft_of_rules_is_for_its_desks_until_it_is_published(officer: Client, world: World) -> None:
    rule_set = a_rule_set(a_program(world.ministry), published=False)
    url = reverse("programs:rule-set", args=[rule_set.uid])
    assert Client().get(url).status_code == 404
    officer.post(reverse("programs:publish-rules", args=[rule_set.uid]))
    assert Client().get(url).status_code == 200


def test_a_programme_is_set_up_from_a_preset_with_its_agency(officer: Client, world: World) -> None:
    url = reverse("programs:new-program")
    filled = officer.get(url, {"preset": "ris-pilot-2004"}).text
    assert 'value="ris-pilot"' in filled
    sent = {
        "preset": "ris-pilot-2004",
        "ministry": str(world.ministry.uid),
        "code": "ris-next",
        "name_ko": "다음 사업",
        "route": "competed",
        "goal_ko": "목표",
        "sectors": "바이오, 기계 , 바이오",
        "agency": str(world.agency.uid),
    }
    made = officer.post(url, sent)
    program = Program.objects.get(code="ris-next")
    assert made["Location"] == reverse("programs:draft-rules", args=[program.uid])
    assert (program.sectors, program.agency) == (["바이오", "기계"], world.agency)
    assert program.indicators.count() == 7
    assert program.rule_draft.content["match"]["share_bp"] == 1000
    again = officer.post(url, sent)
    assert again.status_code == 422
    assert "ris-next" in again.text
    text = Client().get(reverse("programs:program", args=[program.uid])).text
    assert "전담기관을 정했습니다" in text
    assert "작성을 시작했습니다" not in text, "how rules are written is the desks' own"
    assert "작성을 시작했습니다" in officer.get(reverse("programs:program", args=[program.uid])).text


def test_a_delegation_has_its_dates_powers_and_document(officer: Client, world: World) -> None:
    program, agency = a_program(world.ministry), an_organization(Kind.AGENCY, None)
    url = reverse("programs:appoint-agency", args=[program.uid])
    assert officer.get(url).status_code == 200
    for bare in ({}, {"powers": ["calls"]}, {"powers": ["calls"], "starts_on": "2004-03-01"}):
        assert officer.post(url, {"agency": str(agency.uid), **bare}).status_code == 422
    whole = {"powers": ["calls", "rules"], "starts_on": "2004-03-01", "ends_on": "2007-07-01", "reference": "고시 1호"}
    assert officer.post(url, {"agency": str(agency.uid), **whole}).status_code == 302
    delegation = Delegation.objects.get(agency=agency)
    assert (delegation.program_uid, delegation.powers) == (program.uid, ["calls", "rules"])
    assert "고시 1호" in Client().get(reverse("programs:program", args=[program.uid])).text


def test_what_a_programme_says_is_changed_as_long_as_it_may(officer: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    url = reverse("programs:edit-program", args=[program.uid])
    assert officer.get(url).status_code == 200
    sent = {"name_ko": "새 이름", "route": "commissioned", "goal_ko": "새 목표", "version": "1"}
    assert officer.post(url, sent).status_code == 302
    program.refresh_from_db()
    assert (program.name_ko, program.route, program.code, program.version) == (
        "새 이름",
        "commissioned",
        "ris-pilot",
        2,
    )
    late = officer.post(url, {**sent, "name_ko": "늦은 이름"})
    assert late.status_code == 422
    assert "늦은 이름" in late.text
    a_call(program, rule_set)
    stays = officer.post(url, {**sent, "route": "competed", "version": "2"})
    assert stays.status_code == 422
    assert "추진 방식을 바꿀 수 없습니다" in stays.text
    assert "사업 정보를 바꿨습니다" in Client().get(reverse("programs:program", args=[program.uid])).text


def test_the_desk_shows_its_own_calls_alone(client: Client, world: World) -> None:
    other = a_ministry_world("busan")
    ours = a_draft_call(*the_ris_program(world.ministry, world.agency), title_ko="우리 초안")
    foreign = a_program(other.ministry)
    a_draft_call(foreign, a_rule_set(foreign), title_ko="남의 초안")
    url = reverse("programs:desk")
    for user in (world.ministry_officer, world.agency_officer, world.auditor):
        page = sign_in(client, user).get(url).text
        assert "우리 초안" in page
    assert ("남의 초안" in page) is True, "an auditor reads all"
    assert reverse("programs:announce", args=[ours.uid]) not in page, "and announces nothing"
    page = sign_in(client, world.ministry_officer).get(url).text
    assert "남의 초안" not in page
    assert reverse("programs:announce", args=[ours.uid]) in page
    assert sign_in(client, world.institution_officer).get(url).status_code == 403


@pytest.mark.parametrize(
    ("role", "at", "offered"),
    [
        ("institution_officer", OPENS_AT, True),
        ("member", OPENS_AT, True),
        ("institution_officer", OPENS_AT - timedelta(minutes=1), False),
        ("institution_officer", CLOSES_AT, False),
        ("region_officer", OPENS_AT, False),
        ("ministry_officer", OPENS_AT, False),
    ],
)
def test_a_proposal_is_offered_to_those_who_write_them_while_the_call_is_open(
    client: Client, world: World, role: str, at: Any, offered: bool
) -> None:
    call = a_call(*the_ris_program(world.ministry))
    it_is(at + timedelta(seconds=30) if offered else at)
    page = sign_in(client, world.users()[role]).get(reverse("programs:call", args=[call.uid]))
    start = f"/calls/{call.uid}/" in page.text and "제안서 작성 시작" in page.text
    assert start is (offered and page.context["start_url"] != "")
    if not offered:
        assert page.context["start_url"] == ""


def test_pages_of_programmes_and_versions_ask_the_same_of_one_and_of_three(client: Client, world: World) -> None:
    program = a_program(world.ministry)
    first = a_rule_set(program)
    pages = [
        reverse("programs:program", args=[program.uid]),
        reverse("programs:compare-rules", args=[first.uid, first.uid]),
        reverse("programs:rule-set", args=[first.uid]),
    ]
    asked = [queries_of(client, page) for page in pages]
    for share in (1100, 1200):
        a_rule_set(program, text_with("match.share_bp", share))
    assert [queries_of(client, page) for page in pages] == asked


def queries_of(client: Client, url: str) -> int:
    client.get(url)  # so that the world's clock is known already
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
