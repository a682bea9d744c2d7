"""Each route of this room for each role: ours, another ministry's, and nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.audiences import Audience
from accounts.roles import Role
from programs.access import ROUTES
from tests.build import MARCH, World, a_ministry_world, sign_in
from tests.build_programs import a_call, a_draft_call, it_is, the_ris_program

READS_DRAFTS = {
    Role.MINISTRY_OFFICER,
    Role.MINISTRY_APPROVER,
    Role.AGENCY_OFFICER,
    Role.AUDITOR,
    Role.COORDINATOR,
}
RUNS_CALLS = {Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER}
PEOPLE = ["", "member", *Role]
POSTS = {
    "programs:publish-rules",
    "programs:call-help",
    "programs:move-guideline",
    "programs:remove-guideline",
    *(f"api:{name}" for name in ("program-indicators", "rule-set-publish", "call-announce", "call-dates")),
    *(f"api:{name}" for name in ("call-cancel", "call-guidelines", "call-guideline")),
}
"""Routes that only take writes: a reader is told so, or not let in."""
RULES_ALONE = {"programs:draft-rules"}
"""Pages of the ministry's own officer: no delegation reaches them."""


@pytest.fixture
def world(db: None) -> World:
    it_is(MARCH)
    return a_ministry_world()


def address(name: str, world: World, *, draft: bool) -> str:
    """The route's address for a draft or an announced call of this ministry."""
    program, rule_set = the_ris_program(world.ministry, world.agency)
    call = a_draft_call(program, rule_set) if draft else a_call(program, rule_set)
    known: dict[str, Any] = {
        "call_uid": call.uid,
        "program_uid": program.uid,
        "rule_set_uid": rule_set.uid,
        "order": 1,
    }
    short = name.partition(":")[2]
    if short in {"calls", "desk", "availability", "programs", "rule-sets"}:
        return reverse(name)
    if short.startswith("rule-set") or short == "publish-rules":
        wanted = ["rule_set_uid"]
    elif short in {"program", "program-indicators", "draft-rules", "draft-call", "call-help"}:
        wanted = ["program_uid"]
    else:
        wanted = ["call_uid", "order"] if short in WITH_ORDER or name in WITH_ORDER else ["call_uid"]
    return reverse(name, kwargs={key: known[key] for key in wanted})


WITH_ORDER = {"programs:guideline", "programs:move-guideline", "programs:remove-guideline", "api:call-guideline"}
READS = sorted(name for name in ROUTES if name not in POSTS)


def status(client: Client, world: World, role: str, url: str) -> int:
    asker = sign_in(client, world.users()[role]) if role else client
    return asker.get(url).status_code


@pytest.mark.parametrize("name", [name for name in READS if ROUTES[name] is Audience.PUBLIC])
def test_public_routes_are_for_everybody(client: Client, world: World, name: str) -> None:
    url = address(name, world, draft=False)
    assert {status(client, world, role, url) for role in PEOPLE} == {200}


@pytest.mark.parametrize("name", [name for name in READS if ROUTES[name] is Audience.DESKS])
def test_desk_routes_are_for_the_desks(client: Client, world: World, name: str) -> None:
    url = address(name, world, draft=name != "programs:move-dates")
    if name in RULES_ALONE:
        allowed = {Role.MINISTRY_OFFICER}
    elif name in {"programs:desk", "programs:availability", "api:call-readiness"}:
        allowed = READS_DRAFTS
    else:
        allowed = RUNS_CALLS
    for role in PEOPLE:
        expected = {200} if role in allowed else {302, 403, 404}
        assert status(client, world, role, url) in expected, role
    stranger = a_ministry_world("busan")
    if name not in {"programs:desk", "programs:availability"}:
        for role in RUNS_CALLS:
            assert status(client, stranger, role, url) in {403, 404}, f"{role} of another ministry"


@pytest.mark.parametrize("name", sorted(POSTS))
def test_routes_that_write_refuse_everybody_else(client: Client, world: World, name: str) -> None:
    url = address(name, world, draft=True)
    stranger = a_ministry_world("busan")
    for who, role in [(world, role) for role in PEOPLE if role not in RUNS_CALLS] + [(stranger, "ministry_officer")]:
        asker = sign_in(client, who.users()[role]) if role else client
        sent = asker.put if name == "api:call-guideline" else asker.post
        body = {"title_ko": "가", "text_ko": "가", "reason": "가", "code": "a", "name_ko": "가", "unit_ko": "가"}
        options: dict[str, Any] = {"content_type": "application/json"} if name.startswith("api:") else {}
        assert sent(url, body, **options).status_code in {302, 403, 404}, role
        client.logout()
