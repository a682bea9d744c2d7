"""Messages on their way: once to each inbox, by e-mail in the reader's language, again where the server fails."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction
from pytest_django import Settings

from accounts import actions, mailfolder
from accounts.actions.delivery import ATTEMPTS, LONGEST_WAIT, wait_after
from accounts.actors import Actor
from accounts.models import Message, User
from accounts.tasks import SWEEPS
from core import sweeps
from core.events import first_broken_seal, record
from core.models import Delivery, Event, EventSeal
from core.refusals import NotFound
from tests.build import MARCH, a_user, actor_for, later

pytestmark = pytest.mark.django_db
DELIVER, SEAL, _OVER = SWEEPS


def told(*users: User, name: str = "accounts.account_reopened") -> Event:
    with transaction.atomic():
        return record(
            name,
            subject=users[0],
            by=Actor.system(),
            at=MARCH,
            data={"name": "김철수", "email": "kim@example.kr"},
            tell=[user.pk for user in users],
        )


def test_what_happened_comes_into_the_inbox_and_by_mail_in_each_readers_language() -> None:
    korean, english = a_user(language="ko"), a_user(language="en")
    told(korean, english)
    assert sweeps.run(DELIVER, at=MARCH).done == 4
    assert Message.objects.count() == 2
    by_reader = {letter.to[0]: letter for letter in mail.outbox}
    assert by_reader[korean.email].subject == "[Baro] 김철수 계정 재개"
    assert by_reader[english.email].subject == "[Baro] The account of 김철수 was opened again"
    assert "http" in str(by_reader[english.email].body)


def test_a_second_run_delivers_nothing_twice() -> None:
    event = told(a_user())
    delivery = Delivery.objects.get(event=event, channel="email")
    sweeps.run(DELIVER, at=MARCH)
    sweeps.run(DELIVER, at=later(days=1))
    inbox = Delivery.objects.get(event=event, channel="inbox")
    actions.deliver(delivery=Delivery.objects.get(pk=delivery.pk), at=later(days=1))
    inbox.state = "due"  # as a worker saw it that was killed after its work was done
    actions.deliver(delivery=inbox, at=later(days=1))
    assert Message.objects.count() == 1
    assert len(mail.outbox) == 1


def test_a_letter_sent_twice_is_one_to_its_reader() -> None:
    delivery = Delivery.objects.get(event=told(a_user()), channel="email")
    actions.deliver(delivery=delivery, at=MARCH)
    actions.deliver(delivery=delivery, at=MARCH)
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1


def test_nothing_is_delivered_before_it_is_due() -> None:
    told(a_user())
    assert sweeps.run(DELIVER, at=MARCH - timedelta(seconds=1)).done == 0


def test_a_failing_server_is_tried_again_ever_later_and_then_given_up(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    delivery = Delivery.objects.get(event=told(a_user()), channel="email")
    at, waits = MARCH, []
    for attempt in range(1, ATTEMPTS + 1):
        sweeps.run(DELIVER, at=at)
        delivery.refresh_from_db()
        assert delivery.attempts == attempt
        assert "Error" in delivery.last_error
        waits.append(delivery.due_at - at)
        at = delivery.due_at
    assert delivery.state == "given_up"
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert wait_after(20) == LONGEST_WAIT
    assert sweeps.run(DELIVER, at=later(days=30)).done == 0


def test_who_wants_no_mail_gets_none_but_the_link_to_choose_a_password() -> None:
    user = a_user()
    User.objects.filter(pk=user.pk).update(by_email=False)
    told(user)
    told(user, name="accounts.password_reset_asked")
    sweeps.run(DELIVER, at=MARCH)
    assert Message.objects.filter(user=user).count() == 2
    assert ["/password/reset/key/" in str(letter.body) for letter in mail.outbox] == [True]
    assert Delivery.objects.get(state="given_up").last_error == "takes no e-mail"


def test_a_closed_account_is_reached_no_more() -> None:
    user = a_user()
    User.objects.filter(pk=user.pk).update(is_active=False)
    told(user)
    sweeps.run(DELIVER, at=MARCH)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"given_up"}


def test_a_message_is_read_once_and_by_its_reader_alone() -> None:
    user, other = a_user(), a_user()
    told(user)
    sweeps.run(DELIVER, at=MARCH)
    message = Message.objects.get()
    with pytest.raises(NotFound):
        actions.mark_read(message_uid=message.uid, by=actor_for(other), at=MARCH)
    actions.mark_read(message_uid=message.uid, by=actor_for(user), at=MARCH)
    actions.mark_read(message_uid=message.uid, by=actor_for(user), at=later(days=1))
    message.refresh_from_db()
    assert message.read_at == MARCH
    assert Event.objects.filter(name="accounts.messages_read").count() == 1
    assert actions.mark_all_read(by=actor_for(user), at=MARCH) == 0


def test_the_record_is_sealed_by_its_sweep() -> None:
    for _ in range(3):
        told(a_user())
    assert sweeps.run(SEAL, at=MARCH).done == 1
    assert EventSeal.objects.count() == Event.objects.count() == 3
    assert sweeps.run(SEAL, at=MARCH).done == 0
    assert first_broken_seal() is None


def test_mail_without_a_server_is_kept_in_a_folder(tmp_path: Path, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "accounts.mailfolder.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    user = a_user()
    told(user)
    sweeps.run(DELIVER, at=MARCH)
    (kept,) = mailfolder.newest()
    assert (kept.to, kept.subject) == (user.email, "[Baro] 김철수 계정 재개")
    whole = mailfolder.named(kept.name)
    assert whole is not None
    assert "김철수" in whole.text
    assert mailfolder.named("../../etc/passwd") is None
    assert mailfolder.named(kept.name.replace("2", "1")) is None
