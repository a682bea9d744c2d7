"""The JSON edge of this room."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from pytest_django import Settings

from accounts.models import Message, Office, Organization, Person
from accounts.roles import Kind, Power, Role
from core.events import record
from core.models import Event
from tests.build import (
    MARCH,
    World,
    a_delegation,
    a_ministry_world,
    a_person,
    a_user,
    actor_for,
    an_office,
    an_organization,
    sign_in,
)

pytestmark = pytest.mark.django_db
API = "/api/v1/"
LISTS = ("people", "organizations", "offices", "delegations", "messages")


@pytest.fixture
def world() -> World:
    return a_ministry_world()


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    return sign_in(client, world.administrator)


def send(client: Client, verb: str, path: str, body: dict[str, Any], **headers: str) -> HttpResponse:
    answer = client.generic(verb, API + path, json.dumps(body), content_type="application/json", headers=dict(headers))
    assert isinstance(answer, HttpResponse)
    return answer


def codes(response: HttpResponse) -> list[str]:
    assert response.headers["Content-Type"].startswith("application/problem+json")
    return [violation["code"] for violation in json.loads(response.content)["violations"]]


@pytest.mark.parametrize("path", [*LISTS, "me", "regions"])
def test_nobody_reads_without_sign_in(path: str, client: Client) -> None:
    assert client.get(API + path).status_code == 403


@pytest.mark.parametrize("path", [*LISTS, "me", "regions"])
def test_everybody_signed_in_reads_what_is_his(path: str, world: World, client: Client) -> None:
    for user in world.users().values():
        sign_in(client, user)
        assert client.get(API + path).status_code == 200


def test_only_the_administrator_writes(world: World, client: Client) -> None:
    for role, user in world.users().items():
        sign_in(client, user)
        response = send(client, "POST", "people", {"name_ko": "김철수"})
        assert response.status_code == (201 if role == Role.ADMINISTRATOR else 403)
    assert Person.objects.filter(name_ko="김철수").count() == 1


def test_me_tells_roles_that_count_and_roles_that_wait(world: World, client: Client) -> None:
    sign_in(client, world.ministry_officer, second_factor=False)
    me = client.get(f"{API}me").json()
    assert (me["roles"], me["waiting"]) == ([], ["ministry_officer"])
    assert me["offices"][0]["role"] == "ministry_officer"
    sign_in(client, world.ministry_officer)
    assert client.get(f"{API}me").json()["roles"] == ["ministry_officer"]
    sent = send(client, "PUT", "me/settings", {"language": "en", "by_email": False})
    assert json.loads(sent.content)["language"] == "en"


def test_what_was_read_before_somebody_changed_it_is_not_written_over(world: World, admin: Client) -> None:
    uid = world.institution.uid
    tag = admin.get(f"{API}organizations/{uid}").headers["ETag"]
    change = {"name_ko": "새 이름", "region_code": "daejeon"}
    assert send(admin, "PUT", f"organizations/{uid}", change, **{"If-Match": tag}).headers["ETag"] != tag
    stale = send(admin, "PUT", f"organizations/{uid}", change, **{"If-Match": tag})
    assert stale.status_code == 412
    assert codes(stale) == ["accounts.changed_meanwhile"]


def test_the_same_key_enters_once(admin: Client) -> None:
    body = {"name_ko": "한빛", "kind": "firm"}
    first = send(admin, "POST", "organizations", body, **{"Idempotency-Key": "once"})
    again = send(admin, "POST", "organizations", body, **{"Idempotency-Key": "once"})
    assert first.status_code == again.status_code == 201
    assert json.loads(first.content)["uid"] == json.loads(again.content)["uid"]
    assert Organization.objects.filter(name_ko="한빛").count() == 1


def test_all_that_is_wrong_is_told_at_once_with_its_field(admin: Client) -> None:
    body = {"name_ko": "1", "kind": "regional_government", "business_number": "1234567890"}
    refused = send(admin, "POST", "organizations", body)
    assert refused.status_code == 422
    assert codes(refused) == [
        "organization.name_missing",
        "organization.government_without_region",
        "organization.business_number_wrong",
    ]


def test_an_office_is_opened_held_and_left(world: World, admin: Client) -> None:
    body = {"organization_uid": str(world.government.uid), "role": "region_officer", "title_ko": "과학산업과"}
    made = json.loads(send(admin, "POST", "offices", body).content)
    assert made["holder"] is None
    assert world.member.person is not None
    term = {"person_uid": str(world.member.person.uid), "starts_on": "2026-01-01"}
    held = json.loads(send(admin, "POST", f"offices/{made['uid']}/appointments", term).content)
    office = admin.get(f"{API}offices/{made['uid']}").json()
    assert office["holder"]["uid"] == held["uid"]
    end = {"ends_on": "2099-01-01", "reason": "전보"}
    ended = send(admin, "POST", f"appointments/{held['uid']}/end", end)
    assert json.loads(ended.content)["ends_on"] == "2099-01-01"
    assert send(admin, "POST", f"offices/{made['uid']}/close", {"reason": "개편"}).status_code == 200
    assert send(admin, "POST", f"offices/{made['uid']}/close", {"reason": "개편"}).status_code == 409
    assert len(admin.get(f"{API}offices/{made['uid']}/appointments").json()) == 1
    vacant = an_office(Role.REGION_OFFICER, world.government)
    found = admin.get(f"{API}offices", {"vacant": "true"}).json()["results"]
    assert [row["uid"] for row in found] == [str(vacant.uid)]


def test_a_ministry_delegates_over_the_api(world: World, client: Client) -> None:
    sign_in(client, world.ministry_officer)
    body = {
        "ministry_uid": str(world.ministry.uid),
        "agency_uid": str(an_organization(Kind.AGENCY).uid),
        "powers": ["calls", "reviews"],
        "starts_on": "2004-04-01",
        "reference": "고시",
    }
    made = send(client, "POST", "delegations", body)
    assert made.status_code == 201
    uid = json.loads(made.content)["uid"]
    assert send(client, "POST", f"delegations/{uid}/end", {"ends_on": "2099-01-01", "reason": "끝"}).status_code == 200
    sign_in(client, world.region_officer)
    assert client.get(f"{API}delegations/{uid}").status_code == 404


def test_an_organisation_is_followed_and_a_person_invited(world: World, admin: Client) -> None:
    old, new = an_organization(Kind.FIRM), an_organization(Kind.FIRM)
    named = {"successor_uid": str(new.uid), "reason": "합병"}
    followed = send(admin, "POST", f"organizations/{old.uid}/successor", named)
    assert json.loads(followed.content)["successor"] == str(new.uid)
    person = a_person(new)
    invited = send(admin, "POST", f"people/{person.uid}/account", {"email": "new@example.kr"})
    assert invited.status_code == 204
    assert admin.get(f"{API}people/{person.uid}").json()["email"] == "new@example.kr"


def test_a_message_is_read_over_the_api(world: World, client: Client) -> None:
    event = record("accounts.signed_in", subject=world.member, by=actor_for(world.member), at=MARCH)
    message = Message.objects.create(user=world.member, event=event, arrived_at=MARCH)
    sign_in(client, world.expert)
    assert send(client, "POST", f"messages/{message.uid}/read", {}).status_code == 404
    sign_in(client, world.member)
    client.cookies["django_language"] = "en"
    assert client.get(f"{API}messages").json()["results"][0]["text"] == "Signed in"
    assert json.loads(send(client, "POST", f"messages/{message.uid}/read", {}).content)["read_at"]
    assert json.loads(send(client, "POST", "messages/read", {}).content) == {"read": 0}


def one_more(path: str, world: World) -> None:
    if path == "people":
        a_user(a_person(world.institution))
    elif path == "organizations":
        an_organization(Kind.FIRM)
    elif path == "offices":
        an_office(Role.REGION_OFFICER, world.government, a_person(), acting=a_person())
    elif path == "delegations":
        a_delegation(world.ministry, an_organization(Kind.AGENCY), Power.CALLS)
    else:
        event = record("accounts.signed_in", subject=world.member, by=actor_for(world.member), at=MARCH)
        Message.objects.create(user=world.administrator, event=event, arrived_at=MARCH)


@pytest.mark.parametrize("path", LISTS)
def test_a_longer_list_takes_no_more_queries(path: str, world: World, admin: Client, settings: Settings) -> None:
    settings.BARO_SAMPLE_CLOCK = False
    counts = []
    for more in (1, 2):
        for _ in range(more):
            one_more(path, world)
        with CaptureQueriesContext(connection) as found:
            assert len(admin.get(API + path).json()["results"]) >= more
        counts.append(len(found))
    assert counts[0] == counts[1] <= 7


def test_every_write_leaves_its_event(world: World, admin: Client) -> None:
    before = Event.objects.count()
    send(admin, "POST", "organizations", {"name_ko": "한빛", "kind": "firm"})
    assert Event.objects.count() == before + 1
    event = Event.objects.order_by("-id")[0]
    assert (event.user_id, event.address) == (world.administrator.pk, "127.0.0.1")
    assert event.office_id == Office.objects.get(role=Role.ADMINISTRATOR).pk
    assert event.request_id


def test_the_document_has_no_warning() -> None:
    GENERATOR_STATS.reset()
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # untyped library
    assert not GENERATOR_STATS
    assert "/api/v1/people" in schema["paths"]
