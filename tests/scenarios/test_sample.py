"""The sample world: somebody for each role, something to do for each, and once only."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from accounts.models import User
from core import clock
from core.calendar import SEOUL
from core.models import Event, Job
from core.refusals import WrongState
from proposals.models import Proposal
from scenarios import sample
from tests.scenarios.files import MINI

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
FILES = (MINI,)
BEFORE_CLOSING = datetime(2004, 4, 28, 18, tzinfo=SEOUL)
PASSWORD = "a password of this test"


def load(if_empty: bool = True) -> sample.Loaded:
    return sample.load(if_empty=if_empty, password=PASSWORD, files=FILES)


@pytest.fixture(scope="module")
def loaded(shared_db: None) -> sample.Loaded:
    """Loaded once for all of these tests."""
    cache.clear()
    return load()


def test_it_stands_two_days_before_closing_with_proposals_under_way(loaded: sample.Loaded) -> None:
    assert loaded.what == "done"
    assert loaded.job is not None
    assert (loaded.job.state, loaded.job.percent) == ("done", 100)
    assert abs(clock.now() - BEFORE_CLOSING) < timedelta(minutes=5)
    assert Proposal.objects.filter(state="draft").exists()
    assert Event.objects.order_by("-at")[0].at <= BEFORE_CLOSING


def test_sign_ins_have_the_password_and_where_needed_a_second_factor() -> None:
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
    assert not Event.objects.filter(name="accounts.account_opened", deliveries__isnull=False).exists()


def test_a_second_load_does_nothing() -> None:
    events = Event.objects.count()
    assert load().what == "there"
    assert load(if_empty=False).what == "there"
    assert Event.objects.count() == events


def test_a_load_of_another_version_is_not_gone_on_with() -> None:
    Job.objects.update(state="running", parameters={"plan": "another", "done": 3})
    with pytest.raises(WrongState, match=r"sample\.other_version"):
        load()
