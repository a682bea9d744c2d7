"""The pages and the API of assignments: proposed, looked at, ruled on, confirmed; work that shows how far it is."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews import actions
from reviews.models import Assignment, AssignmentPlan, PairRule
from tests.build import sign_in
from tests.build_reviews import OPENED_AT, Panel, a_panel
from tests.proposals.portal import at_the_clock
from tests.reviews.test_api import codes, made, send
from tests.reviews.test_pages import get, page, post


@pytest.fixture(scope="module")
def first_panel(shared_db: None) -> Panel:
    panel = a_panel(3, 5)
    panel.declare()
    return panel


@pytest.fixture
def panel(first_panel: Panel, db: None) -> Panel:
    at_the_clock(OPENED_AT)
    return deepcopy(first_panel)


@pytest.fixture
def officer(panel: Panel, client: Client) -> Client:
    return sign_in(client, panel.world.ministry_officer)


def pair(panel: Panel, kind: str = "forbidden", **changes: Any) -> dict[str, Any]:
    case, expert = str(panel.case().uid), str(panel.experts[0].uid)
    return {"case": case, "expert": expert, "kind": kind, "reason": "같은 학회 임원입니다.", **changes}


def test_an_officer_rules_on_a_pair_proposes_again_and_confirms(panel: Panel, officer: Client) -> None:
    uid = panel.round.uid
    assert post(officer, "assign", uid, act="propose").status_code == 302
    shown = page(officer, "assign", uid)
    assert "증명" in shown
    assert panel.case().number in shown
    assert post(officer, "set-pair", uid, **pair(panel, reason="")).status_code == 422
    assert post(officer, "set-pair", uid, **pair(panel)).status_code == 302
    shown = page(officer, "assign", uid)
    assert "바뀐 내용이 있습니다" in shown
    assert "같은 학회 임원입니다." in shown
    stale = AssignmentPlan.objects.get(state="proposed")
    assert post(officer, "assign", uid, act="confirm", plan=str(stale.uid)).status_code == 422
    assert not Assignment.objects.exists()
    assert post(officer, "assign", uid, act="propose").status_code == 302
    plan = AssignmentPlan.objects.get(state="proposed")
    assert post(officer, "assign", uid, act="confirm", plan=str(plan.uid)).status_code == 302
    assert Assignment.objects.filter(state="given").count() == 9
    assert not Assignment.objects.filter(case=panel.case(), expert=panel.experts[0]).exists()
    assert post(officer, "lift-pair", PairRule.objects.get().uid).status_code == 302
    assert "같은 학회 임원입니다." not in page(officer, "assign", uid)
    assert post(officer, "assign", uid, act="confirm", plan="none").status_code == 404


def test_somebody_leaves_and_the_page_proposes_who_takes_over(panel: Panel, officer: Client) -> None:
    panel.assign()
    member = panel.round.members.get(expert=Assignment.objects.filter(state="given").order_by("id")[0].expert)
    assert post(officer, "release", member.uid, reason="").status_code == 422
    assert post(officer, "release", member.uid, reason="건강 문제").status_code == 302
    assert "빠짐" in page(officer, "assign", panel.round.uid)
    assert post(officer, "assign", panel.round.uid, act="propose").status_code == 302
    plan = AssignmentPlan.objects.get(state="proposed")
    assert (plan.moved, member.expert_id in {expert for _, expert, _ in plan.pairs}) == ([], False)


def test_work_shows_how_far_it_is_stops_and_tells_why_there_is_none(panel: Panel, officer: Client) -> None:
    acting: dict[str, Any] = {"by": panel.officer, "at": OPENED_AT}
    job = actions.ask_for_assignment(round_uid=panel.round.uid, **acting)
    assert reverse("reviews:assigning", args=[job.uid]) in page(officer, "assign", panel.round.uid)
    assert "진행률" in page(officer, "assigning", job.uid)
    assert post(officer, "assigning", job.uid).status_code == 302
    assert "중지" in page(officer, "assigning", job.uid)
    for expert in panel.experts[:3]:
        rule: dict[str, Any] = {
            "case_uid": panel.case().uid,
            "expert_uid": expert.uid,
            "kind": "forbidden",
            "reason": "금지",
        }
        actions.set_pair(**rule, **acting)
    job = actions.ask_for_assignment(round_uid=panel.round.uid, **acting)
    actions.make_assignment(job=job, at=OPENED_AT)
    shown = page(officer, "assign", panel.round.uid)
    assert "모든 규칙을 지키는 배정이 없습니다" in shown
    assert "금지한 배정" in shown
    sign_in(officer, panel.users[0])
    assert get(officer, "assigning", job.uid).status_code == 404


def test_the_api_proposes_confirms_and_replaces(panel: Panel, officer: Client) -> None:
    round_ = f"rounds/{panel.round.uid}"
    plan = made(send(officer, "POST", f"{round_}/assignment-plans", {}))
    assert (plan["state"], plan["proved"], plan["count"]) == ("proposed", True, 9)
    rule = made(send(officer, "POST", f"{round_}/pairs", pair(panel, "pinned")))
    assert codes(send(officer, "POST", f"assignment-plans/{plan['uid']}/confirm")) == {"assignment.inputs_changed"}
    assert [one["kind"] for one in made(send(officer, "GET", f"{round_}/pairs"), 200)] == ["pinned"]
    again = made(send(officer, "POST", f"{round_}/assignment-plans", {"keep": False}))
    detail = made(send(officer, "GET", f"assignment-plans/{again['uid']}"), 200)
    wanted = {"case": rule["case"], "expert": rule["expert"]["uid"]}
    assert wanted in [{"case": one["case"], "expert": one["expert"]} for one in detail["pairs"]]
    confirmed = made(send(officer, "POST", f"assignment-plans/{again['uid']}/confirm"), 200)
    assert confirmed["state"] == "confirmed"
    assert made(send(officer, "POST", f"pairs/{rule['uid']}/lift"), 200)["lifted_at"] is not None
    member = panel.round.members.get(expert=Assignment.objects.filter(state="given").order_by("id")[0].expert)
    taken = made(send(officer, "POST", f"members/{member.uid}/release", {"reason": "출장"}), 200)
    assert taken["taken"] == 9 - Assignment.objects.filter(state="given").count() > 0
    job = made(send(officer, "POST", f"{round_}/assignment-jobs", {}), 202)
    assert made(send(officer, "GET", f"assignment-jobs/{job['uid']}"), 200)["state"] == "waiting"
    assert made(send(officer, "DELETE", f"assignment-jobs/{job['uid']}"), 200)["state"] == "stopped"
    assert len(made(send(officer, "GET", f"{round_}/assignment-plans"), 200)) == 2


def test_a_plan_of_many_cases_takes_as_many_queries_as_one_of_few(panel: Panel, officer: Client) -> None:
    plan = actions.propose_assignment(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    found = []
    for count in (1, 3):
        cases = {case for case, _, _ in plan.pairs[: 3 * count]}
        AssignmentPlan.objects.filter(pk=plan.pk).update(pairs=[one for one in plan.pairs if one[0] in cases])
        page(officer, "assign", panel.round.uid)
        with CaptureQueriesContext(connection) as captured:
            page(officer, "assign", panel.round.uid)
        found.append(sum("worldclock" not in query["sql"] for query in captured))
    assert found[0] == found[1] < 40
