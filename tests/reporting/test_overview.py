"""All programmes on one page: for those who oversee, read only."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import scope
from core.refusals import NotAllowed
from reporting.queries.overview import overview
from tests.build_programs import a_call, a_program, a_rule_set
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
    assert counted() == once <= 8
