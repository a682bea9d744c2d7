"""The sample world: somebody for each role, something to do for each, once only, and whole after a kill."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.fixtures import Settings

from accounts.models import Organization, User
from core import clock
from core.calendar import SEOUL
from core.models import Event, Job
from core.refusals import RuleBroken, WrongState
from proposals.models import Proposal
from scenarios import sample
from scenarios.report import world_hash
from tests.build import an_organization
from tests.scenarios.files import MINI

pytestmark = pytest.mark.django_db
FILES = (MINI,)
BEFORE_CLOSING = datetime(2004, 4, 28, 18, tzinfo=SEOUL)
PASSWORD = "a password of this test"


class Killed(BaseException):
    """The process was killed."""


def load(if_empty: bool = True) -> sample.Loaded:
    return sample.load(if_empty=if_empty, password=PASSWORD, files=FILES)


def test_it_stands_two_days_before_closing_with_proposals_under_way() -> None:
    loaded = load()
    assert loaded.what == "done"
    assert loaded.job is not None
    assert (loaded.job.state, loaded.job.percent) == ("done", 100)
    assert abs(clock.now() - BEFORE_CLOSING) < timedelta(minutes=5)
    assert Proposal.objects.filter(state="draft").exists()
    assert Event.objects.order_by("-at")[0].at <= BEFORE_CLOSING


def test_sign_ins_have_the_password_and_where_needed_a_second_factor() -> None:
    load()
    officer = User.objects.get(email="officer@sample.example")
    assert officer.check_password(PASSWORD)
    assert Authenticator.objects.filter(user=officer).exists()
    leader = User.objects.get(email="busan-2.leader@sample.example")
    assert leader.check_password(PASSWORD)
    assert not Authenticator.objects.filter(user=leader).exists()
    others = User.objects.exclude(email__in=SIGN_INS)
    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


SIGN_INS = [
    "officer@sample.example",
    "busan.desk@sample.example",
    "harbour.office@sample.example",
    "busan-2.leader@sample.example",
    "administrator@sample.example",
]


def test_nobody_is_invited_by_mail() -> None:
    load()
    assert not Event.objects.filter(name="accounts.account_opened", deliveries__isnull=False).exists()


def test_a_second_load_does_nothing() -> None:
    load()
    events = Event.objects.count()
    assert load().what == "there"
    assert load(if_empty=False).what == "there"
    assert Event.objects.count() == events


def test_a_killed_load_goes_on_where_it_stood_and_comes_to_the_same_world() -> None:
    with transaction.atomic():
        load()
        unbroken = world_hash()
        transaction.set_rollback(True)
    cache.clear()

    def kill_at_half(percent: int) -> None:
        if percent >= 50:
            raise Killed

    with pytest.raises(Killed):
        sample.load(if_empty=True, password=PASSWORD, files=FILES, watch=kill_at_half)
    job = Job.objects.get()
    assert job.state == "running"
    assert 0 < job.percent < 50
    done = job.parameters["done"]
    assert load().what == "done"
    job.refresh_from_db()
    assert (job.state, job.percent) == ("done", 100)
    assert job.result is not None
    assert done < job.result["steps"]
    emails = list(User.objects.values_list("email", flat=True))
    assert len(emails) == len(set(emails))
    assert world_hash() == unbroken


def test_another_world_is_left_alone() -> None:
    an_organization()
    assert load().what == "there"
    assert Organization.objects.count() == 1
    with pytest.raises(WrongState, match=r"sample\.not_empty"):
        load(if_empty=False)


def test_a_load_of_another_version_is_not_gone_on_with() -> None:
    load()
    Job.objects.update(state="running", parameters={"plan": "another", "done": 3})
    with pytest.raises(WrongState, match=r"sample\.other_version"):
        load()


def test_production_has_no_sample_world(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(RuleBroken, match=r"sample\.not_here"):
        load()
    with pytest.raises(CommandError):
        call_command("sample_world", "--if-empty")
    assert not Organization.objects.exists()
