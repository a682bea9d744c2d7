"""May we apply? The answer before a word is written is the one that a submission gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.refusals import Violation
from programs.policy import Policy, Source, parse_policy
from programs.policy.checks import Line
from proposals.rules import (
    Commitment,
    Elsewhere,
    Facts,
    Known,
    Member,
    Project,
    Standing,
    Worker,
    screening,
    submission_violations,
)
from tests.programs.policies import full_raw, full_with
from tests.proposals.facts import CLOSES_AT, FIRM, IN_TIME, LEAD, LEADER, MEMBER, OPENS_AT, SOUND, broken, policy

EVERYTHING = frozenset(Known)
KINDS = ["university", "firm", "ngo", "cooperative"]
REGIONS = ["daejeon", "busan", "seoul", ""]
DECIDED = (
    "eligibility.",
    "people.",
    "budget.grant_",
    "budget.outside_tiers",
    "budget.year_",
    "proposal.late",
    "proposal.call_cancelled",
)
"""The codes of what can be known before anything is written."""
members = st.builds(
    lambda number, kind, region: Member(f"o{number}", f"기관 {number}", kind, region),
    st.integers(1, 6),
    st.sampled_from(KINDS),
    st.sampled_from(REGIONS),
)


@st.composite
def applications(draw: st.DrawFn) -> Facts:
    """Any consortium, team, grants and commitments; nothing written yet."""
    lead = draw(members)
    partners = tuple(draw(st.lists(members, max_size=4, unique_by=lambda one: one.uid)))
    homes = [lead.uid, *(one.uid for one in partners), "outside"]
    people = tuple(
        Worker(
            f"p{number}", f"김{number}", draw(st.sampled_from(homes)), "leader" if number == 0 else "member", "", share
        )
        for number, share in enumerate(draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=3)))
    )
    starts = draw(st.lists(st.integers(2003, 2007), max_size=8))
    commitments = tuple(
        Commitment(
            draw(st.sampled_from([one.uid for one in people])),
            draw(st.integers(0, 6_000)),
            date(year, 7, 1),
            date(year + draw(st.integers(1, 3)), 7, 1),
            runs=draw(st.booleans()),
            leads=draw(st.booleans()),
            project=Project(f"X-{year}"),
        )
        for year in starts
    )
    grants = [draw(st.integers(0, 2_000_000_000)) for _ in range(3)]
    return replace(
        SOUND,
        title_ko="",
        sections={},
        targets=(),
        documents=(),
        lead=lead,
        partners=partners,
        people=people,
        lines=tuple(Line(year, "salaries", Source.GRANT, won) for year, won in enumerate(grants, 1) if won),
        elsewhere=Elsewhere(
            commitments, (Project("C-1"),) * draw(st.integers(0, 3)), (Project("C-2"),) * draw(st.integers(0, 2))
        ),
    )


def written(facts: Facts) -> Facts:
    """The same application once all is written: text, targets, files, and budgets whose categories keep their caps."""
    lines = tuple(
        Line(one.year, category, one.source, won)
        for one in facts.lines
        for category, won in (("salaries", one.amount_krw // 10), ("running", one.amount_krw - one.amount_krw // 10))
        if won
    )
    return replace(
        facts, title_ko="과제", sections=SOUND.sections, targets=SOUND.targets, documents=SOUND.documents, lines=lines
    )


def knowable(found: list[Violation]) -> set[tuple[str, str, str]]:
    return {(one.code, one.field, one.clause) for one in found if one.code.startswith(DECIDED)}


RULES: list[Policy] = [policy(), parse_policy(full_with())]


@pytest.mark.parametrize("rules", RULES, ids=["pilot", "every-group"])
@given(applications())
@settings(max_examples=60)
def test_what_screening_refuses_is_what_a_submission_refuses(rules: Policy, facts: Facts) -> None:
    told = screening(facts, rules, EVERYTHING, IN_TIME)
    refused = submission_violations(written(facts), rules, IN_TIME)
    assert {(one.code, one.field, one.clause) for one in told.against} == knowable(refused)
    assert [one for one in told.against if one in refused] == list(told.against), "with the same values"
    broken_clauses = {one.path for one in told.of(Standing.AGAINST)}
    assert broken_clauses.isdisjoint(one.path for one in told.of(Standing.FINE))


def test_a_sound_application_meets_every_clause_that_can_be_known_and_the_rest_is_open() -> None:
    told = screening(SOUND, policy(), EVERYTHING, IN_TIME)
    assert told.may_apply
    fine = {one.path for one in told.of(Standing.FINE)}
    assert {"eligibility.lead_kinds", "eligibility.min_partners", "eligibility.composition.business"} <= fine
    open_ = {one.path for one in told.of(Standing.OPEN)}
    assert {"targets.minimum", "match.share_bp", "files.documents.plan", "budget.categories.salaries"} <= open_
    assert not fine & open_


def test_what_was_not_named_is_open_and_stands_not_against_it() -> None:
    bare = broken(partners=(), people=(), lines=(), lead=Member("", "우리 기관", "university", "daejeon"))
    told = screening(bare, policy(), frozenset({Known.KIND, Known.REGION}), IN_TIME)
    assert told.against == ()
    assert {one.path for one in told.of(Standing.FINE)} == {"eligibility.lead_kinds"}
    assert {"eligibility.min_partners", "eligibility.max_led_per_person", "eligibility.composition.business"} <= {
        one.path for one in told.of(Standing.OPEN)
    }


def test_kind_and_region_alone_may_be_refused_with_their_clause() -> None:
    nowhere = broken(lead=Member("", "우리 기관", "ngo", "seoul"), partners=(), people=(), lines=())
    rules = parse_policy(full_with("regions.only", ["busan"]))
    told = screening(nowhere, rules, frozenset({Known.KIND, Known.REGION}), IN_TIME)
    assert {one.clause for one in told.against} == {"eligibility.lead_kinds", "regions.only"}


def test_once_the_grants_fit_a_tier_the_other_bands_are_left_out() -> None:
    rules = parse_policy(full_with())
    told = screening(SOUND, rules, EVERYTHING, IN_TIME)
    tiers = [one.path for one in told.of(Standing.FINE) if one.path.startswith("tiers.")]
    assert len(tiers) == 1
    assert not [one.path for one in told.of(Standing.OPEN) if one.path.startswith("tiers.")]
    none = screening(SOUND, rules, EVERYTHING - {Known.GRANTS}, IN_TIME)
    assert rules.tiers is not None
    assert len([one for one in none.of(Standing.OPEN) if one.path.startswith("tiers.")]) == len(rules.tiers.levels)


def test_a_grant_for_a_year_that_there_is_not_is_refused() -> None:
    lines = (*SOUND.lines, Line(4, "running", Source.GRANT, 900_000_000))
    told = screening(broken(lines=lines), policy(), EVERYTHING, IN_TIME)
    assert {(one.code, one.clause) for one in told.against} == {("budget.year_unknown", "project_years.count")}


def test_before_the_opening_one_waits_and_after_the_closing_one_is_late() -> None:
    early = screening(SOUND, policy(), EVERYTHING, OPENS_AT.replace(year=2003))
    assert (early.may_apply, [one.code for one in early.waits]) == (True, ["proposal.call_not_open"])
    assert [one.code for one in screening(SOUND, policy(), EVERYTHING, CLOSES_AT).against] == ["proposal.late"]


def test_a_limit_names_the_projects_that_count_on_the_busiest_day_and_no_other() -> None:
    raw = full_raw()
    assert raw["people"]["max_total_share_bp"] == 10_000
    rules = parse_policy(full_with())
    first = Commitment(
        "p1", 4_000, date(2004, 7, 1), date(2005, 7, 1), project=Project("A-1", "가 사업", "A", "가 부처", "A")
    )
    second = Commitment(
        "p1", 7_500, date(2005, 7, 1), date(2006, 7, 1), project=Project("B-2", "나 사업", "B", "나 부처", "B")
    )
    [found] = [
        one
        for one in submission_violations(broken(elsewhere=Elsewhere((first, second))), rules, IN_TIME)
        if one.code == "people.time_above_whole"
    ]
    assert found.values["elsewhere_bp"] == 7_500
    counting = found.values["counting"]
    assert isinstance(counting, tuple)
    [named] = counting
    told = (named["number"], named["starts_on"], named["last_on"], named["share_bp"])
    assert told == ("B-2", "2005-07-01", "2006-06-30", 7_500)


@pytest.mark.parametrize(
    ("ends_on", "refused"),
    [(date(2004, 7, 1), False), (date(2004, 7, 2), True)],
    ids=["ends the day before", "shares one day"],
)
def test_periods_are_counted_to_the_day(ends_on: date, *, refused: bool) -> None:
    bound = Commitment("p1", 8_000, date(2003, 7, 1), ends_on, project=Project("A-1"))
    found = submission_violations(broken(elsewhere=Elsewhere((bound,))), policy(), IN_TIME)
    assert ("people.time_above_whole" in {one.code for one in found}) is refused


def test_running_projects_that_follow_each_other_are_not_counted_as_at_once() -> None:
    raw = full_raw()
    most = raw["people"]["max_running"]
    years = [
        Commitment("p1", 0, date(2004 + n % 3, 7, 1), date(2005 + n % 3, 7, 1), runs=True) for n in range(most * 2)
    ]
    rules = parse_policy(full_with())
    assert LEADER.uid == "p1"
    found = submission_violations(broken(elsewhere=Elsewhere(tuple(years))), rules, IN_TIME)
    assert "people.runs_enough" not in {one.code for one in found}


def test_people_of_nobodys_institution_are_refused_and_partners_by_kind_and_region() -> None:
    stranger = replace(MEMBER, organization_uid="x")
    told = screening(
        broken(people=(LEADER, stranger), partners=(FIRM, Member("m", "부처", "ministry"))),
        policy(),
        EVERYTHING,
        IN_TIME,
    )
    assert {one.code for one in told.against} == {"people.outside_consortium", "eligibility.partner_kind_not_accepted"}
    assert LEAD.kind == "university"
