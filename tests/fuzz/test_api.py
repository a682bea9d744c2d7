"""Requests made up from the OpenAPI document, sent by those whom each operation is for: none is answered by 5xx."""

from __future__ import annotations

import json
import re
import secrets
import traceback
from collections import Counter
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

import pytest
import requests
from django.core.cache import cache
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker
from schemathesis import Case, GenerationMode, openapi
from schemathesis.core.result import Err
from schemathesis.schemas import APIOperation

from tests.database import Clones
from tests.house.routes import Route, every_route
from tests.house.walk import Walk, a_walk, insiders

pytestmark = [
    pytest.mark.xdist_group("fuzz"),
    pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning"),
]
Operation = APIOperation[Any, Any, Any, Any]
UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SMALL, FULL = 2, 200  # cases an operation


@pytest.fixture(scope="module")
def walk(clones: Clones, django_db_blocker: DjangoDbBlocker) -> Iterator[Walk]:
    """One world for all requests, on a clone of its own: every request is undone."""
    with clones.clone() as name, django_db_blocker.unblock(), clones.connected(name):
        cache.clear()
        yield a_walk()
        cache.clear()


def operations() -> list[Operation]:
    """All of the document, as `/api/schema/` shows it."""
    answer = Client().get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    found = list(openapi.from_dict(json.loads(answer.content)).get_all_operations())
    assert not [one for one in found if isinstance(one, Err)]
    return [one.ok() for one in found if not isinstance(one, Err)]


def cases(operation: Operation, known: dict[str, Any], uids: list[str]) -> st.SearchStrategy[Case[Any]]:
    """As the document allows and, where there is something to get wrong, as it does not; mostly about what is there."""
    about = operation.as_strategy(path_parameters=known).map(lambda case: _about(case, uids))
    found = [about, about]
    if operation.body or operation.query:
        found.append(operation.as_strategy(GenerationMode.NEGATIVE, path_parameters=known))
    elif known:
        found.append(operation.as_strategy())
    return st.one_of(found)


def _about(case: Case[Any], uids: list[str]) -> Case[Any]:
    """The case with each made-up uid of its body replaced by one that names something."""
    case.body = _known(case.body, uids)
    return case


def _known(value: Any, uids: list[str]) -> Any:
    if isinstance(value, dict):
        return {name: _known(one, uids) for name, one in value.items()}
    if isinstance(value, list):
        return [_known(one, uids) for one in value]
    return uids[UUID(value).int % len(uids)] if isinstance(value, str) and UID.fullmatch(value) else value


def ask(walk: Walk, who: str, case: Case[Any]) -> HttpResponseBase:
    """Send it as somebody, undone at once."""
    request = requests.Request(**_for_requests(case)).prepare()
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(walk.cookies[who].output(header="", sep=";"))
    body = request.body.encode() if isinstance(request.body, str) else request.body or b""
    headers = {name: str(value) for name, value in request.headers.items() if name != "Cookie"}
    kind = headers.pop("Content-Type", "application/octet-stream")
    with transaction.atomic():
        answer = client.generic(request.method or "", request.path_url, body, content_type=kind, headers=headers)
        answer.getvalue()  # a file is closed when it has been read
        transaction.set_rollback(True)
    return answer


def _for_requests(case: Case[Any]) -> dict[str, Any]:
    kept = {"method", "url", "headers", "params", "json", "data", "files"}
    return {name: value for name, value in case.as_transport_kwargs("http://testserver").items() if name in kept}


def try_out(walk: Walk, operation: Operation, route: Route, number: int, seeded: int) -> Counter[str]:
    """So many requests; how often each kind of answer came ("2xx"), and each fault."""
    came: Counter[str] = Counter()
    named = {name: walk.named(route, name) for name in route.arguments}
    known = {name: it if isinstance(it, int) else str(it) for name, it in named.items() if it is not None}
    uids = [str(it) for it in walk.objects.values() if isinstance(it, UUID)]
    people = [who for who in insiders(route) if who in walk.cookies] or ["administrator"]

    @seed(seeded)
    @settings(
        max_examples=number,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases(operation, known, uids), who=st.sampled_from(people))
    def one(case: Case[Any], who: str) -> None:
        answer = ask(walk, who, case)
        came[f"{answer.status_code // 100}xx"] += 1
        if answer.status_code >= 500:
            problem = getattr(answer, "exc_info", None)
            told = traceback.format_exception(*problem)[-3:] if problem else [str(answer.status_code)]
            came[f"{operation.label} by {who}: {case.as_curl_command()}\n{''.join(told)}"] += 1

    one()
    return came


def test_no_request_that_the_document_describes_breaks_anything(walk: Walk, request: pytest.FixtureRequest) -> None:
    full = request.config.getoption("--full")
    number, seeded = (FULL, secrets.randbits(32)) if full else (SMALL, 2004)
    routes = {route.name: route for route in every_route()}
    came: Counter[str] = Counter()
    tried = 0
    for operation in operations():
        path = operation.path.format_map(Numbered())
        came += try_out(walk, operation, routes[resolve(path).view_name], number, seeded)
        tried += 1
    kinds = {kind: came.pop(kind, 0) for kind in ("2xx", "3xx", "4xx", "5xx")}
    print(f"\nseed {seeded}: {tried} operations, {number} cases each; answers: {kinds}")
    assert list(came) == []
    assert kinds["2xx"] > kinds["4xx"] / 5, "hardly a request reached anything"


class Numbered(dict[str, str]):
    """Fills any place of an address."""

    def __missing__(self, key: str) -> str:
        if key.endswith("uid"):
            return "00000000-0000-0000-0000-000000000000"
        return "1"
