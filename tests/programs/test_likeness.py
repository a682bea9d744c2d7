"""How alike two programmes are: the same both ways, by every part, and a programme is most alike with itself."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.money import WHOLE_BP
from programs.rules.likeness import (
    KNOWN_FROM_BP,
    OVERLAP_FROM_BP,
    WEIGHTS_BP,
    Counted,
    Likeness,
    Part,
    Profile,
    Ruled,
    Shared,
    compared,
    ruled_by,
)
from tests.programs.policies import policy_with, ris_policy

REGIONS = ("seoul", "busan", "daejeon")
RULED = Ruled(
    lead=frozenset({"university", "college"}),
    partner=frozenset({"firm"}),
    paid=frozenset({"student"}),
    regions=frozenset(REGIONS),
    costs=(("running", 10_000), ("salaries", 4_000)),
)
JOBS = Counted(code="jobs", name_ko="신규 일자리", name_en="New jobs", unit_ko="명")
PROGRAM = Profile(
    name_ko="지역 혁신 사업",
    name_en="Regional innovation",
    goal_ko="지역의 대학과 기업을 돕습니다.",
    sectors=("IT", "Bio"),
    counted=(JOBS,),
    ruled=RULED,
)
WORDS = st.text("가나다라 abcd", max_size=12)
SETS = st.none() | st.frozensets(st.sampled_from(REGIONS))
PROFILES = st.builds(
    Profile,
    name_ko=WORDS,
    name_en=WORDS,
    goal_ko=WORDS,
    goal_en=WORDS,
    legal_reference=WORDS,
    sectors=st.lists(WORDS, max_size=3).map(tuple),
    counted=st.lists(
        st.builds(Counted, code=st.sampled_from("abc"), name_ko=WORDS, unit_ko=st.sampled_from(("명", "건"))),
        max_size=3,
        unique_by=lambda one: one.code,
    ).map(tuple),
    ruled=st.builds(
        Ruled,
        lead=SETS,
        partner=SETS,
        paid=SETS,
        regions=SETS,
        costs=st.none()
        | st.dictionaries(st.sampled_from(("running", "salaries")), st.integers(0, WHOLE_BP)).map(
            lambda costs: tuple(sorted(costs.items()))
        ),
    ),
)


def degrees(found: Likeness) -> dict[str, int | None]:
    return {part.name: part.degree_bp for part in found.parts}


def test_the_weights_make_up_the_whole() -> None:
    assert sum(WEIGHTS_BP.values()) == WHOLE_BP


@given(one=PROFILES, other=PROFILES)
def test_it_is_the_same_both_ways_and_within_its_parts(one: Profile, other: Profile) -> None:
    there, back = compared(one, other), compared(other, one)
    assert degrees(there) == degrees(back)
    known = [part.degree_bp for part in there.parts if part.degree_bp is not None]
    assert all(0 <= degree <= WHOLE_BP for degree in known)
    assert min(known, default=0) <= there.total_bp <= max(known, default=0)
    assert [part.name for part in there.parts] == list(WEIGHTS_BP)


@given(one=PROFILES)
def test_with_itself_whatever_is_known_is_wholly_alike_and_is_named(one: Profile) -> None:
    found = compared(one, one)
    for part in found.parts:
        assert part.degree_bp in {None, WHOLE_BP} or not one.text("ko").strip("\n .")
        if part.degree_bp == WHOLE_BP and part.name != "text":
            assert part.shared


def test_what_both_have_is_named() -> None:
    other = replace(
        PROGRAM,
        goal_ko="지역의 연구소를 돕습니다.",
        sectors=("it", "Culture"),
        counted=(
            replace(JOBS, code="new-jobs", name_ko="신규  일자리 수"),
            replace(JOBS, code="firms", name_ko="기업"),
        ),
        ruled=replace(
            RULED, lead=frozenset({"university"}), regions=frozenset({"daejeon"}), costs=(("running", 5_000),)
        ),
    )
    found = compared(PROGRAM, other)
    assert degrees(found) == {
        "target_group": (2 * 5_000 + WHOLE_BP + WHOLE_BP) // 4,
        "region": 3_333,
        "cost": 5_000 * WHOLE_BP // 14_000,
        "outcome": 5_000,
        "sectors": 3_333,
        "text": found.text_bp,
    }
    named = {part.name: [one.name_ko for one in part.shared] for part in found.parts}
    assert named["target_group"] == ["university", "firm", "student"]
    assert named["region"] == ["daejeon"]
    assert named["cost"] == ["running"]
    assert named["outcome"] == ["신규 일자리"]
    assert named["sectors"] == ["IT"]
    assert named["text"] == ["지역", "혁신", "사업", "지역의", "돕습니다"]
    assert Shared(what="measure", name_ko="신규 일자리", name_en="New jobs") in found.part("outcome").shared


def test_the_same_name_in_another_unit_is_another_thing() -> None:
    other = replace(PROGRAM, counted=(replace(JOBS, code="new-jobs", unit_ko="%"),))
    assert compared(PROGRAM, other).part("outcome").degree_bp == 0


def test_what_one_says_nothing_of_is_not_counted() -> None:
    bare = Profile(name_ko="지역 혁신 사업", goal_ko="지역의 대학과 기업을 돕습니다.")
    found = compared(PROGRAM, bare)
    assert degrees(found) == dict.fromkeys(WEIGHTS_BP) | {"text": WHOLE_BP}
    assert (found.total_bp, found.known_bp) == (WHOLE_BP, WEIGHTS_BP["text"])
    assert not found.is_overlap
    assert compared(bare, Profile(name_ko="")).known_bp == 0


def test_an_overlap_is_much_alike_in_most_of_the_weights() -> None:
    def likeness(degree: int, *names: str) -> Likeness:
        return Likeness(tuple(Part(name, degree if name in names else None) for name in WEIGHTS_BP))

    most = [name for name in WEIGHTS_BP if name != "sectors"]
    assert likeness(OVERLAP_FROM_BP, *most).is_overlap
    assert not likeness(OVERLAP_FROM_BP - 1, *most).is_overlap
    assert sum(WEIGHTS_BP[name] for name in ("outcome", "sectors")) < KNOWN_FROM_BP
    assert not likeness(WHOLE_BP, "outcome", "sectors").is_overlap


def test_what_is_compared_is_read_off_the_rules() -> None:
    policy = ris_policy()
    ruled = ruled_by(policy.eligibility, policy.regions, policy.budget, policy.pay, every_region=REGIONS)
    assert ruled.regions == frozenset(REGIONS)
    assert ruled.paid == frozenset({"researcher", "student", "staff"}), (
        "a professor may claim expenses but is paid nothing"
    )
    assert dict(ruled.costs or ())["salaries"] < WHOLE_BP
    without = policy_with("eligibility.excluded_regions", ["seoul"])
    ruled = ruled_by(without.eligibility, None, None, None, every_region=REGIONS)
    assert ruled.regions == frozenset({"busan", "daejeon"})
    assert (ruled.costs, ruled.paid) == (None, None)
    assert ruled_by(without.eligibility, None, None, None, every_region=REGIONS, regions_known=False).regions is None
