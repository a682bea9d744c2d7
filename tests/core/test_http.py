"""How a request arrives and how a refusal is answered."""

import json
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.utils import translation
from rest_framework import exceptions, serializers

from core import clock
from core.arrival import CAME_IN
from core.http import Arrival, BodyLimit, answer, etag, problem_handler, problem_of, required_version
from core.refusals import NotAllowed, NotFound, RuleBroken, Stale, Violation, WrongState


def respond(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"at": request.at.isoformat()})  # type: ignore[attr-defined]  # Arrival has put it there


def test_a_request_knows_when_it_arrived(db: None) -> None:
    before = clock.now()
    response = Arrival(respond)(RequestFactory().get("/"))
    at = datetime.fromisoformat(json.loads(response.content)["at"])
    assert before <= at <= clock.now()
    assert len(response["X-Request-Id"]) == 32


def test_the_moment_that_our_own_server_knows_counts(db: None) -> None:
    said = clock.system_now().replace(microsecond=0) - timedelta(seconds=30)
    request = RequestFactory().get("/", headers={"Baro-Came-In": "1"})
    request.META[CAME_IN] = said.timestamp()
    at = datetime.fromisoformat(json.loads(Arrival(respond)(request).content)["at"])
    assert at - clock.offset() == said


@pytest.mark.parametrize(("trusted", "counts"), [(True, True), (False, False)])
def test_the_proxys_word_counts_only_where_it_is_trusted(db: None, settings: Any, trusted: bool, counts: bool) -> None:
    settings.TRUSTED_PROXIES = (ip_network("127.0.0.0/8" if trusted else "10.0.0.0/8"),)
    said = clock.system_now().replace(microsecond=0) - timedelta(seconds=30)
    request = RequestFactory().get("/", headers={"X-Request-Start": f"t={said.timestamp():.3f}"})
    at = datetime.fromisoformat(json.loads(Arrival(respond)(request).content)["at"])
    assert (abs((at - clock.offset() - said).total_seconds()) < 0.01) is counts


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("t=1080777600", datetime(2004, 4, 1, tzinfo=UTC)),
        ("1080777600.5", datetime(2004, 4, 1, 0, 0, 0, 500_000, tzinfo=UTC)),
        ("1080777600000", datetime(2004, 4, 1, tzinfo=UTC)),
        ("t=1080777600000000", datetime(2004, 4, 1, tzinfo=UTC)),
        ("", None),
        ("t=", None),
        ("soon", None),
        ("5", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_a_proxys_moment_is_read_or_left(header: str, moment: datetime | None) -> None:
    assert clock.read_request_start(header) == moment


@pytest.mark.parametrize("address", ["/api/v1/organizations?q=%00", "/search/?q=a%00b", "/calls/%00/"])
def test_an_address_with_a_nul_is_refused_in_words(db: None, client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "NUL" in response.text


def test_a_body_past_all_measure_is_refused_before_it_is_read(db: None) -> None:
    request = RequestFactory().post("/api/v1/x", b"", content_type="application/octet-stream")
    request.META["CONTENT_LENGTH"] = str(2 * 1024**3)
    response = BodyLimit(respond)(request)
    assert response.status_code == 413
    assert json.loads(response.content)["violations"][0]["code"] == "file.too_large"


def test_a_world_may_have_a_clock_of_its_own(db: None, settings: Any) -> None:
    clock.move_to(datetime(2004, 4, 1, tzinfo=UTC))
    cache.delete(clock.OFFSET_KEY)
    assert abs((clock.now() - datetime(2004, 4, 1, tzinfo=UTC)).total_seconds()) < 5
    settings.BARO_SAMPLE_CLOCK = False
    assert clock.offset() == timedelta()
    with pytest.raises(RuleBroken, match=r"clock\.is_real"):
        clock.move_to(datetime(2004, 4, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("refused", "status"),
    [(NotAllowed, 403), (NotFound, 404), (WrongState, 409), (Stale, 412), (RuleBroken, 422)],
)
def test_a_refusal_has_its_status_and_its_codes(refused: type[RuleBroken], status: int) -> None:
    found = Violation("file.too_large", {"size_bytes": 2048, "max_bytes": 1024}, field="file", clause="files.plan")
    request = RequestFactory().get("/api/v1/x")
    response = answer(request, refused([found]))
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert problem["type"] == "urn:baro:file.too_large"
    (said,) = problem["violations"]
    assert (said["code"], said["field"], said["clause"]) == ("file.too_large", "file", "files.plan")
    assert said["text"]["en"] == "The file has 2.0 KB; at most 1.0 KB are allowed."


def test_a_refusal_names_at_least_one_reason() -> None:
    with pytest.raises(ValueError, match="at least one"):
        RuleBroken([])


def test_input_that_does_not_fit_names_each_field(db: None) -> None:
    class Line(serializers.Serializer[Any]):
        amount_krw = serializers.IntegerField()

    class Lines(serializers.Serializer[Any]):
        lines = Line(many=True)

    form = Lines(data={"lines": [{"amount_krw": "1.5"}, {}]})
    with pytest.raises(exceptions.ValidationError) as raised:
        form.is_valid(raise_exception=True)
    response = problem_handler(raised.value, {})
    assert response is not None
    assert response.status_code == 422
    assert [found["field"] for found in response.data["violations"]] == ["lines.0.amount_krw", "lines.1.amount_krw"]


def test_other_failures_of_the_api_have_the_same_shape() -> None:
    response = problem_handler(exceptions.MethodNotAllowed("PUT"), {})
    assert response is not None
    assert response.status_code == 405
    assert response.data["violations"][0]["code"] == "http.method_not_allowed"


@pytest.mark.parametrize(("header", "version"), [('"v3"', 3), ('W/"v3"', 3), ("*", None), ("", None)])
def test_if_match_tells_the_version_that_was_read(header: str, version: int | None) -> None:
    request = RequestFactory().put("/", headers={"If-Match": header} if header else {})
    assert required_version(request) == version
    if version:
        assert etag(version) == '"v3"'


def test_an_if_match_that_is_not_ours_is_stale() -> None:
    with pytest.raises(Stale):
        required_version(RequestFactory().put("/", headers={"If-Match": '"abc"'}))


def test_a_problem_speaks_both_languages() -> None:
    with translation.override("en"):
        problem = problem_of(NotFound.because("http.not_found"))
    assert set(problem["violations"][0]["text"]) == {"ko", "en"}
