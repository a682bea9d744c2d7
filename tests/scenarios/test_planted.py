"""Planted overlaps are found, and little else is called one; measuring leaves nothing behind."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count

from core.sweeps import run
from proposals.models import Overlap, Proposal, Sketch
from proposals.tasks import SKETCHES
from scenarios import sample
from scenarios.plan.planting import plant
from scenarios.planted import measure
from tests.build import MARCH
from tests.build_programs import a_call
from tests.build_proposals import a_submission, a_team
from tests.scenarios.files import MINI

pytestmark = pytest.mark.django_db


def test_planted_overlaps_are_found_with_few_false_alarms(pytestconfig: pytest.Config) -> None:
    """By one seed, or with `--full` by three."""
    for _ in range(3):
        a_submission(a_team(), a_call())
    run(SKETCHES, at=MARCH)
    before = (Proposal.objects.count(), Sketch.objects.count())
    for seed in (2004, 7, 99) if pytestconfig.getoption("--full") else (2004,):
        found = measure(seed, MARCH)
        assert sum(one.planted for one in found) == 15
        assert sum(one.found for one in found) >= 0.9 * 15
        assert max(one.false_alarms for one in found) <= 3
    assert (Proposal.objects.count(), Sketch.objects.count()) == before


def test_the_command_prints_both_figures() -> None:
    a_submission(a_team(), a_call())
    a_submission(a_team(), a_call())
    said = StringIO()
    call_command("overlap_report", "--planted", "--json", stdout=said)
    planted = json.loads(said.getvalue())["planted"]
    assert planted["recall"] >= 0.9
    assert planted["most_false_alarms_a_call"] <= 3
    plain = StringIO()
    call_command("overlap_report", stdout=plain)
    assert "No overlap." in plain.getvalue()


def test_the_same_seed_plants_the_same() -> None:
    assert plant(5, 2) == plant(5, 2) != plant(6, 2)


@pytest.fixture(scope="module")
def sample_world(shared_db: None) -> None:
    """A small world, played by the actions, and drawn by the sweep as its proposals came."""
    loaded = sample.load(if_empty=True, password="a password of this test", files=(MINI,))
    assert loaded.what == "done"
    run(SKETCHES, at=MARCH)


@pytest.mark.usefixtures("sample_world")
def test_in_a_sample_world_they_are_found_with_few_false_alarms() -> None:
    noted = Overlap.objects.exclude(state="ended").values("second_call").annotate(count=Count("pk"))
    assert all(one["count"] <= 3 for one in noted), "the world's own proposals are no copies"
    found = measure(2004, MARCH)
    assert sum(one.planted for one in found) == 5 * len(found) > 0
    assert sum(one.found for one in found) >= 0.9 * sum(one.planted for one in found)
    assert max(one.false_alarms for one in found) <= 3
