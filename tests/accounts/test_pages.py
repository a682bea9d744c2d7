"""The pages of this room over HTTP: for whom they are, in both languages, with how many queries."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Appointment, Delegation, Office, Organization, Person, User
from accounts.roles import Kind, Power, Role
from tests.build import (
    World,
    a_delegation,
    a_ministry_world,
    a_person,
    a_user,
    an_office,
    an_organization,
    sign_in,
)

pytestmark = pytest.mark.django_db
LISTS = ("people", "organizations", "offices", "delegations", "inbox")
DESK = ("add-person", "add-organization", "open-office", "mail")


@pytest.fixture
def world() -> World:
    return a_ministry_world()


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    return sign_in(client, world.administrator)


@pytest.mark.parametrize("name", [*LISTS, *DESK, "account", "second-factor"])
def test_nobody_gets_in_without_sign_in(name: str, client: Client) -> None:
    response = client.get(reverse(f"accounts:{name}"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", DESK)
def test_the_desk_is_the_administrators(name: str, world: World, client: Client) -> None:
    for role, user in world.users().items():
        sign_in(client, user)
        expected = 200 if role == Role.ADMINISTRATOR else 403
        assert client.get(reverse(f"accounts:{name}")).status_code == expected


def test_without_the_second_factor_even_the_administrator_is_only_a_member(world: World, client: Client) -> None:
    sign_in(client, world.administrator, second_factor=False)
    assert client.get(reverse("accounts:add-person")).status_code == 403


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", [*LISTS, *DESK, "account", "delegate"])
def test_every_page_speaks_both_languages(name: str, language: str, admin: Client) -> None:
    admin.cookies["django_language"] = language
    response = admin.get(reverse(f"accounts:{name}"))
    assert response.status_code == 200
    text = response.content.decode()
    assert f'<html lang="{language}"' in text
    heading = re.search(r"<h1>(.*?)</h1>", text)
    assert heading is not None
    assert bool(re.search(r"[가-힣]", heading[1])) is (language == "ko")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_thing_has_its_page(language: str, world: World, admin: Client) -> None:
    admin.cookies["django_language"] = language
    assert world.member.person is not None
    office, delegation = Office.objects.first(), Delegation.objects.get()
    appointment = Appointment.objects.first()
    assert office is not None
    assert appointment is not None
    for url in (
        reverse("accounts:person", args=[world.member.person.uid]),
        reverse("accounts:change-person", args=[world.member.person.uid]),
        reverse("accounts:close-account", args=[world.member.person.uid]),
        reverse("accounts:reset-second-factor", args=[world.member.person.uid]),
        reverse("accounts:open-account", args=[a_person().uid]),
        reverse("accounts:organization", args=[world.institution.uid]),
        reverse("accounts:change-organization", args=[world.institution.uid]),
        reverse("accounts:name-successor", args=[world.institution.uid]),
        reverse("accounts:office", args=[office.uid]),
        reverse("accounts:appoint", args=[office.uid]) + "?q=김",
        reverse("accounts:close-office", args=[office.uid]),
        reverse("accounts:end-appointment", args=[appointment.uid]),
        reverse("accounts:delegation", args=[delegation.uid]),
        reverse("accounts:end-delegation", args=[delegation.uid]),
    ):
        assert admin.get(url).status_code == 200, url


def test_what_one_may_not_see_is_not_there(world: World, client: Client) -> None:
    stranger = a_person(an_organization(Kind.FIRM))
    sign_in(client, world.institution_officer)
    assert client.get(reverse("accounts:person", args=[stranger.uid])).status_code == 404
    assert world.member.person is not None
    assert client.get(reverse("accounts:person", args=[world.member.person.uid])).status_code == 200
    delegation = a_delegation(an_organization(Kind.MINISTRY), an_organization(Kind.AGENCY))
    assert client.get(reverse("accounts:delegation", args=[delegation.uid])).status_code == 404


def one_more(name: str, world: World) -> None:
    if name == "people":
        a_user(a_person(world.institution))
    elif name == "organizations":
        an_organization(Kind.FIRM)
    elif name == "offices":
        an_office(Role.REGION_OFFICER, world.government, a_person(), acting=a_person())
    else:
        a_delegation(world.ministry, an_organization(Kind.AGENCY), Power.CALLS)


@pytest.mark.parametrize("name", ["people", "organizations", "offices", "delegations"])
def test_a_longer_list_takes_no_more_queries(name: str, world: World, admin: Client, settings: Settings) -> None:
    settings.BARO_SAMPLE_CLOCK = False  # else the first request asks for its offset
    counts = []
    for _ in range(2):
        one_more(name, world)
        one_more(name, world)
        with CaptureQueriesContext(connection) as found:
            assert admin.get(reverse(f"accounts:{name}")).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= 12


def test_filters_live_in_the_address(world: World, admin: Client) -> None:
    vacant = an_office(Role.REGION_OFFICER, world.government)
    text = admin.get(reverse("accounts:offices"), {"vacant": "on"}).content.decode()
    assert str(vacant.uid) in text
    assert text.count("data-label") < 10
    assert world.member.person is not None
    found = admin.get(reverse("accounts:people"), {"q": world.member.person.researcher_number or ""}).content.decode()
    assert str(world.member.person.uid) in found
    assert admin.get(reverse("accounts:organizations"), {"kind": "nonsense", "q": "x"}).status_code == 200


def test_a_refusal_stands_beside_its_field_and_the_words_are_kept(admin: Client) -> None:
    admin.cookies["django_language"] = "en"
    response = admin.post(
        reverse("accounts:add-organization"),
        {"kind": "firm", "name_ko": "한빛", "business_number": "1234567890"},
    )
    assert response.status_code == 422
    text = response.content.decode()
    assert "check digit does not fit" in text
    assert 'value="한빛"' in text
    assert not Organization.objects.filter(name_ko="한빛").exists()


def test_the_desk_enters_appoints_ends_and_closes(world: World, admin: Client) -> None:
    assert admin.post(reverse("accounts:add-person"), {"name_ko": "홍길동"}).status_code == 302
    person = Person.objects.get(name_ko="홍길동")
    account = {"email": "hong@example.kr", "language": "ko"}
    assert admin.post(reverse("accounts:open-account", args=[person.uid]), account).status_code == 302
    office = {"organization_uid": str(world.government.uid), "role": "region_officer", "title_ko": "과학산업과"}
    assert admin.post(reverse("accounts:open-office"), office).status_code == 302
    made = Office.objects.get(title_ko="과학산업과")
    url = reverse("accounts:appoint", args=[made.uid]) + "?q=홍길동"
    assert admin.post(url, {"person_uid": str(person.uid), "starts_on": "2026-01-01"}).status_code == 302
    appointment = Appointment.objects.get(office=made)
    end = {"ends_on": "2099-01-01", "reason": "전보"}
    assert admin.post(reverse("accounts:end-appointment", args=[appointment.uid]), end).status_code == 302
    closed = admin.post(reverse("accounts:close-office", args=[made.uid]), {"reason": "개편"})
    assert closed.status_code == 302
    assert Office.objects.get(pk=made.pk).closed_at is not None
    assert User.objects.get(email="hong@example.kr").person == person


def test_a_ministry_officer_delegates_for_his_ministry_alone(world: World, client: Client) -> None:
    other = an_organization(Kind.MINISTRY)
    agency = an_organization(Kind.AGENCY)
    sign_in(client, world.ministry_officer)
    sent = {
        "ministry_uid": str(world.ministry.uid),
        "agency_uid": str(agency.uid),
        "powers": ["calls"],
        "starts_on": "2026-01-01",
        "reference": "고시",
    }
    assert client.post(reverse("accounts:delegate"), sent | {"ministry_uid": str(other.uid)}).status_code == 422
    assert client.post(reverse("accounts:delegate"), sent).status_code == 302
    sign_in(client, world.region_officer)
    assert client.post(reverse("accounts:delegate"), sent).status_code == 403


def test_settings_change_the_language_at_once(world: World, client: Client) -> None:
    sign_in(client, world.member)
    response = client.post(reverse("accounts:account"), {"language": "en"}, follow=True)
    assert '<html lang="en"' in response.content.decode()
    assert "Your settings are saved." in response.content.decode()
    world.member.refresh_from_db()
    assert not world.member.by_email


def test_kept_mail_is_for_a_trial_only(admin: Client, settings: Settings) -> None:
    settings.PRODUCTION = True
    assert admin.get(reverse("accounts:mail")).status_code == 404
