"""What a second factor opens, on committed rows: the library acts after its commit."""

from __future__ import annotations

import re

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.models import Event
from tests.accounts.test_signin import code, enter
from tests.build import PASSWORD, a_ministry_world


def test_setting_up_the_device_opens_the_role_in_a_new_session(committed_db: str, client: Client) -> None:
    cache.clear()
    world = a_ministry_world()
    enter(client, world.ministry_officer)
    activate = reverse("mfa_activate_totp")
    asked_again = client.get(activate)
    assert asked_again.status_code == 302
    client.post(f"{reverse('account_reauthenticate')}?next={activate}", {"password": PASSWORD, "next": activate})
    page = client.get(activate)
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page.content.decode())
    assert secret is not None
    before = client.session.session_key
    response = client.post(activate, {"code": code(secret[1])})
    assert response.status_code == 302
    assert client.session.session_key != before
    assert client.get(reverse("accounts:delegate")).status_code == 200
    assert "accounts.second_factor_added" in set(Event.objects.values_list("name", flat=True))
