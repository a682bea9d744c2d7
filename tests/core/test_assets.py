"""What the browser downloads stays within its budget and comes from us alone."""

import re

import brotli
import pytest
from django.conf import settings

ASSETS = settings.BUILD_DIR / "assets"


def compressed_bytes(*names: str) -> int:
    return sum(len(brotli.compress((ASSETS / name).read_bytes())) for name in names)


@pytest.mark.parametrize(
    ("names", "most_bytes"),
    [
        (["css/baro.css"], 25_000),
        (["js/htmx.min.js", "js/baro.js"], 30_000),
        (["js/baro.js", "js/ranking.js"], 30_000),
    ],
)
def test_a_page_downloads_no_more_than_its_budget(names: list[str], most_bytes: int) -> None:
    assert compressed_bytes(*names) <= most_bytes


@pytest.mark.parametrize("name", ["css/baro.css", "css/font.css"])
def test_a_style_sheet_names_only_files_that_were_built(name: str) -> None:
    text = (ASSETS / name).read_text(encoding="utf-8")
    targets = [found.strip("\"'") for found in re.findall(r"url\(([^)]*)\)", text)]
    assert "@import" not in text
    assert [target for target in targets if not (ASSETS / "css" / target).is_file()] == []


def test_our_styles_use_only_tokens_that_stand_in_the_built_sheet() -> None:
    own = "".join(path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "static/css").glob("*.css"))
    built = (ASSETS / "css/baro.css").read_text(encoding="utf-8")
    assert set(re.findall(r"var\((--[\w-]+)\)", own)) - set(re.findall(r"[{;](--[\w-]+):", built)) == set()
