"""The region's pages, with and without words in both languages; nothing of another region on any of them."""

from copy import deepcopy
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Event
from proposals.models import MatchPledge, RankedProposal, RegionalRanking
from tests.build_programs import CLOSES_AT
from tests.proposals.conftest import Stands
from tests.proposals.regional import LATE, LEAST_KRW, Regions, a_document, signed_in, some_regions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stands")]


@pytest.fixture(scope="module")
def first_regions(shared_db: None) -> Regions:
    return some_regions()


@pytest.fixture
def regions(first_regions: Regions, db: None) -> Regions:
    return deepcopy(first_regions)


def desk_url(regions: Regions, name: str = "ranking", region: str = "daejeon") -> str:
    return reverse(f"proposals:{name}", args=[regions.call.uid, region])


def order(regions: Regions, *positions: object, version: int = 0, more: dict[str, str] | None = None) -> dict[str, str]:
    numbers = {f"places.{one.uid}": str(place) for one, place in zip(regions.mine, positions, strict=True)}
    return {"version": str(version), "note": "", **numbers, **(more or {})}


def test_a_region_ranks_pledges_and_submits(regions: Regions) -> None:
    client = signed_in(regions.world.region_officer)
    page = desk_url(regions)
    opinion = {f"opinions.{regions.mine[0].uid}": "지역 전략산업과 맞음"}
    saved = client.post(page, order(regions, 2, 1, 3, more={"then": "check", **opinion}))
    assert (saved.status_code, saved["Location"]) == (302, desk_url(regions, "ranking-submit"))
    confirm = client.get(saved["Location"])
    assert confirm.status_code == 200
    assert "지역 전략산업과 맞음" in confirm.content.decode()
    for proposal in regions.mine:
        assert reverse("proposals:pledge", args=[proposal.uid]) in confirm.content.decode()
    submitted = client.post(saved["Location"], {"version": "1"})
    assert submitted["Location"] == desk_url(regions, "ranking-receipt")
    receipt = client.get(submitted["Location"]).content.decode()
    assert Event.objects.get(name="proposals.ranking_submitted").data["sha256"] in receipt
    again = client.post(saved["Location"], {"version": "1"})
    assert again["Location"] == submitted["Location"]
    assert client.post(desk_url(regions, "ranking-reopen"), {"version": "2", "reason": ""}).status_code == 302
    assert RegionalRanking.objects.get().state == "draft"


def test_a_tie_stands_beside_the_proposals_and_no_word_is_lost(regions: Regions) -> None:
    client = signed_in(regions.world.region_officer, "en")
    words = {f"opinions.{regions.mine[2].uid}": "kept words"}
    answer = client.post(desk_url(regions), order(regions, 1, 2, 2, more=words))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "kept words" in text
    assert text.count("Number 2 is given to 2 proposals") == 4  # beside each, and in the summary for each
    assert f'href="#id_places.{regions.mine[1].uid}"' in text
    assert not RankedProposal.objects.exists()


@pytest.mark.parametrize("typed", ["1.5", "첫째", "99999999999999999999"])
def test_a_number_is_a_whole_number(regions: Regions, typed: str) -> None:
    client = signed_in(regions.world.region_officer)
    assert client.post(desk_url(regions), order(regions, typed, 2, 3)).status_code == 422


def test_who_saves_later_sees_what_stands_and_may_save_knowingly(regions: Regions) -> None:
    client = signed_in(regions.world.region_officer, "en")
    regions.save(by=regions.second_officer())
    answer = client.post(desk_url(regions), order(regions, 3, 2, 1))
    assert answer.status_code == 412
    assert "Somebody saved another order meanwhile" in answer.content.decode()
    assert 'name="version" value="1"' in answer.content.decode()
    assert client.post(desk_url(regions), order(regions, 3, 2, 1, version=1)).status_code == 302


