"""Appeals from the first word to what follows: who files when, who may judge, what is held, what a verdict changes."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from contracts.actions import draw_contract
from core.calendar import SEOUL
from core.models import Delivery, Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, Stale, WrongState
from core.scope import within
from reviews import actions, queries
from reviews.models import Appeal, AppealSeat, Decision, Selection
from tests.build import a_ministry_world
from tests.build_appeals import FILED_AT, WHY, Contest, a_contest, ruled
from tests.build_reviews import SELECTED_AT, an_expert

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(shared_db: None) -> Contest:
    return a_contest()


@pytest.fixture
def contest(published: Contest) -> Contest:
    return deepcopy(published)


def refused(act: Callable[[], object], *codes: str, kind: type[Refused] = RuleBroken) -> None:
    with pytest.raises(kind) as found:
        act()
    assert [one.code for one in found.value.violations] == list(codes)


def test_a_leader_writes_files_and_is_told_and_the_place_is_held(contest: Contest) -> None:
    draft = contest.save()
    assert draft.state == "draft"
    assert not queries.appeals_visible_to(contest.officer).exists(), "a draft is the team's alone"
    refused(lambda: contest.save(version=1), "appeal.changed_meanwhile", kind=Stale)
    appeal = contest.file()
    winner = contest.panel.proposals[2]
    assert (appeal.state, appeal.held) == ("filed", [winner.number])
    told = Delivery.objects.filter(event__name="reviews.appeal_filed").values_list("user_id", flat=True)
    assert contest.panel.world.institution_officer.pk in told
    draw = partial(draw_contract, proposal_uid=winner.uid, by=contest.officer, at=FILED_AT)
    refused(draw, "contract.place_in_dispute")
    held = partial(queries.is_held, contest.panel.call.pk)
    assert not held(contest.panel.proposals[1].number), "only the place in dispute is held"
    actions.withdraw_appeal(appeal_uid=appeal.uid, by=contest.leader(), at=FILED_AT)
    assert not held(winner.number)
    refused(contest.save, "appeal.wrong_state", kind=WrongState)


def test_the_days_end_at_midnight_in_seoul(contest: Contest) -> None:
    day = SELECTED_AT.astimezone(SEOUL).date() + timedelta(days=15)
    ends_at = datetime(day.year, day.month, day.day, tzinfo=SEOUL)
    draft = contest.save()
    late = partial(actions.file_appeal, appeal_uid=draft.uid, by=contest.leader())
    refused(lambda: late(at=ends_at), "appeal.late")
    assert late(at=ends_at - timedelta(seconds=1)).state == "filed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ground": ""}, "appeal.ground_not_heard"),
        ({"disputed": "criterion:beauty"}, "appeal.finding_unknown"),
        ({"statement": "점수가 낮습니다."}, "appeal.statement_missing"),
    ],
)
def test_what_is_no_appeal_is_told(contest: Contest, changes: dict[str, Any], code: str) -> None:
    draft = contest.save(**changes)
    refused(lambda: actions.file_appeal(appeal_uid=draft.uid, by=contest.leader(), at=FILED_AT), code)


def test_who_is_in_or_not_the_leader_or_elsewhere_files_nothing(contest: Contest) -> None:
    refused(lambda: contest.file(1), "appeal.selected")
    for by in (contest.panel.role("institution_officer"), contest.officer):
        with pytest.raises(NotAllowed):
            contest.save(by=by)
    with pytest.raises(NotFound):
        contest.save(by=a_ministry_world().actor("ministry_officer", FILED_AT))
    with pytest.raises(NotFound):
        contest.save(by=contest.judge(0))
    Selection.objects.update(state="decided")
    with pytest.raises(NotFound):
        contest.save()


def test_nobody_judges_who_judged_before_or_decided_or_is_in_conflict(contest: Contest) -> None:
    appeal = contest.file()
    given = contest.panel.case(0).assignments.values_list("expert", flat=True)
    judged = next(expert for expert in contest.panel.experts if expert.pk in given)
    colleague = an_expert()
    colleague.person.organization = contest.panel.world.institution
    colleague.person.save()
    for expert, code in ((judged, "judged"), (colleague, "conflict")):
        uids = [contest.fresh[0].uid, contest.fresh[1].uid, expert.uid]
        refused(lambda uids=uids: contest.admit(appeal, expert_uids=uids), f"appeal.bar.{code}")  # type: ignore[misc]  # bound
    refused(lambda: contest.admit(appeal, 0, 1), "appeal.too_few_judges")
    with pytest.raises(NotAllowed):
        contest.admit(appeal, by=contest.panel.role("agency_officer"))
    assert not AppealSeat.objects.exists()
    admitted = contest.admit(appeal)
    assert admitted.decide_by is not None
    assert admitted.papers["cases"][0]["number"] == contest.panel.case(0).number
    refused(lambda: contest.admit(appeal), "appeal.wrong_state", kind=WrongState)
    refused(
        lambda: actions.add_appeal_judges(
            appeal_uid=appeal.uid, expert_uids=[contest.fresh[0].uid], by=contest.officer, at=FILED_AT
        ),
        "appeal.bar.seated",
    )


def test_judges_see_the_appeal_and_no_other_through_the_second_wall_too(contest: Contest) -> None:
    appeal, other = contest.file(), contest.file(3)
    contest.admit(appeal)
    judge, stranger = contest.judge(0), contest.judge(5)
    with within(judge.scope):
        assert list(queries.appeals_visible_to(judge)) == [appeal]
        assert queries.appeal_page(appeal.uid, judge).papers["cases"]
        assert actions.note_appeal_reading(appeal_uid=appeal.uid, by=judge, at=FILED_AT)
        assert not actions.note_appeal_reading(appeal_uid=appeal.uid, by=judge, at=FILED_AT)
        with pytest.raises(NotFound):
            queries.appeal_page(other.uid, judge)
    with within(stranger.scope):
        assert not Appeal.objects.exists()
    assert Event.objects.filter(name="reviews.appeal_papers_read").count() == 1


def test_upheld_the_held_place_is_given_and_who_had_it_waits_first(contest: Contest) -> None:
    appeal = contest.admit(contest.file())
    refused(lambda: contest.conclude(appeal), "appeal.judges_silent")
    contest.vote(appeal, "uphold", "uphold", "dismiss")
    refused(lambda: contest.vote(appeal, "dismiss"), "appeal.voted_before", kind=WrongState)
    refused(lambda: contest.conclude(appeal, reason=" "), "appeal.reason_missing")
    contest.conclude(appeal)
    assert contest.outcome(0) == ("selected", "selected")
    assert contest.outcome(1) == ("selected", "selected")
    assert contest.outcome(2) == ("waiting", "waiting")
    decisions = {one.proposal_id: one for one in Decision.objects.all()}
    out = decisions[contest.panel.proposals[2].pk]
    assert (out.waiting_position, out.override_reason, out.override_by_name) == (1, WHY, contest.officer.name)
    assert Event.objects.get(name="reviews.appeal_upheld").data["won_place"] == "held"
    refused(lambda: contest.conclude(appeal), "appeal.wrong_state", kind=WrongState)
    assert contest.panel.decision().selection.appeals == [{"ground": "procedure", "state": "upheld", "count": 1}]


def test_a_contract_drawn_before_is_safe_and_the_appeal_waits_first(contest: Contest) -> None:
    for number in (1, 2):
        queries.bind_place(contest.panel.proposals[number].pk, SELECTED_AT)
    appeal = contest.admit(contest.file(3))
    contest.vote(appeal, "uphold", "uphold", "uphold")
    contest.conclude(appeal)
    assert contest.outcome(2) == ("selected", "selected")
    position = Decision.objects.get(proposal=contest.panel.proposals[3]).waiting_position
    assert (contest.outcome(3), position) == (("waiting", "waiting"), 1)
    assert Decision.objects.get(proposal=contest.panel.proposals[0]).waiting_position == 2


@pytest.mark.parametrize(("points", "state", "outcome"), [(5, "upheld", "selected"), (3, "dismissed", "waiting")])
def test_judged_anew_by_others_the_rules_decide_again(contest: Contest, points: int, state: str, outcome: str) -> None:
    appeal = contest.admit(contest.file())
    contest.vote(appeal, "anew", "anew", "dismiss")
    refused(lambda: contest.conclude(appeal), "appeal.too_few_judges")
    refused(
        lambda: contest.conclude(appeal, expert_uids=[one.uid for one in contest.fresh[:3]]),
        *["appeal.bar.seated"] * 3,
    )
    appeal = contest.conclude(appeal, expert_uids=[one.uid for one in contest.fresh[3:]])
    assert appeal.state == "judged_anew"
    refused(lambda: contest.rejudge(appeal, points, 0), "appeal.not_the_time", kind=WrongState)
    contest.rejudge(appeal, points, 3, 4, 5)
    appeal = contest.conclude(appeal)
    assert (appeal.state, appeal.new_score_bp) == (state, points * 2_000)
    assert contest.outcome(0)[0] == outcome


def test_turned_away_or_dismissed_nothing_changes_and_the_place_is_free(contest: Contest) -> None:
    appeal = contest.file()
    turn = partial(actions.turn_appeal_away, appeal_uid=appeal.uid, at=FILED_AT)
    refused(lambda: turn(reason="", by=contest.officer), "appeal.reason_missing")
    with pytest.raises(NotAllowed):
        turn(reason=WHY, by=contest.leader())
    turn(reason=WHY, by=contest.officer)
    assert contest.outcome(0)[0] == "waiting"
    assert not queries.is_held(contest.panel.call.pk, contest.panel.proposals[2].number)


def test_judges_and_desk_are_reminded_once_and_an_overdue_appeal_is_marked(contest: Contest) -> None:
    appeal = contest.admit(contest.file())
    due = appeal.decide_by
    assert due is not None
    for moment, name in ((due - timedelta(days=1), "reminded"), (due, "overdue")):
        found = queries.appeals_to_remind(moment).get()
        actions.remind_of_appeal(appeal=found, by=contest.officer, at=moment)
        assert not queries.appeals_to_remind(moment).exists()
        assert Event.objects.filter(name=f"reviews.appeal_{name}").count() == 1
    works = [item.code for item in queries.work_for(contest.judge(0), FILED_AT)]
    assert "work.reviews.vote" in works


def test_a_rule_may_hear_one_ground_alone_and_hold_no_place(contest: Contest) -> None:
    ruled(contest.panel, holds_place=False, fact=False)
    draft = contest.save(ground="fact")
    refused(
        lambda: actions.file_appeal(appeal_uid=draft.uid, by=contest.leader(), at=FILED_AT), "appeal.ground_not_heard"
    )
    assert contest.file().held == []


def test_who_cannot_go_on_is_replaced_and_sees_nothing_more(contest: Contest) -> None:
    appeal = contest.admit(contest.file())
    experts = contest.fresh
    contest.vote(appeal, "uphold")
    replace = partial(
        actions.replace_appeal_judge,
        appeal_uid=appeal.uid,
        leaves=experts[1].uid,
        reason=WHY,
        expert_uids=[experts[4].uid],
        by=contest.officer,
        at=FILED_AT,
    )
    refused(lambda: replace(reason=" "), "appeal.reason_missing")
    refused(lambda: replace(expert_uids=[]), "appeal.too_few_judges")
    refused(lambda: replace(expert_uids=[experts[1].uid]), "appeal.bar.seated")
    refused(lambda: replace(leaves=experts[0].uid), "appeal.has_spoken", kind=WrongState)
    for changes, kind in (({"leaves": experts[5].uid}, NotFound), ({"by": contest.leader()}, NotAllowed)):
        with pytest.raises(kind):
            replace(**changes)
    replace()
    gone, came = contest.judge(1), contest.judge(4)
    assert (queries.appeals_visible_to(gone).exists(), queries.appeals_visible_to(came).exists()) == (False, True)
    event = Event.objects.get(name="reviews.appeal_judge_replaced")
    assert (event.data["name"], event.reason) == (experts[1].person.name_ko, WHY)
    told = Delivery.objects.filter(event=event).values_list("user_id", flat=True)
    assert {gone.user_id, came.user_id} <= set(told)
    with pytest.raises(NotFound):
        actions.vote_on_appeal(appeal_uid=appeal.uid, vote="anew", opinion=WHY, by=gone, at=FILED_AT)
    for judge in (contest.judge(2), came):
        actions.vote_on_appeal(appeal_uid=appeal.uid, vote="uphold", opinion=WHY, by=judge, at=FILED_AT)
    assert contest.conclude(appeal).state == "upheld"
