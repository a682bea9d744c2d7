"""What an expert keeps of his own entry: absences that keep him from being asked, and how much he takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event
from core.refusals import NotFound, RuleBroken
from reviews import actions, rules
from reviews.models import Absence, Assignment, Expert
from reviews.queries.pool import drawable_experts
from tests.build import sign_in
from tests.build_reviews import DUE_AT, OPENED_AT, a_panel, an_expert

TODAY = OPENED_AT.date()
D = date.fromisoformat


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        ([], False),
        ([("2004-05-01", None)], True),
        ([("2004-05-02", None)], True),
        ([("2004-05-03", None)], False),
        ([("2004-04-01", "2004-05-10")], False),
        ([("2004-04-01", "2004-05-11")], True),
        ([("2004-05-06", "2004-06-01"), ("2004-04-01", "2004-05-06")], True),
        ([("2004-05-07", "2004-06-01"), ("2004-04-01", "2004-05-06")], False),
        ([("2004-04-01", "2004-05-08"), ("2004-04-02", "2004-05-03"), ("2004-05-08", None)], True),
    ],
)
def test_who_is_away_all_through(away: list[tuple[str, str | None]], expected: bool) -> None:
    days = [(D(begun), D(ended) if ended else None) for begun, ended in away]
    assert rules.is_away(days, D("2004-05-02"), D("2004-05-10")) == expected


@pytest.mark.parametrize(
    ("away_from", "back_on", "codes"),
    [
        ("2004-05-10", "2004-05-11", []),
        ("2004-05-10", "2004-05-10", ["expert.back_before_away"]),
        ("2004-04-01", "2004-05-01", ["absence.over"]),
        ("2004-04-01", "2004-05-02", []),
        ("2004-06-05", "2004-06-06", ["absence.told_before"]),
        ("2004-05-20", "2004-06-01", []),
        ("2004-07-01", "2004-07-02", []),
        ("2004-09-01", "2004-09-02", ["absence.told_before"]),
    ],
)
def test_what_keeps_an_absence_from_being_told(away_from: str, back_on: str, codes: list[str]) -> None:
    before = [(D("2004-06-01"), D("2004-07-01")), (D("2004-08-01"), None)]
    found = rules.absence_violations(D(away_from), D(back_on), before, D("2004-05-01"))
    assert [one.code for one in found] == codes


def test_so_many_absences_are_enough() -> None:
    before = [(D("2004-06-01") + timedelta(days=n), D("2004-06-02") + timedelta(days=n)) for n in range(20)]
    (found,) = rules.absence_violations(D("2005-01-01"), D("2005-01-02"), before, D("2004-05-01"))
    assert found.code == "absence.too_many"


@pytest.mark.django_db
def test_who_is_away_is_not_asked_and_gets_nothing_until_he_takes_it_back() -> None:
    panel = a_panel(2, 4)
    expert, own = panel.experts[0], {"by": panel.expert(0), "at": OPENED_AT}
    panel.declare()
    back_on = DUE_AT.date() + timedelta(days=2)
    absence = actions.tell_absence(away_from=TODAY, back_on=back_on, reason="수술", **own)  # type: ignore[arg-type]  # as named
    panel.assign()
    assert Assignment.objects.count() == 6
    assert not Assignment.objects.filter(expert=expert).exists()
    (other,) = Expert.objects.filter(memberships=None)
    stranger = an_expert()
    Absence.objects.create(expert=stranger, away_from=TODAY, back_on=back_on, told_at=OPENED_AT)
    assert drawable_experts(panel.round, OPENED_AT) == [other]
    with pytest.raises(RuleBroken) as refused:
        actions.invite_experts(round_uid=panel.round.uid, expert_uids=[stranger.uid], by=panel.officer, at=OPENED_AT)
    assert refused.value.violations[0].code == "expert.away"
    Absence.objects.filter(expert=stranger).update(back_on=DUE_AT.date())
    assert drawable_experts(panel.round, OPENED_AT) == [other, stranger], "he is back on the last day"
    with pytest.raises(NotFound):
        actions.remove_absence(absence_uid=absence.uid, by=panel.expert(1), at=OPENED_AT)
    actions.remove_absence(absence_uid=absence.uid, **own)  # type: ignore[arg-type]  # as named
    assert {one.data["away_from"] for one in Event.objects.filter(name__startswith="reviews.absence_")} == {
        TODAY.isoformat()
    }
    assert "수술" not in repr([one.data for one in Event.objects.all()])
    seat = panel.round.members.get(expert=panel.experts[1])
    actions.release_member(member_uid=seat.uid, reason="사임", by=panel.officer, at=OPENED_AT)
    panel.assign()
    assert Assignment.objects.filter(expert=expert, state="given").count() == 2, "he takes what the other left"


@pytest.mark.django_db
def test_the_page_and_the_api_keep_what_he_says_and_show_his_reason_to_nobody_else(client: Client) -> None:
    panel = a_panel(1, 3)
    user = panel.users[0]
    sign_in(client, user)
    page = reverse("reviews:my-entry")
    tell = {"do": "tell", "away_from": "2030-05-01", "back_on": "2030-04-01", "reason": "안식년"}
    assert client.post(page, tell).status_code == 422
    assert client.post(page, tell | {"back_on": "2030-06-01"}).status_code == 302
    assert client.post(page, {"do": "keep", "max_cases": "0"}).status_code == 422
    keep = {"do": "keep", "max_cases": "3", "keywords": "촉매", "languages": ["ko"]}
    assert client.post(page, keep).status_code == 302
    panel.experts[0].refresh_from_db()
    assert (panel.experts[0].max_cases, panel.experts[0].keywords, panel.experts[0].fields[0]) == (3, "촉매", "it")
    shown: Any = client.get(page)
    assert ("2030-05-01" in shown.text, "안식년" in shown.text) == (True, True)
    me = "/api/v1/experts/me"
    body = {"away_from": "2030-05-31", "back_on": "2030-07-01"}
    twice: Any = client.post(f"{me}/absences", body, content_type="application/json")
    assert twice.status_code == 422
    assert [one["code"] for one in twice.json()["violations"]] == ["absence.told_before"]
    told: Any = client.post(f"{me}/absences", body | {"away_from": "2030-06-01"}, content_type="application/json")
    assert told.status_code == 201
    entry: Any = client.put(me, {"max_cases": 5, "max_rounds": 2}, content_type="application/json")
    assert (entry.json()["max_rounds"], len(entry.json()["absences"])) == (2, 2)
    left: Any = client.delete(f"{me}/absences/{told.json()['uid']}")
    assert [one["reason"] for one in left.json()["absences"]] == ["안식년"]
    sign_in(client, panel.world.ministry_officer)
    for address in (reverse("reviews:expert", args=[panel.experts[0].uid]), f"/api/v1/experts/{panel.experts[0].uid}"):
        seen: Any = client.get(address)
        assert ("2030-05-01" in seen.content.decode(), "안식년" in seen.content.decode()) == (True, False)
    for address in (page, me):
        assert client.get(address).status_code == 404, "an officer is not on the register"
