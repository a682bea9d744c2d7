"""Sign-in by an OpenID Connect provider, against a real one: whom it lets in, and what is said to the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts import actions
from accounts.actors import Actor
from accounts.models import User
from accounts.provider import ID
from config.env import BadEnvironment, read
from core.models import Event
from tests.accounts.provider import Standing, come_back, question_of, standing
from tests.accounts.test_signin import code, with_device
from tests.build import MARCH, World, a_ministry_world, sign_in
from tests.house.walk import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("provider")]
ACCOUNT = reverse("accounts:account")
_subjects = count(1)


@pytest.fixture(scope="module")
def started() -> Iterator[Standing]:
    with standing() as provider:
        yield provider


@pytest.fixture
def provider(started: Standing, settings: Settings) -> Standing:
    cache.clear()
    settings.BARO_OIDC = started.named
    return started


@pytest.fixture
def world(provider: Standing) -> World:
    return a_ministry_world()


def a_subject(provider: Standing, email: str, *, verified: str | int | bool | None = True) -> str:
    """Somebody new at the provider, with this address."""
    subject = f"subject-{next(_subjects)}"
    provider.knows(subject, email=email, email_verified=verified)
    return subject


def signs_in(client: Client, provider: Standing, subject: str, target: str = "") -> HttpResponseBase:
    return come_back(client, provider.consents(question_of(client, target), subject))


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def told(answer: HttpResponseBase) -> str:
    """What the page says under its heading."""
    found = re.search(r"<h1>.*?</h1><p>(.*?)</p>", text_of(answer), re.DOTALL)
    return found[1] if found else ""


def test_who_is_registered_comes_in_and_is_linked(world: World, provider: Standing, client: Client) -> None:
    subject = a_subject(provider, world.member.email.upper())
    answer = signs_in(client, provider, subject, target=ACCOUNT)
    assert (answer.status_code, answer.headers["Location"]) == (302, ACCOUNT)
    assert is_in(client)
    linked = SocialAccount.objects.get()
    assert (linked.user_id, linked.provider, linked.uid) == (world.member.pk, ID, subject)
    assert linked.extra_data.keys() == {"sub", "email", "email_verified"}
    names = set(Event.objects.filter(user_id=world.member.pk).values_list("name", flat=True))
    assert {"accounts.signed_in", "accounts.provider_linked"} <= names


def test_the_subject_counts_when_its_address_has_changed(world: World, provider: Standing, client: Client) -> None:
    subject = a_subject(provider, world.member.email)
    signs_in(Client(), provider, subject)
    provider.knows(subject, email="married@example.org", email_verified=True)
    signs_in(client, provider, subject)
    assert is_in(client)


def test_an_address_given_to_somebody_else_opens_nothing(world: World, provider: Standing, client: Client) -> None:
    signs_in(Client(), provider, a_subject(provider, world.member.email))
    answer = signs_in(client, provider, a_subject(provider, world.member.email))
    assert (answer.status_code, is_in(client)) == (403, False)


def test_an_administrator_parts_them_for_the_next_one(world: World, provider: Standing, client: Client) -> None:
    first = Client()
    signs_in(first, provider, a_subject(provider, world.member.email))
    assert world.member.person is not None
    desk = sign_in(Client(), world.administrator)
    unlink = reverse("accounts:unlink-provider", args=[world.member.person.uid])
    assert unlink in desk.get(reverse("accounts:person", args=[world.member.person.uid])).content.decode()
    assert desk.post(unlink, {"reason": ""}).status_code == 422
    assert desk.post(unlink, {"reason": "a new card"}).status_code == 302
    assert not is_in(first)
    signs_in(client, provider, a_subject(provider, world.member.email))
    assert is_in(client)


def test_an_office_shows_its_second_factor_after_it(world: World, provider: Standing, client: Client) -> None:
    user = with_device(world.ministry_officer)
    answer = signs_in(client, provider, a_subject(provider, user.email))
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert client.get(reverse("accounts:delegate")).status_code == 200


def test_a_stranger_is_told_and_no_account_is_made(world: World, provider: Standing, client: Client) -> None:
    before = User.objects.count()
    client.cookies["django_language"] = "en"
    answer = signs_in(client, provider, a_subject(provider, "stranger@example.org"))
    assert answer.status_code == 403
    assert "Nobody is registered here with stranger@example.org" in told(answer)
    assert (is_in(client), User.objects.count()) == (False, before)


@pytest.mark.parametrize("verified", [False, None, "false", 1])
def test_an_unverified_address_opens_nothing(
    world: World, provider: Standing, client: Client, verified: str | int | bool | None
) -> None:
    client.cookies["django_language"] = "en"
    answer = signs_in(client, provider, a_subject(provider, world.member.email, verified=verified))
    assert answer.status_code == 403
    assert "has not verified your e-mail address" in told(answer)
    assert not is_in(client)


def test_a_closed_account_stays_closed_and_unlinked(world: World, provider: Standing, client: Client) -> None:
    assert world.member.person is not None
    actions.close_account(person_uid=world.member.person.uid, reason="left", by=Actor.system(), at=MARCH)
    client.cookies["django_language"] = "en"
    answer = signs_in(client, provider, a_subject(provider, world.member.email))
    assert (answer.status_code, is_in(client)) == (403, False)
    assert "Your account here is closed" in told(answer)
    assert not SocialAccount.objects.exists()


def test_an_answer_to_another_session_is_refused(world: World, provider: Standing, client: Client) -> None:
    """A code that somebody else got, put into the browser of the one who shall act under his name."""
    subject = a_subject(provider, world.member.email)
    theirs = provider.consents(question_of(Client()), subject)
    question_of(client)
    assert (come_back(client, theirs).status_code, is_in(client)) == (400, False)
    mine = parse_qs(urlsplit(question_of(client)).query)["state"][0]
    stolen = re.sub(r"state=[^&]*", f"state={mine}", theirs)
    assert (come_back(client, stolen).status_code, is_in(client)) == (400, False)


def test_an_answer_with_another_nonce_is_refused(world: World, provider: Standing, client: Client) -> None:
    subject = a_subject(provider, world.member.email)
    asked = re.sub(r"nonce=[^&]*", "nonce=of-another-sign-in", question_of(client))
    assert "nonce=of-another" in asked
    answer = come_back(client, provider.consents(asked, subject))
    assert (answer.status_code, is_in(client)) == (400, False)
    assert not SocialAccount.objects.exists()


def test_an_answer_counts_once(world: World, provider: Standing, client: Client) -> None:
    answer = provider.consents(question_of(client), a_subject(provider, world.member.email))
    come_back(client, answer)
    client.post(reverse("account_logout"))
    assert (come_back(client, answer).status_code, is_in(client)) == (400, False)


def test_whoever_gives_it_up_is_led_back(world: World, provider: Standing, client: Client) -> None:
    state = parse_qs(urlsplit(question_of(client)).query)["state"][0]
    callback = reverse("openid_connect_callback", args=[ID])
    answer = client.get(callback, {"error": "access_denied", "state": state})
    assert answer.status_code == 400
    assert reverse("account_login") in answer.content.decode()


def test_a_provider_that_is_down_is_said_so(provider: Standing, client: Client, settings: Settings) -> None:
    settings.BARO_OIDC = replace(provider.named, issuer="http://127.0.0.1:9")
    client.cookies["django_language"] = "en"
    answer = client.post(reverse("openid_connect_login", args=[ID]))
    assert answer.status_code == 503
    assert "The other service does not answer" in told(answer)


def test_so_is_one_that_goes_down_on_the_way(
    world: World, provider: Standing, client: Client, settings: Settings
) -> None:
    answer = provider.consents(question_of(client), a_subject(provider, world.member.email))
    settings.BARO_OIDC = replace(provider.named, issuer="http://127.0.0.1:9")
    assert come_back(client, answer).status_code == 503


def test_a_document_of_another_issuer_is_not_believed(provider: Standing, client: Client, settings: Settings) -> None:
    settings.BARO_OIDC = replace(provider.named, issuer=provider.address.replace("127.0.0.1", "localhost") + "/x")
    assert client.post(reverse("openid_connect_login", args=[ID])).status_code == 503


def test_without_a_provider_there_is_no_such_door(db: None, client: Client, settings: Settings) -> None:
    settings.BARO_OIDC = None
    assert client.post(reverse("openid_connect_login", args=[ID])).status_code == 404
    assert client.get(reverse("openid_connect_callback", args=[ID])).status_code == 404
    assert "/oidc/" not in client.get(reverse("account_login")).content.decode()


def test_the_button_bears_the_provider_s_name(provider: Standing, client: Client) -> None:
    assert "정부 로그인" in client.get(reverse("account_login")).content.decode()


def test_the_environment_names_it_whole_and_over_https() -> None:
    whole = {
        "BARO_OIDC_ISSUER": "https://login.example.kr/",
        "BARO_OIDC_CLIENT_ID": "baro",
        "BARO_OIDC_CLIENT_SECRET": "secret",
        "BARO_OIDC_NAME": "정부 로그인",
    }
    found = read(whole).oidc
    assert found is not None
    assert (found.issuer, found.origin) == ("https://login.example.kr", "https://login.example.kr")
    assert read({}).oidc is None
    for name in whole:
        with pytest.raises(BadEnvironment, match=name):
            read({key: value for key, value in whole.items() if key != name})
    with pytest.raises(BadEnvironment, match="https"):
        read({**whole, "BARO_OIDC_ISSUER": "http://login.example.kr"})
