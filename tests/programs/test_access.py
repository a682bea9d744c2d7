"""Each page of this room for each role: ours, another ministry's, nobody. Who may not write, `tests/house` walks."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.audiences import Audience
from accounts.roles import Role
from programs import actions
from programs.access import ROUTES
from programs.models import Subscription
from programs.subscribing import token_of
from tests.build import MARCH, World, a_ministry_world, sign_in
from tests.build_forms import a_form
from tests.build_programs import BEFORE, SYSTEM, a_call, a_draft_call, it_is, the_ris_program

AskedBy = Callable[..., Client]
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
    "programs:alike-as-changed",
    "programs:move-guideline",
    "programs:remove-guideline",
    *(f"api:{name}" for name in ("program-indicators", "rule-set-publish", "call-announce", "call-dates")),
    *("programs:rule-check", "programs:publish-draft", "programs:schedule", "programs:unschedule"),
    "programs:subscribe",
    *("programs:form-change", "programs:form-copy", "api:inquiry-answers"),
    "api:call-schedule",
    *(f"api:{name}" for name in ("program-agency", "rule-drafts", "rule-draft-group", "rule-draft-text")),
    "api:rule-draft-publish",
    *(f"api:{name}" for name in ("call-cancel", "call-guidelines", "call-guideline")),
}
"""Routes that only take writes: a reader is told so, or not let in."""
FIGURES = {"programs:figures", "programs:figures-csv", "programs:record-figures", "api:program-figures"}
"""Routes of programmes whose rules know a balance index."""
RULES_ALONE = {"programs:new-program", "programs:edit-program", "programs:appoint-agency"}
"""Pages of the ministry's own officer: no delegation reaches them."""
READ_BY_ALL_DESKS = {
    "programs:desk",
    "programs:availability",
    "programs:rule-draft",
    "programs:rule-draft-file",
    "programs:compare-draft",
    "api:call-readiness",
    "api:rule-draft",
}


@pytest.fixture(scope="module")
def first_world(shared_db: None) -> World:
    it_is(MARCH)
    world = a_ministry_world()
    the_ris_program(world.ministry, world.agency)
    return world


@pytest.fixture(scope="module")
def first_stranger(first_world: World) -> World:
    return a_ministry_world("busan")


@pytest.fixture(scope="module")
def asked_by(first_world: World, first_stranger: World) -> AskedBy:
    """A client as somebody of a world (or as nobody, for ""), signed in once for the whole module."""
    cookies = {
        (id(whose), role): sign_in(Client(), user).cookies.output(header="", sep=";")
        for whose in (first_world, first_stranger)
        for role, user in whose.users().items()
    }

    def client(role: str, stranger: bool = False) -> Client:
        made = Client()
        if role:
            whose = first_stranger if stranger else first_world
            made.cookies = SimpleCookie(cookies[id(whose), role])
        return made

    return client


@pytest.fixture
def world(first_world: World, db: None) -> World:
    return deepcopy(first_world)


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
    if name in FIGURES:
        balanced, _ = actions.load_preset(
            "nuri-2004", ministry_uid=world.ministry.uid, agency_uid=world.agency.uid, by=SYSTEM, at=BEFORE
        )
        known["program_uid"] = balanced.uid
    short = name.partition(":")[2]
    if short in {
        "calendar",
        "feed",
        "calls",
        "desk",
        "availability",
        "programs",
        "rule-sets",
        "new-program",
        "rule-drafts",
    }:
        return reverse(name)
    if short.endswith("-subscription"):
        row = Subscription.objects.create(email="a@example.org", asked_at=MARCH, looked_at=MARCH)
        return reverse(name, args=[token_of(row, short.partition("-")[0])])
    if name in DRAFT_ROUTES:
        written = actions.begin_rule_draft(program_uid=program.uid, by=SYSTEM, at=MARCH)
        return reverse(name, args=[written.uid, "match"] if name in GROUP_ROUTES else [written.uid])
    if short in {"compare-rules", "rule-set-compare"}:
        return reverse(name, args=[rule_set.uid, rule_set.uid])
    if short.startswith("rule-set") or short == "publish-rules":
        wanted = ["rule_set_uid"]
    elif short in OF_PROGRAM:
        wanted = ["program_uid"]
    elif short in {"answer-inquiry", "inquiry-answers"}:
        announced = a_call(program, rule_set)
        asker = world.actor("institution_officer", MARCH)
        return reverse(name, args=[actions.ask(call_uid=announced.uid, text="?", by=asker, at=MARCH).uid])
    elif short in OF_FORM:
        actions.write_form(call_uid=call.uid, content=a_form(), by=SYSTEM, at=MARCH)
        return reverse(name, args=[call.uid, OF_FORM[short]])
    else:
        wanted = ["call_uid", "order"] if short in WITH_ORDER or name in WITH_ORDER else ["call_uid"]
    return reverse(name, kwargs={key: known[key] for key in wanted})


