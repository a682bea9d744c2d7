"""Whom a commissioned call asks, and the files beside a guideline: rules, actions, pages, who fetches."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, WrongState
from core.scope import PUBLIC, within
from programs import actions
from programs.models import Call, CallFile
from programs.policy import parse_policy
from programs.queries import call_file
from programs.routes import ROUTES, asking_violations, returns_left
from tests.build import MARCH, World, a_ministry_world, sign_in
from tests.build_programs import BEFORE, SYSTEM, a_call, a_draft_call, it_is
from tests.build_proposals import pdf

KNOWN = frozenset({"daejeon", "busan"})


def policy_of(preset: str):  # type: ignore[no-untyped-def]  # the rules of a preset
    return parse_policy(actions.read_preset(preset).rules)


@pytest.mark.parametrize(
    ("route", "codes", "preset", "expected"),
    [
        ("commissioned", {"daejeon"}, "technopark", []),
        ("commissioned", set(), "technopark", ["call.no_region_asked"]),
        ("commissioned", {"atlantis"}, "technopark", ["call.region_unknown"]),
        ("commissioned", {"busan"}, "daedeok-cluster-2005", ["call.region_not_let_in"]),
        ("competed", {"daejeon"}, "technopark", ["call.route_asks_nobody"]),
        ("region_initiated", {"daejeon"}, "technopark", ["call.route_asks_nobody"]),
    ],
)
def test_which_regions_a_call_may_ask(route: str, codes: set[str], preset: str, expected: list[str]) -> None:
    found = asking_violations(route, frozenset(codes), KNOWN, policy_of(preset))
    assert [one.code for one in found] == expected


def test_what_the_routes_mean() -> None:
    assert {code: (one.plans, one.asked, one.endorsed) for code, one in ROUTES.items()} == {
        "competed": (False, False, False),
        "commissioned": (True, True, False),
        "region_initiated": (True, False, True),
    }


@pytest.mark.parametrize(("preset", "returned", "left"), [("technopark", 0, 1), ("technopark", 1, 0)])
def test_how_often_a_plan_may_still_be_sent_back(preset: str, returned: int, left: int) -> None:
    assert returns_left(policy_of(preset), returned) == left


@pytest.fixture
def world(db: None) -> World:
    it_is(MARCH)
    return a_ministry_world()


@pytest.fixture
def draft(world: World) -> Call:
    program, rule_set = actions.load_preset(
        "technopark", ministry_uid=world.ministry.uid, agency_uid=world.agency.uid, by=SYSTEM, at=BEFORE
    )
    return a_draft_call(program, rule_set, project_starts_on=date(2005, 1, 1))


def test_a_chosen_few_are_asked_and_stay_once_announced(world: World, draft: Call) -> None:
    officer = world.actor("ministry_officer")
    actions.ask_regions(call_uid=draft.uid, regions=["daejeon", "busan"], by=officer, at=BEFORE)
    call = actions.announce_call(call_uid=draft.uid, by=officer, at=BEFORE)
    assert sorted(call.asked_regions or ()) == ["busan", "daejeon"]
    with pytest.raises(WrongState):
        actions.ask_regions(call_uid=draft.uid, regions=None, by=officer, at=BEFORE)


def test_only_the_desk_asks(world: World, draft: Call) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        actions.ask_regions(call_uid=draft.uid, regions=["daejeon"], by=world.actor("region_officer"), at=BEFORE)


def test_the_regions_are_chosen_on_a_page_and_over_the_interface(world: World, draft: Call) -> None:
    officer = sign_in(Client(), world.ministry_officer)
    page, url = reverse("programs:ask-regions", args=[draft.uid]), reverse("api:call-regions", args=[draft.uid])
    assert officer.get(page).status_code == 200
    assert officer.post(page, {"whom": "chosen", "regions": ["daejeon"]}).status_code == 302
    draft.refresh_from_db()
    assert draft.asked_regions == ["daejeon"]
    assert officer.post(page, {"whom": "chosen"}).status_code == 422
    answer = officer.put(url, json.dumps({"regions": None}), content_type="application/json")
    assert answer.json() == {"regions": None}
    assert sign_in(Client(), world.region_officer).get(page).status_code == 404


def test_a_file_beside_the_guideline_is_for_whoever_sees_the_call(world: World, draft: Call) -> None:
    officer = world.actor("ministry_officer")
    file = actions.attach_to_call(call_uid=draft.uid, title_ko="서식", upload=pdf(), by=officer, at=BEFORE)
    stranger = Client()
    url = reverse("programs:call-file", args=[file.uid])
    assert stranger.get(url).status_code == 404
    actions.announce_call(call_uid=draft.uid, by=officer, at=BEFORE)
    answer = stranger.get(url)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a file's answer
    listed = stranger.get(reverse("api:call-files", args=[draft.uid])).json()
    assert [one["title_ko"] for one in listed] == ["서식"]
    with pytest.raises(Refused):
        actions.remove_from_call(file_uid=file.uid, by=officer, at=BEFORE)


def test_the_second_wall_gives_the_file_once_it_is_announced(world: World, draft: Call) -> None:
    officer = world.actor("ministry_officer")
    file = actions.attach_to_call(call_uid=draft.uid, title_ko="서식", upload=pdf(), by=officer, at=BEFORE)
    with within(PUBLIC):
        assert not CallFile.objects.filter(file__isnull=False, file__name__gt="").exists()
    actions.announce_call(call_uid=draft.uid, by=officer, at=BEFORE)
    with within(PUBLIC):
        assert call_file(file.uid, world.actor("member")).name == "plan.pdf"


def test_what_is_no_file_is_refused_with_its_name(world: World, draft: Call) -> None:
    officer = sign_in(Client(), world.ministry_officer)
    page = reverse("programs:call-files", args=[draft.uid])
    assert officer.post(page, {"title_ko": "서식", "file": pdf("plan.exe")}).status_code == 422
    assert officer.post(page, {"title_ko": "서식", "file": pdf()}).status_code == 302
    file = CallFile.objects.get()
    assert officer.post(reverse("programs:remove-call-file", args=[file.uid])).status_code == 302
    assert "서식" not in officer.get(page).text.split("<main")[1].split("<form")[0]
    with pytest.raises(RuleBroken):
        actions.attach_to_call(
            call_uid=draft.uid, title_ko=" ", upload=pdf(), by=world.actor("ministry_officer"), at=BEFORE
        )


def test_a_call_of_institutions_asks_nobody(world: World) -> None:
    call = a_call(ministry=world.ministry)
    assert call.asked_regions is None
