"""News of calls by e-mail: nothing before the address says yes, and nothing after it says no."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core import sweeps
from core.models import Event
from programs import actions
from programs.models import Subscription
from programs.tasks import SWEEPS
from tests.build import MARCH, World, a_ministry_world
from tests.build_programs import SYSTEM, a_call, it_is, shifted, the_ris_program

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SOON = MARCH + timedelta(minutes=10)
"""After what was asked for in MARCH: the world's clock goes on."""
SWEEP = next(one for one in SWEEPS if one.name == "programs.subscribers")


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    it_is(MARCH)
    return a_ministry_world()


def sends(at: Any) -> list[str]:
    """The letters that go now, as texts."""
    mail.outbox.clear()
    assert sweeps.run(SWEEP, at=at).failed == 0
    return [str(letter.body) for letter in mail.outbox]


def link(body: str, deed: str) -> str:
    found = re.search(rf"https?://[^/]+(/calls/subscriptions/{deed}/\S+)", body)
    assert found
    return found[1]


def subscribe(client: Client, query: str = "", email: str = "reader@example.org") -> None:
    answer = client.post(reverse("programs:subscribe"), {"email": email, "query": query})
    assert answer.status_code == 302


def test_an_address_hears_only_after_its_word_and_until_its_word(client: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    subscribe(client, "kind=university")
    (letter,) = sends(SOON)
    assert "새 소식" in letter or "공고 소식" in letter
    assert sends(SOON) == []
    a_call(program, rule_set, title_ko="아직 조용", at=MARCH, **shifted(30))
    assert sends(MARCH + HOUR) == [], "nothing before the address said yes"
    confirm = link(letter, "confirm")
    assert client.get(confirm).status_code == 200
    assert sends(MARCH + HOUR) == [], "a program that follows links confirms nothing"
    assert client.post(confirm).status_code == 200
    later = MARCH + 2 * HOUR
    call = a_call(program, rule_set, title_ko="새로운 공고", at=later, **shifted(30))
    (news,) = sends(later)
    assert "새로운 공고" in news
    assert "아직 조용" not in news
    asker = world.actor("institution_officer", later)
    inquiry = actions.ask(call_uid=call.uid, text="누가 주관합니까?", by=asker, at=later + HOUR)
    actions.answer(inquiry_uid=inquiry.uid, text_ko="대학입니다.", by=SYSTEM, at=later + HOUR)
    (answered,) = sends(later + HOUR)
    assert "누가 주관합니까?" in answered
    assert "List-Unsubscribe" in mail.outbox[0].extra_headers
    stop = Client(enforce_csrf_checks=True).post(link(answered, "end"))
    assert stop.status_code == 200, "a mail program ends it with one click"
    a_call(program, rule_set, at=later + 2 * HOUR, **shifted(30))
    assert sends(later + 3 * HOUR) == []
    assert Subscription.objects.get().email == "", "the address is forgotten"
    assert not Event.objects.filter(data__icontains="reader@example.org").exists()


def test_only_what_fits_the_conditions_is_told(client: Client, world: World) -> None:
    subscribe(client, "q=없는말")
    client.post(link(sends(SOON)[0], "confirm"))
    a_call(*the_ris_program(world.ministry), at=MARCH + HOUR, **shifted(30))
    assert sends(MARCH + HOUR) == []


def test_nobody_fills_a_strangers_mailbox_and_no_link_is_made_up(client: Client, world: World) -> None:
    for _unused in range(5):
        subscribe(client)
    assert len(sends(SOON)) == 3
    for number in range(9):
        subscribe(client, email=f"reader{number}@example.org")
    assert Subscription.objects.count() == 3 + 5, "ten an hour from one place"
    assert client.post(reverse("programs:subscribe"), {"email": "no address"}).status_code == 422
    good = link(sends(SOON)[0], "end")
    assert client.post(good.replace("/end/", "/confirm/")).status_code == 403
    assert client.post(reverse("programs:end-subscription", args=["made-up"])).status_code == 403
