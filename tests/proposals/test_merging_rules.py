"""What an offer to merge must keep, by table; no won and no target comes from nowhere."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.policy import Source
from proposals.rules import (
    KeptTarget,
    Line,
    Original,
    changed_targets,
    drop_violations,
    merge_violations,
    merged_content,
    shared_budget,
)
from tests.programs.policies import policy_with, ris_policy

RIS = ris_policy()
YEARS = (1, 2, 3)


def lines(grant_krw: int = 900_000_000) -> list[dict[str, Any]]:
    salaries_krw = grant_krw * 16 // 100
    cells = (("salaries", "grant", salaries_krw), ("running", "grant", grant_krw - salaries_krw))
    rows = (*cells, ("running", "regional", grant_krw // 9 + 1))
    return [
        {"year": year, "category": category, "source": source, "amount_krw": won}
        for year in YEARS
        for category, source, won in rows
    ]


def an_original(number: str, grant_krw: int = 900_000_000, **changes: Any) -> Original:
    content = {
        "lines": lines(grant_krw),
        "targets": [{"indicator": code, "year": year, "value": "10.00"} for code in "ab" for year in YEARS],
    }
    given: dict[str, Any] = {"number": number, "state": "submitted", "region": "daejeon", "content": content}
    return Original(**{**given, "year_krw": (433_333_333,) * 3, **changes})


def one_budget(grant_krw: int = 1_300_000_000) -> list[Line]:
    return [Line(row["year"], row["category"], Source(row["source"]), row["amount_krw"]) for row in lines(grant_krw)]


def kept(*numbers: str) -> list[KeptTarget]:
    return [KeptTarget(number, code, year, Decimal(5)) for number in numbers for code in "ab" for year in YEARS]


def three() -> list[Original]:
    """Shares of 1.3 billion won a year, to the won."""
    first = an_original("R-1", year_krw=(433_333_334,) * 3)
    return [first, an_original("R-2"), an_original("R-3")]


def codes(*args: Any) -> set[str]:
    return {violation.code for violation in merge_violations(*args)}


def test_a_whole_offer_has_nothing_against_it() -> None:
    assert codes(RIS, three(), one_budget(), kept("R-1", "R-2", "R-3")) == set()


def test_a_won_too_few_is_a_won_too_few() -> None:
    originals = [*three()[:2], an_original("R-3", year_krw=(433_333_333, 433_333_332, 433_333_333))]
    found = merge_violations(RIS, originals, one_budget(), kept("R-1"))
    assert [(one.code, one.field) for one in found] == [("merge.shares_do_not_add_up", "shares.2")]


@pytest.mark.parametrize(
    ("originals", "code"),
    [
        ([an_original("R-1", year_krw=(1_300_000_000,) * 3)], "merge.how_many"),
        ([*three(), an_original("R-4", year_krw=(0, 0, 0))], "merge.how_many"),
        ([*three()[:2], an_original("R-3", region="busan")], "merge.regions_differ"),
        ([*three()[:2], an_original("R-3", state="merged")], "merge.original_not_open"),
        ([*three()[:2], an_original("R-3", year_krw=(1, 2))], "merge.share_not_understood"),
        ([*three()[:2], an_original("R-3", year_krw=(-1, 0, 0))], "merge.share_not_understood"),
    ],
)
def test_who_may_merge(originals: list[Original], code: str) -> None:
    assert code in codes(RIS, originals, one_budget(), kept("R-1"))


def test_rules_that_forbid_merging_forbid_it() -> None:
    merging = {"allowed": False, "max_originals": 1, "region_consents": True}
    policy = policy_with("selection.merging", merging)
    assert "merge.not_allowed" in codes(policy, three(), one_budget(), kept("R-1"))


def test_a_merged_team_has_one_teams_ceiling() -> None:
    found = codes(RIS, three(), one_budget(1_300_000_001), kept("R-1"))
    assert "merge.shares_do_not_add_up" in found
    assert any(code.startswith("budget.") for code in found)


@pytest.mark.parametrize(
    ("targets", "code"),
    [
        ([*kept("R-1"), KeptTarget("R-1", "c", 1, Decimal(1))], "merge.target_from_nowhere"),
        ([*kept("R-1"), KeptTarget("R-9", "a", 1, Decimal(1))], "merge.target_from_nowhere"),
        ([*kept("R-1"), KeptTarget("R-2", "a", 1, Decimal(-1))], "merge.target_negative"),
        (kept("R-1")[:2], "merge.too_few_targets"),
    ],
)
def test_targets_come_from_their_originals(targets: list[KeptTarget], code: str) -> None:
    assert code in codes(RIS, three(), one_budget(), targets)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(100_000_000, 1_300_000_000), min_size=2, max_size=3))
def test_a_budget_to_start_from_keeps_to_one_teams_ceiling_and_to_the_caps(grants: list[int]) -> None:
    originals = [an_original(f"R-{number}", grant) for number, grant in enumerate(grants)]
    budget = shared_budget(RIS, originals)
    for year in YEARS:
        grant_krw = sum(line.amount_krw for line in budget if line.year == year and line.source is Source.GRANT)
        assert grant_krw == min(sum(grants), RIS.budget.max_grant_per_year_krw)
    found = merge_violations(RIS, originals, budget, kept("R-0", "R-1"))
    assert {violation.code for violation in found} == {"merge.shares_do_not_add_up"}


def content(number: str, lead: str, person: str, share_bp: int = 3_000) -> dict[str, Any]:
    return {
        "call": "ris",
        "rule_set": "x",
        "sector": "it",
        "lead": {"uid": lead, "name_ko": lead},
        "partners": [{"uid": "firm", "name_ko": "firm", "contribution": number}],
        "people": [
            {"uid": person, "part": "leader", "share_bp": share_bp},
            {"uid": "shared", "part": "member", "share_bp": 6_000},
        ],
        "sections": {"summary": f"text of {number}"},
        "files": [{"name": f"{number}.pdf"}],
    }


def test_a_merged_dossier_has_everybody_once_and_says_where_each_text_is_from() -> None:
    terms = {
        "title_ko": "통합",
        "title_en": "",
        "lines": [],
        "coordinator": {"uid": "p1"},
        "targets": [
            {"number": "R-1", "indicator": "a", "year": 1, "value": "5.00"},
            {"number": "R-2", "indicator": "a", "year": 1, "value": "2.50"},
        ],
    }
    merged = merged_content(
        terms=terms,
        contents=[content("R-1", "kaist", "p1"), content("R-2", "hanbat", "p2")],
        numbers=["R-1", "R-2"],
        project_uid="u",
        sums={},
    )
    assert merged["lead"]["uid"] == "kaist"
    assert [one["uid"] for one in merged["partners"]] == ["firm", "hanbat"]
    assert {one["uid"]: (one["part"], one["share_bp"]) for one in merged["people"]} == {
        "p1": ("leader", 3_000),
        "shared": ("member", 10_000),
        "p2": ("member", 3_000),
    }
    assert merged["sections"]["summary"] == "[R-1] text of R-1\n\n[R-2] text of R-2"
    assert merged["targets"] == [{"indicator": "a", "year": 1, "value": "7.50"}]
    assert merged["originals"] == ["R-1", "R-2"]


def test_what_is_dropped_or_changed_is_named_and_only_a_drop_wants_a_reason() -> None:
    originals = three()
    whole = [
        KeptTarget(one.number, target["indicator"], target["year"], Decimal(target["value"]))
        for one in originals
        for target in one.content["targets"]
    ]
    first = originals[0].number
    assert changed_targets(originals, whole, {(first, "a"): "unused"}) == []
    lower = [replace(one, value=one.value - 1) if (one.number, one.indicator) == (first, "a") else one for one in whole]
    (changed,) = changed_targets(originals, lower, {})
    assert (changed.number, changed.indicator, changed.dropped) == (first, "a", ())
    assert changed.promised - changed.kept == len(YEARS)
    assert drop_violations([changed]) == []
    gone = [one for one in lower if (one.number, one.indicator, one.year) != (first, "a", 2)]
    nothing = [replace(one, value=Decimal()) if one not in gone else one for one in lower]
    for kept_ones in (gone, nothing):
        (dropped,) = changed_targets(originals, kept_ones, {(first, "a"): "  "})
        assert (dropped.dropped, dropped.reason) == ((2,), "")
        assert [one.field for one in drop_violations([dropped])] == [f"reasons.{first}.a"]
        assert drop_violations(changed_targets(originals, kept_ones, {(first, "a"): "why"})) == []
