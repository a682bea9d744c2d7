"""A region orders its proposals, hands the order in, takes it back: on PostgreSQL, as the application's own role."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Organization
from core.models import Delivery, Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, Stale, WrongState
from core.sweeps import run
from core.wording import say_event
from proposals.actions.ranking import close_rankings, reopen_ranking, save_ranking, submit_ranking
from proposals.models import Participation, RankedProposal, RegionalRanking
from proposals.rules.ranking import Place
from proposals.tasks import RANKINGS_CLOSE
from tests.build_programs import CLOSES_AT, RANKING_DUE_AT
from tests.proposals.regional import IN_TIME, LATE, Regions, some_regions

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def first_regions(shared_db: None) -> Regions:
    return some_regions()


@pytest.fixture
def regions(first_regions: Regions, db: None) -> Regions:
    return deepcopy(first_regions)


def positions(regions: Regions) -> list[int]:
    found = dict(RankedProposal.objects.values_list("proposal_id", "position"))
    return [found[one.pk] for one in regions.mine]


def test_an_order_is_kept_as_a_draft_with_words_and_version(regions: Regions) -> None:
    order = [Place(regions.mine[0].uid, 2, "둘째"), Place(regions.mine[1].uid, 1), Place(regions.mine[2].uid, 3)]
    ranking = regions.save(order)
    assert (ranking.state, ranking.version) == ("draft", 1)
    assert positions(regions) == [2, 1, 3]
    assert RankedProposal.objects.get(position=2).opinion == "둘째"
    event = Event.objects.get(name="proposals.ranking_saved")
    assert event.data == {"region_code": "daejeon", "region_ko": "대전", "region_en": "Daejeon", "count": 3}
    assert not Delivery.objects.filter(event=event).exists()


def test_a_draft_may_be_unfinished_but_can_not_be_submitted(regions: Regions) -> None:
    regions.save(regions.order(1, 2))
    with pytest.raises(RuleBroken) as refused:
        regions.submit()
    assert [(one.code, one.field) for one in refused.value.violations] == [
        ("ranking.missing", f"places.{regions.mine[2].uid}")
    ]


def test_the_same_order_again_leaves_no_trace(regions: Regions) -> None:
    regions.save()
    assert regions.save().version == 1
    assert Event.objects.filter(name="proposals.ranking_saved").count() == 1


@pytest.mark.parametrize(
    ("order", "codes"),
    [((1, 2, 2), {"ranking.tie", "ranking.gap"}), ((1, 2, 4), {"ranking.gap"}), ((0, 1, 2), {"ranking.gap"})],
)
def test_a_gap_or_a_tie_is_refused_and_nothing_is_kept(
    regions: Regions, order: tuple[int, ...], codes: set[str]
) -> None:
    with pytest.raises(RuleBroken) as refused:
        regions.save(regions.order(*order))
    assert {one.code for one in refused.value.violations} == codes
    assert not RegionalRanking.objects.exists()


def test_another_regions_proposal_is_refused_like_one_that_does_not_exist(regions: Regions) -> None:
    answers = []
    for uid in (regions.theirs[0].uid, uuid4()):
        with pytest.raises(RuleBroken) as refused:
            regions.save([*regions.order(1, 2, 3), Place(uid, 4)])
        answers.append([(one.code, dict(one.values)) for one in refused.value.violations])
    assert answers == [[("ranking.foreign", {})]] * 2


def test_submitting_tells_the_ministry_and_its_agency(regions: Regions) -> None:
    regions.save()
    ranking = regions.submit()
    assert (ranking.state, ranking.submitted_at) == ("submitted", IN_TIME)
    event = Event.objects.get(name="proposals.ranking_submitted")
    told = set(Delivery.objects.filter(event=event).values_list("user_id", flat=True))
    world = regions.world
    assert told == {world.ministry_officer.pk, world.agency_officer.pk, regions.colleague.pk}
    assert event.data["order"] == [str(one.uid) for one in regions.mine]


def test_a_second_submission_is_refused(regions: Regions) -> None:
    regions.save()
    regions.submit()
    with pytest.raises(WrongState):
        regions.submit()
    assert Event.objects.filter(name="proposals.ranking_submitted").count() == 1


def test_what_is_submitted_changes_only_after_it_was_taken_back(regions: Regions) -> None:
    regions.save()
    regions.submit()
    with pytest.raises(WrongState):
        regions.save(regions.order(3, 2, 1))
    ranking = reopen_ranking(
        call_uid=regions.call.uid, region_id=regions.region_id, reason="순위 조정", by=regions.officer(), at=IN_TIME
    )
    assert (ranking.state, ranking.submitted_at, ranking.submitted_by) == ("draft", None, None)
    assert Event.objects.get(name="proposals.ranking_reopened").reason == "순위 조정"
    regions.save(regions.order(3, 2, 1))
    regions.submit()
    assert positions(regions) == [3, 2, 1]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (CLOSES_AT - timedelta(seconds=1), "ranking.call_not_closed"),
        (RANKING_DUE_AT, "ranking.late"),
        (RANKING_DUE_AT + timedelta(seconds=1), "ranking.late"),
    ],
)
def test_outside_its_time_nothing_moves(regions: Regions, at: datetime, code: str) -> None:
    regions.save()
    key: dict[str, Any] = {
        "call_uid": regions.call.uid,
        "region_id": regions.region_id,
        "by": regions.officer(),
        "at": at,
    }
    for act in (partial(save_ranking, places=regions.order(3, 2, 1), **key), partial(submit_ranking, **key)):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert [one.code for one in refused.value.violations] == [code]
    assert positions(regions) == [1, 2, 3]


def test_the_last_second_counts(regions: Regions) -> None:
    regions.save()
    assert regions.submit(at=LATE - timedelta(seconds=1)).state == "submitted"


def test_a_submitted_ranking_can_not_be_taken_back_when_it_was_due(regions: Regions) -> None:
    regions.save()
    regions.submit()
    with pytest.raises(RuleBroken, match=r"ranking\.late"):
        reopen_ranking(call_uid=regions.call.uid, region_id=regions.region_id, by=regions.officer(), at=LATE)


def test_a_region_without_proposals_has_nothing_to_submit() -> None:
    regions = some_regions(proposals=1)
    regions.mine[0].state = "withdrawn"
    regions.mine[0].save(update_fields=["state"])
    regions.save([])
    with pytest.raises(RuleBroken, match=r"ranking\.nothing_to_rank"):
        regions.submit()


@pytest.mark.parametrize(
    ("role", "before", "after"),
    [
        ("ministry_officer", NotFound, NotAllowed),
        ("agency_officer", NotFound, NotAllowed),
        ("auditor", NotFound, NotAllowed),
        ("coordinator", NotFound, NotAllowed),
        ("institution_officer", NotFound, NotFound),
        ("expert", NotFound, NotFound),
        ("administrator", NotFound, NotFound),
        ("member", NotFound, NotFound),
    ],
)
def test_nobody_else_ranks(regions: Regions, role: str, before: type[Refused], after: type[Refused]) -> None:
    actor = regions.world.actor(role, IN_TIME)
    regions.save()
    with pytest.raises(before):
        regions.save(by=actor)
    regions.submit()
    with pytest.raises(after):
        regions.save(by=actor)


def test_another_regions_officer_finds_nothing(regions: Regions) -> None:
    regions.save()
    regions.submit()
    for region_id in (regions.region_id, 999_999):
        with pytest.raises(NotFound) as refused:
            save_ranking(call_uid=regions.call.uid, region_id=region_id, places=[], by=regions.stranger(), at=IN_TIME)
        assert [one.code for one in refused.value.violations] == ["http.not_found"]


def test_what_somebody_saved_meanwhile_is_not_overwritten(regions: Regions) -> None:
    key: dict[str, Any] = {"call_uid": regions.call.uid, "region_id": regions.region_id, "at": IN_TIME}
    save_ranking(places=regions.order(1, 2, 3), version=0, by=regions.second_officer(), **key)
    with pytest.raises(Stale) as refused:
        save_ranking(places=regions.order(3, 2, 1), version=0, by=regions.officer(), **key)
    (violation,) = refused.value.violations
    assert violation.code == "http.changed_meanwhile"
    assert violation.values["name"] == regions.second_officer().name
    with pytest.raises(Stale):
        submit_ranking(version=0, by=regions.officer(), **key)
    assert positions(regions) == [1, 2, 3]


# --- When rankings were due ---------------------------------------------------------------------------


def test_a_region_that_did_not_rank_is_named_and_the_ministry_told(regions: Regions) -> None:
    regions.save()
    regions.submit()
    assert close_rankings(call=regions.call, at=LATE) == ("busan",)
    missed = Event.objects.get(name="proposals.ranking_missed")
    closed = Event.objects.get(name="proposals.rankings_closed")
    assert missed.data["region_code"] == "busan"
    assert closed.data == {"regions": 2, "submitted": 1, "missed_ko": "부산", "missed_en": "Busan"}
    assert say_event(missed.name, missed.data).startswith("부산")
    told = {event.name: set(event.deliveries.values_list("user_id", flat=True)) for event in (missed, closed)}
    assert told["proposals.ranking_missed"] == {regions.other_officer.pk}
    assert told["proposals.rankings_closed"] == {
        regions.world.ministry_officer.pk,
        regions.world.agency_officer.pk,
    }


def test_what_follows_the_due_date_follows_once(regions: Regions) -> None:
    assert run(RANKINGS_CLOSE, at=LATE - timedelta(seconds=1)).done == 0
    assert run(RANKINGS_CLOSE, at=LATE).done == 1
    assert run(RANKINGS_CLOSE, at=LATE + timedelta(days=1)).done == 0
    missed = Event.objects.filter(name="proposals.ranking_missed", call_uid=regions.call.uid)
    assert sorted(event.data["region_code"] for event in missed) == ["busan", "daejeon"]


def test_an_officer_who_takes_part_ranks_nothing_and_another_does(regions: Regions) -> None:
    officer, other = regions.officer(), regions.second_officer()
    first, second = regions.mine[0], regions.mine[1]
    assert officer.person_id is not None
    Participation.objects.create(
        proposal=first,
        project_uid=first.project_uid,
        person_id=officer.person_id,
        organization_id=first.lead_organization_id,
        part=Participation.Part.values[-1],
        starts_on=date(2004, 6, 1),
        ends_on=date(2007, 6, 1),
    )
    tied = replace(officer, organization_id=second.lead_organization_id)
    order = [Place(one.uid, number) for number, one in enumerate(regions.mine, start=1)]
    keep = partial(save_ranking, call_uid=regions.call.uid, region_id=regions.region_id, at=IN_TIME)
    with pytest.raises(RuleBroken) as refused:
        keep(places=order, by=tied)
    wanted = {f"places.{one.uid}" for one in regions.mine if second.lead_organization_id in one.organization_ids}
    assert {one.code for one in refused.value.violations} == {"ranking.in_conflict"}
    assert {one.field for one in refused.value.violations} == wanted | {f"places.{first.uid}"}
    assert not RankedProposal.objects.exists(), "nothing half done"
    keep(places=order, by=other)
    with pytest.raises(RuleBroken):
        submit_ranking(call_uid=regions.call.uid, region_id=regions.region_id, by=tied, at=IN_TIME)
    Organization.objects.filter(pk=second.lead_organization_id).update(kind="regional_agency")
    submit_ranking(call_uid=regions.call.uid, region_id=regions.region_id, by=other, at=IN_TIME)
    told = Event.objects.get(name="proposals.ranking_submitted").data["own_agencies"]
    assert second.number in told
