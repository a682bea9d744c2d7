"""A new installation gets its first administrator by a command, and only its first."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.models import Delivery
from tests.build import actor_for

pytestmark = pytest.mark.django_db


def test_the_first_administrator_is_invited_and_holds_the_office() -> None:
    call_command("first_administrator", "김관리", "admin@example.kr", "산업자원부", stdout=StringIO())
    user = User.objects.get(email="admin@example.kr")
    assert actor_for(user, clock.now()).holds(Role.ADMINISTRATOR)
    assert Delivery.objects.filter(user_id=user.pk, channel="email", event__name="accounts.account_opened").exists()
    with pytest.raises(CommandError, match="already"):
        call_command("first_administrator", "다른이", "other@example.kr", "산업자원부")


def test_what_stands_against_it_is_told_and_nothing_is_left() -> None:
    with pytest.raises(CommandError):
        call_command("first_administrator", "김관리", "no address", "산업자원부")
    assert not User.objects.exists()
