"""Appeals for tests: a published selection of four, the third kept out by the quota, and its leader's appeal."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from accounts.actors import Actor
from accounts.models import User
from programs.models import Call
from proposals.models import Participation, Proposal
from reviews import actions
from reviews.models import Appeal, Decision, Expert
from tests.build import a_person, a_user, actor_for
from tests.build_programs import a_rule_set
from tests.build_reviews import CRITERIA, GROUND, SELECTED_AT, Panel, a_panel, an_expert
from tests.programs.policies import ADDED, ris_raw

FILED_AT = SELECTED_AT + timedelta(days=2)
STATEMENT = "시제품 사진이 첨부되어 있었으나 평가 자료에서 빠진 채로 심의가 진행되었습니다."
WHY = "기록을 확인한 결과입니다."
SAID = {"ground": "procedure", "disputed": "decision", "statement": STATEMENT, "version": None}


@dataclass
class Contest:
    """Points 3, 5, 4, 1: the second and third are in, the first waits, the last is below the least score."""

    panel: Panel
    fresh: list[Expert] = field(default_factory=list)

    def leader(self, number: int = 0) -> Actor:
        person = Participation.objects.get(proposal=self.panel.proposals[number], part="leader").person
        user = User.objects.filter(person=person).first() or a_user(person)
        return actor_for(user, FILED_AT)

    def judge(self, number: int) -> Actor:
        return actor_for(User.objects.get(person=self.fresh[number].person), FILED_AT)

    def save(self, number: int = 0, **changes: Any) -> Appeal:
        given = {**SAID, "by": self.leader(number), "at": FILED_AT, **changes}
        return actions.save_appeal(proposal_uid=self.panel.proposals[number].uid, **given)

    def file(self, number: int = 0, **changes: Any) -> Appeal:
        given = {"by": self.leader(number), "at": FILED_AT, **changes}
        return actions.file_appeal(appeal_uid=self.save(number).uid, **given)

    def admit(self, appeal: Appeal, *numbers: int, **changes: Any) -> Appeal:
        uids = [self.fresh[number].uid for number in numbers or range(3)]
        given = {"expert_uids": uids, "by": self.officer, "at": FILED_AT, **changes}
        return actions.admit_appeal(appeal_uid=appeal.uid, **given)

    def vote(self, appeal: Appeal, *votes: str) -> None:
        for number, vote in enumerate(votes):
            actions.vote_on_appeal(appeal_uid=appeal.uid, vote=vote, opinion=WHY, by=self.judge(number), at=FILED_AT)

    def rejudge(self, appeal: Appeal, points: int, *numbers: int) -> None:
        for number in numbers:
            actions.judge_anew(
                appeal_uid=appeal.uid,
                points=dict.fromkeys(CRITERIA, points),
                comments=dict.fromkeys(CRITERIA, GROUND),
                by=self.judge(number),
                at=FILED_AT,
            )

    def conclude(self, appeal: Appeal, **changes: Any) -> Appeal:
        given = {"reason": WHY, "by": self.officer, "at": FILED_AT, **changes}
        return actions.conclude_appeal(appeal_uid=appeal.uid, **given)

    @property
    def officer(self) -> Actor:
        return self.panel.officer

    def outcome(self, number: int) -> tuple[str, str]:
        """Of the decision and of the proposal itself."""
        decision = Decision.objects.select_related("proposal").get(proposal=self.panel.proposals[number])
        return decision.outcome, decision.proposal.state


def _led(proposal: Proposal) -> None:
    """Give a proposal a leader."""
    Participation.objects.create(
        project_uid=proposal.project_uid,
        proposal=proposal,
        call=proposal.call,
        person=a_person(proposal.lead_organization),
        organization=proposal.lead_organization,
        part="leader",
        person_kind="professor",
        standing="pending",
        starts_on=date(2005, 1, 1),
        ends_on=date(2008, 1, 1),
    )


def a_contest(**rules: Any) -> Contest:
    panel = a_panel(4, 4)
    for proposal in panel.proposals:
        _led(proposal)
    ruled(panel, **rules)
    selection = panel.selected(3, 5, 4, 1)
    for act in (actions.decide_selection, actions.publish_selection):
        act(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    return Contest(panel, [an_expert() for _ in range(6)])


def ruled(panel: Panel, **rules: Any) -> None:
    """Rules that know appeals."""
    raw = {**ris_raw(), "appeal": ADDED["appeal"], "appealing": {**ADDED["appealing"], **rules}}
    panel.call.rule_set = a_rule_set(panel.call.program, json.dumps(deepcopy(raw), default=str))
    Call.objects.filter(pk=panel.call.pk).update(rule_set=panel.call.rule_set)
