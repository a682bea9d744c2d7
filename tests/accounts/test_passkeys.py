"""Passkeys over HTTP: whose they are, what is refused. That they work is shown in a browser (tests/browser)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.queries import factors_of
from tests.accounts.test_signin import enter, with_device
from tests.build import World, a_ministry_world, sign_in

pytestmark = pytest.mark.django_db
LOGIN = reverse("mfa_login_webauthn")


@pytest.fixture
def world() -> World:
    cache.clear()
    return a_ministry_world()


def a_passkey(user: User, name: str) -> Authenticator:
    """A row as the library keeps one, of a key that nobody has."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": {}}
    )


def test_the_question_to_the_browser_asks_for_a_person_and_names_no_account(client: Client) -> None:
    asked: dict[str, Any] = client.get(LOGIN, headers={"X-Requested-With": "XMLHttpRequest"}).json()
    question = asked["request_options"]["publicKey"]
    assert (question["userVerification"], question["rpId"]) == ("required", "testserver")
    assert not question.get("allowCredentials")


@pytest.mark.parametrize("sent", ["", "no json", "{}", json.dumps({"id": "x", "response": {"userHandle": "MQ"}})])
def test_what_is_no_passkey_opens_nothing(world: World, client: Client, sent: str) -> None:
    client.get(LOGIN, headers={"X-Requested-With": "XMLHttpRequest"})
    assert client.post(LOGIN, {"credential": sent}).headers["Location"] == reverse("account_login")
    assert client.get(reverse("accounts:account")).status_code == 302


def test_nor_does_it_as_a_second_factor(world: World, client: Client) -> None:
    user = with_device(world.ministry_officer)
    enter(client, user)
    assert client.post(reverse("mfa_authenticate"), {"credential": "{}"}).status_code == 200
    assert client.get(reverse("accounts:account")).status_code == 302
    sign_in(client, user, minutes_ago=11)
    assert client.post(reverse("accounts:confirm"), {"confirm-credential": "{}"}).status_code == 422


def test_nobody_touches_anothers_passkey(world: World, client: Client) -> None:
    theirs = a_passkey(world.administrator, "theirs")
    sign_in(client, world.member)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        address = reverse(name, args=[theirs.pk])
        client.post(reverse("account_reauthenticate"), {"password": "correct horse battery", "next": address})
        assert client.post(address, {"name": "mine"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.data["name"] == "theirs"


def test_one_of_two_factors_removed_leaves_the_role(world: World, client: Client) -> None:
    user = with_device(world.ministry_officer)
    mine = a_passkey(user, "mine")
    sign_in(client, user)
    session = client.session
    session["account_authentication_methods"][-1]["reauthenticated"] = True
    session.save()
    client.post(reverse("mfa_remove_webauthn", args=[mine.pk]))
    assert factors_of(user).app
    assert not factors_of(user).passkeys
    assert client.get(reverse("accounts:delegate")).status_code == 200
