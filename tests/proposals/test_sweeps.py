"""What teams hear about a closing, once, however often somebody looks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.models import Delivery, Event
from core.refusals import NotAllowed
from core.sweeps import all_sweeps, run
from proposals import actions
from proposals.tasks import CLOSING_REMINDERS, CLOSINGS
from tests.build import MARCH
from tests.build_programs import CLOSES_AT, a_call
from tests.build_proposals import a_draft, a_submission, a_team

pytestmark = pytest.mark.django_db


def test_who_has_not_handed_in_is_reminded_once() -> None:
    call, late, early = a_call(), a_team(), a_team()
    draft = a_draft(late, call)
    a_submission(early, call)
    assert run(CLOSING_REMINDERS, at=MARCH).done == 0
    assert run(CLOSING_REMINDERS, at=CLOSES_AT - timedelta(days=3)).done == 1
    assert run(CLOSING_REMINDERS, at=CLOSES_AT - timedelta(days=2)).done == 0
    event = Event.objects.get(name="proposals.closing_near")
    assert event.subject_uid == draft.uid
    told = set(Delivery.objects.filter(event=event).values_list("user_id", flat=True))
    assert told == {late.leader_user.pk, late.office_user.pk}


def test_who_missed_the_closing_is_told_once() -> None:
    call = a_call()
    draft, withdrawn = a_draft(a_team(), call), a_team()
    taken_back = a_submission(withdrawn, call).proposal
    actions.withdraw_proposal(proposal_uid=taken_back.uid, by=withdrawn.office, at=MARCH)
    a_submission(a_team(), call)
    assert run(CLOSINGS, at=CLOSES_AT - timedelta(seconds=1)).done == 0
    assert run(CLOSINGS, at=CLOSES_AT).done == 0, "the closing may still move until the call was followed"
    for name in ("programs.closing_checks", "programs.closings"):
        run(all_sweeps()[name], at=CLOSES_AT)
    assert run(CLOSINGS, at=CLOSES_AT).done == 2
    assert run(CLOSINGS, at=CLOSES_AT).done == 0
    told = Event.objects.filter(name="proposals.closed_unsubmitted")
    assert set(told.values_list("subject_uid", flat=True)) == {draft.uid, taken_back.uid}


def test_only_the_system_sweeps() -> None:
    team = a_team()
    draft = a_draft(team)
    for action in (actions.remind_before_closing, actions.follow_closing):
        with pytest.raises(NotAllowed):
            action(proposal_uid=draft.uid, by=team.office, at=CLOSES_AT)
