"""The funnel of a call by region: what is counted, and who reads which rows."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Kind, Role
from core import scope
from core.refusals import NotAllowed, NotFound
from proposals.models import Proposal
from reporting.queries.counting import Figures
from reporting.queries.funnel import funnel
from tests.build import actor_for, an_officer, an_organization
from tests.build_programs import a_draft_call
from tests.proposals.regional import GRANT_KRW, IN_TIME, LEAST_KRW, a_submitted_proposal, some_regions
from tests.reporting.doors import at_moment, signed_in

pytestmark = pytest.mark.django_db
READERS = ("ministry_officer", "ministry_approver", "agency_officer", "auditor", "coordinator")
STRANGERS = ("institution_officer", "expert", "administrator", "member")


def test_it_counts_each_stage_by_region_and_in_all() -> None:
    regions = some_regions(3)
    regions.save()
    regions.submit()
    regions.pledge()
    Proposal.objects.filter(pk=regions.theirs[0].pk).update(state="withdrawn")
    found = funnel(regions.call.uid, regions.world.actor("ministry_officer"))
    by_code = {line.region.code: line.figures for line in found.lines}
    assert len(by_code) == 16
    assert by_code["daejeon"] == Figures(
        started=3, submitted=3, ranked=3, pledged=1, asked_krw=9 * GRANT_KRW, pledged_krw=3 * LEAST_KRW
    )
    assert by_code["busan"] == Figures(started=2, submitted=1, withdrawn=1, asked_krw=3 * GRANT_KRW)
    assert by_code["seoul"] == Figures()
    assert found.total == Figures(
        started=5,
        submitted=4,
        withdrawn=1,
        ranked=3,
        pledged=1,
        asked_krw=12 * GRANT_KRW,
        pledged_krw=3 * LEAST_KRW,
    )


def test_an_order_that_is_not_handed_in_counts_for_nobody() -> None:
    regions = some_regions(3)
    regions.save()
    for role in (*READERS, "region_officer"):
        assert funnel(regions.call.uid, regions.world.actor(role)).total.ranked == 0, role


def test_a_region_reads_its_own_row_alone() -> None:
    regions = some_regions(3)
    own = funnel(regions.call.uid, regions.officer())
    assert [line.region.code for line in own.lines] == ["daejeon"]
    assert (own.is_whole, own.total.submitted) == (False, 3)
    other = funnel(regions.call.uid, regions.stranger())
    assert ([line.region.code for line in other.lines], other.total.submitted) == (["busan"], 2)


def test_who_may_read_it() -> None:
    regions = some_regions(1)
    for role in READERS:
        assert funnel(regions.call.uid, regions.world.actor(role)).is_whole, role
    for role in STRANGERS:
        with pytest.raises(NotAllowed):
            funnel(regions.call.uid, regions.world.actor(role))
    other = actor_for(an_officer(Role.MINISTRY_OFFICER, an_organization(Kind.MINISTRY, None)))
    with pytest.raises(NotAllowed):
        funnel(regions.call.uid, other)


def test_a_draft_call_is_not_there_for_others() -> None:
    regions = some_regions(1)
    draft = a_draft_call(regions.call.program)
    with pytest.raises(NotFound):
        funnel(draft.uid, regions.officer())


@pytest.mark.parametrize("role", ["ministry_officer", "agency_officer", "region_officer", "coordinator"])
def test_the_second_wall_lets_through_what_the_reader_may_count(role: str) -> None:
    regions = some_regions(3)
    regions.save()
    regions.submit()
    regions.pledge()
    actor = regions.world.actor(role, IN_TIME)
    without = funnel(regions.call.uid, actor).total
    with scope.within(actor.scope, back_to=scope.SYSTEM):
        assert funnel(regions.call.uid, actor).total == without
    stranger = actor_for(regions.world.member)
    with scope.within(stranger.scope, back_to=scope.SYSTEM):
        assert not Proposal.objects.filter(call=regions.call, state="submitted", region_id=0).exists()


def test_the_number_of_queries_is_the_same_for_one_proposal_and_for_many() -> None:
    regions = some_regions(1)
    actor = regions.world.actor("ministry_officer")

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            funnel(regions.call.uid, actor)
        return len(captured)

    once = counted()
    for _ in range(3):
        a_submitted_proposal(regions.call, regions.world.institution)
    assert counted() == once == 3


@pytest.mark.parametrize("language", ["ko", "en"])
def test_page_table_and_interface_say_the_same(language: str) -> None:
    regions = some_regions(3)
    at_moment(IN_TIME)
    client = signed_in(regions.world.ministry_officer, language=language)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/calls/{regions.call.uid}/funnel/")
    assert page.status_code == 200
    assert len(captured) <= 12
    assert "<svg" in page.content.decode()
    table = client.get(f"/calls/{regions.call.uid}/funnel.csv")
    text = table.content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert (len(rows), rows[-1][1:]) == (18, ["5", "5", *"0000000", str(15 * GRANT_KRW), *"000"])
    answer = client.get(f"/api/v1/calls/{regions.call.uid}/funnel").json()
    assert answer["total"]["asked_krw"] == 15 * GRANT_KRW
    assert next(line for line in answer["regions"] if line["region"] == "busan")["figures"]["submitted"] == 2


def test_the_edges_refuse_whoever_may_not_read_it() -> None:
    regions = some_regions(1)
    at_moment(IN_TIME)
    for path in (f"/calls/{regions.call.uid}/funnel/", f"/calls/{regions.call.uid}/funnel.csv"):
        assert signed_in(None).get(path).status_code == 302
        assert signed_in(regions.world.member).get(path).status_code == 403
    api = f"/api/v1/calls/{regions.call.uid}/funnel"
    assert signed_in(None).get(api).status_code == 403
    assert signed_in(regions.world.member).get(api).status_code == 403
