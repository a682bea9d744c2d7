"""Pages leave gzipped for who understands it; what the API answers keeps its strong ETag."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from core.compressing import PagesCompressed


def answer(kind: str, accepted: str = "gzip, br", **headers: str) -> HttpResponse:
    """What the middleware makes of a long answer of this kind."""
    request: HttpRequest = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    made = PagesCompressed(lambda _: HttpResponse("가나다 " * 400, content_type=kind, headers=headers))(request)
    assert isinstance(made, HttpResponse)
    return made


def test_a_page_leaves_compressed_each_time_in_another_length() -> None:
    pages = [answer("text/html; charset=utf-8") for _ in range(12)]
    assert {page["Content-Encoding"] for page in pages} == {"gzip"}
    assert {gzip.decompress(page.content).decode() for page in pages} == {"가나다 " * 400}
    assert len({len(page.content) for page in pages}) > 1  # random bytes hide what the length would tell
    assert pages[0]["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("kind", "accepted"),
    [("text/html", ""), ("application/json", "gzip"), ("text/csv", "gzip"), ("application/pdf", "gzip")],
)
def test_everything_else_is_left_as_it_is(kind: str, accepted: str) -> None:
    kept = answer(kind, accepted, ETag='"3"')
    assert "Content-Encoding" not in kept
    assert kept["ETag"] == '"3"'


def test_the_portal_does_it_and_masks_its_token_anew(db: None) -> None:
    tokens = set()
    for _ in range(2):
        page = Client().get("/accounts/login/", headers={"Accept-Encoding": "gzip"})
        text = gzip.decompress(page.content).decode()
        tokens.add(text.partition('name="csrfmiddlewaretoken" value="')[2][:64])
    assert len(tokens) == 2
