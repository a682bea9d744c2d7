"""Severity and chance: planted severities come out again, means are passed, and the same seed draws the same."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.policy import parse_policy
from reviews.rules import (
    Calibrated,
    Candidate,
    Given,
    Quotas,
    Standing,
    calibrate,
    choose,
    count,
    inside_bp,
    recount,
    rescored,
    too_thin,
)
from tests.programs.policies import full_with

World = tuple[dict[int, float], dict[int, float], list[Given]]


def a_world(seed: int, *, cases: int = 60, experts: int = 20, each: int = 4, severity: float = 700) -> World:
    """Worth of cases, severity of experts, and what they gave: all drawn from the seed."""
    lots = random.Random(seed)
    worth = {case: lots.gauss(7000, 800) for case in range(cases)}
    shift = {expert: lots.gauss(0, severity) for expert in range(experts)}
    found = [
        Given(case, expert, round(worth[case] + shift[expert] + lots.gauss(0, 500)))
        for case in worth
        for expert in lots.sample(range(experts), each)
    ]
    return worth, shift, found


def agreement(truth: dict[int, float], found: dict[int, float]) -> float:
    """Kendall's tau: how many pairs stand in the right order, less those in the wrong one."""
    pairs = list(combinations(sorted(truth), 2))
    right = sum((truth[a] - truth[b]) * (found[a] - found[b]) > 0 for a, b in pairs)
    return 2 * right / len(pairs) - 1


def means(found: list[Given]) -> dict[int, float]:
    return {case: fmean(one.score_bp for one in found if one.case == case) for case in {one.case for one in found}}


def scores(fit: Calibrated) -> dict[int, float]:
    return {one.case: float(one.score_bp) for one in fit.cases}


def test_planted_severities_and_worths_are_recovered_within_their_margins() -> None:
    """In 95 of 100, as they say: what all have in common can't be told apart, so each is taken against the others."""
    within: dict[str, list[bool]] = {"cases": [], "experts": []}
    for seed in range(10):
        worth, shift, found = a_world(seed)
        fit = calibrate(found)
        apart = fmean(one.score_bp for one in fit.cases) - fmean(worth.values())
        within["cases"] += [abs(one.score_bp - apart - worth[one.case]) <= one.margin_bp for one in fit.cases]
        apart = fmean(one.shift_bp for one in fit.experts) - fmean(shift.values())
        within["experts"] += [abs(one.shift_bp - apart - shift[one.expert]) <= one.margin_bp for one in fit.experts]
        cases, experts, chance = fit.deviation_bp
        assert 500 < cases < 1200
        assert 400 < experts < 1100
        assert 400 < chance < 620
    assert 0.92 < fmean(within["cases"]) < 0.98
    assert 0.90 < fmean(within["experts"]) < 0.99


def test_calibrated_scores_stand_nearer_to_the_truth_than_means() -> None:
    gains = []
    for seed in range(12):
        worth, _, found = a_world(seed, each=3)
        gains.append(agreement(worth, scores(calibrate(found))) - agreement(worth, means(found)))
    assert fmean(gains) > 0.03
    assert min(gains) > -0.02


def test_where_no_expert_is_severe_calibration_does_no_harm() -> None:
    worth, _, found = a_world(3, severity=0)
    assert agreement(worth, scores(calibrate(found))) >= agreement(worth, means(found)) - 0.02


def test_a_case_is_judged_as_surely_as_it_is_reviewed() -> None:
    _, _, found = a_world(1)
    fit = calibrate(found)
    assert fit.reliability_bp(1) < fit.reliability_bp(3) < fit.reliability_bp(9) < 10_000
    fewer = calibrate([one for one in found if one.case or one.expert % 2 == 0 or one.expert > 30])
    margins = {one.case: one.margin_bp for one in fewer.cases}
    assert margins[0] > margins[1]


def test_scores_that_are_all_the_same_stay_what_they_are() -> None:
    fit = calibrate([Given(case, expert, 5000) for case in range(4) for expert in range(3)])
    assert {one.score_bp for one in fit.cases} == {5000}
    assert {one.shift_bp for one in fit.experts} == {0}


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(-3000, 3000))
def test_what_all_gain_moves_every_case_alike(seed: int, more: int) -> None:
    _, _, found = a_world(seed, cases=8, experts=5, each=3)
    before = calibrate(found)
    after = calibrate([Given(one.case, one.expert, one.score_bp + more) for one in found], before.ratios)
    moved = {one.score_bp - other.score_bp for one, other in zip(after.cases, before.cases, strict=True)}
    assert moved <= {more - 1, more, more + 1}


