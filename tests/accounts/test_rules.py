"""The law of this room, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import rules
from accounts.roles import TRAITS, Kind, Power, Role
from core.refusals import Violation

MAY, JUNE, JULY = date(2004, 5, 1), date(2004, 6, 1), date(2004, 7, 1)


def codes(violations: object) -> list[str]:
    assert hasattr(violations, "__iter__")
    return [found.code for found in violations if isinstance(found, Violation)]


@pytest.mark.parametrize("number", ["1248100998", "2208162517", "1208147521"])
def test_business_numbers_with_a_fitting_check_digit(number: str) -> None:
    assert rules.business_number_is_right(number)


@pytest.mark.parametrize("number", ["", "1248100999", "124810099", "12481009980", "124810099a", "１２４８１００９９８"])
def test_other_numbers_are_no_business_numbers(number: str) -> None:
    assert not rules.business_number_is_right(number)


@given(st.lists(st.integers(0, 9), min_size=9, max_size=9))
def test_exactly_one_check_digit_fits(digits: list[int]) -> None:
    start = "".join(map(str, digits))
    assert sum(rules.business_number_is_right(f"{start}{last}") for last in range(10)) == 1


def test_numbers_are_read_as_people_write_them() -> None:
    assert rules.plain_number(" 124-81-00998 ") == "1248100998"
    assert rules.plain_number("１２４－81") == "12481"


def test_names_are_composed_so_that_every_machine_types_the_same() -> None:
    assert rules.plain(" 한국  대학 ") == "한국 대학"


@pytest.mark.parametrize(
    ("name_ko", "name_en", "number", "expected"),
    [
        ("김철수", "Kim Cheol-su", "10000001", []),
        ("김철수", "", "", []),
        ("", "", "", ["person.name_missing"]),
        ("123", "김", "abc", ["person.name_missing", "person.name_en_not_roman", "person.researcher_number_not_plain"]),
    ],
)
def test_a_person_has_names_and_perhaps_a_number(name_ko: str, name_en: str, number: str, expected: list[str]) -> None:
    assert codes(rules.person_violations(name_ko=name_ko, name_en=name_en, researcher_number=number)) == expected


def test_a_government_needs_one_of_the_regions() -> None:
    def found(kind: str, region_code: str) -> list[str]:
        return codes(
            rules.organization_violations(
                name_ko="대전시", kind=kind, region_code=region_code, known_regions=["daejeon"], business_number=""
            )
        )

    assert found(Kind.REGIONAL_GOVERNMENT, "daejeon") == []
    assert found(Kind.REGIONAL_GOVERNMENT, "") == ["organization.government_without_region"]
    assert found(Kind.FIRM, "atlantis") == ["organization.region_unknown"]
    assert found("guild", "") == ["organization.kind_unknown"]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", list(Kind))
def test_an_office_stands_only_where_its_role_belongs(role: Role, kind: Kind) -> None:
    found = codes(
        rules.office_violations(
            role=role, kind=kind, title_ko="담당", organization_has_successor=False, taken_titles=[]
        )
    )
    assert found == ([] if kind in TRAITS[role].organization_kinds else ["office.role_not_for_kind"])


def test_all_that_is_wrong_with_an_office_is_told_at_once() -> None:
    found = rules.office_violations(
        role="king", kind=Kind.FIRM, title_ko="", organization_has_successor=True, taken_titles=[""]
    )
    assert codes(found) == [
        "office.title_missing",
        "office.role_unknown",
        "office.organization_has_successor",
        "office.title_taken",
    ]


def seat(person: int, starts: date, ends: date | None, *, acting: bool = False) -> rules.Seat:
    return rules.Seat(person, f"P{person}", acting, rules.Term(starts, ends))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (seat(2, MAY, JUNE), []),
        (seat(2, MAY, None), ["appointment.overlaps"]),
        (seat(2, JULY, None), ["appointment.overlaps"]),
        (seat(2, MAY, None, acting=True), []),
        (seat(1, MAY, None, acting=True), ["appointment.acts_for_himself"]),
        (seat(1, MAY, JUNE, acting=True), []),
    ],
)
def test_one_holder_and_another_acting_at_a_time(other: rules.Seat, expected: list[str]) -> None:
    mine = seat(1, JUNE, None)
    assert codes(rules.appointment_violations(seat=mine, others=[other], office_closed=False)) == expected


def test_nobody_holds_a_closed_office_or_for_no_day() -> None:
    mine = seat(1, JUNE, JUNE)
    assert codes(rules.appointment_violations(seat=mine, others=[], office_closed=True)) == [
        "appointment.office_closed",
        "appointment.ends_before_it_starts",
    ]


@given(st.dates(), st.dates(), st.dates(), st.dates())
def test_terms_overlap_exactly_when_a_day_is_in_both(a: date, b: date, c: date, d: date) -> None:
    one, two = rules.Term(min(a, b), max(a, b)), rules.Term(min(c, d), max(c, d))
    first_common = max(one.starts_on, two.starts_on)
    if one.starts_on < max(a, b) and two.starts_on < max(c, d):
        assert one.overlaps(two) == (one.covers(first_common) and two.covers(first_common))
    assert one.overlaps(two) == two.overlaps(one)


@pytest.mark.parametrize(
    ("ends_on", "reason", "expected"),
    [
        (JUNE, "elected", []),
        (MAY, "elected", ["appointment.ends_in_the_past"]),
        (JULY, "", ["appointment.ends_already", "appointment.reason_missing"]),
    ],
)
def test_an_appointment_ends_from_today_on_and_not_later_than_agreed(
    ends_on: date, reason: str, expected: list[str]
) -> None:
    found = rules.ending_violations(
        "appointment", term=rules.Term(MAY, JULY), ends_on=ends_on, today=JUNE, reason=reason
    )
    assert codes(found) == expected


def grant(*powers: str, program: str | None = None, ends: date | None = None) -> rules.Grant:
    return rules.Grant(frozenset(powers), program, rules.Term(MAY, ends))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (grant(Power.CALLS), ["delegation.overlaps"]),
        (grant(Power.REPORTS), []),
        (grant(Power.CALLS, program="other"), []),
        (grant(Power.CALLS, ends=JUNE), ["delegation.overlaps"]),
    ],
)
def test_a_power_is_delegated_once(other: rules.Grant, expected: list[str]) -> None:
    mine = grant(Power.CALLS, program="one")
    found = rules.delegation_violations(
        ministry_kind=Kind.MINISTRY, agency_kind=Kind.AGENCY, grant=mine, others=[other], reference="§ 3"
    )
    assert codes(found) == expected


def test_only_a_ministry_delegates_to_an_agency_and_says_where() -> None:
    found = rules.delegation_violations(
        ministry_kind=Kind.FIRM, agency_kind=Kind.MINISTRY, grant=grant("fly"), others=[], reference=""
    )
    assert codes(found) == [
        "delegation.not_by_a_ministry",
        "delegation.not_to_an_agency",
        "delegation.power_unknown",
        "delegation.reference_missing",
    ]


def test_an_organisation_is_followed_once_by_one_that_stands() -> None:
    chair = rules.Chair(Role.INSTITUTION_OFFICER, "사무국")
    found = rules.succession_violations(
        organization_id=1,
        has_successor=True,
        successor_id=2,
        successor_kind=Kind.MINISTRY,
        successor_has_successor=True,
        successor_predecessors=[1],
        chairs=[chair],
        successor_chairs=[chair],
    )
    assert codes(found) == [
        "organization.already_succeeded",
        "organization.succeeds_itself",
        "organization.successor_is_gone",
        "organization.successor_has_same_office",
        "office.role_not_for_kind",
    ]
