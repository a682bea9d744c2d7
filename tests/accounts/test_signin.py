"""Coming in: password, second factor, throttling, the record of it, and the sample world's open door."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts import actions
from accounts.actors import Actor
from accounts.models import Appointment, Person, User
from accounts.roles import Role
from accounts.tasks import SWEEPS
from core import clock, sweeps
from core.models import Event
from tests.build import MARCH, PASSWORD, World, a_ministry_world, a_person, a_user, an_office, sign_in

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def nobody_counted() -> None:
    cache.clear()


@pytest.fixture
def world() -> World:
    return a_ministry_world()


def code(secret: str = SECRET, later: int = 0) -> str:
    """What the device shows now, or (1) in half a minute: each code opens once."""
    steps = sorted(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, steps[len(steps) // 2 + later])))


def with_device(user: User) -> User:
    assert user.person is not None
    Person.objects.filter(pk=user.person.pk).update(is_sample=True)
    return actions.give_sample_second_factor(person_uid=user.person.uid, secret=SECRET, by=Actor.system(), at=MARCH)


def enter(client: Client, user: User, password: str = PASSWORD, **more: str) -> str:
    response = client.post(LOGIN, {"login": user.email, "password": password, **more})
    return response.headers.get("Location", "")


def names() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


def test_a_member_comes_in_by_password_and_that_is_on_the_record(world: World, client: Client) -> None:
    assert enter(client, world.member) == "/"
    event = Event.objects.get()
    assert (event.name, event.user_id, event.subject_uid) == (
        "accounts.signed_in",
        world.member.pk,
        world.member.uid,
    )
    assert event.address == "127.0.0.1"
    client.post(reverse("account_logout"))
    assert names() == ["accounts.signed_in", "accounts.signed_out"]


def test_a_new_session_begins_at_sign_in(world: World, client: Client) -> None:
    client.get(LOGIN)
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key or ""
    enter(client, world.member)
    assert client.session.session_key != session.session_key


def test_ones_own_language_holds_after_sign_in(client: Client) -> None:
    enter(client, a_user(language="en"))
    assert '<html lang="en"' in client.get(reverse("accounts:account")).text


def test_a_language_chosen_before_sign_in_stays(client: Client) -> None:
    client.post(reverse("set_language"), {"language": "en"})
    enter(client, a_user(language="ko"))
    assert '<html lang="en"' in client.get(reverse("accounts:account")).text


def test_who_must_show_a_second_factor_is_led_to_set_it_up(world: World, client: Client) -> None:
    assert enter(client, world.ministry_officer).startswith(reverse("accounts:second-factor"))
    client.cookies["django_language"] = "en"
    page = client.get(reverse("accounts:second-factor")).content.decode()
    assert "Ministry officer" in page
    assert reverse("mfa_activate_totp") in page
    assert client.get(reverse("accounts:delegate")).status_code == 403


def test_the_code_is_asked_for_after_the_password(world: World, client: Client) -> None:
    user = with_device(world.ministry_officer)
    assert enter(client, user) == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:inbox")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).headers["Location"] == "/"
    assert client.get(reverse("accounts:delegate")).status_code == 200


def test_a_code_opens_once(world: World, client: Client) -> None:
    user = with_device(world.ministry_officer)
    shown = code()
    enter(client, user)
    client.post(reverse("mfa_authenticate"), {"code": shown})
    second = Client()
    enter(second, user)
    assert second.post(reverse("mfa_authenticate"), {"code": shown}).status_code == 200
    assert second.get(reverse("accounts:inbox")).status_code == 302


def test_a_device_taken_away_lets_the_role_wait_at_once(
    world: World, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    user = with_device(world.ministry_officer)
    enter(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    deactivate = reverse("mfa_deactivate_totp")
    assert client.get(deactivate, follow=True).redirect_chain[-1][0].startswith(reverse("accounts:confirm"))
    password = {"password": PASSWORD, "next": deactivate}
    assert client.post(reverse("account_reauthenticate"), password).headers["Location"] != deactivate
    client.post(reverse("accounts:confirm"), {"confirm-code": code(later=1), "confirm-next": deactivate})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(deactivate)
    assert not Authenticator.objects.filter(user=user, type="totp").exists()
    assert client.get(reverse("accounts:delegate")).status_code == 403
    assert "accounts.second_factor_removed" in names()


def test_a_role_that_is_lost_counts_at_the_next_request(world: World, client: Client) -> None:
    sign_in(client, world.administrator)
    assert client.get(reverse("accounts:add-person")).status_code == 200
    Appointment.objects.filter(person=world.administrator.person).update(ends_on="2004-02-01")
    assert client.get(reverse("accounts:add-person")).status_code == 403


def test_strangers_and_wrong_passwords_get_the_same_answer(world: World, client: Client) -> None:
    def told(email: str) -> str:
        page = client.post(LOGIN, {"login": email, "password": "wrong password"}).content.decode()
        page = re.sub(r"csrfmiddlewaretoken\" value=\"[^\"]*|X-CSRFToken\": \"[^\"]*", "", page)
        return page.replace(email, "")

    assert told(world.member.email) == told("nobody@example.kr")
    reset = reverse("account_reset_password")
    known = client.post(reset, {"email": world.member.email})
    unknown = client.post(reset, {"email": "nobody@example.kr"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert mail.outbox == []


def test_a_forgotten_password_is_chosen_anew_by_the_link_in_the_mail(world: World, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": world.member.email})
    sweeps.run(SWEEPS[0], at=clock.now())
    link = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link is not None
    form = client.get(link[1], follow=True)
    new = {"password1": "eine ganz neue Losung", "password2": "eine ganz neue Losung"}
    client.post(form.redirect_chain[-1][0], new)
    assert enter(Client(), world.member, password=new["password1"]) == "/"
    assert "accounts.password_changed" in names()


def test_too_many_attempts_are_stopped_and_told(world: World, client: Client) -> None:
    client.cookies["django_language"] = "en"
    for _ in range(5):
        client.post(LOGIN, {"login": world.member.email, "password": "wrong password"})
    page = client.post(LOGIN, {"login": world.member.email, "password": PASSWORD})
    assert "Too many failed login attempts" in page.content.decode()
    assert client.get(reverse("accounts:inbox")).status_code == 302


def test_one_address_is_stopped_whatever_account_it_tries(client: Client) -> None:
    statuses = [
        client.post(LOGIN, {"login": f"u{number}@example.kr", "password": "wrong password"}).status_code
        for number in range(61)
    ]
    assert statuses[-1] == 429
    client.cookies["django_language"] = "en"
    page = client.post(LOGIN, {"login": "u@example.kr", "password": "x"})
    assert "Too many attempts" in page.content.decode()


def test_a_closed_account_opens_nothing(world: World, client: Client) -> None:
    User.objects.filter(pk=world.member.pk).update(is_active=False)
    enter(client, world.member)
    assert client.get(reverse("accounts:inbox")).status_code == 302


def test_nobody_signs_up(client: Client) -> None:
    client.post(reverse("account_signup"), {"email": "x@example.kr", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(email="x@example.kr").exists()


def a_sample_officer(world: World) -> User:
    person = a_person(world.ministry)
    Person.objects.filter(pk=person.pk).update(is_sample=True)
    user = a_user(Person.objects.get(pk=person.pk))
    an_office(Role.MINISTRY_OFFICER, world.ministry, person)
    return with_device(user)


def test_a_sample_world_shows_its_sign_ins_and_their_codes(world: World, client: Client, settings: Settings) -> None:
    user = a_sample_officer(world)
    settings.SAMPLE, settings.BARO_SAMPLE_PASSWORD = True, "known to all"
    page = client.get(LOGIN).content.decode()
    assert user.email in page
    assert "known to all" in page
    assert world.ministry_officer.email not in page
    enter(client, user)
    shown = re.search(r'one-time-code">(\d{6})<', client.get(reverse("mfa_authenticate")).content.decode())
    assert shown is not None
    assert client.post(reverse("mfa_authenticate"), {"code": shown[1]}).headers["Location"] == "/"


def test_outside_sample_mode_nothing_is_shown(world: World, client: Client, settings: Settings) -> None:
    user = a_sample_officer(world)
    settings.SAMPLE, settings.BARO_SAMPLE_PASSWORD = False, ""
    assert user.email not in client.get(LOGIN).content.decode()
    enter(client, user)
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert "one-time-code" not in page.replace('autocomplete="one-time-code"', "")


def test_production_is_never_in_sample_mode() -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "BARO_MODE": "production",
        "BARO_SECRET_KEY": "x" * 60,
        "BARO_HOSTS": "baro.example",
        "DATABASE_URL": "postgresql://baro@db/baro",
        "CELERY_BROKER_URL": "rediss://broker/0",
    }
    said = subprocess.run(
        [sys.executable, "-c", "from config import settings as s; print(s.SAMPLE, repr(s.BARO_SAMPLE_PASSWORD))"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "False ''"


def test_every_page_of_the_library_speaks_our_language(world: World, client: Client) -> None:
    client.cookies["django_language"] = "en"
    for name in ("account_login", "account_reset_password", "account_reset_password_done", "account_signup"):
        assert "Baro" in client.get(reverse(name)).content.decode()
    sign_in(client, world.member)
    for name in ("account_change_password", "mfa_index", "account_logout", "account_reauthenticate"):
        response = client.get(reverse(name), follow=True)
        assert response.status_code == 200
        assert 'class="header' in response.content.decode()
