"""An overlap is noted after a hand-in, advised on by the committee alone, answered by the later proposal's ministry."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import Actor
from core import scope
from core.calendar import SEOUL, is_business_day, seoul_date
from core.models import Delivery, Event
from core.refusals import NotAllowed, NotFound, RuleBroken, WrongState
from core.sweeps import run
from proposals import actions
from proposals.actions.overlaps import answer_overlap, give_opinion, tell_overdue_answer
from proposals.models import Overlap, Proposal
from proposals.permissions.overlaps import may_view_overlap
from proposals.queries.due import work_for
from proposals.queries.overlaps import overlaps_listed, overlaps_visible_to, passages_of
from proposals.rules.overlaps import ANSWER_BUSINESS_DAYS, answer_due_at, answer_violations, opinion_violations
from proposals.tasks import ANSWERS_OVERDUE, SKETCHES
from tests.build import MARCH, World, a_ministry_world
from tests.build_programs import a_call, a_ruled_program
from tests.build_proposals import Team
from tests.proposals.portal import at_the_clock, signed_in
from tests.proposals.test_alike import SECRET, SHARED, handed_in, write

pytestmark = pytest.mark.django_db
LATER = MARCH + timedelta(days=60)


@dataclass
class Two:
    """Two ministries with a proposal each, alike; `late` arrived later."""

    early_world: World
    late_world: World
    early: Proposal
    late: Proposal
    late_team: Team

    @property
    def overlap(self) -> Overlap:
        return Overlap.objects.get()

    @property
    def committee(self) -> Actor:
        return self.early_world.actor("coordinator")

    @property
    def desk(self) -> Actor:
        return self.late_world.actor("ministry_officer")

    def advise(self, by: Actor | None = None) -> Overlap:
        return give_opinion(
            overlap_uid=self.overlap.uid, opinion="join", text="함께 하세요.", by=by or self.committee, at=MARCH
        )

    def answer(self, by: Actor | None = None, at: datetime = MARCH) -> Overlap:
        return answer_overlap(
            overlap_uid=self.overlap.uid, answer="joined", text="한 팀으로 일합니다.", by=by or self.desk, at=at
        )


@pytest.fixture(scope="module")
def first_two(shared_db: None) -> Two:
    early, late = a_ministry_world("daejeon"), a_ministry_world("busan")
    first, _ = handed_in(a_call(ministry=early.ministry), f"{SECRET} {SHARED}")
    second, team = handed_in(a_call(*a_ruled_program(late.ministry)), f"다른 말로 시작하는 글입니다. {SHARED}")
    run(SKETCHES, at=MARCH)
    return Two(early, late, first, second, team)


@pytest.fixture
def two(first_two: Two, db: None) -> Two:
    return deepcopy(first_two)


def test_it_is_noted_once_with_what_is_common_and_ends_with_the_likeness(two: Two) -> None:
    overlap = two.overlap
    assert (overlap.first, overlap.second) == (two.early, two.late)
    assert overlap.text_bp >= 2_500
    assert Event.objects.filter(name="proposals.overlap_found").count() == 1
    assert run(SKETCHES, at=MARCH).done == 0
    write(two.late, two.late_team, "이제 같은 말이 없습니다.")
    actions.submit_proposal(proposal_uid=two.late.uid, by=two.late_team.office, at=MARCH)
    run(SKETCHES, at=MARCH)
    assert two.overlap.state == "ended"
    write(two.late, two.late_team, SHARED)
    actions.submit_proposal(proposal_uid=two.late.uid, by=two.late_team.office, at=MARCH)
    run(SKETCHES, at=MARCH)
    assert two.overlap.state == "open"


def test_the_committee_alone_advises_and_once(two: Two) -> None:
    for by in (two.desk, two.early_world.actor("auditor"), two.early_world.actor("ministry_approver")):
        with pytest.raises(NotAllowed):
            two.advise(by)
    with pytest.raises(NotFound):
        two.advise(two.late_team.office)
    overlap = two.advise()
    assert (overlap.state, overlap.opinion, overlap.due_at) == ("open", "join", answer_due_at(MARCH))
    told = set(Delivery.objects.filter(event__name="proposals.overlap_opinion_given").values_list("user_id", flat=True))
    assert told == {two.early_world.ministry_officer.pk, two.late_world.ministry_officer.pk}
    with pytest.raises(RuleBroken) as refused:
        two.advise()
    assert [one.code for one in refused.value.violations] == ["overlap.opinion_given"]
    two.late.refresh_from_db()
    assert two.late.state == "submitted"


def test_the_later_proposals_ministry_alone_answers_and_once(two: Two) -> None:
    two.advise()
    assert [one.code for one in work_for(two.desk, MARCH)] == ["work.proposals.answer_overlap"]
    for by in (two.early_world.actor("ministry_officer"), two.committee, two.late_world.actor("ministry_approver")):
        with pytest.raises(NotAllowed):
            two.answer(by)
    assert two.answer().state == "joined"
    assert work_for(two.desk, MARCH) == []
    with pytest.raises(WrongState):
        two.answer()
    with pytest.raises(WrongState):
        two.advise()


def test_an_answer_that_is_overdue_is_told_once_and_still_counts(two: Two) -> None:
    two.advise()
    assert run(ANSWERS_OVERDUE, at=MARCH).done == 0
    assert run(ANSWERS_OVERDUE, at=LATER).done == 1
    assert run(ANSWERS_OVERDUE, at=LATER).done == 0
    with pytest.raises(NotAllowed):
        tell_overdue_answer(overlap_uid=two.overlap.uid, by=two.desk, at=LATER)
    assert two.answer(at=LATER).state == "joined"


def test_what_is_visible_equals_the_permission_and_the_second_wall(two: Two) -> None:
    worlds = (two.early_world, two.late_world)
    actors = [world.actor(role) for world in worlds for role in world.users()] + [two.late_team.office]
    overlap = Overlap.objects.select_related("first_program", "second_program").get()
    for actor in actors:
        may = may_view_overlap(actor, overlap)
        assert overlaps_visible_to(actor).exists() == may
        with scope.within(actor.scope):
            assert Overlap.objects.exists() or not may


def test_of_the_other_ministrys_proposal_a_desk_reads_no_word(two: Two) -> None:
    with scope.within(two.desk.scope):
        passages = passages_of(two.overlap, two.desk)
    assert passages
    assert all(first == "" and second for first, second in passages)
    at_the_clock(MARCH)
    client = signed_in(two.late_world.ministry_officer)
    for name in ("proposals:overlap", "api:overlap"):
        text = client.get(reverse(name, args=[two.overlap.uid])).content.decode()
        assert "시연회" in text
        assert SECRET[:8] not in text
    with scope.within(two.committee.scope):
        assert all(first and second for first, second in passages_of(two.overlap, two.committee))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages_of_the_committee_and_of_the_ministry(two: Two, language: str) -> None:
    at_the_clock(MARCH)
    committee = signed_in(two.early_world.coordinator, language)
    page, path = reverse("proposals:overlaps"), reverse("proposals:overlap", args=[two.overlap.uid])
    assert str(two.overlap) in committee.get(page, {"state": "open", "across": "on"}).content.decode()
    assert str(two.overlap) not in committee.get(page, {"state": "joined"}).content.decode()
    assert two.late.number in committee.get(reverse("proposals:overlaps-sheet")).content.decode()
    assert "<mark>" in committee.get(path).content.decode()
    given = {"opinion": "merge", "text": "하나로 하세요."}
    assert committee.post(reverse("proposals:overlap-opinion", args=[two.overlap.uid]), {"text": ""}).status_code == 422
    assert committee.post(reverse("proposals:overlap-opinion", args=[two.overlap.uid]), given).status_code == 302
    desk = signed_in(two.late_world.ministry_officer, language)
    answer = reverse("proposals:overlap-answer", args=[two.overlap.uid])
    assert desk.post(answer, {"answer": "accepted"}).status_code == 422
    unread = desk.post(answer, {"answer": "accepted", "text": "지역이 다릅니다."})
    assert unread.status_code == 412
    for kept in ("지역이 다릅니다.", "하나로 하세요.", 'name="opinion_read" value="merge"'):
        assert kept in unread.content.decode()
    read = {"answer": "accepted", "text": "지역이 다릅니다.", "opinion_read": "merge"}
    assert desk.post(answer, read).status_code == 302
    again = desk.post(answer, {**read, "text": "두 번째 글입니다."})
    assert again.status_code == 409
    assert "두 번째 글입니다." in again.content.decode()
    assert "지역이 다릅니다." in committee.get(path).content.decode()
    assert signed_in(two.late_team.leader_user).get(page).status_code == 403


def test_the_api_advises_and_answers(two: Two) -> None:
    at_the_clock(MARCH)
    committee, desk = signed_in(two.early_world.coordinator), signed_in(two.late_world.ministry_officer)
    (row,) = committee.get(reverse("api:overlaps")).json()
    given = {"opinion": "keep_apart", "text": "따로 하세요."}
    opinion = reverse("api:overlap-opinion", args=[row["uid"]])
    assert desk.post(opinion, given, content_type="application/json").status_code == 403
    assert committee.post(opinion, given, content_type="application/json").status_code == 200
    given, path = {"answer": "joined", "text": "연계합니다."}, reverse("api:overlap-answer", args=[row["uid"]])
    unread = desk.post(path, {**given, "opinion_read": ""}, content_type="application/json")
    assert unread.status_code == 412
    assert "overlap.opinion_meanwhile" in unread.content.decode()
    assert desk.post(path, given, content_type="application/json").json()["state"] == "joined"


def test_the_list_asks_as_much_for_three_as_for_one(two: Two) -> None:
    at_the_clock(MARCH)
    committee = signed_in(two.early_world.coordinator)

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert committee.get(reverse("proposals:overlaps")).status_code == 200
        return len(captured)

    counted()
    once = counted()
    handed_in(two.late.call, SHARED)
    run(SKETCHES, at=MARCH)
    assert Overlap.objects.count() == 3
    assert counted() == once <= 10
    most = overlaps_listed(two.committee)[0]
    Overlap.objects.filter(pk=most.pk).update(state="ended")
    assert list(overlaps_listed(two.committee))[-1] == most


@given(hours=st.integers(0, 20 * 365 * 24))
def test_an_answer_is_due_at_the_end_of_a_business_day_after_two_weeks_at_least(hours: int) -> None:
    at = MARCH + timedelta(hours=hours)
    due = answer_due_at(at).astimezone(SEOUL)
    assert is_business_day(due.date())
    assert due.hour == 18
    assert (due.date() - seoul_date(at)).days > ANSWER_BUSINESS_DAYS


@pytest.mark.parametrize(
    ("opinion", "text", "given", "codes"),
    [
        ("merge", "왜", False, []),
        ("", " ", True, ["overlap.opinion_given", "overlap.opinion_unknown", "overlap.text_missing"]),
        ("join", "가" * 2_001, False, ["overlap.text_too_long"]),
    ],
)
def test_an_opinion_is_one_of_three_with_its_reasons(opinion: str, text: str, given: bool, codes: list[str]) -> None:
    assert [one.code for one in opinion_violations(opinion, text, given=given)] == codes
    assert [one.code for one in answer_violations("", "")] == ["overlap.answer_unknown", "overlap.text_missing"]
