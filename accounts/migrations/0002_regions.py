"""The regions of Korea at provincial level, each name from its day on.

Sixteen stood from July 15, 1997, when Ulsan became a metropolitan city. Jeju became a special self-governing province
on July 1, 2006, Gangwon on June 11, 2023, Jeonbuk on January 18, 2024; Sejong was founded on July 1, 2012. A renamed
region keeps its code and its ISO 3166-2 code; the new row names the old one as its predecessor.
"""

from datetime import date
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SIXTEEN = date(1997, 7, 15)
CAPITAL_REGION = {"seoul", "incheon", "gyeonggi"}

# code, ISO 3166-2, name_ko, name_en, short_ko, short_en, metropolitan, valid_from, valid_to
REGIONS = (
    ("seoul", "KR-11", "서울특별시", "Seoul Special City", "서울", "Seoul", True, SIXTEEN, None),
    ("busan", "KR-26", "부산광역시", "Busan Metropolitan City", "부산", "Busan", True, SIXTEEN, None),
    ("daegu", "KR-27", "대구광역시", "Daegu Metropolitan City", "대구", "Daegu", True, SIXTEEN, None),
    ("incheon", "KR-28", "인천광역시", "Incheon Metropolitan City", "인천", "Incheon", True, SIXTEEN, None),
    ("gwangju", "KR-29", "광주광역시", "Gwangju Metropolitan City", "광주", "Gwangju", True, SIXTEEN, None),
    ("daejeon", "KR-30", "대전광역시", "Daejeon Metropolitan City", "대전", "Daejeon", True, SIXTEEN, None),
    ("ulsan", "KR-31", "울산광역시", "Ulsan Metropolitan City", "울산", "Ulsan", True, SIXTEEN, None),
    (
        "sejong",
        "KR-50",
        "세종특별자치시",
        "Sejong Special Self-Governing City",
        "세종",
        "Sejong",
        True,
        date(2012, 7, 1),
        None,
    ),
    ("gyeonggi", "KR-41", "경기도", "Gyeonggi Province", "경기", "Gyeonggi", False, SIXTEEN, None),
    ("gangwon", "KR-42", "강원도", "Gangwon Province", "강원", "Gangwon", False, SIXTEEN, date(2023, 6, 11)),
    (
        "gangwon",
        "KR-42",
        "강원특별자치도",
        "Gangwon Special Self-Governing Province",
        "강원",
        "Gangwon",
        False,
        date(2023, 6, 11),
        None,
    ),
    ("chungbuk", "KR-43", "충청북도", "North Chungcheong Province", "충북", "Chungbuk", False, SIXTEEN, None),
    ("chungnam", "KR-44", "충청남도", "South Chungcheong Province", "충남", "Chungnam", False, SIXTEEN, None),
    (
        "jeonbuk",
        "KR-45",
        "전라북도",
        "North Jeolla Province",
        "전북",
        "Jeonbuk",
        False,
        SIXTEEN,
        date(2024, 1, 18),
    ),
    (
        "jeonbuk",
        "KR-45",
        "전북특별자치도",
        "Jeonbuk Special Self-Governing Province",
        "전북",
        "Jeonbuk",
        False,
        date(2024, 1, 18),
        None,
    ),
    ("jeonnam", "KR-46", "전라남도", "South Jeolla Province", "전남", "Jeonnam", False, SIXTEEN, None),
    (
        "gyeongbuk",
        "KR-47",
        "경상북도",
        "North Gyeongsang Province",
        "경북",
        "Gyeongbuk",
        False,
        SIXTEEN,
        None,
    ),
    (
        "gyeongnam",
        "KR-48",
        "경상남도",
        "South Gyeongsang Province",
        "경남",
        "Gyeongnam",
        False,
        SIXTEEN,
        None,
    ),
    ("jeju", "KR-49", "제주도", "Jeju Province", "제주", "Jeju", False, SIXTEEN, date(2006, 7, 1)),
    (
        "jeju",
        "KR-49",
        "제주특별자치도",
        "Jeju Special Self-Governing Province",
        "제주",
        "Jeju",
        False,
        date(2006, 7, 1),
        None,
    ),
)


def fill(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    region_model = apps.get_model("accounts", "Region")
    latest: dict[str, Any] = {}
    for order, row in enumerate(REGIONS, start=1):
        code, iso_code, name_ko, name_en, short_ko, short_en, metropolitan, valid_from, valid_to = row
        latest[code] = region_model.objects.create(
            code=code,
            iso_code=iso_code,
            name_ko=name_ko,
            name_en=name_en,
            short_ko=short_ko,
            short_en=short_en,
            metropolitan=metropolitan,
            capital=code in CAPITAL_REGION,
            order=order,
            valid_from=valid_from,
            valid_to=valid_to,
            predecessor=latest.get(code),
        )


def empty(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("accounts", "Region").objects.all().order_by("-valid_from").delete()


class Migration(migrations.Migration):
    dependencies = (("accounts", "0001_tables"),)

    operations = (migrations.RunPython(fill, empty),)
