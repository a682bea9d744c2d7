"""A region promises its match for a proposal, changes it, takes it back."""

from copy import deepcopy
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, Stale, WrongState
from proposals.actions.pledge import make_pledge, withdraw_pledge
from proposals.models import MatchPledge
from proposals.queries.regional import overview
from tests.build_programs import CLOSES_AT, RANKING_DUE_AT
from tests.proposals.regional import IN_TIME, LATE, LEAST_KRW, Regions, a_document, some_regions

pytestmark = pytest.mark.django_db
ENOUGH = [LEAST_KRW] * 3


@pytest.fixture(scope="module")
def first_regions(shared_db: None) -> Regions:
    return some_regions(proposals=2)


@pytest.fixture
def regions(first_regions: Regions, db: None) -> Regions:
    return deepcopy(first_regions)


def codes(refused: Refused) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in refused.violations]


def test_a_pledge_is_kept_to_the_won_with_its_document(regions: Regions) -> None:
    pledge = regions.pledge()
    assert (pledge.state, pledge.year_krw, pledge.in_kind_krw) == ("made", ENOUGH, [0, 0, 0])
    assert pledge.document is not None
    assert (pledge.document.name, pledge.document.region_id) == ("확약서.pdf", regions.region_id)
    event = Event.objects.get(name="proposals.pledge_made")
    assert event.project_uid == regions.mine[0].project_uid
    assert event.data["total_krw"] == 3 * LEAST_KRW
    assert event.data["sha256"] == pledge.document.sha256


def test_one_won_below_the_share_is_refused_and_nothing_is_kept(regions: Regions) -> None:
    with pytest.raises(RuleBroken) as refused:
        make_pledge(
            proposal_uid=regions.mine[0].uid,
            year_krw=[LEAST_KRW, LEAST_KRW - 1, LEAST_KRW],
            document=None,
            by=regions.officer(),
            at=IN_TIME,
        )
    assert codes(refused.value) == [("match.below_share", "year_krw.2"), ("pledge.document_missing", "document")]
    assert not MatchPledge.objects.exists()


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (SimpleUploadedFile("../확약서.pdf", b"%PDF-1.4\n"), None),
        (SimpleUploadedFile("확약서.exe", b"MZ\x90\x00"), "file.kind_not_allowed"),
        (SimpleUploadedFile("확약서.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 40), "file.content_is_not_its_kind"),
        (SimpleUploadedFile("확약서.pdf", b""), "file.empty"),
    ],
)
def test_the_document_is_what_it_says(regions: Regions, document: SimpleUploadedFile, code: str | None) -> None:
    if code is None:
        document.sent_name = "../확약서.pdf"  # type: ignore[attr-defined]  # as the upload handler leaves it
        code = "file.name_not_plain"
    with pytest.raises(RuleBroken) as refused:
        make_pledge(
            proposal_uid=regions.mine[0].uid, year_krw=ENOUGH, document=document, by=regions.officer(), at=IN_TIME
        )
    assert codes(refused.value) == [(code, "document")]


def test_a_changed_pledge_keeps_its_document_unless_a_new_one_comes(regions: Regions) -> None:
    before = regions.pledge().document
    assert before is not None
    key: dict[str, Any] = {"proposal_uid": regions.mine[0].uid, "by": regions.officer(), "at": IN_TIME}
    more = [LEAST_KRW + 1] * 3
    pledge = make_pledge(year_krw=more, in_kind_krw=[1, 0, 0], document=None, **key)
    assert (pledge.year_krw, pledge.in_kind_krw, pledge.document_id) == (more, [1, 0, 0], before.pk)
    pledge = make_pledge(year_krw=more, document=a_document("새 확약서.pdf"), **key)
    assert pledge.document is not None
    assert pledge.document.name == "새 확약서.pdf"
    names = Event.objects.filter(subject_uid=pledge.uid).order_by("id").values_list("name", flat=True)
    assert list(names) == ["proposals.pledge_made", *["proposals.pledge_replaced"] * 2]


def test_a_pledge_can_be_taken_back_and_made_again(regions: Regions) -> None:
    regions.pledge()
    key: dict[str, Any] = {"proposal_uid": regions.mine[0].uid, "by": regions.officer(), "at": IN_TIME}
    pledge = withdraw_pledge(reason="추경 부결", **key)
    assert (pledge.state, pledge.year_krw) == ("withdrawn", ENOUGH)
    with pytest.raises(WrongState):
        withdraw_pledge(**key)
    assert make_pledge(year_krw=ENOUGH, document=None, **key).state == "made"


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (CLOSES_AT - timedelta(seconds=1), "pledge.call_not_closed"),
        (RANKING_DUE_AT, "pledge.late"),
    ],
)
def test_outside_its_time_nothing_is_pledged(regions: Regions, at: datetime, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        regions.pledge(at=at)


def test_when_it_was_due_a_pledge_stands(regions: Regions) -> None:
    regions.pledge()
    with pytest.raises(RuleBroken, match=r"pledge\.late"):
        withdraw_pledge(proposal_uid=regions.mine[0].uid, by=regions.officer(LATE), at=LATE)


def test_nothing_is_pledged_for_a_proposal_that_was_not_selected(regions: Regions) -> None:
    proposal = regions.mine[0]
    proposal.state = "rejected"
    proposal.save(update_fields=["state"])
    with pytest.raises(WrongState, match=r"pledge\.proposal_decided"):
        regions.pledge()


@pytest.mark.parametrize(
    ("role", "refusal"),
    [
        ("ministry_officer", NotAllowed),
        ("agency_officer", NotAllowed),
        ("auditor", NotAllowed),
        ("institution_officer", NotAllowed),
        ("expert", NotFound),
        ("administrator", NotFound),
        ("member", NotFound),
    ],
)
def test_nobody_else_pledges(regions: Regions, role: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        make_pledge(
            proposal_uid=regions.mine[0].uid,
            year_krw=ENOUGH,
            document=a_document(),
            by=regions.world.actor(role, IN_TIME),
            at=IN_TIME,
        )


def test_another_regions_officer_finds_no_such_proposal(regions: Regions) -> None:
    key: dict[str, Any] = {"proposal_uid": regions.mine[0].uid, "by": regions.stranger(), "at": IN_TIME}
    for act in (partial(make_pledge, year_krw=ENOUGH, document=None, **key), partial(withdraw_pledge, **key)):
        with pytest.raises(NotFound):
            act()


def test_what_somebody_pledged_meanwhile_is_not_overwritten(regions: Regions) -> None:
    regions.pledge()
    with pytest.raises(Stale):
        make_pledge(
            proposal_uid=regions.mine[0].uid,
            year_krw=ENOUGH,
            document=a_document(),
            version=0,
            by=regions.second_officer(),
            at=IN_TIME,
        )


def test_the_won_pledged_add_up_by_region_and_year(regions: Regions) -> None:
    for proposal in regions.mine:
        regions.pledge(proposal)
    _, _, lines = overview(regions.call.uid, regions.world.actor("ministry_officer", IN_TIME))
    found = {line.region.code: (line.proposals, line.pledges, line.pledged_by_year) for line in lines}
    assert found == {"busan": (2, 0, (0, 0, 0)), "daejeon": (2, 2, (2 * LEAST_KRW,) * 3)}
