"""A panel's meeting over the API, with the same refusals; who is in conflict reads nothing there either."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reviews import actions, queries
from tests.build import sign_in
from tests.build_meetings import AGREED, PLACE, STARTS_AT, WHY, Sitting, a_sitting
from tests.build_programs import it_is
from tests.build_reviews import OPENED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def called(shared_db: None) -> Sitting:
    return a_sitting()


@pytest.fixture
def sitting(called: Sitting) -> Sitting:
    it_is(STARTS_AT)
    return deepcopy(called)


def ask(client: Client, name: str, uid: Any, body: Any = None, *, method: str = "post", status: int = 200) -> Any:
    sent = {} if method == "get" else {"data": body or {}, "content_type": "application/json"}
    answer = getattr(client, method)(reverse(f"api:{name}", args=[uid]), **sent)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def codes(problem: Any) -> list[str]:
    return [one["code"] for one in problem["violations"]]


def test_a_meeting_from_its_call_to_its_signature(sitting: Sitting) -> None:
    panel, uid = sitting.panel, sitting.meeting.uid
    desk, chair = sign_in(Client(), panel.world.ministry_officer), sign_in(Client(), panel.users[0])
    ask(desk, "meeting-call-off", uid, {"reason": "장소"})
    assert codes(ask(desk, "meeting-begin", uid, {"members": []}, status=409)) == ["meeting.wrong_state"]
    it_is(OPENED_AT)
    body = {"starts_at": STARTS_AT.isoformat(), "place": PLACE, "chair": str(sitting.member(0).uid)}
    made = ask(desk, "round-meetings", panel.round.uid, body, status=201)
    uid = made["uid"]
    assert [one["number"] for one in ask(desk, "round-meetings", panel.round.uid, method="get")] == [2, 1]
    ask(desk, "meeting-move", uid, {"starts_at": STARTS_AT.isoformat(), "place": "대전", "reason": "장소"})
    leaders = {"chair": str(sitting.member(0).uid), "deputy": str(sitting.member(1).uid), "reason": "부위원장"}
    assert ask(desk, "meeting-leaders", uid, leaders)["deputy"] == str(sitting.member(1).uid)
    assert [one["place"] for one in ask(desk, "meeting-agenda", uid)["agenda"]] == [1, 2, 3]
    it_is(STARTS_AT)
    members = [str(sitting.member(number).uid) for number in range(5)]
    begun = ask(desk, "meeting-begin", uid, {"members": members})
    first, second, third = (one["uid"] for one in begun["agenda"])
    assert ask(desk, "item-place", second, {"place": 3, "reason": "위원 일정"})["place"] == 3
    assert ask(desk, "item-rapporteur", first, {"expert": str(panel.experts[1].uid)})["rapporteur"]
    assert ask(desk, "item-take-up", first)["state"] == "on"
    off = ask(desk, "item-conclusion", first, {"points": {**AGREED, "fit": 9}, "reason": WHY}, status=422)
    assert codes(off) == ["review.points_off_scale"]
    ask(desk, "meeting-attendance", uid, {"member": members[4], "inside": False})
    assert ask(desk, "item-conclusion", first, {"points": AGREED, "reason": WHY})["score_bp"] == 8_000
    assert codes(ask(desk, "item-conclusion", first, {"points": None}, status=409)) == ["agenda_item.wrong_state"]
    ask(desk, "item-reconsider", first, {"reason": "다시"})
    ask(desk, "item-put-off", first, {"reason": "자료 부족"})
    assert ask(desk, "item-discussion", third)["together"] is False
    assert codes(ask(desk, "meeting-take-together", uid, status=422)) == ["panel.nothing_together"]
    ask(desk, "meeting-call-back", uid)
    assert ask(desk, "meeting-end", uid)["state"] == "ended"
    ask(desk, "item-minutes", first, {"text": "논의 내용."}, method="put")
    ask(sign_in(Client(), panel.users[1]), "meeting-confirm", uid)
    assert codes(ask(chair, "meeting-sign", uid, status=422)) == ["panel.not_confirmed"]
    assert ask(chair, "meeting-sign", uid, {"reason": "출장"})["state"] == "signed"
    minutes = ask(desk, "meeting-minutes", uid, method="get")
    assert minutes["items"][0]["minutes"] == "논의 내용."
    assert len(minutes["attendance"]) == 5


def test_who_is_in_conflict_is_told_to_wait_and_nothing_else(sitting: Sitting) -> None:
    sitting.begin()
    sitting.take_up(1)
    outside, case = sign_in(Client(), sitting.panel.users[4]), sitting.panel.case(1)
    told = ask(outside, "meeting", sitting.meeting.uid, method="get")
    assert (told["waits"], told["on"], told["agenda"], told["people"]) == (True, None, [], [])
    ask(outside, "item", sitting.item(1).uid, method="get", status=404)
    ask(outside, "item-conclusion", sitting.item(1).uid, {"points": None}, status=404)
    sitting.conclude(1, points=None)
    minutes = ask(outside, "meeting-minutes", sitting.meeting.uid, method="get")
    assert minutes["kept"] == 1
    assert case.number not in str(minutes)


def test_scores_and_letters_tell_what_the_panel_agreed_on(sitting: Sitting) -> None:
    sitting.begin()
    sitting.take_up()
    sitting.conclude()
    desk = sign_in(Client(), sitting.panel.world.ministry_officer)
    found = {one["number"]: one for one in ask(desk, "round-scores", sitting.panel.round.uid, method="get")["cases"]}
    one = found[sitting.panel.case().number]
    assert (one["consensus_bp"], one["by_panel"], one["counts_bp"]) == (8_000, True, 8_000)
    assert found[sitting.panel.case(1).number]["consensus_bp"] is None
    sitting.write()
    sitting.end()
    sitting.sign(reason="출장")
    actions.close_round(round_uid=sitting.panel.round.uid, by=sitting.panel.officer, at=STARTS_AT)
    sitting.panel.pledge()
    sitting.panel.propose()
    [part] = queries.content_of(sitting.panel.decision(), sitting.floor.policy)["parts"]
    assert (part["panel"]["score_bp"], part["panel"]["reason"]) == (8_000, WHY)
    assert sitting.panel.decision().score_bp == 8_000, "the selection goes by what counts"
