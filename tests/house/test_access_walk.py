"""Everybody tries every address: of his own, of another region, institution and ministry, and without sign-in.

Whatever the answer, it carries the headers that guard a page (`Walk.ask`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core import mail
from django.core.cache import cache
from django.http.response import HttpResponseBase
from pytest_django.plugin import DjangoDbBlocker

from tests.database import Clones
from tests.house.later import CLOSED
from tests.house.routes import Route, every_route
from tests.house.walk import EVERYBODY, OTHERS, SECRET, SHUT, Walk, a_walk, insiders, is_sign_in, text_of

pytestmark = pytest.mark.xdist_group("walk")
NOTHING_BEHIND = {
    "accounts:reopen-account": "no account of this world is closed",
    "reviews:revise": "the rules of this world have no phase in which points are changed; tests of reviews open it",
    "api:assignment-submit": "the round of this world is open to its panel, so that all reviews are in",
    "metrics": "an operator's token opens it, which this world has not",
    "mfa_deactivate_totp": "nobody here has an authenticator to give up",
    "mfa_view_recovery_codes": "nor recovery codes",
    "mfa_download_recovery_codes": "nor recovery codes",
}
"""Addresses that answer nobody in this world, and why; tests of accounts open them."""
STRANGERS = (*OTHERS, "expert")
WRITERS = ("anonymous", "leader", "region_officer", "auditor", "administrator", *STRANGERS)
"""One for each way of not being allowed: every form and every write of the interface is tried by each."""


@pytest.fixture(scope="module")
def walk(clones: Clones, django_db_blocker: DjangoDbBlocker) -> Iterator[Walk]:
    """One world for the whole module, on a clone of its own: every request is undone."""
    with clones.clone() as name, django_db_blocker.unblock(), clones.connected(name):
        cache.clear()
        yield a_walk()
        cache.clear()


def fault_of_reader(walk: Walk, who: str, route: Route) -> str:
    """What is wrong with the answer to somebody who looks where he may not, or at a list of other people's."""
    inside = who in insiders(route)
    if inside and (who not in STRANGERS or route.arguments - {"call_uid", "region"}):
        return ""
    answer = walk.ask(who, "get", route)
    if SECRET in text_of(answer):
        return "was shown the title of another's proposal"
    refused = answer.status_code in SHUT or (who == "anonymous" and is_sign_in(answer))
    if inside or refused or (not route.arguments and is_empty_list(answer)):
        return ""
    return f"came in with {answer.status_code}"


def is_empty_list(answer: HttpResponseBase) -> bool:
    """A list of the interface that shows its reader nothing, as he has no rows in it."""
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("application/json"):
        return False
    page = json.loads(text_of(answer))
    return page == [] or (isinstance(page, dict) and page.get("results") == [])


def fault_of_writer(answer: HttpResponseBase, who: str) -> str:
    """What is wrong with the answer to somebody who writes where he may not."""
    refused = 400 <= answer.status_code < 500 or (who == "anonymous" and is_sign_in(answer))
    return "" if refused else f"wrote with {answer.status_code}"


@pytest.mark.parametrize("who", ["anonymous", *EVERYBODY])
def test_nobody_reads_what_is_not_for_him(walk: Walk, who: str) -> None:
    faults = [
        f"{route.name}: {fault}"
        for route in every_route()
        if "get" in route.methods and (fault := fault_of_reader(walk, who, route))
    ]
    assert faults == []


@pytest.mark.parametrize("who", WRITERS)
def test_nobody_writes_where_he_may_not(walk: Walk, who: str) -> None:
    faults = [
        f"{route.name} {method}: {fault}"
        for route in every_route()
        if who not in insiders(route)
        for method in route.methods
        if method != "get" and (fault := fault_of_writer(walk.ask(who, method, route), who))
    ]
    assert faults == []


def test_every_address_opens_to_somebody_it_is_for(walk: Walk) -> None:
    """So that a door is not called shut because nothing was behind it."""
    shut = {route.name for route in every_route() if walk.knows(route) and not opens(walk, route)}
    assert shut == NOTHING_BEHIND.keys()


def test_an_expert_in_conflict_meets_nothing_of_the_case(walk: Walk) -> None:
    """Not in a page, a list, a search, a file, the API, his inbox or his mail, by no address and no word of it."""
    taken = walk.objects["taken"]
    case = taken.case
    own = replace(walk, objects={**walk.objects, "assignment_uid": taken.uid, "person_uid": taken.expert.person.uid})
    words = (case.number, CLOSED)
    met = []
    for route in every_route():
        for method in route.methods if own.knows(route) else ():
            text = text_of(own.ask("conflicted", method, route))
            met += [f"{route.name} {method}: {word}" for word in words if word in text]
        if "get" in route.methods and not route.arguments:
            text = text_of(own.ask("conflicted", "get", route, q=CLOSED))
            met += [f"{route.name} searched: {case.number}" for word in (case.number,) if word in text]
    assert met == []
    letters = [one for one in mail.outbox if taken.expert.person.user.email in one.to]
    assert [one.subject for one in letters if case.number in f"{one.subject} {one.body}"] == []


def opens(walk: Walk, route: Route) -> bool:
    """Whether anybody whom it is for gets an answer, and nobody a failure of ours before that."""
    for who in insiders(route):
        for method in route.methods if who in walk.cookies else ():
            answer = walk.ask(who, method, route)
            assert answer.status_code < 500, f"{route.name} {method} by {who}"
            text_of(answer)  # a file is closed when it has been read
            if answer.status_code not in SHUT and not is_sign_in(answer):
                return True
    return False
