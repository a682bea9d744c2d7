"""NURI's file played to its published result through every action: ten proposals of it, or all 454 (`make nuri`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import call_command

from reviews.models import Decision
from scenarios.chosen import as_lines, chosen
from scenarios.driver import open_world, play
from scenarios.file import Scenario, read_scenario
from scenarios.report import funnel
from tests.scenarios.files import NURI, nuri_judged

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Told:
    """What the play must come to: proposals, universities, those selected by tier, Daejeon's teams and universities."""

    proposals: int
    institutions: int
    tiers: dict[str, int]
    daejeon: tuple[int, int] | None
    first_year_krw: int


WHOLE = Told(454, 111, {"large": 25, "medium": 25, "small": 61}, (6, 4), 220_000_000_000)
PART = Told(10, 5, {"large": 1, "medium": 2, "small": 2}, None, 12_000_000_000)


@pytest.fixture
def played(request: pytest.FixtureRequest) -> tuple[Scenario, Told]:
    """The file, and what it must come to."""
    scenario, told = (read_scenario(NURI), WHOLE) if request.config.getoption("--full") else (nuri_judged(), PART)
    assert scenario.selection is not None
    play([open_world(scenario)], until=scenario.selection.published_at)
    return scenario, told


def test_the_call_goes_the_whole_way_to_a_published_selection_each_with_its_reason(
    played: tuple[Scenario, Told],
) -> None:
    scenario, told = played
    rows = funnel(scenario.call.code)
    assert sum(row.submitted for row in rows) == told.proposals
    assert sum(row.institutions for row in rows) == told.institutions
    found = chosen(scenario.call.code)
    assert found is not None
    assert (found.state, found.proved, found.overridden) == ("published", True, 0)
    assert (found.selected, found.with_reason) == (sum(told.tiers.values()), told.proposals)
    assert {one.tier: one.selected for one in found.tiers} == told.tiers
    assert (found.years[0].budget_krw, found.years[0].grants_krw <= told.first_year_krw) == (told.first_year_krw, True)
    assert sum(one.share_krw or 0 for one in found.regions) == told.first_year_krw
    for region in found.regions:
        assert (region.least_krw or 0) <= region.got_krw <= (region.most_krw or 0)
        if region.region == "daejeon" and told.daejeon:
            assert (region.selected, region.institutions) == told.daejeon
    codes = {rule["code"] for one in Decision.objects.all() for rule in one.binding}
    assert "region_krw_most" in codes, "somebody stayed out for the share of his region"
    out = StringIO()
    call_command("select", scenario.call.code, "--json", stdout=out)
    kept = json.loads(out.getvalue())
    assert (kept["value"], kept["selected"]) == (found.value, found.selected)
    assert len(kept["proposals"]) == told.proposals
    lines = as_lines(found)
    assert any("Daejeon" in line for line in lines)
    print("\n".join(lines))
