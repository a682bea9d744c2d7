"""The dated table of regions."""

from datetime import date

import pytest

from accounts.queries import regions_on

pytestmark = pytest.mark.django_db


def test_sixteen_regions_stand_in_2004() -> None:
    codes = list(regions_on(date(2004, 3, 2)).values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == 16
    assert "sejong" not in codes


def test_sejong_is_the_seventeenth_from_its_first_day() -> None:
    assert regions_on(date(2012, 6, 30)).count() == 16
    assert regions_on(date(2012, 7, 1)).count() == 17


def test_three_regions_are_the_capital_region_and_seven_are_metropolitan() -> None:
    regions = regions_on(date(2004, 3, 2))
    assert {region.code for region in regions if region.capital} == {"seoul", "incheon", "gyeonggi"}
    assert sum(region.metropolitan for region in regions) == 7


@pytest.mark.parametrize(
    ("code", "day", "name_ko"),
    [
        ("jeju", date(2006, 7, 1), "제주특별자치도"),
        ("gangwon", date(2023, 6, 11), "강원특별자치도"),
        ("jeonbuk", date(2024, 1, 18), "전북특별자치도"),
    ],
)
def test_a_renamed_region_keeps_its_codes_and_knows_its_predecessor(code: str, day: date, name_ko: str) -> None:
    renamed = regions_on(day).get(code=code)
    assert renamed.name_ko == name_ko
    assert renamed.predecessor is not None
    assert renamed.predecessor.valid_to == day
    assert renamed.predecessor.iso_code == renamed.iso_code
