"""Sessions end: unused, after a long day, by hand, with the password, and with what they stood on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.actors import Actor
from accounts.models import Appointment, Delegation, User
from accounts.sessions import BEGAN, USED, now
from accounts.tasks import SWEEPS
from accounts.views.sessions import device_of
from core import clock, sweeps
from core.models import Event
from tests.accounts.test_signin import code, enter, with_device
from tests.build import MARCH, PASSWORD, World, a_ministry_world, sign_in
from tests.build_programs import a_draft_call, it_is, the_ris_program

pytestmark = pytest.mark.django_db
ACCOUNT = reverse("accounts:account")


@pytest.fixture
def world() -> World:
    cache.clear()
    it_is(MARCH)
    return a_ministry_world()


def aged(client: Client, *, began_minutes: int = 0, used_minutes: int = 0) -> Client:
    """The same session as if it had begun and been used last so long ago."""
    session = client.session
    session[BEGAN], session[USED] = int(now()) - began_minutes * 60, int(now()) - used_minutes * 60
    session.save()
    return client


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize(
    ("role", "began", "used", "stays"),
    [
        ("ministry_officer", 60, 29, True),
        ("ministry_officer", 60, 31, False),
        ("ministry_officer", 9 * 60 + 1, 1, False),
        ("institution_officer", 9 * 60 + 1, 119, True),
        ("institution_officer", 9 * 60 + 1, 121, False),
        ("member", 12 * 60 + 1, 1, False),
    ],
)
def test_a_session_ends_sooner_for_offices_that_decide(
    world: World, client: Client, role: str, began: int, used: int, stays: bool
) -> None:
    sign_in(client, world.users()[role])
    assert is_in(aged(client, began_minutes=began, used_minutes=used)) is stays
    assert is_in(client) is stays


def test_a_role_that_waits_for_its_factor_has_the_short_time_too(world: World, client: Client) -> None:
    sign_in(client, world.ministry_officer, second_factor=False)
    assert not is_in(aged(client, began_minutes=40, used_minutes=31))


def test_reading_the_time_left_is_no_use_and_staying_is(world: World, client: Client) -> None:
    enter(client, world.ministry_officer)
    aged(client, began_minutes=60, used_minutes=25)
    address = reverse("accounts:session")
    assert [client.get(address).json()["seconds_left"] // 60 for _ in range(2)] == [4, 4]
    assert client.post(address).json()["seconds_left"] // 60 in {29, 30}
    seen = UserSession.objects.get(session_key=client.session.session_key).last_seen_at
    assert clock.system_now() - seen < timedelta(minutes=1)
    aged(client, used_minutes=31)
    assert client.get(address).status_code == 302


def test_the_page_knows_when_the_session_ends(world: World, client: Client) -> None:
    sign_in(client, world.member)
    assert 'data-seconds-left="7' in client.get(ACCOUNT).content.decode()
    assert "data-session-line" not in Client().get("/").content.decode()


def test_words_sent_too_late_are_shown(world: World, client: Client) -> None:
    aged(sign_in(client, world.administrator), used_minutes=31)
    answer = client.post(reverse("accounts:add-person"), {"name_ko": "긴 하루 끝에 쓴 이름"})
    assert answer.status_code == 401
    assert "긴 하루 끝에 쓴 이름" in answer.content.decode()


def test_the_interface_answers_an_ended_session_as_nobodys(world: World, client: Client) -> None:
    aged(sign_in(client, world.administrator), used_minutes=31)
    assert client.get(reverse("api:me")).status_code == 403


def test_one_sees_where_one_is_signed_in_and_ends_it(world: World, client: Client) -> None:
    other = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Whale/4"})
    for one in (client, other):
        enter(one, world.member)
    listed = reverse("usersessions_list")
    page = client.get(listed).content.decode()
    assert "Whale, Windows" in page
    client.post(listed)
    assert (is_in(client), is_in(other)) == (True, False)
    assert Event.objects.filter(name="accounts.sessions_ended", user_id=world.member.pk).exists()
    assert UserSession.objects.filter(user=world.member).count() == 1


def test_a_new_password_signs_out_everywhere_else(world: World, client: Client) -> None:
    other = Client()
    for one in (client, other):
        enter(one, world.member)
    before = client.session.session_key
    new = {"oldpassword": PASSWORD, "password1": "eine ganz neue Losung", "password2": "eine ganz neue Losung"}
    client.post(reverse("account_change_password"), new)
    assert (is_in(client), is_in(other)) == (True, False)
    assert client.session.session_key != before
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [client.session.session_key]


def end_appointment(world: World) -> None:
    (held,) = Appointment.objects.filter(person=world.agency_officer.person)
    actions.end_appointment(
        appointment_uid=held.uid, ends_on=MARCH.date(), reason="moved", by=world.actor("administrator"), at=MARCH
    )


def close_office(world: World) -> None:
    (held,) = Appointment.objects.filter(person=world.agency_officer.person)
    actions.close_office(office_uid=held.office.uid, reason="merged", by=world.actor("administrator"), at=MARCH)


def end_delegation(world: World) -> None:
    (given,) = Delegation.objects.filter(agency=world.agency)
    actions.end_delegation(
        delegation_uid=given.uid, ends_on=MARCH.date(), reason="over", by=world.actor("ministry_officer"), at=MARCH
    )


@pytest.mark.parametrize("lose", [end_appointment, close_office, end_delegation])
def test_a_lost_role_counts_at_the_next_request(world: World, client: Client, lose: Callable[[World], None]) -> None:
    """Over pages and the interface alike, in a session that stays open."""
    program, rule_set = the_ris_program(world.ministry, world.agency)
    call = a_draft_call(program, rule_set)
    sign_in(client, world.agency_officer)

    def shut() -> list[bool]:
        page = client.get(reverse("programs:edit-call", args=[call.uid]))
        change = client.patch(reverse("api:call", args=[call.uid]), {}, content_type="application/json")
        return [answer.status_code in {403, 404} for answer in (page, change)]

    assert shut() == [False, False]
    lose(world)
    assert shut() == [True, True]
    assert is_in(client)


def test_a_closed_account_is_out_at_the_next_request_and_stays_out(world: World, client: Client) -> None:
    user = world.agency_officer
    enter(client, user)
    assert user.person is not None
    by = Actor.system()
    actions.close_account(person_uid=user.person.uid, reason="left", by=by, at=MARCH)
    assert (is_in(client), client.get(reverse("api:me")).status_code) == (False, 403)
    assert not UserSession.objects.filter(user=user).exists()
    actions.reopen_account(person_uid=user.person.uid, by=by, at=MARCH)
    assert not is_in(client)


def test_a_reset_second_factor_ends_the_sessions_that_were_opened_by_it(world: World, client: Client) -> None:
    user: User = with_device(world.ministry_officer)
    enter(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_in(client)
    assert user.person is not None
    actions.reset_second_factor(person_uid=user.person.uid, reason="lost", by=Actor.system(), at=MARCH)
    assert not is_in(client)


def test_sessions_that_are_over_are_swept_out(world: World, client: Client) -> None:
    sign_in(client, world.member)
    Session.objects.update(expire_date=clock.system_now() - timedelta(hours=1))
    (sweep,) = (one for one in SWEEPS if one.name == "accounts.sessions")
    assert sweeps.run(sweep, at=MARCH).done == 1
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iOS"),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/27.0 Chrome/125.0 Safari/537.36", "Samsung Internet, Android"),
        ("curl/8.0", ""),
    ],
)
def test_a_device_is_named_in_two_words(said: str, told: str) -> None:
    assert device_of(said) == told
