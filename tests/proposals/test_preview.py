"""A call tried out as an applicant before it is announced: the very pages, and nothing of it stays."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organization
from core.models import Event
from programs.actions import write_form
from programs.models import Call
from proposals.models import Proposal
from tests.build import World, a_ministry_world, sign_in
from tests.build_forms import a_form
from tests.build_programs import BEFORE, CLOSES_AT, SYSTEM, a_draft_call, it_is, the_ris_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    it_is(BEFORE)
    return a_ministry_world()


@pytest.fixture
def call(world: World) -> Call:
    draft = a_draft_call(*the_ris_program(world.ministry, world.agency))
    return write_form(call_uid=draft.uid, content=a_form(), by=SYSTEM, at=BEFORE)


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    return sign_in(client, world.ministry_officer)


def stored() -> tuple[int, int, int]:
    return Proposal.objects.count(), Event.objects.count(), Organization.objects.count()


def test_an_officer_walks_through_an_applicants_pages_and_nothing_stays(officer: Client, call: Call) -> None:
    before, home = stored(), reverse("proposals:preview", args=[call.uid])
    tasks = officer.get(home).text
    assert "신청자 화면 미리 보기" in tasks
    assert f"{home}form/plan/" in tasks
    for rest in ("basics/", "text/summary/", "form/plan/", "form/about/", "consortium/", "people/", "budget/"):
        assert officer.get(home + rest).status_code == 200, rest
    for rest in ("targets/", "files/", "check/"):
        page = officer.get(home + rest)
        assert page.status_code == 200, rest
        assert b" data-autosave=" not in page.content
    assert stored() == before
    call.refresh_from_db()
    assert call.state == "draft"


def test_what_is_typed_is_checked_and_forgotten(officer: Client, call: Call) -> None:
    before, home = stored(), reverse("proposals:preview", args=[call.uid])
    wrong = officer.post(f"{home}form/plan/", {"staff": "many", "version": "v0"})
    assert wrong.status_code == 422
    done = officer.post(f"{home}form/plan/", {"pilot": "yes", "version": "v0", "then": "next"})
    assert done["Location"] == f"{home}form/about/"
    page = officer.get(done["Location"]).text
    assert "저장하지 않았습니다" in page
    assert stored() == before
    handed_in = officer.post(f"{home}submit/", {"agreed": "on"})
    assert handed_in["Location"] == home
    assert officer.get(f"{home}nowhere/at/all/").status_code == 404


def test_one_looks_as_another_kind_of_institution(officer: Client, call: Call) -> None:
    home = reverse("proposals:preview", args=[call.uid])
    assert "firm_size" not in officer.get(f"{home}form/about/").text
    first = officer.get(home).text
    assert "?as=" in first
    assert officer.get(f"{home}?as=ngo").status_code == 200


def test_only_the_calls_own_desk_tries_it_out(client: Client, world: World, call: Call) -> None:
    home = reverse("proposals:preview", args=[call.uid])
    assert client.get(home).status_code == 302
    assert sign_in(client, world.institution_officer).get(home).status_code == 404
    stranger = a_ministry_world("busan")
    assert sign_in(client, stranger.ministry_officer).get(home).status_code == 404


def test_a_draft_whose_dates_have_passed_can_still_be_tried_out(officer: Client, call: Call) -> None:
    it_is(CLOSES_AT)
    assert officer.get(reverse("proposals:preview", args=[call.uid])).status_code == 200