def test_too_little_overlap_is_told() -> None:
    _, _, found = a_world(2, cases=10, experts=10, each=2)
    assert too_thin(found, 5) == "few_reviews"
    apart = [Given(case, expert, 6000) for case in range(6) for expert in (0, 1)]
    apart += [Given(case, expert, 6000) for case in range(6, 12) for expert in (2, 3)]
    assert too_thin(apart, 5) == "not_connected"
    assert too_thin([*apart, Given(0, 3, 6000)], 5) == ""
    assert too_thin([], 1) == "few_reviews"
    with pytest.raises(ValueError, match="two reviews"):
        calibrate([Given(1, 1, 5000)])


def reviews_of(found: list[Given]) -> dict[int, list[tuple[int, Fraction]]]:
    given_by: dict[int, list[tuple[int, Fraction]]] = {}
    for one in found:
        given_by.setdefault(one.case, []).append((one.expert, Fraction(one.score_bp)))
    return given_by


def test_what_the_rule_says_counts() -> None:
    _, _, found = a_world(5)
    reviews = reviews_of(found)
    calibrated, plain = parse_policy(full_with()), parse_policy(full_with("calibration.counts", "mean"))
    by_rule, by_mean = count(reviews, calibrated), count(reviews, plain)
    assert by_rule.counts == "calibrated"
    assert by_mean.counts == "mean"
    for case, one in by_rule.cases.items():
        assert one.calibrated is not None
        assert one.counts_bp == one.calibrated.score_bp
        assert by_mean.cases[case].counts_bp == one.trimmed_bp
        given_to = sorted(score for _, score in reviews[case])
        assert one.trimmed_bp == round(sum(given_to[1:-1]) / 2)
        assert one.raw_bp == round(sum(given_to) / 4)
        assert one.apart_bp == given_to[-1] - given_to[0]
    few = {case: given_to[:1] for case, given_to in list(reviews.items())[:3]}
    assert (count(few, calibrated).counts, count(few, calibrated).thin) == ("mean", "few_reviews")
    assert recount(reviews, calibrated, by_rule) == {case: one.counts_bp for case, one in by_rule.cases.items()}
    assert recount(reviews, plain, by_mean) == {case: one.counts_bp for case, one in by_mean.cases.items()}


def standing(pk: int, score: int, rank_points: int = 0) -> Standing:
    return Standing(Candidate(pk, 1, score, score * 9_000 + rank_points, 100), ((pk, 100),))


def test_a_clear_place_is_certain_and_a_narrow_one_is_chance() -> None:
    reviews = {
        1: [(1, Fraction(9000)), (2, Fraction(9200))],
        2: [(1, Fraction(6900)), (2, Fraction(7100))],
        3: [(1, Fraction(6880)), (2, Fraction(7130))],
        4: [(1, Fraction(2000)), (2, Fraction(2500))],
    }
    policy = parse_policy(full_with("calibration.counts", "mean"))
    known = count(reviews, policy)
    standings = [standing(pk, one.counts_bp) for pk, one in known.cases.items()]

    def shares(seed: int) -> dict[int, int]:
        return inside_bp(
            standings,
            Quotas(2, 10_000, 0),
            reviews,
            counts=lambda drawn: recount(drawn, policy, known),
            rank_weight_bp=1000,
            draws=60,
            seed=seed,
        )

    found = shares(7)
    assert (found[1], found[4]) == (10_000, 0)
    assert 1_000 < found[2] < 9_000
    assert found[2] + found[3] == 10_000
    assert shares(7) == found != shares(8)


def test_a_merged_team_is_scored_by_its_originals_and_keeps_its_rank() -> None:
    merged = Standing(Candidate(9, 1, 6000, 6000 * 9_000 + 77, 300), ((1, 100), (2, 200)))
    again = rescored(merged, {1: 3000, 2: 9000}, 1000)
    assert (again.score_bp, again.merit) == (7000, 7000 * 9_000 + 77)
    assert rescored(merged, {1: 3000}, 1000) == merged.candidate
    assert choose([again], Quotas(1, 1_000, 0)).selected == (9,)
