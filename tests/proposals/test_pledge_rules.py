"""The law of a pledge: the share to the won, every year, with its document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import MAX_KRW
from programs.policy import Source
from proposals.rules.pledge import (
    PledgeYear,
    due_with_ranking,
    match_share_bp,
    pledge_violations,
    source_by_year,
    takes_in_kind,
    year_figures,
)
from tests.programs.policies import policy_with, ris_policy

RIS = ris_policy()
GRANT = 1_170_000_000
"""Beside it, 130,000,000 of match make exactly 10% of 1.3 billion."""
ENOUGH = PledgeYear(130_000_000)


def codes(*years: PledgeYear, grant: int = GRANT, document: bool = True) -> list[str]:
    found = pledge_violations(RIS, [grant] * len(years), years, has_document=document)
    return [violation.code for violation in found]


def test_ten_percent_passes_and_one_won_less_does_not() -> None:
    assert codes(ENOUGH, ENOUGH, ENOUGH) == []
    found = pledge_violations(RIS, [GRANT] * 3, [ENOUGH, PledgeYear(ENOUGH.year_krw - 1), ENOUGH], has_document=True)
    assert [(violation.code, violation.field) for violation in found] == [("match.below_share", "year_krw.2")]
    assert found[0].values["required_krw"] == 130_000_000
    assert found[0].clause == "match.share_bp"


def test_9_99_percent_is_refused() -> None:
    grant, match = 900_100_000, 99_900_000
    assert match_share_bp(RIS, grant, match) == 999
    assert codes(*[PledgeYear(match)] * 3, grant=grant) == ["match.below_share"] * 3


@given(st.integers(1, 10**12))
def test_the_suggested_least_is_the_least(grant: int) -> None:
    lines = [{"year": year, "source": "grant", "category": "running", "amount_krw": grant} for year in (1, 2, 3)]
    least = [year.required_krw for year in year_figures(RIS, lines)]
    assert codes(*map(PledgeYear, least), grant=grant) == []
    assert codes(*(PledgeYear(amount - 1) for amount in least), grant=grant) == ["match.below_share"] * 3


def test_every_year_is_pledged() -> None:
    assert codes(ENOUGH, ENOUGH) == ["pledge.years_differ"]
    assert codes() == ["pledge.years_differ"]


def test_a_pledge_without_its_document_is_refused_with_everything_else() -> None:
    assert codes(ENOUGH, PledgeYear(1), ENOUGH, document=False) == ["match.below_share", "pledge.document_missing"]


def test_a_programme_may_do_without_documents() -> None:
    policy = policy_with("match.document_required", False)
    assert pledge_violations(policy, [GRANT] * 3, [ENOUGH] * 3, has_document=False) == []


@pytest.mark.parametrize(
    ("year", "code"),
    [
        (PledgeYear(-1), "match.amount_negative"),
        (PledgeYear(130_000_000, in_kind_krw=130_000_001), "match.amount_negative"),
        (PledgeYear(130_000_000, in_kind_krw=-1), "match.amount_negative"),
        (PledgeYear(MAX_KRW + 1), "pledge.too_large"),
    ],
)
def test_impossible_amounts_are_refused(year: PledgeYear, code: str) -> None:
    assert codes(year, ENOUGH, ENOUGH) == [code]


def test_a_part_in_kind_counts_where_the_rules_take_it() -> None:
    half = PledgeYear(130_000_000, in_kind_krw=65_000_000)
    assert codes(half, half, half) == []
    assert takes_in_kind(RIS)
    cash_only = policy_with("match.forms", ["cash"])
    found = pledge_violations(cash_only, [GRANT] * 3, [half] * 3, has_document=True)
    assert {violation.code for violation in found} == {"match.in_kind_not_accepted"}
    assert not takes_in_kind(cash_only)


def test_the_share_is_of_the_submitted_budget_year_by_year() -> None:
    lines = [
        {"year": 1, "source": "grant", "category": "running", "amount_krw": 900},
        {"year": 1, "source": "regional", "category": "running", "amount_krw": 120},
        {"year": 3, "source": "grant", "category": "salaries", "amount_krw": 90},
        {"year": 4, "source": "grant", "category": "salaries", "amount_krw": 7},
    ]
    assert source_by_year(lines, Source.GRANT, 3) == (900, 0, 90)
    figures = year_figures(RIS, lines)
    assert [(year.grant_krw, year.asked_krw, year.required_krw) for year in figures] == [
        (900, 120, 100),
        (0, 0, 0),
        (90, 0, 10),
    ]


def test_the_rule_set_says_when_pledges_are_due() -> None:
    assert due_with_ranking(RIS)
    assert not due_with_ranking(policy_with("match.due", "contract"))
