"""Questions about a call: asked in time, answered for everybody without a name, corrected and told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from core import sweeps
from core.models import Event
from core.refusals import NotAllowed, Refused
from programs import actions, queries, rules
from programs.models import Call, Inquiry, InquiryAnswer
from proposals.tasks import SWEEPS
from tests.build import MARCH, World, a_ministry_world, sign_in
from tests.build_programs import CLOSES_AT, OPENS_AT, SYSTEM, a_call, it_is, the_ris_program
from tests.build_proposals import a_draft, a_team
from tests.programs.test_pages import queries_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    it_is(MARCH)
    return a_ministry_world()


@pytest.fixture
def call(world: World) -> Call:
    return a_call(*the_ris_program(world.ministry, world.agency))


def ask(call: Call, world: World, text: str = "기업도 주관할 수 있습니까?", at: Any = MARCH) -> Inquiry:
    return actions.ask(call_uid=call.uid, text=text, by=world.actor("institution_officer", at), at=at)


def codes_of(act: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return [one.code for one in refused.value.violations]


def test_a_question_waits_with_a_due_day_and_is_nobody_elses_before_its_answer(call: Call, world: World) -> None:
    inquiry = ask(call, world)
    assert inquiry.due_at == rules.answer_due(MARCH, CLOSES_AT) == MARCH + 3 * DAY
    told = set(Event.objects.get(name="programs.inquiry_made").deliveries.values_list("user_id", flat=True))
    assert told == {world.ministry_officer.pk, world.agency_officer.pk}
    officer = world.actor("ministry_officer", MARCH)
    item = next(one for one in queries.work_for(officer, MARCH) if one.code == "work.programs.answer")
    assert (item.due_at, item.url_args) == (inquiry.due_at, (str(inquiry.uid),))
    assert not queries.published_inquiries(call).exists()
    own = queries.inquiries_of(call, world.actor("institution_officer", MARCH), at_desk=False)
    assert list(own) == [inquiry]


def test_an_answer_is_published_corrected_and_told(call: Call, world: World) -> None:
    team = a_team()
    a_draft(team, call)
    inquiry = ask(call, world)
    officer = world.actor("ministry_officer", MARCH)
    actions.answer(inquiry_uid=inquiry.uid, text_ko="아니요.", by=officer, at=MARCH)
    sweep = next(one for one in SWEEPS if one.name == "proposals.answers")
    assert sweeps.run(sweep, at=MARCH).done == 1
    assert sweeps.run(sweep, at=MARCH).done == 0
    told = Event.objects.get(name="proposals.call_question_answered").deliveries.values_list("user_id", flat=True)
    assert set(told) == {team.leader_user.pk}
    actions.answer(inquiry_uid=inquiry.uid, text_ko="예, 할 수 있습니다.", text_en="Yes.", by=officer, at=MARCH + DAY)
    event = Event.objects.get(name="programs.inquiry_corrected")
    assert set(event.deliveries.values_list("user_id", flat=True)) == {world.institution_officer.pk}
    assert [one.text_ko for one in inquiry.answers.all()] == ["아니요.", "예, 할 수 있습니다."]
    assert sweeps.run(sweep, at=MARCH + DAY).done == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        InquiryAnswer.objects.update(text_ko="")


def test_who_asks_when_and_how_much(call: Call, world: World) -> None:
    last = CLOSES_AT - DAY
    assert ask(call, world, at=last - timedelta(seconds=1)).due_at == CLOSES_AT, "before the closing in any case"
    assert codes_of(lambda: ask(call, world, at=last)) == ["inquiry.too_late"]
    assert codes_of(lambda: ask(call, world, text=" ")) == ["program.text_missing"]
    assert codes_of(lambda: ask(call, world, text="가" * 2_001)) == ["program.text_too_long"]
    for number in range(9):
        ask(call, world, text=f"질문 {number}")
    assert codes_of(lambda: ask(call, world)) == ["inquiry.too_many"]
    for role in ("ministry_officer", "expert", "auditor"):
        with pytest.raises(NotAllowed):
            actions.ask(call_uid=call.uid, text="?", by=world.actor(role, MARCH), at=MARCH)
    stranger = a_ministry_world("busan")
    with pytest.raises(NotAllowed):
        actions.answer(
            inquiry_uid=call.inquiries.all()[0].uid,
            text_ko="답",
            by=stranger.actor("ministry_officer", MARCH),
            at=MARCH,
        )


def test_everybody_reads_and_searches_and_no_name_is_shown(client: Client, call: Call, world: World) -> None:
    first, second = ask(call, world), ask(call, world, text="인건비 한도가 있습니까?")
    officer = sign_in(Client(), world.ministry_officer)
    url = reverse("programs:inquiries", args=[call.uid])
    assert "답변 대기" in officer.get(url).text
    answer = reverse("programs:answer-inquiry", args=[second.uid])
    assert officer.post(answer, {"text_ko": ""}).status_code == 422
    assert officer.post(answer, {"text_ko": "20%입니다."}).status_code == 302
    page = client.get(url).text
    assert "20%입니다" in page
    assert first.text not in page
    assert str(world.institution_officer.person) not in page
    assert "20%입니다" in client.get(reverse("programs:call", args=[call.uid])).text
    assert "20%입니다" in client.get(url, {"q": "한도"}).text
    assert "20%입니다" not in client.get(url, {"q": "없는말"}).text
    assert client.get(answer).status_code == 302
    assert client.get(reverse("api:call-inquiries", args=[call.uid])).json()["results"][0]["answers"][0]["text_ko"] == (
        "20%입니다."
    )


def test_one_asks_on_the_page_and_over_the_interface(call: Call, world: World) -> None:
    asker = sign_in(Client(), world.institution_officer)
    assert "질문하기" in asker.get(reverse("programs:inquiries", args=[call.uid])).text
    url = reverse("programs:ask", args=[call.uid])
    assert asker.post(url, {"text": ""}).status_code == 422
    assert asker.post(url, {"text": "언제 시작합니까?"}).status_code == 302
    made = asker.post(
        reverse("api:call-inquiries", args=[call.uid]), {"text": "또 하나"}, content_type="application/json"
    )
    assert made.status_code == 201
    assert "asked_by" not in made.json()
    it_is(CLOSES_AT)
    assert "지금은 질문을 받지 않습니다" in asker.get(reverse("programs:inquiries", args=[call.uid])).text


def test_the_pages_ask_the_same_of_one_question_and_of_three(client: Client, call: Call, world: World) -> None:
    pages = [reverse("programs:inquiries", args=[call.uid]), reverse("programs:call", args=[call.uid])]
    asked = []
    for count in (1, 2):
        for _unused in range(count):
            inquiry = ask(call, world, at=OPENS_AT)
            actions.answer(inquiry_uid=inquiry.uid, text_ko="답", by=SYSTEM, at=OPENS_AT)
        asked.append([queries_of(client, page) for page in pages])
    assert asked[0] == asked[1]
