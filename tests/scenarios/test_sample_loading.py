"""The sample world is loaded whole after a kill, and only into an empty database that is not production's."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.fixtures import Settings

from accounts.models import Organization, User
from core.models import Job
from core.refusals import RuleBroken, WrongState
from scenarios import sample
from scenarios.report import world_hash
from tests.build import an_organization
from tests.scenarios.files import MINI

pytestmark = pytest.mark.django_db
FILES = (MINI,)
PASSWORD = "a password of this test"


class Killed(BaseException):
    """The process was killed."""


def load(if_empty: bool = True) -> sample.Loaded:
    return sample.load(if_empty=if_empty, password=PASSWORD, files=FILES)


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


def test_production_has_no_sample_world(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(RuleBroken, match=r"sample\.not_here"):
        load()
    with pytest.raises(CommandError):
        call_command("sample_world", "--if-empty")
    assert not Organization.objects.exists()
