"""Changes as they are typed, and the figures of a choice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import SEOUL
from programs.policy import parse_policy
from scenarios.rules import Team, Unreadable, gini_bp, measures_of, money_on, read_setting, read_settings
from tests.build_programs import ris_rules

POLICY = parse_policy(ris_rules())
CLOSES = datetime(2004, 4, 30, 18, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("typed", "path", "value"),
    [
        ("quota.teams_per_region=3", "quota.teams_per_region", 3),
        ("selection.region_quota = 3", "quota.teams_per_region", 3),
        ("call.budget_krw=1,000,000", "call.budget_krw", 1_000_000),
        ("call.budget_krw=1_000_000", "call.budget_krw", 1_000_000),
        ("quota.teams_per_region=none", "quota.teams_per_region", None),
        ("match.document_required=no", "match.document_required", False),
        ('eligibility.excluded_regions=["seoul"]', "eligibility.excluded_regions", ["seoul"]),
        ("match.due=contract", "match.due", "contract"),
    ],
)
def test_a_change_is_read_as_it_is_typed(typed: str, path: str, value: Any) -> None:
    assert read_setting(typed) == (path, value)


@pytest.mark.parametrize("typed", ["quota", "=3", "quota=", "quota=[1", ""])
def test_what_is_no_change_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_settings([typed])


@pytest.mark.parametrize(
    ("amounts", "gini"), [([], 0), ([0, 0], 0), ([5, 5, 5], 0), ([0, 0, 0, 8], 7_500), ([1, 2, 3], 2_222)]
)
def test_gini_of_known_amounts(amounts: list[int], gini: int) -> None:
    assert gini_bp(amounts) == gini


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=20), st.integers(1, 1_000))
def test_gini_knows_neither_order_nor_unit_and_stays_within_bounds(amounts: list[int], times: int) -> None:
    found = gini_bp(amounts)
    assert 0 <= found < 10_000
    assert found == gini_bp(sorted(amounts, reverse=True)) == gini_bp([amount * times for amount in amounts])


def test_money_comes_after_each_offices_days_and_not_before_the_start() -> None:
    promised = money_on(POLICY, CLOSES)
    teams = [Team("seoul", "it", "", 30), Team("daejeon", "it", "", 10, originals=3)]
    regions = {"seoul": True, "busan": False, "daejeon": False}
    figures = measures_of(teams, regions=regions, policy=POLICY, closes_at=CLOSES, starts_on=date(2004, 7, 1))
    assert figures.money_on == max(promised, date(2004, 7, 1))
    assert figures.days_to_money == (figures.money_on - date(2004, 7, 1)).days
    assert (figures.teams, figures.originals, figures.grant_krw, figures.capital_bp) == (2, 4, 40, 7_500)
    assert [(one.code, one.teams) for one in figures.regions] == [("seoul", 1), ("busan", 0), ("daejeon", 1)]
    assert [(one.code, one.grant_krw) for one in figures.sectors] == [("it", 40)]
    assert figures.tiers == ()
    empty = measures_of([], regions=regions, policy=POLICY, closes_at=CLOSES, starts_on=date(2004, 7, 1))
    assert (empty.capital_bp, empty.gini_bp, empty.grant_krw) == (0, 0, 0)
