"""The front page, the work queue of each role, and the frame around every page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from core.work import WorkItem
from reporting.rules import by_urgency
from reporting.views import home
from tests.build import MARCH, World, a_ministry_world
from tests.build_programs import CLOSES_AT, a_call, a_draft_call, the_ris_program
from tests.build_proposals import a_complete_draft, a_submission, a_team
from tests.proposals.regional import IN_TIME, some_regions
from tests.reporting.doors import at_moment, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]


def test_urgency_splits_at_three_days_and_keeps_the_order() -> None:
    items = [
        WorkItem("late", due_at=MARCH - timedelta(seconds=1)),
        WorkItem("three", due_at=MARCH + timedelta(days=3)),
        WorkItem("four", due_at=MARCH + timedelta(days=3, seconds=1)),
        WorkItem("none"),
    ]
    attention, later, whenever = by_urgency(items, MARCH)
    assert [[item.code for item in group] for group in (attention, later, whenever)] == [
        ["late", "three"],
        ["four"],
        ["none"],
    ]


def test_the_public_sees_open_calls_and_how_a_grant_goes() -> None:
    at_moment(MARCH)
    a_call()
    for language, title, step in (
        ("en", "RIS Pilot, call of 2004", "How a grant goes"),
        ("ko", "시범사업 공고", "진행 순서"),
    ):
        page = signed_in(None, language=language).get("/")
        text = page.content.decode()
        assert page.status_code == 200
        assert title in text
        assert step in text
    assert "16 days left" in signed_in(None).get("/").content.decode()


def test_a_closed_call_leaves_the_front_page() -> None:
    a_call()
    at_moment(CLOSES_AT + timedelta(minutes=1))
    assert "No call is open" in signed_in(None).get("/").content.decode()


def test_a_team_finds_its_draft_with_its_deadline() -> None:
    at_moment(MARCH)
    team = a_team()
    proposal = a_complete_draft(team, a_call())
    text = signed_in(team.leader_user).get("/").content.decode()
    assert "Deadlines next" in text
    assert f"/proposals/{proposal.uid}/" in text or "Regional innovation" in text
    at_moment(CLOSES_AT - timedelta(days=1))
    assert "Needs attention" in signed_in(team.leader_user).get("/").content.decode()
    at_moment(CLOSES_AT + timedelta(minutes=1))
    assert "Nothing waits for you" in signed_in(team.leader_user).get("/").content.decode()


def test_a_region_is_asked_to_rank_and_sees_its_own_figures_alone() -> None:
    regions = some_regions(3)
    at_moment(IN_TIME)
    text = signed_in(regions.world.region_officer).get("/").content.decode()
    assert "Rank the proposals of your region (3)" in text
    assert "My region at a glance" in text
    assert '<td class="num" data-label="Handed in">3</td>' in text


def test_a_desk_finishes_drafts_and_follows_rankings() -> None:
    regions = some_regions(2)
    a_draft_call(regions.call.program)
    at_moment(IN_TIME)
    text = signed_in(regions.world.ministry_officer).get("/").content.decode()
    assert "Finish and announce the call" in text
    assert "still to hand in: 2" in text
    assert '<td class="num" data-label="Handed in">4</td>' in text


def test_roles_without_their_second_factor_are_shown_and_count_for_nothing() -> None:
    regions = some_regions(1)
    at_moment(IN_TIME)
    text = signed_in(regions.world.ministry_officer, second_factor=False).get("/").content.decode()
    assert "wait for a second factor" in text
    assert "Our calls" not in text


@pytest.mark.parametrize("role", [*[role.value for role in Role], "member"])
def test_everybody_gets_a_home_and_a_menu_of_pages_that_exist(role: str) -> None:
    world = a_ministry_world()
    at_moment(MARCH)
    for language in ("ko", "en"):
        client = signed_in(world.users()[role], language=language)
        page = client.get("/")
        assert page.status_code == 200
        for entry in page.context["nav"]:
            assert client.get(entry["url"]).status_code == 200, entry


def _queries(world: World, user: str) -> int:
    """Queries of one home."""
    client = signed_in(world.users()[user])
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    world = a_ministry_world()
    program, rule_set = the_ris_program(world.ministry, world.agency)
    at_moment(MARCH)
    calls = [a_call(program, rule_set)]
    a_draft_call(program, rule_set)
    a_submission(a_team(), calls[0])
    roles = ("ministry_officer", "region_officer", "auditor", "member", "administrator")
    once = {role: _queries(world, role) for role in roles}
    for _ in range(2):
        call = a_call(program, rule_set)
        a_draft_call(program, rule_set)
        a_submission(a_team(), call)
    assert {role: _queries(world, role) for role in roles} == once
    assert max(once.values()) <= 12, once


def test_a_long_list_of_work_ends_on_the_home_page_and_goes_on_on_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    regions = some_regions(1)
    for _ in range(3):
        a_draft_call(regions.call.program)
    at_moment(IN_TIME)
    monkeypatch.setattr(home, "SHOWN_OF_EACH", 2)
    monkeypatch.setattr(home, "WORK_A_PAGE", 3)
    client = signed_in(regions.world.ministry_officer)
    first = client.get("/")
    assert '<a href="/my-work/">' in first.text
    counts = {(group["count"], len(group["items"])) for group in first.context["groups"]}
    assert (3, 2) in counts
    assert all(shown == min(count, 2) for count, shown in counts)
    pages = [client.get("/my-work/", {"page": number}) for number in (1, 2)]
    texts = [item.text for page in pages for group in page.context["groups"] for item in group["items"]]
    assert len(texts) == sum(group["count"] for group in first.context["groups"])
    assert texts[0] == first.context["groups"][0]["items"][0].text
    assert signed_in(None).get("/my-work/").status_code == 302
