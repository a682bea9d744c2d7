"""The pages of a panel's meeting: for the desk, the chair, members, and for who has to wait outside."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from reviews import actions, queries
from reviews.models import AgendaItem, Meeting
from tests.build import actor_for, sign_in
from tests.build_meetings import PLACE, STARTS_AT, WHY, Sitting, a_sitting
from tests.build_programs import it_is
from tests.build_reviews import CRITERIA, OPENED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def called(shared_db: None) -> Sitting:
    return a_sitting()


@pytest.fixture
def sitting(called: Sitting) -> Sitting:
    it_is(STARTS_AT)
    return deepcopy(called)


def at_desk(sitting: Sitting) -> Client:
    return sign_in(Client(), sitting.panel.world.ministry_officer)


def at_table(sitting: Sitting, number: int) -> Client:
    return sign_in(Client(), sitting.panel.users[number])


def page(client: Client, name: str, uid: Any, *, live: bool = False) -> str:
    answer = client.get(reverse(f"reviews:{name}", args=[uid]), headers={"HX-Request": "true"} if live else {})
    assert answer.status_code == 200
    return answer.content.decode()


def do(client: Client, sitting: Sitting, verb: str, **sent: Any) -> str:
    answer = client.post(reverse("reviews:meeting-deed", args=[sitting.meeting.uid, verb]), sent, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_desk_calls_a_panel_from_the_round_and_reads_why_not(sitting: Sitting) -> None:
    panel = sitting.panel
    actions.call_off_meeting(meeting_uid=sitting.meeting.uid, reason="장소", by=panel.officer, at=OPENED_AT)
    it_is(OPENED_AT)
    client = sign_in(Client(), panel.world.ministry_officer)
    address = reverse("reviews:meetings", args=[panel.round.uid])
    assert address in client.get(reverse("reviews:round", args=[panel.round.uid])).content.decode()
    chair = queries.called_to(panel.round)[0]
    sent = {"starts_at": "2003-05-01T10:00", "place": PLACE, "chair_uid": str(chair.uid), "deputy_uid": str(chair.uid)}
    wrong = client.post(address, sent)
    assert wrong.status_code == 422
    assert "회의 시각은 지금보다 뒤여야" in wrong.content.decode()
    sent |= {"starts_at": STARTS_AT.astimezone().strftime("%Y-%m-%dT%H:%M"), "deputy_uid": ""}
    assert client.post(address, sent).status_code == 302
    assert Meeting.objects.get(state="called").chair == chair
    reader = sign_in(Client(), panel.world.auditor)
    assert "평가회의 소집" not in reader.get(address).content.decode()
    assert reader.post(address, sent).status_code == 403


def test_a_day_at_the_table_from_the_first_mark_to_the_signature(sitting: Sitting) -> None:
    officer, chair = at_desk(sitting), at_table(sitting, 0)
    here = [str(sitting.member(number).uid) for number in (0, 1, 2)]
    assert "출석한 위원을 표시하세요" in do(officer, sitting, "begin")
    assert "회의를 시작했습니다" in do(officer, sitting, "begin", members=here)
    first = sitting.item()
    assert officer.post(reverse("reviews:item", args=[first.uid]), {"do": "take_up"}).status_code == 302
    live = page(officer, "meeting", sitting.meeting.uid, live=True)
    assert "15분 남음" in live
    assert "정족수 충족" in live
    assert "data-hx-get" in live
    assert "<html" not in live
    agreed = {f"conclude-points.{code}": "4" for code in CRITERIA}
    form = {"do": "conclude", "conclude-outcome": "consensus", **agreed}
    assert "평가위원의 점수는 60%입니다" in page(chair, "item", first.uid)
    refused = chair.post(reverse("reviews:item", args=[first.uid]), form)
    assert refused.status_code == 422
    assert "이유를 적으세요" in refused.content.decode()
    assert chair.post(reverse("reviews:item", args=[first.uid]), {**form, "conclude-reason": WHY}).status_code == 302
    assert "이미" not in do(officer, sitting, "take_together")
    assert "회의를 마쳤습니다" in do(officer, sitting, "end")
    writing = reverse("reviews:item-minutes", args=[first.uid])
    sent = {"minutes": "시제품의 성능을 두고 논의했다.", "version": "v1"}
    saved = chair.post(writing, sent, headers={"X-Requested-With": "autosave"})
    assert saved.json() == {"version": "v2", "errors": {}}
    stale = chair.post(writing, sent, headers={"X-Requested-With": "autosave"})
    assert (stale.status_code, stale.json()["current"]["minutes"]) == (412, sent["minutes"])
    assert chair.post(writing, sent).status_code == 412
    signing = reverse("reviews:change-meeting", args=[sitting.meeting.uid, "sign"])
    assert "확인하지 않은 위원" in chair.post(signing, {}).content.decode()
    for number in (1, 2):
        assert "회의록을 확인했습니다" in do(at_table(sitting, number), sitting, "confirm")
    assert chair.post(signing, {}).status_code == 302
    whole = page(officer, "minutes", sitting.meeting.uid)
    for words in (WHY, "시제품의 성능을 두고", "에 서명했습니다", "정족수 3명"):
        assert words in whole
    sheet = officer.get(reverse("reviews:minutes-csv", args=[sitting.meeting.uid])).content.decode()
    assert WHY in sheet
    scores = page(officer, "scores", sitting.panel.round.uid)
    assert "평가회의의 합의 점수를 반영" in scores
    assert "평가회의의 의결" in page(officer, "case", sitting.panel.case().uid)


def test_who_is_in_conflict_reads_only_that_he_is_to_wait_outside(sitting: Sitting) -> None:
    sitting.begin()
    outside = at_table(sitting, 4)
    case, other = sitting.panel.case(1), sitting.panel.case(0)
    before = page(outside, "meeting", sitting.meeting.uid)
    assert case.number not in before
    assert "이해충돌로 볼 수 없는 안건이 1건" in before
    sitting.take_up(1)
    for live in (False, True):
        text = page(outside, "meeting", sitting.meeting.uid, live=live)
        assert "이해충돌: 밖에서 기다려 주세요" in text
        assert case.number not in text
        assert other.number not in text, "nor which case it is not"
        assert "위원 5명" not in text
    for name in ("item", "item-minutes"):
        address = reverse(f"reviews:{name}", args=[sitting.item(1).uid])
        assert outside.get(address).status_code == 404
        assert outside.post(address, {"do": "take_up", "minutes": "?"}).status_code == 404
    assert "이해충돌이 있습니다" in do(outside, sitting, "attend", member=sitting.member(4).uid, inside="yes")
    sitting.conclude(1, points=None)
    assert "회의장으로 돌아오세요" in page(outside, "meeting", sitting.meeting.uid)
    do(outside, sitting, "attend", member=sitting.member(4).uid, inside="yes")
    assert len(sitting.floor.inside) == 5
    for name in ("minutes", "minutes-csv", "meeting"):
        assert case.number not in page(outside, name, sitting.meeting.uid)


def test_a_member_reads_scores_in_the_room_and_leads_nothing(sitting: Sitting) -> None:
    sitting.begin(0, 1, 2)
    sitting.take_up()
    inside, away = at_table(sitting, 2), at_table(sitting, 3)
    assert "이 안건을 평가한 위원의 점수" in page(inside, "meeting", sitting.meeting.uid)
    text = page(away, "meeting", sitting.meeting.uid)
    assert "회의장에 있는 위원에게만" in text
    assert "이 안건을 평가한 위원의 점수" not in text
    case_page = page(inside, "item", sitting.item().uid)
    assert "근거가 분명합니다" in case_page
    assert 'value="conclude"' not in case_page
    form = {"do": "conclude", "conclude-outcome": "mean"}
    assert inside.post(reverse("reviews:item", args=[sitting.item().uid]), form).status_code == 403
    do_end = reverse("reviews:meeting-deed", args=[sitting.meeting.uid, "end"])
    assert inside.post(do_end).status_code == 403
    outsider = sign_in(Client(), sitting.panel.outsider)
    assert outsider.get(reverse("reviews:meeting", args=[sitting.meeting.uid])).status_code == 404
    assert inside.post(reverse("reviews:meeting-deed", args=[sitting.meeting.uid, "dance"])).status_code == 404


def test_the_desk_changes_the_agenda_its_reporters_and_the_meeting_itself(sitting: Sitting) -> None:
    officer = at_desk(sitting)
    second, address = sitting.item(1), reverse("reviews:item", args=[sitting.item(1).uid])
    it_is(OPENED_AT)
    forms: list[dict[str, Any]] = [
        {"do": "move_item", "move_item-place": "1", "move_item-reason": "위원 일정"},
        {"do": "set_rapporteur", "set_rapporteur-expert_uid": str(sitting.panel.experts[1].uid)},
    ]
    for form in forms:
        assert officer.post(address, form).status_code == 302
    second.refresh_from_db()
    assert (second.place, second.rapporteur) == (1, sitting.panel.experts[1])
    assert "위원 일정" in page(officer, "meeting", sitting.meeting.uid)
    assert "상정 순서를 다시 정했습니다" in do(officer, sitting, "plan_agenda")
    change: dict[str, dict[str, str]] = {
        "move": {"starts_at": "2030-05-01T10:00", "place": "대전", "reason": "장소 변경"},
        "name_leaders": {"chair_uid": str(sitting.member(2).uid), "deputy_uid": "", "reason": "사정"},
        "call_off": {"reason": "연기"},
    }
    for verb, form in change.items():
        changing = reverse("reviews:change-meeting", args=[sitting.meeting.uid, verb])
        assert officer.get(changing).status_code == 200
        assert officer.post(changing, {**form, "reason": ""}).status_code == 422
        assert officer.post(changing, form).status_code == 302
    assert Meeting.objects.get().state == "called_off"


def test_work_waits_for_members_chair_and_desk(sitting: Sitting) -> None:
    def codes(user: User) -> set[str]:
        work = queries.work_for(actor_for(user, STARTS_AT), STARTS_AT)
        return {one.code.removeprefix("work.reviews.") for one in work}

    officer, users = sitting.panel.world.ministry_officer, sitting.panel.users
    assert codes(users[3]) == {"meet"}
    assert codes(officer) == {"run_meeting"}
    sitting.begin(0, 1, 2)
    sitting.take_up()
    AgendaItem.objects.filter(pk=sitting.item().pk).update(rapporteur=sitting.panel.experts[3])
    sitting.conclude()
    sitting.end()
    assert codes(users[0]) == {"sign_minutes"}
    assert codes(users[2]) == {"confirm_minutes"}
    assert codes(users[3]) == {"write_minutes"}
    assert codes(officer) == {"finish_minutes"}
    sitting.write()
    sitting.sign(reason="출장")
    assert codes(users[0]) == set()
    assert codes(officer) == {"close"}


@pytest.mark.parametrize("cases", [1, 3])
def test_more_cases_cost_no_more_queries(sitting: Sitting, cases: int, django_assert_num_queries: Any) -> None:
    if cases == 1:
        AgendaItem.objects.filter(meeting=sitting.meeting).exclude(pk=sitting.item().pk).delete()
    sitting.begin()
    sitting.take_up()
    for client, name, count in ((at_desk(sitting), "meeting", 11), (at_table(sitting, 0), "minutes", 11)):
        address = reverse(f"reviews:{name}", args=[sitting.meeting.uid])
        client.get(address)
        with django_assert_num_queries(count):
            assert client.get(address).status_code == 200
