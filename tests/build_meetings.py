"""Panel meetings for tests: a round open to its panel, whose experts disagree on one case and agree on another."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts.actors import Actor
from programs.models import Call
from reviews import actions, queries
from reviews.models import AgendaItem, Expert, Meeting, Member, Score
from reviews.queries import Floor
from tests.build_programs import a_rule_set
from tests.build_reviews import CRITERIA, OPENED_AT, Panel, a_panel
from tests.programs.policies import ADDED, ris_raw

STARTS_AT = OPENED_AT + timedelta(days=2)
PLACE = "세종청사 5동 회의실"
AGREED = dict.fromkeys(CRITERIA, 4)
WHY = "시제품을 함께 확인하고 합의했습니다."


@dataclass
class Sitting:
    """A meeting with its round. The first expert is its chair, the second the deputy; the last has a conflict with the
    second case. Of the three cases the experts disagree on the first most, and not at all on the third."""

    panel: Panel
    meeting: Meeting

    @property
    def floor(self) -> Floor:
        return queries.floor_of(queries.meetings_of(self.panel.round).get(pk=self.meeting.pk))

    @property
    def chair(self) -> Actor:
        return self.panel.expert(0)

    @property
    def conflicted(self) -> Actor:
        return self.panel.expert(len(self.panel.experts) - 1)

    def member(self, number: int) -> Member:
        return Member.objects.get(round=self.panel.round, expert=self.panel.experts[number])

    def item(self, number: int = 0) -> AgendaItem:
        """The item of the panel's case of this number."""
        return AgendaItem.objects.select_related("case").get(meeting=self.meeting, case=self.panel.case(number))

    def begin(self, *numbers: int) -> None:
        """With these experts in the room, all where none is named."""
        here = numbers or range(len(self.panel.experts))
        uids = [self.member(number).uid for number in here]
        actions.begin_meeting(meeting_uid=self.meeting.uid, member_uids=uids, by=self.panel.officer, at=STARTS_AT)

    def take_up(self, number: int = 0, **changes: Any) -> AgendaItem:
        given: dict[str, Any] = {"by": self.panel.officer, "at": STARTS_AT}
        return actions.take_up_item(item_uid=self.item(number).uid, **{**given, **changes})

    def conclude(self, number: int = 0, **changes: Any) -> AgendaItem:
        given: dict[str, Any] = {"points": AGREED, "reason": WHY, "by": self.panel.officer, "at": STARTS_AT}
        return actions.conclude_item(item_uid=self.item(number).uid, **{**given, **changes})

    def attend(self, number: int, *, inside: bool, **changes: Any) -> None:
        given: dict[str, Any] = {"by": self.panel.officer, "at": STARTS_AT}
        member = self.member(number).uid
        actions.mark_attendance(meeting_uid=self.meeting.uid, member_uid=member, inside=inside, **{**given, **changes})

    def write(self, number: int = 0, **changes: Any) -> AgendaItem:
        given: dict[str, Any] = {"text": "쟁점과 결론.", "version": None, "by": self.panel.officer, "at": STARTS_AT}
        return actions.write_minutes(item_uid=self.item(number).uid, **{**given, **changes})

    def end(self) -> None:
        actions.end_meeting(meeting_uid=self.meeting.uid, by=self.panel.officer, at=STARTS_AT)

    def sign(self, **changes: Any) -> Meeting:
        given: dict[str, Any] = {"by": self.chair, "at": STARTS_AT}
        return actions.sign_minutes(meeting_uid=self.meeting.uid, **{**given, **changes})


def with_rules(panel: Panel, **changes: Any) -> None:
    """Rules that say how the panel meets."""
    raw = {**ris_raw(), "panel": {**ADDED["panel"], **changes}}
    panel.call.rule_set = a_rule_set(panel.call.program, json.dumps(raw, default=str))
    Call.objects.filter(pk=panel.call.pk).update(rule_set=panel.call.rule_set)


def opened(cases: int = 3, experts: int = 5, **rules: Any) -> Panel:
    """A round open to its panel; of the first case one review is far below the others, of the second a little."""
    panel = a_panel(cases, experts)
    with_rules(panel, **rules)
    panel.declare(range(experts - 1))
    barred = {panel.case(1).uid: ("other", "같은 연구실에 있었습니다.")} if cases > 1 else {}
    last = panel.expert(experts - 1)
    actions.declare_interests(round_uid=panel.round.uid, conflicts=barred, by=last, at=OPENED_AT)
    panel.assign()
    actions.start_scoring(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    panel.score()
    for number, points in ((0, 1), (1, 3)):
        if number < cases:
            first = Score.objects.filter(review__assignment__case=panel.case(number)).earliest("id").review
            first.scores.update(points=points)
    actions.open_to_panel(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    panel.round.refresh_from_db()
    return panel


def a_sitting(cases: int = 3, experts: int = 5, **rules: Any) -> Sitting:
    """A meeting that was called."""
    panel = opened(cases, experts, **rules)
    return Sitting(panel, call(panel))


def call(panel: Panel, **changes: Any) -> Meeting:
    def seat(number: int) -> Any:
        expert: Expert = panel.experts[number]
        return Member.objects.get(round=panel.round, expert=expert).uid

    given: dict[str, Any] = {
        "round_uid": panel.round.uid,
        "starts_at": STARTS_AT,
        "place": PLACE,
        "chair_uid": seat(0),
        "deputy_uid": seat(1),
        "by": panel.officer,
        "at": OPENED_AT,
    }
    return actions.call_meeting(**{**given, **changes})
