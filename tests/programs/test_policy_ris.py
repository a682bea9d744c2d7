"""The RIS Pilot of 2004 as the source tells it, read from its file."""

from datetime import date

import pytest

from accounts.roles import INSTITUTION_KINDS
from core.calendar import funded_months
from programs.policy import (
    Band,
    Basis,
    InstitutionKind,
    Pay,
    PersonKind,
    PledgeDue,
    TeamCount,
    describe,
)
from tests.programs.policies import policy_with, ris_policy

RIS = ris_policy()


def test_the_facts_of_the_source_stand_in_the_rule_set() -> None:
    assert RIS.match.share_bp == 1000
    assert RIS.match.basis is Basis.PROJECT_YEAR_BUDGET
    assert RIS.match.due is PledgeDue.RANKING
    assert RIS.budget.max_grant_per_year_krw == 1_300_000_000
    assert RIS.quota.teams_per_region == 2
    assert RIS.quota.counts is TeamCount.OFFICIAL
    assert RIS.quota.planned_grant_per_region_year_krw == 2_500_000_000
    assert RIS.eligibility.excluded_regions == ()
    assert {InstitutionKind.UNIVERSITY, InstitutionKind.FIRM, InstitutionKind.BUSINESS_ASSOCIATION} <= set(
        RIS.eligibility.lead_kinds
    )
    assert RIS.review.committee_size == 40
    assert [criterion.code for criterion in RIS.review.criteria] == [
        "fit",
        "readiness",
        "capacity",
        "cooperation",
    ]
    assert RIS.selection.merging.allowed
    assert RIS.reporting.reports_per_year == 4
    assert RIS.pay.pay_of(PersonKind.PROFESSOR) is Pay.EXPENSES_ONLY


def test_salaries_are_at_most_a_fifth() -> None:
    salaries = RIS.budget.category("salaries")
    assert salaries is not None
    assert (salaries.cap_bp, salaries.band) == (2000, Band.BLOCK)
    assert RIS.budget.category("holidays") is None


@pytest.mark.parametrize("index", [1, 2, 3])
def test_three_years_from_july_with_money_spent_by_the_end_of_may(index: int) -> None:
    year = RIS.project_years.year(2004, index)
    assert (year.starts_on, year.last_day) == (date(2003 + index, 7, 1), date(2004 + index, 6, 30))
    assert RIS.project_years.spend_by_date(2004, index) == date(2004 + index, 5, 31)


def test_money_of_november_leaves_six_funded_months() -> None:
    assert funded_months(date(2004, 11, 30), RIS.project_years.spend_by_date(2004, 1)) == 6


def test_there_is_no_fourth_year() -> None:
    with pytest.raises(ValueError, match="project year 4 of 3"):
        RIS.project_years.year(2004, 4)


def test_tranches_pay_out_a_years_grant_to_the_won() -> None:
    assert RIS.tranches.amounts_krw(1, 1_300_000_001) == {"first_year": 1_300_000_001}
    assert RIS.tranches.amounts_krw(3, 7) == {"later_year": 7}
    half = {"name_ko": "반", "years": "every", "gates": []}
    halves = policy_with(
        "tranches.schedule",
        [{**half, "code": code, "share_bp": bp} for code, bp in (("a", 5000), ("b", 5000))],
    ).tranches
    assert halves.amounts_krw(2, 101) == {"a": 51, "b": 50}


def test_what_the_file_asks_for_is_found_by_code() -> None:
    plan = RIS.files.document("plan")
    assert plan is not None
    assert plan.required
    assert RIS.files.document("poem") is None
    assert RIS.review.criterion("fit") is RIS.review.criteria[0]
    assert RIS.review.criterion("beauty") is None
    assert RIS.review.phase("discussion") is RIS.review.phases[1]
    assert RIS.review.phase("dinner") is None


def test_a_description_marks_what_the_source_does_not_give() -> None:
    assumed = {clause.path: clause.assumed for clause in describe(RIS)}
    assert not assumed["budget.categories.salaries"]
    assert assumed["budget.categories.fixed_capital"]
    assert not assumed["match.share_bp"]
    assert assumed["match.basis"]
    assert not assumed["pay.rules.professor"]
    assert not assumed["project_years.spend_by"]
    assert assumed["review.criteria.fit.anchors.5"]


def test_a_description_gives_each_clause_its_sentence_values_and_unit() -> None:
    clauses = {clause.path: clause for clause in describe(RIS)}
    assert len(clauses) == len(describe(RIS))
    share = clauses["match.share_bp"]
    assert (share.code, share.values, share.unit, share.group) == (
        "match.share_bp",
        {"share_bp": 1000},
        "bp",
        "match",
    )
    assert clauses["match.due"].code == "match.due.ranking"
    assert clauses["eligibility.max_led_per_institution"].code == "eligibility.max_led_per_institution.none"
    assert clauses["budget.categories.running"].code == "budget.categories.uncapped"
    assert clauses["project_years.spend_by"].values == {"month": 5, "day": 31}
    assert clauses["review.service_days"].unit == "business_days"
    assert clauses["timeline.ranking_days"].unit == "days"
    assert clauses["files.documents.plan"].unit == "bytes"
    assert clauses["selection.merging.allowed"].code == "selection.merging.allowed.yes"


def test_rule_sets_know_the_kinds_of_institution_that_are_registered() -> None:
    assert {kind.value for kind in InstitutionKind} == {kind.value for kind in INSTITUTION_KINDS}
