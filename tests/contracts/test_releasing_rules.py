"""How much is released while gates are shut, what a deposit covers, what stands ahead of it, and what comes back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import rules
from contracts.rules import Dated
from programs.policy import Policy, PolicyInvalid, parse_new_policy, parse_policy
from tests.build_contracts import rules_of_money
from tests.programs.policies import policy_with, ris_policy

WON = st.integers(1, 10**12)
LINES = [rules.AgreedLine(year, "running", "grant", 900_000_001) for year in (1, 2, 3)]


@pytest.mark.parametrize(
    ("shut", "floor_krw", "covered_krw", "released_krw"),
    [
        ([], 0, 0, 100),
        (["match_deposited"], 0, 0, 0),
        (["match_deposited"], 20, 0, 20),
        (["match_deposited"], 20, 60, 60),
        (["match_deposited"], 60, 20, 60),
        (["match_deposited"], 0, 999, 100),
        (["match_deposited", "verdict_passed"], 20, 60, 20),
        (["verdict_passed"], 0, 0, 0),
        (["verdict_passed"], 20, 0, 20),
        (["contract_signed"], 20, 60, 0),
        (["account_confirmed", "match_deposited"], 20, 60, 0),
        (["year_started"], 20, 60, 0),
    ],
)
def test_what_is_released_while_gates_are_shut(
    shut: list[str], floor_krw: int, covered_krw: int, released_krw: int
) -> None:
    found = rules.releasable_krw(amount_krw=100, shut=shut, floor_krw=floor_krw, covered_krw=covered_krw)
    assert found == released_krw


@given(WON, WON, st.integers(0, 10**12))
def test_what_a_deposit_covers_and_what_it_does_not_is_the_whole(agreed: int, cash: int, deposited: int) -> None:
    covered = rules.covered_krw(agreed, deposited_krw=min(deposited, cash), cash_krw=cash)
    missing = rules.covered_krw(agreed, deposited_krw=cash - min(deposited, cash), cash_krw=cash)
    assert 0 <= covered <= agreed
    assert abs(covered + missing - agreed) <= 1
    assert abs(covered * cash - agreed * min(deposited, cash)) < cash, "exact to the won"


@given(WON, WON, st.lists(st.integers(0, 10**12), min_size=2, max_size=5))
def test_more_deposited_never_covers_less(agreed: int, cash: int, deposits: list[int]) -> None:
    covered = [rules.covered_krw(agreed, deposited_krw=one, cash_krw=cash) for one in sorted(deposits)]
    assert covered == sorted(covered)


def test_what_stands_ahead_falls_when_the_deposit_comes() -> None:
    released = [Dated(date(2004, 7, 2), 20), Dated(date(2004, 8, 2), 30)]
    deposited = [Dated(date(2004, 8, 1), 5), Dated(date(2004, 9, 1), 5)]

    def ahead(day: date) -> int:
        return rules.exposure_on(day, released=released, deposited=deposited, grant_krw=100, cash_krw=10)

    days = [date(2004, 7, 1), date(2004, 7, 2), date(2004, 8, 1), date(2004, 8, 2), date(2004, 9, 1)]
    assert [ahead(day) for day in days] == [0, 20, 0, 0, 0]
    assert rules.exposure_on(days[1], released=released, deposited=[], grant_krw=100, cash_krw=0) == 0


def test_the_years_grant_is_split_and_no_won_is_lost() -> None:
    policy = parse_policy(rules_of_money(share_bp=3_333, floor_bp=1_111))
    years = rules.years_of(LINES, policy, 2004)
    assert [one.code for one in years[0].tranches] == ["first_year"]
    assert [one.code for one in years[1].tranches] == ["continuity", "later_year"]
    assert [sum(one.amount_krw for one in year.tranches) for year in years] == [900_000_001] * 3
    ahead, rest = years[1].tranches
    assert (ahead.amount_krw, ahead.floor_krw) == (299_970_000, 0)
    assert set(ahead.gates) == {"contract_signed", "year_started", "account_confirmed"}
    assert rest.floor_krw == 66_663_333


@pytest.mark.parametrize("policy", [ris_policy(), parse_policy(rules_of_money(share_bp=0, floor_bp=0, deposit=False))])
def test_a_share_of_zero_is_the_rule_of_2004(policy: Policy) -> None:
    for year in rules.years_of(LINES, policy, 2004):
        assert len(year.tranches) == 1
        assert year.tranches[0].floor_krw == 0


def test_terms_of_2004_say_nothing_of_a_floor() -> None:
    years = rules.years_of(LINES, ris_policy(), 2004)
    dossier = dict.fromkeys(
        ("call", "rule_set", "project_uid", "title_ko", "title_en", "lead", "partners", "people", "targets"), ""
    )
    terms = rules.terms_of(dossier, years, ris_policy(), number="C-1", ministry="부처")
    assert set(terms["years"][1]["tranches"][0]) == {"code", "name_ko", "name_en", "amount_krw", "due_on", "gates"}


def test_no_scheduled_tranche_has_the_name_of_the_continuity_tranche() -> None:
    with pytest.raises(PolicyInvalid) as refused:
        parse_new_policy(rules_of_money().replace('code = "later_year"', 'code = "continuity"'))
    assert [fault.code for fault in refused.value.faults] == ["policy.repeated"]


def test_a_ceiling_of_the_pot_is_a_share() -> None:
    assert policy_with("bridging", {"ceiling_bp": 500}).bridging is not None
    with pytest.raises(PolicyInvalid):
        policy_with("bridging", {"ceiling_bp": 10_001})


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, []),
        ({"eligible_krw": 101}, ["recovery.above_paid"]),
        ({"eligible_krw": -1}, ["recovery.above_paid"]),
        ({"eligible_krw": 29}, ["recovery.below_claimed"]),
        ({"eligible_krw": 100}, ["recovery.nothing_left"]),
        ({"notice_on": date(2005, 7, 2)}, ["recovery.notice_to_come"]),
    ],
)
def test_what_is_wrong_with_a_recovery(given: dict[str, object], codes: list[str]) -> None:
    fine: dict[str, object] = {
        "paid_krw": 100,
        "eligible_krw": 30,
        "there_krw": 70,
        "notice_on": date(2005, 7, 1),
        "today": date(2005, 7, 1),
    }
    found = rules.recovery_violations(**{**fine, **given})  # type: ignore[arg-type]  # one table of all kinds
    assert [one.code for one in found] == codes
