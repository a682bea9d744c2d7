"""A panel's meeting from its call to the signature: what happens, what is refused, what stands on the record."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.actors import Actor
from core.models import Delivery, Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, Stale, WrongState
from core.scope import SYSTEM, within
from reviews import actions, permissions, queries
from reviews.models import AgendaItem, Conflict, Meeting, Participant, Recusal, Score, Stay
from tests.build import a_ministry_world, actor_for
from tests.build_meetings import AGREED, PLACE, STARTS_AT, WHY, Sitting, a_sitting, call
from tests.build_reviews import OPENED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def called(shared_db: None) -> Sitting:
    return a_sitting()


@pytest.fixture
def sitting(called: Sitting) -> Sitting:
    return deepcopy(called)


def refused(act: Callable[[], object], *codes: str, kind: type[Refused] = RuleBroken) -> None:
    with pytest.raises(kind) as found:
        act()
    assert [one.code for one in found.value.violations] == list(codes)


def events(*names: str) -> list[Event]:
    return list(Event.objects.filter(name__in=[f"reviews.{name}" for name in names]).order_by("id"))


def test_a_meeting_is_called_with_an_agenda_by_disagreement_and_everybody_is_told(sitting: Sitting) -> None:
    floor = sitting.floor
    cases = [sitting.panel.case(number).pk for number in range(3)]
    assert [item.case_id for item in floor.items] == cases
    assert [item.together for item in floor.items] == [False, False, True], "on the third they agree"
    assert [item.apart_bp for item in floor.items] == sorted((item.apart_bp for item in floor.items), reverse=True)
    assert sitting.meeting.expected_moves == 2, "one leaves for the second case and returns"
    judges = set(sitting.panel.case(0).assignments.values_list("expert_id", flat=True))
    assert floor.items[0].rapporteur_id in judges
    assert sitting.conflicted.person_id != floor.items[1].rapporteur.person_id  # type: ignore[union-attr]  # has one
    told = Delivery.objects.filter(event__name="reviews.meeting_called").values_list("user_id", flat=True)
    assert set(told) == {user.pk for user in sitting.panel.users}
    data = events("meeting_called")[0].data
    assert data["place"] == PLACE
    assert not any(case.number in str(data) for case in sitting.panel.round.cases.all()), "a call names no case"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_at": OPENED_AT}, "panel.starts_in_the_past"),
        ({"place": " "}, "panel.place_missing"),
        ({"chair_uid": "00000000-0000-4000-8000-000000000000"}, "panel.member_unknown"),
        ({"deputy_uid": "00000000-0000-4000-8000-000000000000"}, "panel.member_unknown"),
    ],
)
def test_a_meeting_wants_a_time_a_place_and_a_chair_of_the_committee(
    sitting: Sitting, changes: dict[str, Any], code: str
) -> None:
    actions.call_off_meeting(meeting_uid=sitting.meeting.uid, reason="장소", by=sitting.panel.officer, at=OPENED_AT)
    refused(lambda: call(sitting.panel, **changes), code)
    assert call(sitting.panel).number == 2


def test_one_meeting_at_a_time_and_only_while_the_round_is_open_to_the_panel(sitting: Sitting) -> None:
    refused(lambda: call(sitting.panel), "panel.meeting_open", kind=WrongState)
    close: dict[str, Any] = {"round_uid": sitting.panel.round.uid, "by": sitting.panel.officer, "at": OPENED_AT}
    refused(lambda: actions.close_round(**close), "round.meeting_not_signed")
    actions.call_off_meeting(meeting_uid=sitting.meeting.uid, reason="장소", by=sitting.panel.officer, at=OPENED_AT)
    actions.close_round(**close)
    refused(lambda: call(sitting.panel), "panel.round_not_opened", kind=WrongState)


def test_a_case_is_discussed_concluded_and_counts_with_its_reason(sitting: Sitting) -> None:
    before = list(Score.objects.order_by("id").values_list("points", flat=True))
    sitting.begin()
    sitting.take_up()
    item = sitting.conclude()
    assert (item.outcome, item.consensus_bp, item.reason, item.points) == ("consensus", 8_000, WHY, AGREED)
    assert (item.entitled, item.needed, len(item.present)) == (5, 3, 5)
    assert item.before_bp != 8_000
    assert list(Score.objects.order_by("id").values_list("points", flat=True)) == before
    one = queries.counted_in(sitting.panel.call, sitting.floor.policy).cases[sitting.panel.proposals[0].pk]
    assert (one.consensus_bp, one.counts_bp, one.by_panel) == (8_000, 8_000, True)
    assert one.raw_bp == item.before_bp
    told = events("item_concluded")[0]
    assert told.reason == WHY
    assert told.project_uid == sitting.panel.case(0).project_uid


def test_whoever_is_in_conflict_leaves_with_the_opening_and_comes_back_by_name(sitting: Sitting) -> None:
    sitting.begin()
    last = len(sitting.panel.experts) - 1
    sitting.take_up(1)
    assert len(sitting.floor.inside) == 4
    recusal = Recusal.objects.get()
    assert (recusal.participant.member, recusal.ground, recusal.left_at) == (sitting.member(last), "other", STARTS_AT)
    refused(lambda: sitting.attend(last, inside=True), "panel.in_conflict")
    later = STARTS_AT + timedelta(minutes=9)
    item = sitting.conclude(1, points=None, reason="", at=later)
    assert (item.outcome, item.entitled, len(item.present)) == ("mean", 4, 4)
    assert actions.call_back(meeting_uid=sitting.meeting.uid, by=sitting.panel.officer, at=later) == 1
    recusal.refresh_from_db()
    assert recusal.returned_at == later
    assert len(sitting.floor.inside) == 5


def test_without_quorum_nothing_is_concluded(sitting: Sitting) -> None:
    sitting.begin(0, 1, 2)
    sitting.take_up()
    sitting.attend(2, inside=False)
    refused(sitting.conclude, "panel.no_quorum")
    refused(lambda: sitting.conclude(points=None), "panel.no_quorum")
    sitting.attend(2, inside=True)
    sitting.conclude()
    assert Stay.objects.filter(participant__member=sitting.member(2)).count() == 2


def test_a_conflict_found_while_a_case_is_discussed_stops_its_conclusion_until_he_has_left(sitting: Sitting) -> None:
    sitting.begin()
    sitting.take_up()
    set_by: dict[str, Any] = {"ground": "other", "note": "", "by": sitting.panel.officer, "at": STARTS_AT}
    actions.set_conflict(case_uid=sitting.panel.case().uid, expert_uid=sitting.panel.experts[3].uid, **set_by)
    refused(lambda: sitting.conclude(points=None), "panel.conflicted_inside")
    sitting.attend(3, inside=False)
    assert sitting.conclude(points=None).entitled == 4


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"points": {**AGREED, "fit": 6}}, "review.points_off_scale"),
        ({"points": {**AGREED, "fit": None}}, "review.points_missing"),
        ({"reason": ""}, "panel.reason_missing"),
        ({"points": dict.fromkeys(AGREED, 1)}, "panel.moved_too_far"),
    ],
)
def test_a_consensus_off_scale_without_reason_or_too_far_off_is_refused(
    sitting: Sitting, changes: dict[str, Any], code: str
) -> None:
    sitting.begin()
    sitting.take_up()
    refused(lambda: sitting.conclude(**changes), code)
    assert sitting.item().state == "on"


def test_a_case_of_which_no_review_is_left_is_not_concluded(sitting: Sitting) -> None:
    sitting.begin()
    sitting.take_up()
    sitting.panel.case().assignments.update(state="void")
    refused(sitting.conclude, "panel.not_judged")
    put_off: dict[str, Any] = {"item_uid": sitting.item().uid, "by": sitting.panel.officer, "at": STARTS_AT}
    assert actions.put_off_item(reason="평가 무효", **put_off).state == "put_off"


def test_a_case_is_concluded_once_and_one_at_a_time(sitting: Sitting) -> None:
    refused(lambda: sitting.take_up(), "meeting.wrong_state", kind=WrongState)
    sitting.begin()
    refused(lambda: sitting.conclude(), "agenda_item.wrong_state", kind=WrongState)
    sitting.take_up()
    refused(lambda: sitting.take_up(1), "panel.item_on", kind=WrongState)
    end: dict[str, Any] = {"meeting_uid": sitting.meeting.uid, "by": sitting.panel.officer, "at": STARTS_AT}
    refused(lambda: actions.end_meeting(**end), "panel.item_on", kind=WrongState)
    sitting.conclude()
    refused(lambda: sitting.conclude(), "agenda_item.wrong_state", kind=WrongState)


def test_who_is_in_conflict_meets_no_case_and_who_does_not_lead_moves_none(sitting: Sitting) -> None:
    sitting.begin()
    for act in (sitting.take_up, sitting.conclude, sitting.write):
        with pytest.raises(NotFound):
            act(1, by=sitting.conflicted)
    sitting.take_up(0)
    member = sitting.panel.expert(2)
    outsider, stranger = actor_for(sitting.panel.outsider, STARTS_AT), a_ministry_world().actor("ministry_officer")
    for by, kind in ((member, NotAllowed), (sitting.panel.role("auditor"), NotAllowed), (outsider, NotFound)):
        with pytest.raises(kind):
            sitting.conclude(by=by)
    with pytest.raises(NotFound):
        sitting.conclude(by=stranger)
    with pytest.raises(NotAllowed):
        sitting.attend(3, inside=False, by=member)
    sitting.attend(2, inside=False, by=member)
    sitting.attend(2, inside=True, by=member)


def test_the_deputy_leads_where_the_chair_is_in_conflict_and_nobody_where_both_are(sitting: Sitting) -> None:
    sitting.begin()
    officer: dict[str, Any] = {"ground": "other", "note": "", "by": sitting.panel.officer, "at": STARTS_AT}
    case, experts = sitting.panel.case(0).uid, sitting.panel.experts
    actions.set_conflict(case_uid=case, expert_uid=experts[0].uid, **officer)
    assert sitting.floor.presiding(sitting.item()) == sitting.member(1)
    actions.set_conflict(case_uid=case, expert_uid=experts[1].uid, **officer)
    refused(sitting.take_up, "panel.nobody_presides")
    led: dict[str, Any] = {
        "chair_uid": sitting.member(2).uid,
        "deputy_uid": None,
        "by": sitting.panel.officer,
        "at": STARTS_AT,
    }
    refused(lambda: actions.name_leaders(meeting_uid=sitting.meeting.uid, reason="", **led), "panel.reason_missing")
    actions.name_leaders(meeting_uid=sitting.meeting.uid, reason="이해충돌", **led)
    report: dict[str, Any] = {"item_uid": sitting.item().uid, "by": sitting.panel.officer, "at": STARTS_AT}
    refused(lambda: actions.set_rapporteur(expert_uid=experts[0].uid, **report), "panel.in_conflict")
    actions.set_rapporteur(expert_uid=experts[2].uid, **report)
    assert sitting.take_up().presided_by == sitting.member(2)


def test_the_agenda_is_changed_with_a_reason_that_stands_and_worked_out_anew(sitting: Sitting) -> None:
    move: dict[str, Any] = {"item_uid": sitting.item(1).uid, "by": sitting.panel.officer, "at": OPENED_AT}
    refused(lambda: actions.move_item(place=1, reason="", **move), "panel.reason_missing")
    refused(lambda: actions.move_item(place=9, reason="먼저", **move), "panel.place_unknown")
    refused(lambda: actions.move_item(place=1, reason="긴" * 401, **move), "review.comment_too_long")
    actions.move_item(place=1, reason="위원 일정", **move)
    assert [item.planned_place for item in sitting.floor.items] == [2, 1, 3]
    assert sitting.item(1).moved_why == "위원 일정"
    plan: dict[str, Any] = {"meeting_uid": sitting.meeting.uid, "by": sitting.panel.officer}
    actions.plan_agenda(**plan, at=OPENED_AT)
    assert [item.planned_place for item in sitting.floor.items] == [1, 2, 3]
    sitting.begin()
    refused(lambda: actions.plan_agenda(**plan, at=STARTS_AT), "meeting.wrong_state", kind=WrongState)


def test_settled_cases_are_taken_together_unless_a_member_wants_to_talk(sitting: Sitting) -> None:
    together: dict[str, Any] = {"meeting_uid": sitting.meeting.uid, "by": sitting.panel.officer, "at": STARTS_AT}
    sitting.begin(0, 1)
    refused(lambda: actions.conclude_together(**together), "panel.no_quorum")
    sitting.attend(2, inside=True)
    [item] = actions.conclude_together(**together)
    assert (item.outcome, item.case, item.presided_by) == ("mean", sitting.panel.case(2), sitting.member(0))
    refused(lambda: actions.conclude_together(**together), "panel.nothing_together")


def test_a_chair_in_conflict_is_told_no_number_by_any_refusal(sitting: Sitting) -> None:
    bar: dict[str, Any] = {"expert_uid": sitting.panel.experts[0].uid, "ground": "other", "note": ""}
    for number in (0, 2):
        case = sitting.panel.case(number).uid
        actions.set_conflict(case_uid=case, **bar, by=sitting.panel.officer, at=OPENED_AT)
    actions.set_rapporteur(
        item_uid=sitting.item().uid, expert_uid=sitting.panel.experts[1].uid, by=sitting.panel.officer, at=OPENED_AT
    )
    sitting.begin()
    at_the_table: dict[str, Any] = {"meeting_uid": sitting.meeting.uid, "at": STARTS_AT}
    refused(
        lambda: actions.conclude_together(**at_the_table, by=sitting.chair), "panel.conflict_among", kind=NotAllowed
    )
    sitting.take_up()
    sitting.conclude(points=None)
    sitting.end()
    with pytest.raises(RuleBroken) as found:
        sitting.sign(reason="출장")
    assert [(one.code, one.values) for one in found.value.violations] == [("panel.minutes_missing_kept", {"count": 1})]
    told = Delivery.objects.filter(user_id=sitting.panel.users[1].pk).values_list("event__data", flat=True)
    assert not any(sitting.panel.case().number in str(data) for data in told), "nor is a rapporteur by his message"


def test_any_member_free_of_conflict_may_have_a_settled_case_discussed(sitting: Sitting) -> None:
    act: dict[str, Any] = {"item_uid": sitting.item(2).uid, "at": OPENED_AT}
    with pytest.raises(NotFound):
        actions.take_out_item(**act, by=actor_for(sitting.panel.outsider, OPENED_AT))
    taken = actions.take_out_item(**act, by=sitting.panel.expert(3))
    assert not taken.together
    judges = sitting.panel.case(2).assignments.values_list("expert_id", flat=True)
    assert taken.rapporteur_id in set(judges), "somebody reports on what is discussed"
    refused(lambda: actions.take_out_item(**act, by=sitting.panel.expert(3)), "panel.not_together")


def test_a_conclusion_is_taken_up_again_with_a_reason_and_what_it_was_stays_on_record(sitting: Sitting) -> None:
    sitting.begin()
    sitting.take_up()
    sitting.conclude()
    again: dict[str, Any] = {"item_uid": sitting.item().uid, "by": sitting.panel.officer, "at": STARTS_AT}
    refused(lambda: actions.reconsider_item(reason=" ", **again), "panel.reason_missing")
    actions.reconsider_item(reason="점수를 잘못 적었습니다.", **again)
    assert queries.agreed_in(sitting.panel.call) == {}
    assert events("item_reconsidered")[0].data["score_bp"] == 8_000
    sitting.take_up()
    assert sitting.conclude(points={**AGREED, "fit": 3}).consensus_bp != 8_000


def test_minutes_are_written_confirmed_and_signed_and_then_nothing_changes(sitting: Sitting) -> None:
    sitting.begin(0, 1, 2)
    sitting.take_up()
    sitting.conclude()
    sitting.end()
    assert [item.state for item in sitting.floor.items] == ["concluded", "put_off", "put_off"]
    refused(sitting.sign, "panel.minutes_missing", "panel.not_confirmed")
    version = sitting.write().minutes_version
    with pytest.raises(Stale):
        sitting.write(version=version - 1)
    confirm: dict[str, Any] = {"meeting_uid": sitting.meeting.uid, "at": STARTS_AT}
    refused(
        lambda: actions.confirm_minutes(by=sitting.panel.expert(3), **confirm), "panel.was_not_there", kind=NotAllowed
    )
    actions.confirm_minutes(by=sitting.panel.expert(1), **confirm)
    again: dict[str, Any] = {"by": sitting.panel.expert(1), **confirm}
    refused(lambda: actions.confirm_minutes(**again), "panel.confirmed_before", kind=WrongState)
    sitting.write(text="고친 회의록.")
    assert not Participant.objects.filter(confirmed_at__isnull=False).exists(), "these are other minutes"
    for number in (1, 2):
        actions.confirm_minutes(by=sitting.panel.expert(number), **confirm)
    with pytest.raises(NotAllowed):
        sitting.sign(by=sitting.panel.officer)
    assert sitting.sign().state == "signed"
    refused(lambda: sitting.write(), "meeting.wrong_state", kind=WrongState)
    refused(lambda: sitting.conclude(1), "meeting.wrong_state", kind=WrongState)
    at_it: dict[str, Any] = {"meeting": sitting.meeting}
    changes = (
        lambda: AgendaItem.objects.filter(**at_it).update(minutes=""),
        lambda: Participant.objects.filter(**at_it).update(confirmed_at=None),
        lambda: Stay.objects.filter(**at_it).delete(),
        lambda: Stay.objects.create(participant=Participant.objects.filter(**at_it)[0], came_at=STARTS_AT, **at_it),
        lambda: Meeting.objects.filter(pk=sitting.meeting.pk).update(place="다른 곳"),
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    second = call(sitting.panel)
    assert {item.case_id for item in second.items.all()} == {sitting.panel.case(1).pk, sitting.panel.case(2).pk}


def test_the_chair_signs_without_a_confirmation_only_with_a_reason(sitting: Sitting) -> None:
    sitting.begin(0, 1, 2)
    sitting.end()
    refused(sitting.sign, "panel.not_confirmed")
    assert sitting.sign(reason="해외 출장으로 확인이 늦습니다.").signed_without.startswith("해외")
    assert events("minutes_signed")[0].reason.startswith("해외")


def test_the_database_lets_the_committee_work_and_nobody_else_look(sitting: Sitting) -> None:
    sitting.begin()
    for by in (sitting.chair, sitting.panel.role("agency_officer")):
        with within(by.scope, back_to=SYSTEM):
            sitting.take_up(by=by)
            sitting.conclude(by=by)
            actions.reconsider_item(item_uid=sitting.item().uid, reason="다시", by=by, at=STARTS_AT)
    for by in (actor_for(sitting.panel.outsider, STARTS_AT), sitting.panel.role("region_officer"), Actor.anonymous()):
        with within(by.scope, back_to=SYSTEM):
            assert [rows.objects.count() for rows in (Meeting, AgendaItem, Participant, Stay)] == [0] * 4


def test_the_list_of_meetings_is_what_may_be_viewed_row_by_row(sitting: Sitting) -> None:
    panel = sitting.panel
    roles = ["ministry_officer", "ministry_approver", "agency_officer", "auditor", "region_officer", "member"]
    everybody = [*(panel.role(role) for role in roles), panel.expert(0), actor_for(panel.outsider, OPENED_AT)]
    for state in ("opened", "closed"):
        panel.round.state = state
        panel.round.save(update_fields=["state"])
        for actor in everybody:
            meeting = queries.meetings_of(panel.round).get()
            called_ = any(one.member.expert.person_id == actor.person_id for one in sitting.floor.people)
            may = permissions.may_view_meeting(actor, meeting, panel.round, panel.call.program.uid, called=called_)
            assert queries.meetings_visible_to(actor).filter(pk=meeting.pk).exists() == may


def test_a_lifted_conflict_bars_nobody(sitting: Sitting) -> None:
    Conflict.objects.update(state="lifted", lifted_at=OPENED_AT, lifted_by=1, lifted_why="확인했습니다.")
    sitting.begin()
    sitting.take_up(1)
    assert len(sitting.floor.inside) == 5
