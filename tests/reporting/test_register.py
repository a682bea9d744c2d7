"""The register of proposals: everybody his own, narrowed by the address, in few queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.models import Proposal
from proposals.queries import visible_to
from tests.build_programs import a_call
from tests.proposals.regional import IN_TIME, some_regions
from tests.reporting.doors import at_moment, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]
PAGE = "reporting:register"


def test_each_reads_what_he_may_see_and_the_title_that_was_handed_in() -> None:
    regions = some_regions(2)
    Proposal.objects.filter(pk=regions.mine[0].pk).update(title_ko="비밀 초안")
    at_moment(IN_TIME)
    for role, user in regions.world.users().items():
        seen = visible_to(regions.world.actor(role, IN_TIME))
        text = signed_in(user).get(reverse(PAGE)).content.decode()
        assert all((one.number in text) == seen.filter(pk=one.pk).exists() for one in (*regions.mine, *regions.theirs))
        assert "비밀 초안" not in text
    assert signed_in(None).get(reverse(PAGE)).status_code == 302


def test_the_address_narrows_the_list_and_a_chip_takes_a_condition_away() -> None:
    regions = some_regions(2)
    at_moment(IN_TIME)
    client = signed_in(regions.world.ministry_officer)
    first, other = regions.mine[0], regions.theirs[0]
    found = client.get(reverse(PAGE), {"q": first.number, "region": "daejeon"})
    assert [row["titled"].proposal for row in found.context["rows"]] == [first]
    assert {chip["url"] for chip in found.context["chips"]} == {
        f"{reverse(PAGE)}?region=daejeon",
        f"{reverse(PAGE)}?q={first.number}",
    }
    assert other in [row["titled"].proposal for row in client.get(reverse(PAGE), {"region": "busan"}).context["rows"]]
    empty = client.get(reverse(PAGE), {"state": "selected"})
    assert "No proposal fits these conditions" in empty.content.decode()
    a_call(regions.call.program, regions.call.rule_set, code="empty-call")
    assert not client.get(reverse(PAGE), {"call": "empty-call"}).context["rows"]


def test_three_rows_take_as_many_queries_as_one() -> None:
    regions = some_regions(1)
    at_moment(IN_TIME)
    client = signed_in(regions.world.ministry_officer)
    counts = []
    for conditions, rows in (({"region": "daejeon"}, 1), ({}, 3)):
        client.get(reverse(PAGE))
        with CaptureQueriesContext(connection) as asked:
            assert len(client.get(reverse(PAGE), conditions).context["rows"]) == rows
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
