"""All programmes on one page: for those who oversee, read only."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import scope
from core.refusals import NotAllowed
from core.sweeps import run
from programs.actions import IndicatorTerms, add_indicator
from proposals.models import Overlap
from proposals.tasks import PROGRAMS
from reporting.queries.overview import overview
from reporting.rules.grid import Alike, grid
from tests.build_programs import BEFORE, SYSTEM, a_call, a_program, a_rule_set
from tests.proposals.regional import GRANT_KRW, IN_TIME, a_submitted_proposal, some_regions
from tests.reporting.doors import at_moment, signed_in

pytestmark = pytest.mark.django_db


def test_it_joins_calls_regions_and_sectors() -> None:
    regions = some_regions(3)
    found = overview(regions.world.actor("coordinator"), IN_TIME)
    (call,) = found.calls
    assert (call.phase, call.figures.submitted, call.figures.asked_krw) == ("ranking", 5, 15 * GRANT_KRW)
    assert {share.name_en: share.figures.submitted for share in found.regions} == {"Daejeon": 3, "Busan": 2}
    assert [(share.name_ko, share.figures.submitted) for share in found.sectors] == [("it", 5)]


def test_overseers_alone_read_it() -> None:
    regions = some_regions(1)
    at_moment(IN_TIME)
    for role, user in regions.world.users().items():
        allowed = role in {"auditor", "coordinator"}
        assert signed_in(user).get("/overview/").status_code == (200 if allowed else 403), role
        if not allowed:
            with pytest.raises(NotAllowed):
                overview(regions.world.actor(role), IN_TIME)
    assert signed_in(None).get("/overview/").status_code == 302
    assert signed_in(regions.world.auditor, language="ko").get("/overview/").status_code == 200
    assert signed_in(regions.world.auditor).post("/overview/").status_code == 405


def test_the_second_wall_lets_overseers_count_everything() -> None:
    regions = some_regions(2)
    actor = regions.world.actor("auditor")
    with scope.within(actor.scope, back_to=scope.SYSTEM):
        assert overview(actor, IN_TIME).total.submitted == 4


def test_the_number_of_queries_does_not_grow_with_programmes_and_calls() -> None:
    regions = some_regions(1)
    actor = regions.world.actor("auditor")

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            overview(actor, IN_TIME)
        return len(captured)

    once = counted()
    for _ in range(2):
        program = a_program(regions.world.ministry)
        call = a_call(program, a_rule_set(program))
        call.program = program
        a_submitted_proposal(call, regions.world.institution)
    assert counted() == once <= 11


def test_programmes_are_compared_with_each_other_and_overlaps_counted_by_ministry() -> None:
    regions = some_regions(1)
    call = regions.call
    twin = a_program(name_ko="지역혁신 사업", goal_ko=call.program.goal_ko)
    for one in call.program.indicators.all():
        terms = IndicatorTerms(code=one.code, name_ko=one.name_ko, unit_ko=one.unit_ko)
        add_indicator(program_uid=twin.uid, terms=terms, by=SYSTEM, at=BEFORE)
    a_rule_set(twin)
    run(PROGRAMS, at=IN_TIME)
    found = overview(regions.world.actor("coordinator"), IN_TIME)
    (pair,) = found.alike
    assert pair.likeness.is_overlap
    assert list(found.noted) == [frozenset((pair.first.pk, pair.second.pk))]
    assert [(one.name_ko, one.counts) for one in found.answering] == [(twin.ministry.name_ko, {"open": 1})]
    at_moment(IN_TIME)
    page = signed_in(regions.world.coordinator).get("/overview/").content.decode()
    assert page.count("heat-4") == 2, "each of the two meets the other"
    assert reverse("proposals:overlap", args=[Overlap.objects.get().uid]) in page


def test_a_grid_shows_each_with_each_and_the_most_alike_of_many() -> None:
    found = [Alike(1, 2, 9_000, True), Alike(1, 3, 4_500, False), Alike(2, 3, 100, False)]
    rows = grid([3, 1, 2], found)
    assert [row.key for row in rows] == [3, 1, 2]
    assert [[cell.level for cell in row.cells] for row in rows] == [[0, 2, 0], [2, 0, 4], [0, 4, 0]]
    assert rows[0].cells[0].alike is None
    assert [row.key for row in grid([3, 1, 2], found, most=2)] == [1, 2]
    assert grid([], []) == []
