"""What a person reads when a page is not there, not allowed, or has failed."""

import pytest
from django.http import HttpRequest
from django.test import Client
from django.views.defaults import server_error

LOST = {"ko": "페이지를 찾을 수 없습니다", "en": "Page not found"}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_page_that_is_not_there_says_so_in_the_readers_language(db: None, client: Client, language: str) -> None:
    response = client.get("/no/such/page/", headers={"accept-language": language})
    assert response.status_code == 404
    assert LOST[language] in response.content.decode()


def test_an_outdated_page_is_told_so(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/language/setlang/", headers={"accept-language": "en"})
    assert response.status_code == 403
    assert "Your page is out of date" in response.content.decode()


def test_an_error_of_ours_is_admitted_without_asking_the_database() -> None:
    response = server_error(HttpRequest())
    assert response.status_code == 500
    assert "오류" in response.content.decode()
