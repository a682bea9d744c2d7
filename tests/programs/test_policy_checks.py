"""Budgets against caps and matches against shares, to the won."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import below_bp
from programs.policy import Basis, Policy, Source
from programs.policy.checks import (
    Line,
    MatchOffer,
    budget_notices,
    budget_violations,
    match_violations,
    required_match_krw,
)
from tests.programs.policies import policy_with, ris_policy

RIS = ris_policy()


def year_lines(year: int, salaries: int, running: int, match: int = 0) -> list[Line]:
    return [
        Line(year, "salaries", Source.GRANT, salaries, field=f"y{year}-salaries"),
        Line(year, "running", Source.GRANT, running),
        Line(year, "running", Source.REGIONAL, match),
    ]


def three_years(salaries: int, running: int, match: int = 0) -> list[Line]:
    return [line for year in (1, 2, 3) for line in year_lines(year, salaries, running, match)]


def codes(policy: Policy, lines: list[Line]) -> set[str]:
    return {violation.code for violation in budget_violations(policy, lines)}


@pytest.mark.parametrize(
    ("salaries", "rest", "refused"),
    [
        (200_000_000, 800_000_000, False),  # 20.00%
        (200_100_000, 799_900_000, True),  # 20.01%
        (200_000_001, 799_999_999, True),  # one won above
        (199_999_999, 800_000_001, False),  # one won below
        (0, 1_000_000_000, False),
    ],
)
def test_salaries_pass_at_twenty_percent_and_not_a_won_above(salaries: int, rest: int, refused: bool) -> None:
    assert codes(RIS, three_years(salaries, rest)) == ({"budget.salaries_above_cap"} if refused else set())


def test_caps_are_taken_of_grant_and_match_together() -> None:
    assert codes(RIS, three_years(220_000_000, 780_000_000)) == {"budget.salaries_above_cap"}
    assert not codes(RIS, three_years(220_000_000, 780_000_000, match=100_000_000))
    of_grant = policy_with("budget.cap_basis", "grant")
    assert codes(of_grant, three_years(220_000_000, 780_000_000, match=100_000_000)) == {"budget.salaries_above_cap"}


def test_a_refusal_says_which_clause_and_by_how_much() -> None:
    [violation] = budget_violations(RIS, [*year_lines(1, 200_100_000, 799_900_000), *three_years(0, 10**9)[3:]])
    assert violation.clause == "budget.categories.salaries.cap_bp"
    assert violation.field == "y1-salaries"
    assert violation.values == {
        "year": 1,
        "category_ko": "인건비",
        "category_en": "Salaries",
        "amount_krw": 200_100_000,
        "base_krw": 1_000_000_000,
        "share_bp": 2001,
        "cap_bp": 2000,
        "allowed_krw": 200_000_000,
    }


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Line(1, "holidays", Source.GRANT, 1), "budget.category_unknown"),
        (Line(1, "running", Source.OWN, 1), "budget.source_unknown"),
        (Line(4, "running", Source.GRANT, 1), "budget.year_unknown"),
        (Line(0, "running", Source.GRANT, 1), "budget.year_unknown"),
        (Line(1, "running", Source.REGIONAL, -1), "budget.amount_negative"),
        (Line(1, "running", Source.GRANT, 300_000_001), "budget.grant_above_ceiling"),
    ],
)
def test_a_line_that_does_not_belong_is_refused(line: Line, code: str) -> None:
    assert codes(RIS, [*three_years(0, 1_000_000_000), line]) == {code}


@pytest.mark.parametrize(
    ("grant", "found"),
    [
        (0, {"budget.year_empty"}),
        (99_999_999, {"budget.grant_below_floor"}),
        (100_000_000, set()),
        (1_300_000_000, set()),
        (1_300_000_001, {"budget.grant_above_ceiling"}),
    ],
)
def test_a_grant_lies_between_floor_and_ceiling(grant: int, found: set[str]) -> None:
    assert codes(RIS, three_years(0, grant)) == found


def test_every_violation_is_found_at_once() -> None:
    lines = [*year_lines(1, 500_000_000, 900_000_000), Line(2, "holidays", Source.GRANT, 1)]
    assert codes(RIS, lines) == {
        "budget.salaries_above_cap",
        "budget.grant_above_ceiling",
        "budget.category_unknown",
        "budget.grant_below_floor",
        "budget.year_empty",
    }


def test_a_band_decides_what_an_excess_does() -> None:
    lines = three_years(300_000_000, 700_000_000)
    explain = policy_with("budget.categories.0.band", "explain")
    assert codes(explain, lines) == {"budget.salaries_above_cap"}
    assert budget_violations(explain, lines, explained={"salaries"}) == []
    notify = policy_with("budget.categories.0.band", "notify")
    assert not codes(notify, lines)
    assert len(budget_notices(notify, lines)) == 3
    assert budget_notices(RIS, lines) == []


@pytest.mark.parametrize(
    ("grant", "cash", "refused"),
    [
        (900_000_000, 100_000_000, False),  # 10.00%
        (900_000_000, 99_999_999, True),  # one won below
        (900_100_000, 99_900_000, True),  # 9.99%
        (1_300_000_000, 144_444_445, False),
        (1_300_000_000, 144_444_444, True),
    ],
)
def test_a_match_of_ten_percent_is_enough_and_not_a_won_less(grant: int, cash: int, refused: bool) -> None:
    found = match_violations(RIS, [MatchOffer(1, grant, cash, field="cash_1")])
    assert [violation.code for violation in found] == (["match.below_share"] if refused else [])
    if refused:
        assert (found[0].clause, found[0].field) == ("match.share_bp", "cash_1")


def test_a_match_counts_in_kind_where_the_rules_do() -> None:
    offer = MatchOffer(1, 900_000_000, 40_000_000, 60_000_000)
    assert match_violations(RIS, [offer]) == []
    half_cash = policy_with("match.min_cash_bp", 5000)
    assert [violation.code for violation in match_violations(half_cash, [offer])] == ["match.cash_below_share"]
    cash_only = policy_with("match.forms", ["cash"])
    assert [violation.code for violation in match_violations(cash_only, [offer])] == ["match.in_kind_not_accepted"]
    assert [v.code for v in match_violations(RIS, [MatchOffer(1, 10, -1)])] == ["match.amount_negative"]


def test_a_share_of_the_grant_alone_is_smaller() -> None:
    of_grant = policy_with("match.basis", "grant")
    assert required_match_krw(of_grant, 900_000_000) == 90_000_000
    assert match_violations(of_grant, [MatchOffer(1, 900_000_000, 90_000_000)]) == []


@given(st.integers(1, 10**15), st.integers(0, 9_999), st.sampled_from(["project_year_budget", "grant"]))
def test_the_required_match_is_the_least_that_passes(grant: int, bp: int, basis: str) -> None:
    policy = policy_with_match(bp, basis)
    match = required_match_krw(policy, grant)
    assert match_violations(policy, [MatchOffer(1, grant, match)]) == []
    if match:
        assert [v.code for v in match_violations(policy, [MatchOffer(1, grant, match - 1)])] == ["match.below_share"]
        assert below_bp(match - 1, grant + (match - 1 if basis != "grant" else 0), bp)


def policy_with_match(bp: int, basis: str) -> Policy:
    return replace(RIS, match=replace(RIS.match, share_bp=bp, basis=Basis(basis)))
