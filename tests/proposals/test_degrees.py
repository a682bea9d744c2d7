"""A region's officers see on their ranking how far each proposal overlaps, and nothing else of an overlap."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from core import scope
from core.sweeps import run
from proposals.models import Overlap, Proposal
from proposals.queries.degrees import Degree, degrees_of
from proposals.queries.overlaps import overlaps_visible_to
from proposals.tasks import SKETCHES
from tests.build import a_ministry_world
from tests.build_programs import CLOSES_AT, a_call, a_ruled_program, shifted
from tests.proposals.portal import at_the_clock
from tests.proposals.regional import IN_TIME, Regions, a_submitted_proposal, signed_in, some_regions
from tests.proposals.test_alike import SECRET, SHARED

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A region's three proposals and one more (`own`), like one in a closed and one in an open call elsewhere."""

    regions: Regions
    own: Proposal
    closed: Proposal
    open: Proposal

    @property
    def path(self) -> str:
        return reverse("proposals:ranking", args=[self.regions.call.uid, "daejeon"])


@pytest.fixture(scope="module")
def first_scene(shared_db: None) -> Scene:
    regions, elsewhere = some_regions(), a_ministry_world("busan")
    own = a_submitted_proposal(regions.call, regions.world.institution, text=SHARED)
    program, rule_set = a_ruled_program(elsewhere.ministry)
    early = a_call(program, rule_set)
    late = a_call(program, rule_set, **shifted((IN_TIME - CLOSES_AT).days + 9))
    others = [a_submitted_proposal(call, elsewhere.institution, text=f"{SECRET} {SHARED}") for call in (early, late)]
    run(SKETCHES, at=IN_TIME)
    return Scene(regions, own, *others)


@pytest.fixture
def scene(first_scene: Scene) -> Scene:
    at_the_clock(IN_TIME)
    return deepcopy(first_scene)


def test_the_degree_counts_closed_calls_alone_and_no_overlap_that_ended(scene: Scene) -> None:
    assert Overlap.objects.count() == 3
    wanted = [scene.own.pk, scene.regions.mine[0].pk]
    degree = degrees_of(wanted, IN_TIME)
    assert degree == {scene.own.pk: Degree(1, degree[scene.own.pk].text_bp)}
    assert degree[scene.own.pk].text_bp >= 2_500
    both = degrees_of([scene.own.pk, scene.closed.pk], IN_TIME)
    assert both[scene.closed.pk].overlaps == 1
    Overlap.objects.update(state="ended")
    assert degrees_of(wanted, IN_TIME) == {}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_ranking_marks_it_with_a_way_to_what_is_alike(scene: Scene, language: str) -> None:
    client = signed_in(scene.regions.world.region_officer, language)
    page = client.get(scene.path).content.decode()
    alike = reverse("proposals:alike", args=[scene.own.uid])
    assert page.count(alike) == 1
    assert ("중복 가능" if language == "ko" else "Overlap ") in page
    for other in (scene.closed, scene.open):
        assert other.number not in page
    detail = client.get(alike).content.decode()
    assert scene.closed.number in detail
    for word in (SECRET[:8], scene.closed.title_ko, scene.open.number):
        assert word not in detail


def test_the_api_tells_the_degree_of_each(scene: Scene) -> None:
    client = signed_in(scene.regions.world.region_officer)
    said = client.get(reverse("api:ranking", args=[scene.regions.call.uid, "daejeon"])).json()
    found = {one["number"]: (one["overlaps"], one["overlap_text_bp"] >= 2_500) for one in said["places"]}
    assert found.pop(scene.own.number) == (1, True)
    assert set(found.values()) == {(0, False)}


def test_the_second_wall_lets_a_region_reach_overlaps_of_its_own_alone(scene: Scene) -> None:
    def reached(actor: Actor) -> int:
        with scope.within(actor.scope):
            return Overlap.objects.count()

    officer = scene.regions.officer()
    assert (reached(officer), reached(scene.regions.stranger())) == (2, 3)
    assert reached(scene.regions.world.actor("institution_officer", IN_TIME)) == 0
    assert not overlaps_visible_to(officer).exists(), "the page of an overlap is not a region's"


def test_the_ranking_asks_as_much_for_three_marks_as_for_one(scene: Scene) -> None:
    client = signed_in(scene.regions.world.region_officer)

    def counted() -> tuple[int, int]:
        client.get(scene.path)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(scene.path).content.decode()
        return page.count("/alike/"), sum("worldclock" not in one["sql"] for one in captured)

    marks, asked = counted()
    for _ in range(2):
        a_submitted_proposal(scene.regions.call, scene.regions.world.institution, text=SHARED)
    run(SKETCHES, at=IN_TIME)
    assert (marks, *counted()) == (1, 3, asked)
    assert asked <= 12
