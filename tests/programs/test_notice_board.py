"""The notice board: what it is searched by, and what other programs read of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from programs import actions
from programs.models import Call
from tests.build import MARCH, World, a_ministry_world
from tests.build_programs import (
    CLOSES_AT,
    SYSTEM,
    a_call,
    a_draft_call,
    a_program,
    a_rule_set,
    it_is,
    shifted,
    the_ris_program,
)
from tests.programs.policies import text_with
from tests.programs.test_pages import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]


@pytest.fixture
def world(db: None) -> World:
    it_is(MARCH)
    return a_ministry_world()


@pytest.fixture
def calls(world: World) -> tuple[Call, Call]:
    """One that universities may lead, and one for bio that firms alone may lead, which closes later."""
    first = a_call(*the_ris_program(world.ministry), title_ko="첫째 공고")
    program = a_program(world.ministry, sectors=("바이오",))
    rules = a_rule_set(program, text_with("eligibility.lead_kinds", ["firm"]))
    return first, a_call(program, rules, title_ko="둘째 공고", budget_krw=9_000_000_000, **shifted(3))


def shown(client: Client, **conditions: Any) -> list[str]:
    page = client.get(reverse("programs:calls"), conditions).context["page"]
    return [call.title_ko for call in page]


def test_calls_are_found_by_every_condition_and_the_address_says_which(
    client: Client, calls: tuple[Call, Call]
) -> None:
    first, second = calls
    assert shown(client) == ["첫째 공고", "둘째 공고"]
    assert shown(client, kind="firm") == ["첫째 공고", "둘째 공고"]
    assert shown(client, kind="university") == ["첫째 공고"]
    assert shown(client, sector="바이오") == ["둘째 공고"]
    assert shown(client, program=str(first.program.uid)) == ["첫째 공고"]
    assert shown(client, closes_by="2004-03-31") == ["첫째 공고"]
    assert shown(client, closes_by="2004-03-30") == []
    assert shown(client, sort="budget") == ["첫째 공고", "둘째 공고"]
    assert shown(client, sort="announced") == ["둘째 공고", "첫째 공고"]
    assert shown(client, q="둘째", state="open", ministry=str(second.program.ministry.uid)) == ["둘째 공고"]
    assert client.get(reverse("programs:calls"), {"closes_by": "no day", "kind": "ministry"}).status_code == 200
    page = client.get(reverse("programs:calls"), {"kind": "firm"}).text
    assert f"{reverse('programs:calendar')}?kind=firm" in page
    listed = client.get(reverse("api:calls"), {"kind": "university"}).json()["results"]
    assert [one["title_ko"] for one in listed] == ["첫째 공고"]


def events_of(content: bytes) -> dict[str, Any]:
    return {str(one["uid"]): one for one in Calendar.from_ical(content).walk("VEVENT")}


def test_a_calendar_has_each_date_and_follows_a_move(client: Client, calls: tuple[Call, Call]) -> None:
    first, _second = calls
    url = reverse("programs:call-calendar", args=[first.uid])
    answer = client.get(url)
    assert answer["Content-Type"].startswith("text/calendar")
    before = events_of(answer.content)
    closes = before[f"{first.uid}-closes@baro"]
    assert closes.decoded("dtstart") == CLOSES_AT
    assert "첫째 공고" in str(closes["summary"])
    assert len(before) == 6
    day = timedelta(days=1)
    actions.move_call_dates(
        call_uid=first.uid,
        reason="휴일",
        closes_at=CLOSES_AT + day,
        ranking_due_at=first.ranking_due_at + day,
        by=SYSTEM,
        at=MARCH,
    )
    after = events_of(client.get(url).content)
    moved = after[f"{first.uid}-closes@baro"]
    assert moved.decoded("dtstart") == CLOSES_AT + day
    assert int(moved["sequence"]) > int(closes["sequence"])
    assert before.keys() == after.keys()


def test_calendar_and_feed_follow_the_conditions_and_show_no_draft(client: Client, calls: tuple[Call, Call]) -> None:
    draft = a_draft_call(calls[0].program, calls[0].rule_set, title_ko="숨은 공고")
    every = [str(one["summary"]) for one in events_of(client.get(reverse("programs:calendar")).content).values()]
    assert any("첫째 공고" in one for one in every)
    assert not any("숨은 공고" in one for one in every)
    fewer = events_of(client.get(reverse("programs:calendar"), {"kind": "university"}).content)
    assert not any("둘째 공고" in str(one["summary"]) for one in fewer.values())
    feed = client.get(reverse("programs:feed"), {"kind": "university"})
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "첫째 공고" in feed.content.decode()
    assert "둘째 공고" not in feed.content.decode()
    assert client.get(reverse("programs:call-calendar", args=[draft.uid])).status_code == 404
    actions.cancel_call(call_uid=calls[1].uid, reason="예산 삭감", by=SYSTEM, at=MARCH)
    cancelled = client.get(reverse("programs:call-calendar", args=[calls[1].uid])).content.decode()
    assert "STATUS:CANCELLED" in cancelled


def test_board_and_feeds_ask_the_same_of_one_call_and_of_three(client: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    pages = [reverse(f"programs:{name}") for name in ("calls", "calendar", "feed")]
    a_call(program, rule_set)
    asked = [queries_of(client, page) for page in pages]
    for _unused in range(2):
        a_call(program, rule_set)
    assert [queries_of(client, page) for page in pages] == asked
