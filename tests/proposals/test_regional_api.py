"""Rankings and pledges over the API: the same refusals, versions, and keys; the document without a warning."""

import json
from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from core.models import Event
from proposals.models import MatchPledge, RegionalRanking
from tests.proposals.regional import LEAST_KRW, Regions, a_document, signed_in, some_regions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stands")]


@pytest.fixture(scope="module")
def first_regions(shared_db: None) -> Regions:
    return some_regions()


@pytest.fixture
def regions(first_regions: Regions, db: None) -> Regions:
    return deepcopy(first_regions)


@pytest.fixture
def client(regions: Regions) -> Client:
    return signed_in(regions.world.region_officer)


def ranking_url(regions: Regions, name: str = "ranking", region: str = "daejeon") -> str:
    return reverse(f"api:{name}", args=[regions.call.uid, region])


def body(regions: Regions, *positions: int) -> dict[str, Any]:
    places = [{"proposal": str(one.uid), "position": place} for one, place in zip(regions.mine, positions, strict=True)]
    return {"places": places, "note": ""}


def put(client: Client, address: str, content: object, **headers: str) -> Any:
    return client.put(address, json.dumps(content), content_type="application/json", headers=headers)


def codes(answer: Any) -> list[str]:
    assert answer["Content-Type"] == "application/problem+json"
    return [violation["code"] for violation in answer.json()["violations"]]


def test_a_ranking_is_saved_submitted_and_reopened(regions: Regions, client: Client) -> None:
    begun = client.get(ranking_url(regions))
    assert (begun["ETag"], begun.json()["state"], begun.json()["version"]) == ('"v0"', "draft", 0)
    saved = put(client, ranking_url(regions), body(regions, 3, 1, 2), **{"If-Match": '"v0"'})
    assert (saved.status_code, saved["ETag"]) == (200, '"v1"')
    assert [place["position"] for place in saved.json()["places"]] == [1, 2, 3]
    assert set(saved.json()["unpledged"]) == {str(one.uid) for one in regions.mine}
    submitted = client.post(ranking_url(regions, "ranking-submit"), headers={"If-Match": '"v1"'})
    assert (submitted.status_code, submitted.json()["moves"]) == (200, ["reopen_ranking"])
    assert client.post(ranking_url(regions, "ranking-submit")).status_code == 409
    reopened = client.post(ranking_url(regions, "ranking-reopen"), {"reason": "조정"}, content_type="application/json")
    assert (reopened.status_code, reopened.json()["state"]) == (200, "draft")


@pytest.mark.parametrize(
    ("positions", "expected"), [((1, 2, 4), {"ranking.gap"}), ((1, 1, 2), {"ranking.tie", "ranking.gap"})]
)
def test_a_gap_or_a_tie_is_a_problem(
    regions: Regions, client: Client, positions: tuple[int, ...], expected: set[str]
) -> None:
    answer = put(client, ranking_url(regions), body(regions, *positions))
    assert answer.status_code == 422
    assert set(codes(answer)) == expected


def test_a_swapped_proposal_is_foreign_whoever_it_belongs_to(regions: Regions, client: Client) -> None:
    answers = []
    for uid in (regions.theirs[0].uid, uuid4()):
        content = body(regions, 1, 2, 3)
        content["places"].append({"proposal": str(uid), "position": 4})
        answer = put(client, ranking_url(regions), content)
        answers.append((answer.status_code, answer.content.decode().replace(str(uid), "…")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def test_a_stale_writer_is_told(regions: Regions, client: Client) -> None:
    regions.save(by=regions.second_officer())
    answer = put(client, ranking_url(regions), body(regions, 3, 2, 1), **{"If-Match": '"v0"'})
    assert answer.status_code == 412
    assert codes(answer) == ["http.changed_meanwhile"]


def test_the_same_key_saves_once(regions: Regions, client: Client) -> None:
    regions.save()
    key = {"Idempotency-Key": "one-deed"}
    first = client.post(ranking_url(regions, "ranking-submit"), headers=key)
    again = client.post(ranking_url(regions, "ranking-submit"), headers=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert Event.objects.filter(name="proposals.ranking_submitted").count() == 1


def pledge(client: Client, address: str, content: dict[str, Any], **headers: str) -> Any:
    return client.put(address, encode_multipart(BOUNDARY, content), content_type=MULTIPART_CONTENT, headers=headers)


def test_a_pledge_is_made_changed_and_withdrawn(regions: Regions, client: Client) -> None:
    address = reverse("api:pledge", args=[regions.mine[0].uid])
    before = client.get(address)
    assert (before["ETag"], before.json()["state"]) == ('"v0"', "draft")
    assert [year["required_krw"] for year in before.json()["years"]] == [LEAST_KRW] * 3
    low = pledge(client, address, {"year_krw": [LEAST_KRW, LEAST_KRW - 1, LEAST_KRW], "document": a_document()})
    assert (low.status_code, codes(low)) == (422, ["match.below_share"])
    point = pledge(client, address, {"year_krw": ["130000000.5", LEAST_KRW, LEAST_KRW], "document": a_document()})
    assert point.status_code == 422
    made = pledge(client, address, {"year_krw": [LEAST_KRW] * 3, "document": a_document()}, **{"If-Match": '"v0"'})
    assert (made.status_code, made["ETag"]) == (200, '"v1"')
    assert made.json()["document"]["name"] == "확약서.pdf"
    more = put(client, address, {"year_krw": [LEAST_KRW + 1] * 3}, **{"If-Match": '"v1"'})
    assert (more.status_code, MatchPledge.objects.get().year_krw) == (200, [LEAST_KRW + 1] * 3)
    assert put(client, address, {"year_krw": [LEAST_KRW] * 3}, **{"If-Match": '"v1"'}).status_code == 412
    gone = client.post(reverse("api:pledge-withdraw", args=[regions.mine[0].uid]), {}, content_type="application/json")
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")


def test_another_region_gets_nothing(regions: Regions) -> None:
    regions.save()
    regions.submit()
    regions.pledge()
    stranger = signed_in(regions.other_officer)
    mine = regions.mine[0]
    for address in (
        ranking_url(regions),
        reverse("api:rankings", args=[regions.call.uid]),
        reverse("api:pledge", args=[mine.uid]),
        reverse("api:pledge-document", args=[mine.uid]),
    ):
        answer = stranger.get(address)
        assert (answer.status_code, codes(answer)) == (404, ["http.not_found"]), address
    for address in (ranking_url(regions, "ranking-submit"), ranking_url(regions, "ranking-reopen")):
        assert stranger.post(address, {}, content_type="application/json").status_code == 404
    assert put(stranger, ranking_url(regions), body(regions, 1, 2, 3)).status_code == 404
    assert put(stranger, reverse("api:pledge", args=[mine.uid]), {"year_krw": [1, 1, 1]}).status_code == 404
    assert RegionalRanking.objects.count() == 1


def test_the_ministry_reads_the_regions_that_submitted(regions: Regions) -> None:
    regions.save()
    regions.pledge()
    ministry = signed_in(regions.world.ministry_officer)
    address = reverse("api:rankings", args=[regions.call.uid])
    before = {line["region"]: line["submitted_at"] for line in ministry.get(address).json()}
    assert before == {"daejeon": None, "busan": None}
    assert ministry.get(ranking_url(regions)).status_code == 404
    regions.submit()
    after = {line["region"]: line for line in ministry.get(address).json()}
    assert after["daejeon"]["submitted_at"]
    assert after["daejeon"]["pledged_by_year_krw"] == [LEAST_KRW] * 3
    assert ministry.get(ranking_url(regions)).json()["moves"] == []
