"""The portal's pages of this room: who gets them, what they say, how many queries they take."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.build import a_ministry_world
from tests.build_programs import a_call, a_draft_call, the_ris_program

pytestmark = pytest.mark.django_db


def test_smoke(client: Client) -> None:
    world = a_ministry_world()
    program, rule_set = the_ris_program(world.ministry, world.agency)
    call = a_call(program, rule_set)
    a_draft_call(program, rule_set)
    for lang in ("ko", "en"):
        client.cookies["django_language"] = lang
        pages = (("calls", []), ("call", [call.uid]), ("program", [program.uid]), ("rule-set", [rule_set.uid]))
        for name, args in pages:
            page = client.get(reverse(f"programs:{name}", args=args))
            assert page.status_code == 200, name
