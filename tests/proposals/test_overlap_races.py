"""Two at the same moment over one overlap, on two connections: each gets a clear answer, and nothing is lost."""

from __future__ import annotations

import time
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from accounts.actors import Actor
from core.models import Event as Told
from core.refusals import Refused
from core.sweeps import run
from proposals import actions
from proposals.actions.overlaps import answer_overlap, give_opinion
from proposals.actions.sketching import keep_sketch
from proposals.models import Overlap, Proposal, Sketch
from proposals.tasks import SKETCHES
from tests.build import MARCH, a_ministry_world
from tests.build_programs import a_call, a_ruled_program
from tests.proposals.test_alike import SHARED, handed_in, write
from tests.proposals.test_overlaps import Two
from tests.proposals.test_two_at_once import at_once

pytestmark = pytest.mark.usefixtures("committed_db")


def two_at_work() -> Two:
    """Committed, in two ministries; nobody has drawn them yet."""
    early, late = a_ministry_world("daejeon"), a_ministry_world("busan")
    first, _ = handed_in(a_call(ministry=early.ministry), SHARED)
    second, team = handed_in(a_call(*a_ruled_program(late.ministry)), SHARED)
    return Two(early, late, first, second, team)


def advise(two: Two, opinion: str, text: str) -> Any:
    uid = two.overlap.uid
    return partial(give_opinion, overlap_uid=uid, opinion=opinion, text=text, by=two.committee, at=MARCH)


def answer(two: Two, **more: Any) -> Any:
    uid = two.overlap.uid
    return partial(answer_overlap, overlap_uid=uid, answer="joined", text="연계합니다.", by=two.desk, at=MARCH, **more)


def codes(answers: list[Any]) -> list[str]:
    """What the refused are told, in order."""
    return [one.code for said in answers if isinstance(said, Refused) for one in said.violations]


def events() -> list[str]:
    found = Told.objects.filter(name__startswith="proposals.overlap_").order_by("id")
    return [name.removeprefix("proposals.overlap_") for name in found.values_list("name", flat=True)]


def test_whoever_draws_two_alike_at_once_notes_their_overlap_once_and_it_is_spoken_on_once() -> None:
    two = two_at_work()
    drawn = Event()

    def keep(one: Proposal) -> bool:
        return keep_sketch(proposal_uid=one.uid, by=Actor.system(), at=MARCH)

    def slowly() -> bool:
        with transaction.atomic():
            kept = keep(two.early)
            drawn.set()
            time.sleep(0.3)  # the other finds this one drawn, but not yet told
        return kept

    def meanwhile() -> bool:
        drawn.wait(timeout=30)
        return keep(two.late)

    assert at_once(slowly, meanwhile) == [True, True]
    assert Sketch.objects.count() == 2
    assert (two.overlap.first, two.overlap.second) == (two.early, two.late)

    said = at_once(advise(two, "merge", "하나로 하세요."), advise(two, "keep_apart", "따로 하세요."))
    assert codes(said) == ["overlap.opinion_given"]
    [recorded] = [one for one in said if isinstance(one, Overlap)]
    assert (two.overlap.opinion, two.overlap.opinion_text) == (recorded.opinion, recorded.opinion_text)
    assert events() == ["found", "opinion_given"]


def test_an_answer_that_races_the_opinion_knows_of_it_or_came_before_it() -> None:
    two = two_at_work()
    run(SKETCHES, at=MARCH)
    said = at_once(advise(two, "merge", "하나로 하세요."), answer(two, opinion_read=""))
    overlap = two.overlap
    if overlap.opinion:
        assert (codes(said), overlap.state) == (["overlap.opinion_meanwhile"], "open")
        answer(two, opinion_read="merge")()
        assert events() == ["found", "opinion_given", "joined"]
    else:
        assert (codes(said), overlap.state) == (["overlap.wrong_state"], "joined")
        assert events() == ["found", "joined"]
    assert two.overlap.answer_text == "연계합니다."


def test_an_answer_that_races_the_end_of_the_overlap_stands_or_is_told_of_it() -> None:
    two = two_at_work()
    run(SKETCHES, at=MARCH)
    write(two.late, two.late_team, "이제 같은 말이 없습니다.")
    actions.submit_proposal(proposal_uid=two.late.uid, by=two.late_team.office, at=MARCH)
    said = at_once(partial(run, SKETCHES, at=MARCH), answer(two))
    state = two.overlap.state
    if state == "ended":
        assert codes(said) == ["overlap.wrong_state"]
    else:
        assert (codes(said), state, two.overlap.answer_text) == ([], "joined", "연계합니다.")
    assert events() == ["found", state]
    assert run(SKETCHES, at=MARCH).done == 0
