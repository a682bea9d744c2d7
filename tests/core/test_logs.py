"""Log lines are JSON objects, and each names the request that it belongs to."""

from __future__ import annotations

import json
import logging
import sys
from ipaddress import ip_network
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from core.http import Arrival
from core.logs import JsonLines, about

ID = "0123456789abcdef" * 2


def line(record: logging.LogRecord) -> dict[str, Any]:
    text = JsonLines("web").format(record)
    assert "\n" not in text
    found: dict[str, Any] = json.loads(text)
    return found


def a_record(message: str = "A line\nof %s", error: Any = None) -> logging.LogRecord:
    return logging.LogRecord("baro.test", logging.INFO, "", 0, message, ("two",), error)


def test_a_line_is_one_object() -> None:
    found = line(a_record())
    assert (found["message"], found["level"], found["logger"]) == ("A line\nof two", "INFO", "baro.test")
    assert found["at"].endswith("+00:00")
    assert "request_id" not in found


def test_a_line_names_its_request_and_carries_its_fields_and_its_error() -> None:
    try:
        raise ValueError("no")
    except ValueError:
        record = a_record(error=sys.exc_info())
    record.fields = {"status": 200}
    with about("abc"):
        found = line(record)
    assert (found["request_id"], found["status"]) == ("abc", 200)
    assert found["error"].endswith("ValueError: no")


@pytest.mark.parametrize(("proxy", "kept"), [("127.0.0.1", True), ("10.0.0.1", False)])
def test_a_trusted_proxy_names_the_request(settings: Any, proxy: str, kept: bool) -> None:
    settings.TRUSTED_PROXIES = (ip_network(proxy),)
    settings.BARO_SAMPLE_CLOCK = False
    logged = []

    def respond(request: HttpRequest) -> HttpResponse:
        logged.append(line(a_record())["request_id"])
        return HttpResponse()

    answer = Arrival(respond)(RequestFactory().get("/", headers={"X-Request-Id": ID}))
    assert logged == [answer["X-Request-Id"]]
    assert (answer["X-Request-Id"] == ID) is kept


def test_a_request_is_logged_by_its_route_and_never_by_its_address(
    db: None, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="baro.requests"):
        client.get("/accounts/password/reset/key/1-secret/?token=secret")
    (record,) = caplog.records
    found = line(record)
    assert found["route"] == "account_reset_password_from_key"
    assert found["address"] == "127.0.0.1"
    assert "secret" not in json.dumps(found)