def test_the_least_is_filled_in_and_less_is_refused(regions: Regions) -> None:
    client = signed_in(regions.world.region_officer, "en")
    page = reverse("proposals:pledge", args=[regions.mine[0].uid])
    shown = client.get(page).content.decode()
    assert shown.count(f'value="{LEAST_KRW:,}"') == 3
    assert "It binds only if the proposal is selected" in shown
    amounts = {f"year_krw.{year}": str(LEAST_KRW) for year in (1, 2, 3)}
    low = client.post(page, {"version": "0", **amounts, "year_krw.2": str(LEAST_KRW - 1), "document": a_document()})
    assert low.status_code == 422
    assert f"{LEAST_KRW - 1:,}" in low.content.decode() or str(LEAST_KRW - 1) in low.content.decode()
    point = client.post(page, {"version": "0", **amounts, "year_krw.1": "130000000.5", "document": a_document()})
    assert point.status_code == 422
    assert client.post(page, {"version": "0", **amounts}).status_code == 422
    made = client.post(page, {"version": "0", **amounts, "document": a_document()})
    assert made.status_code == 302
    assert MatchPledge.objects.get().year_krw == [LEAST_KRW] * 3
    withdrawn = client.post(reverse("proposals:pledge-withdraw", args=[regions.mine[0].uid]), {"version": "1"})
    assert withdrawn.status_code == 302
    assert MatchPledge.objects.get().state == "withdrawn"


def test_the_document_is_downloaded_never_shown(regions: Regions) -> None:
    regions.pledge()
    client = signed_in(regions.world.region_officer)
    answer = client.get(reverse("proposals:pledge-document", args=[regions.mine[0].uid]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.getvalue() == a_document().read()


def test_another_region_finds_none_of_it(regions: Regions) -> None:
    regions.save()
    regions.submit()
    regions.pledge()
    client = signed_in(regions.other_officer)
    mine = regions.mine[0]
    addresses = [
        *(desk_url(regions, name) for name in ("ranking", "ranking-submit", "ranking-reopen", "ranking-receipt")),
        reverse("proposals:rankings", args=[regions.call.uid]),
        *(reverse(f"proposals:{name}", args=[mine.uid]) for name in ("pledge", "pledge-withdraw", "pledge-document")),
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert mine.title_ko not in answer.content.decode()
        assert client.post(address).status_code in {404, 405}, address
    own = client.get(desk_url(regions, region="busan")).content.decode()
    assert regions.theirs[0].title_ko in own
    assert all(one.title_ko not in own and str(one.uid) not in own for one in regions.mine)
    listed = client.get(reverse("proposals:regional")).content.decode()
    assert "daejeon" not in listed


def test_the_ministry_sees_an_order_once_it_is_submitted(regions: Regions) -> None:
    client = signed_in(regions.world.ministry_officer, "en")
    regions.save()
    overview = reverse("proposals:rankings", args=[regions.call.uid])
    assert client.get(desk_url(regions)).status_code == 404
    assert "Awaited" in client.get(overview).content.decode()
    regions.submit()
    regions.pledge()
    read = client.get(desk_url(regions))
    assert read.status_code == 200
    assert "data-ranking-number" not in read.content.decode()
    assert client.get(desk_url(regions, "ranking-submit")).status_code == 403
    assert desk_url(regions) in client.get(overview).content.decode()


@pytest.mark.parametrize(
    ("moment", "words"),
    [(CLOSES_AT.replace(year=2004, month=3, day=20), "아직 접수 중"), (LATE, "기한까지 제출된 순위가 없습니다")],
)
def test_outside_its_time_the_order_is_only_read(
    regions: Regions, stands: Stands, moment: datetime, words: str
) -> None:
    stands(moment)
    client = signed_in(regions.world.region_officer)
    text = client.get(desk_url(regions)).content.decode()
    assert words in text
    assert "data-ranking-number" not in text


def test_more_proposals_cost_no_more_queries() -> None:
    assert queries_of_pages(proposals=1) == queries_of_pages(proposals=3)


def queries_of_pages(proposals: int) -> list[int]:
    """How many queries each page of a region with so many proposals takes."""
    regions = some_regions(proposals=proposals)
    regions.save()
    for one in regions.mine:
        regions.pledge(one)
    client = signed_in(regions.world.region_officer)
    counts = []
    for address in (
        desk_url(regions),
        desk_url(regions, "ranking-submit"),
        reverse("proposals:regional"),
        reverse("proposals:pledge", args=[regions.mine[0].uid]),
    ):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))
    return counts


def test_a_session_that_ended_in_mid_form_keeps_the_words(regions: Regions) -> None:
    words = {f"opinions.{regions.mine[0].uid}": "밤새 쓴 의견"}
    answer = Client().post(desk_url(regions), order(regions, 1, 2, 3, more=words))
    assert answer.status_code == 401
    assert "밤새 쓴 의견" in answer.content.decode()
    assert not RegionalRanking.objects.exists()
