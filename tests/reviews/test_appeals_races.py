"""One appeal, filed from two windows at once, and a contract for the place that it may win."""

from __future__ import annotations

from functools import partial

from contracts.actions import draw_contract
from core.models import Event
from reviews import actions
from tests.build_appeals import FILED_AT, a_contest
from tests.proposals.test_regional_races import at_once


def test_an_appeal_is_filed_once_and_no_contract_takes_its_place_meanwhile(committed_db: str) -> None:
    contest = a_contest()
    draft = contest.save()
    file = partial(actions.file_appeal, appeal_uid=draft.uid, by=contest.leader(), at=FILED_AT)
    assert at_once(file, file) == ["Appeal", "WrongState"]
    assert Event.objects.filter(name="reviews.appeal_filed").count() == 1
    draw = partial(draw_contract, proposal_uid=contest.panel.proposals[2].uid, by=contest.officer, at=FILED_AT)
    withdraw = partial(actions.withdraw_appeal, appeal_uid=draft.uid, by=contest.leader(), at=FILED_AT)
    assert at_once(draw, draw) == ["RuleBroken", "RuleBroken"]
    assert at_once(withdraw, withdraw) == ["Appeal", "WrongState"]
