"""What a person reads when a page is not there, not allowed, or has failed."""

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error

from core.http import Pages

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


@pytest.mark.parametrize("path", ["/api/v1/proposals", "/"])
def test_while_the_database_is_away_everybody_is_told_to_come_again(committed_db: str, path: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = "nowhere"
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    if path.startswith("/api/"):
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:baro:http.unavailable"
    else:
        assert "지금은 응답할 수 없습니다" in answer.content.decode()


def test_an_error_of_ours_is_a_problem_document_for_programs(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is real: a view whose setting is broken."""
    monkeypatch.setattr(Pages, "page_size", "many")
    answer = Client(raise_request_exception=False).get(reverse("api:calls"))
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["type"] == "urn:baro:http.error"
    assert "Retry-After" not in answer
