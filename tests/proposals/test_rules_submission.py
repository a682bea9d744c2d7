"""Every reason why a proposal can't be handed in, one a row; no database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import below_bp, exceeds_bp
from core.refusals import Violation
from core.wording import known_codes
from programs.policy import parse_policy
from proposals.rules import (
    SECTIONS,
    Commitment,
    Elsewhere,
    Facts,
    Member,
    Project,
    Window,
    Worker,
    budget_check,
    budget_hints,
    content_violations,
    peak_share_bp,
    reasons_of,
    submission_violations,
    task_of,
    tasks,
)
from tests.programs.policies import full_raw, full_with, ris_raw
from tests.proposals.facts import (
    CLOSES_AT,
    FIRM,
    IN_TIME,
    LEAD,
    LEADER,
    MEMBER,
    OPENS_AT,
    SOUND,
    a_grid,
    broken,
    policy,
)

SECOND = timedelta(seconds=1)


def test_a_sound_proposal_may_be_handed_in() -> None:
    assert submission_violations(SOUND, policy(), IN_TIME) == []


BUSY = Commitment("p1", 7_001, date(2005, 1, 1), date(2006, 1, 1))
TABLE: list[tuple[dict[str, Any], str, str, str]] = [
    ({"title_ko": "  "}, "proposal.title_missing", "title_ko", ""),
    ({"sections": {**SOUND.sections, "technology": " \n"}}, "proposal.section_empty", "sections.technology", ""),
    (
        {"lead": replace(LEAD, kind="ngo")},
        "eligibility.lead_kind_not_accepted",
        "lead_organization",
        "eligibility.lead_kinds",
    ),
    ({"lead": replace(LEAD, region="")}, "eligibility.region_missing", "lead_organization", ""),
    (
        {"partners": (FIRM, Member("m", "부처", "ministry"))},
        "eligibility.partner_kind_not_accepted",
        "partners.m",
        "eligibility.partner_kinds",
    ),
    (
        {"partners": tuple(replace(FIRM, uid=f"firm{n}") for n in range(21)), "people": (LEADER,)},
        "eligibility.too_many_partners",
        "partners",
        "eligibility.max_partners",
    ),
    (
        {"partners": (Member("firm", "충남대", "university"),)},
        "eligibility.composition_not_met",
        "partners",
        "eligibility.composition.business",
    ),
    ({"people": (MEMBER,)}, "people.leader_missing", "people", ""),
    (
        {"people": (replace(LEADER, organization_uid="firm"),)},
        "people.leader_of_another_institution",
        "people.p1",
        "",
    ),
    ({"people": (LEADER, replace(MEMBER, organization_uid="x"))}, "people.outside_consortium", "people.p2", ""),
    ({"elsewhere": Elsewhere((BUSY,))}, "people.time_above_whole", "people.p1.share_bp", ""),
    (
        {"elsewhere": Elsewhere(led_by_leader=(Project("RIS-2004-0001"),))},
        "eligibility.person_leads_enough",
        "people",
        "eligibility.max_led_per_person",
    ),
    ({"targets": (("jobs", 1), ("jobs", 2), ("sales", 3))}, "targets.too_few", "targets", "targets.minimum"),
    (
        {"targets": tuple((f"t{n}", 1) for n in range(21))},
        "targets.too_many",
        "targets",
        "targets.maximum",
    ),
    (
        {"targets": (*SOUND.targets, ("sales", 4))},
        "targets.year_unknown",
        "targets.sales.4",
        "project_years.count",
    ),
    ({"documents": ("plan",)}, "files.document_missing", "files.consent", "files.documents.consent"),
    ({"window": Window("cancelled", OPENS_AT, CLOSES_AT)}, "proposal.call_cancelled", "call", ""),
    ({"window": Window("announced", CLOSES_AT, CLOSES_AT + SECOND)}, "proposal.call_not_open", "call", ""),
]


@pytest.mark.parametrize(("changes", "code", "field", "clause"), TABLE, ids=[row[1] for row in TABLE])
def test_each_broken_rule_is_named_with_its_place(changes: dict[str, Any], code: str, field: str, clause: str) -> None:
    found = submission_violations(broken(**changes), policy(), IN_TIME)

    assert [(one.code, one.field, one.clause) for one in found] == [(code, field, clause)]
    assert code in known_codes()[0]


def test_no_partner_at_all_breaks_the_number_and_the_composition() -> None:
    found = submission_violations(broken(partners=(), people=(LEADER,)), policy(), IN_TIME)
    assert [one.code for one in found] == ["eligibility.too_few_partners", "eligibility.composition_not_met"]


def test_an_empty_draft_is_told_everything_at_once() -> None:
    empty = broken(title_ko="", partners=(), people=(), sections={}, lines=(), targets=(), documents=())
    codes = [one.code for one in submission_violations(empty, policy(), CLOSES_AT)]
    assert codes.count("proposal.section_empty") == len(SECTIONS)
    assert codes.count("budget.year_empty") == 3
    assert {"proposal.late", "people.leader_missing", "targets.too_few", "files.document_missing"} <= set(codes)


@pytest.mark.parametrize(
    ("at", "late_seconds"),
    [
        (CLOSES_AT - timedelta(microseconds=1), None),
        (CLOSES_AT, 0),
        (CLOSES_AT + SECOND, 1),
        (CLOSES_AT + timedelta(milliseconds=1), 1),
        (CLOSES_AT + timedelta(hours=1), 3_600),
    ],
)
def test_the_window_is_half_open(at: datetime, late_seconds: int | None) -> None:
    found = submission_violations(SOUND, policy(), at)
    assert [one.values["late_seconds"] for one in found] == ([] if late_seconds is None else [late_seconds])
    assert all(one.code == "proposal.late" for one in found)


def of_year_one(found: list[Violation]) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in found if one.values.get("year") == 1]


@pytest.mark.parametrize(
    ("salaries", "running", "regional", "refused"),
    [
        (200_000_000, 700_000_000, 100_000_000, []),  # 20.00 % and 10.00 %
        (200_000_001, 699_999_999, 100_000_000, [("budget.salaries_above_cap", "lines.1.salaries.grant")]),
        (200_100_000, 699_900_000, 100_000_000, [("budget.salaries_above_cap", "lines.1.salaries.grant")]),  # 20.01 %
        (100_000_000, 800_100_000, 99_900_000, [("match.below_share", "lines.1")]),  # 9.99 %
        (100_000_000, 800_000_001, 99_999_999, [("match.below_share", "lines.1")]),
    ],
)
def test_caps_and_the_region_s_share_hold_to_the_won(
    salaries: int, running: int, regional: int, refused: list[tuple[str, str]]
) -> None:
    lines = a_grid(salaries__grant=salaries, running__grant=running, running__regional=regional)
    assert of_year_one(submission_violations(broken(lines=lines), policy(), IN_TIME)) == refused


def test_a_year_without_grant_stands_beside_its_sums() -> None:
    lines = tuple(line for line in SOUND.lines if line.year != 2)
    found = submission_violations(broken(lines=lines), policy(), IN_TIME)
    assert [(one.code, one.field) for one in found] == [("budget.year_empty", "lines.2")]


amounts = st.integers(min_value=0, max_value=2_000_000_000)


@given(salaries=amounts, running=amounts, regional=amounts)
def test_the_grid_is_refused_exactly_where_arithmetic_says(salaries: int, running: int, regional: int) -> None:
    lines = a_grid(salaries__grant=salaries, running__grant=running, running__regional=regional)
    codes = {one.code for one in budget_check(policy(), lines)}
    whole = salaries + running + regional
    assert ("budget.salaries_above_cap" in codes) == exceeds_bp(salaries, whole, 2_000)
    assert ("match.below_share" in codes) == (whole > 0 and below_bp(regional, whole, 1_000))
    assert ("budget.grant_above_ceiling" in codes) == (salaries + running > 1_300_000_000)


workers = st.builds(
    Worker,
    uid=st.sampled_from(["p1", "p2", "p3"]),
    name_ko=st.just("김"),
    organization_uid=st.sampled_from(["lead", "firm", "x"]),
    part=st.sampled_from(["leader", "member", "writer"]),
    person_kind=st.just("staff"),
    share_bp=st.integers(0, 10_000),
)
any_facts = st.builds(
    broken,
    title_ko=st.sampled_from(["", "제목"]),
    people=st.lists(workers, max_size=3).map(tuple),
    sections=st.dictionaries(st.sampled_from(SECTIONS), st.sampled_from(["", "글"])),
    lines=st.sampled_from([(), a_grid(), a_grid(running__grant=1_000)]),
    targets=st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 4)), max_size=5).map(tuple),
    documents=st.lists(st.sampled_from(["plan", "consent", "other"])).map(tuple),
)


@given(facts=any_facts, after=st.timedeltas(timedelta(days=-60), timedelta(days=60)))
def test_screen_and_action_can_t_disagree(facts: Facts, after: timedelta) -> None:
    """Every violation of a submission stands in exactly one task, and all tasks are done only where it would pass."""
    refused = submission_violations(facts, policy(), CLOSES_AT + after)
    listed = tasks(facts, policy(), CLOSES_AT + after)
    assert sorted(repr(one) for task in listed for one in task.violations) == sorted(map(repr, refused))
    assert all(task_of(one) == task.code for task in listed for one in task.violations)
    assert (refused == []) == all(task.status == "done" for task in listed)


days = st.dates(date(2003, 1, 1), date(2009, 1, 1))
commitments = st.builds(
    lambda first, second, share: Commitment("p1", share, min(first, second), max(first, second) + timedelta(days=1)),
    days,
    days,
    st.integers(0, 10_000),
)


@given(bound=st.lists(commitments, max_size=6))
def test_the_peak_is_the_busiest_day(bound: list[Commitment]) -> None:
    starts_on, ends_on = date(2004, 7, 1), date(2007, 7, 1)
    every_day = (starts_on + timedelta(days=n) for n in range((ends_on - starts_on).days))
    busiest = max(sum(one.share_bp for one in bound if one.starts_on <= day < one.ends_on) for day in every_day)
    assert peak_share_bp(bound, starts_on, ends_on) == busiest


def test_time_that_is_free_again_before_the_project_starts_counts_nothing() -> None:
    before = Commitment("p1", 10_000, date(2003, 7, 1), date(2004, 7, 1))
    after = Commitment("p1", 10_000, date(2007, 7, 1), date(2008, 7, 1))
    assert submission_violations(broken(elsewhere=Elsewhere((before, after))), policy(), IN_TIME) == []


def test_a_programme_of_some_regions_takes_nobody_else() -> None:
    limited = parse_policy(full_with("regions.only", ["busan"]))
    found = [(one.code, one.field, one.clause) for one in content_violations(SOUND, limited)]
    assert ("eligibility.region_not_included", "lead_organization", "regions.only") in found
    assert ("eligibility.region_not_included", "partners.firm", "regions.only") in found
    open_to_partners = parse_policy(full_with("regions", {"only": ["busan"], "partners_too": False}))
    assert [one.field for one in content_violations(SOUND, open_to_partners) if one.clause == "regions.only"] == [
        "lead_organization"
    ]


def test_a_grant_outside_every_tier_is_refused() -> None:
    lines = a_grid(salaries__grant=200_000_000, running__grant=700_000_000, running__regional=100_000_000)
    changed = tuple(
        replace(one, amount_krw=900_000_000) if (one.year, one.amount_krw) == (2, 700_000_000) else one for one in lines
    )
    tiered = parse_policy(full_with())
    assert "budget.outside_tiers" not in {one.code for one in budget_check(tiered, lines)}
    [refused] = [one for one in budget_check(tiered, changed) if one.code == "budget.outside_tiers"]
    assert (refused.field, refused.clause) == ("lines", "tiers.levels")


def test_a_cap_may_be_passed_with_a_reason_where_the_rules_say_so() -> None:
    raw = ris_raw()
    raw["budget"]["categories"][0]["band"] = "explain"
    explaining = parse_policy(json.dumps(raw))
    over = a_grid(salaries__grant=300_000_000, running__grant=600_000_000, running__regional=100_000_000)
    assert "budget.salaries_above_cap" in {one.code for one in budget_check(explaining, over)}
    assert budget_check(explaining, over, {"salaries"}) == []
    assert budget_check(policy(), over, {"salaries"}) != [], "a firm cap takes no reason"
    assert content_violations(broken(lines=over, explained=frozenset({"salaries"})), explaining) == []
    assert reasons_of(explaining, {"salaries": " 장비 대신 인력 ", "running": "x"}) == {"salaries": "장비 대신 인력"}


def test_a_cap_that_is_a_guide_is_pointed_out_and_refuses_nothing() -> None:
    raw = ris_raw()
    raw["budget"]["categories"][0]["band"] = "notify"
    guiding = parse_policy(json.dumps(raw))
    over = a_grid(salaries__grant=300_000_000, running__grant=600_000_000, running__regional=100_000_000)
    assert budget_check(guiding, over) == []
    assert [one.field for one in budget_hints(guiding, over)] == ["lines.1", "lines.2", "lines.3"]


@pytest.mark.parametrize(
    ("bound", "code", "clause"),
    [
        ([{"runs": True}] * 5, "people.runs_enough", "people.max_running"),
        ([{"runs": True, "leads": True}] * 3, "people.leads_enough", "people.max_running_led"),
        ([{"runs": True}] * 4, "", ""),
        ([{"runs": False, "leads": True}] * 9, "", ""),
    ],
)
def test_what_a_person_may_take_on_is_limited(bound: list[dict[str, bool]], code: str, clause: str) -> None:
    limited = parse_policy(full_with())
    during = (date(2005, 1, 1), date(2006, 1, 1))
    others = tuple(Commitment("p1", 0, *during, one["runs"], one.get("leads", False)) for one in bound)
    found = content_violations(broken(elsewhere=Elsewhere(others)), limited)
    assert [(one.code, one.clause) for one in found if one.field == "people.p1"] == ([(code, clause)] if code else [])


def test_less_than_all_of_a_persons_time_may_be_bound() -> None:
    raw = full_raw()
    raw["people"]["max_total_share_bp"] = 4_000
    half = parse_policy(json.dumps(raw))
    [found] = [one for one in content_violations(SOUND, half) if one.code == "people.time_above_whole"]
    assert (found.field, found.clause) == ("people.p2.share_bp", "people.max_total_share_bp")