WITHOUT_ARGUMENTS = {
    *(
        "calls",
        "calendar",
        "feed",
        "subscribe",
        "desk",
        "availability",
        "programs",
        "rule-sets",
        "new-program",
        "rule-drafts",
    ),
}
OF_FORM = {"form-section": "plan", "form-new-question": "plan", "form-question": "method", "form-part": "capacity"}
"""Addresses of the form editor with what they name of the form."""
OF_PROGRAM = {
    *("program", "program-indicators", "program-agency", "draft-rules", "draft-call", "call-help"),
    *("edit-program", "appoint-agency", "alike", "alike-as-changed", "program-alike"),
    *("figures", "figures-csv", "record-figures", "program-figures"),
}
GROUP_ROUTES = {"programs:rule-group", "programs:rule-check", "api:rule-draft-group"}
DRAFT_ROUTES = {
    *GROUP_ROUTES,
    *("programs:rule-draft", "programs:rule-draft-file", "programs:compare-draft", "programs:take-rules"),
    *("programs:publish-draft", "programs:discard-rules"),
    *("api:rule-draft", "api:rule-draft-text", "api:rule-draft-publish"),
}
WITH_ORDER = {"programs:guideline", "programs:move-guideline", "programs:remove-guideline", "api:call-guideline"}
ASKING = {
    *("programs:ask-regions", "programs:call-file", "programs:remove-call-file"),
    *("api:call-regions", "api:call-file"),
}
"""Of a commissioned call, or of a file beside a guideline: `test_asking.py` opens them."""
OF_NOTHING = {"programs:alike-as-typed"}
"""Of a programme that is not made yet: `test_likeness_pages.py` opens it."""
READS = sorted(name for name in ROUTES if name not in POSTS | ASKING | OF_NOTHING)


@pytest.mark.parametrize("name", [name for name in READS if ROUTES[name] is Audience.PUBLIC])
def test_public_routes_are_for_everybody(asked_by: AskedBy, world: World, name: str) -> None:
    url = address(name, world, draft=False)
    assert {asked_by(role).get(url).status_code for role in ("", "member", Role.ADMINISTRATOR)} == {200}


@pytest.mark.parametrize("name", [name for name in READS if ROUTES[name] is Audience.DESKS])
def test_desk_routes_are_for_the_desks(asked_by: AskedBy, world: World, name: str) -> None:
    url = address(name, world, draft=name != "programs:move-dates")
    if name in RULES_ALONE:
        allowed = {Role.MINISTRY_OFFICER}
    elif name in READ_BY_ALL_DESKS:
        allowed = READS_DRAFTS
    else:
        allowed = RUNS_CALLS
    for role in PEOPLE:
        expected = {200} if role in allowed else {302, 403, 404}
        assert asked_by(role).get(url).status_code in expected, role
    if name not in {"programs:desk", "programs:availability", "programs:new-program"}:
        for role in RUNS_CALLS:
            assert asked_by(role, stranger=True).get(url).status_code in {403, 404}, f"{role} of another ministry"
