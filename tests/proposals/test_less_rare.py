"""Words that turn out to be common make no overlap: what was noted before they were known to be ends by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.models import Event
from core.sweeps import run
from proposals.actions.overlaps import give_opinion
from proposals.models import Overlap, Proposal
from proposals.queries.alike import alike_with
from proposals.tasks import SKETCHES
from tests.build import MARCH, a_ministry_world
from tests.build_programs import a_call
from tests.proposals.regional import a_submitted_proposal
from tests.proposals.test_alike import SECRET, SHARED

pytestmark = pytest.mark.django_db
HandIn = Callable[[str], Proposal]


@pytest.fixture
def hand_in() -> HandIn:
    world = a_ministry_world()
    call = a_call(ministry=world.ministry)

    def one(text: str) -> Proposal:
        proposal = a_submitted_proposal(call, world.institution, text=text)
        run(SKETCHES, at=MARCH)
        return proposal

    return one


def test_each_degree_is_what_it_would_be_if_it_were_reckoned_now(hand_in: HandIn) -> None:
    half = len(SHARED) // 2
    texts = [f"{SECRET} {SHARED}", SHARED, SHARED[:half], SHARED[half:], f"{SHARED[:half]} {SECRET}", SHARED, SHARED]
    for text in texts:
        hand_in(text)
    noted = {frozenset((one.first_id, one.second_id)): one.text_bp for one in Overlap.objects.filter(state="open")}
    now = {
        frozenset((proposal.pk, one.sketch.proposal_id)): one.common.text_bp
        for proposal in Proposal.objects.select_related("submission")
        if proposal.submission is not None
        for one in alike_with(proposal.submission.content, proposal.pk)
        if one.common.is_overlap
    }
    assert noted == now
    assert len(set(noted.values())) > 1


def test_it_ends_when_the_words_turn_out_to_be_common(hand_in: HandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proposals.queries.alike.COMMON_FROM", 2)
    hand_in(SHARED)
    hand_in(SHARED)
    assert Overlap.objects.get().state == "open"
    hand_in(SHARED)
    assert Overlap.objects.get().state == "ended"
    assert Event.objects.filter(name="proposals.overlap_ended").count() == 1


def test_it_stays_once_the_committee_has_spoken(hand_in: HandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proposals.queries.alike.COMMON_FROM", 2)
    committee = a_ministry_world().actor("coordinator")
    hand_in(SHARED)
    hand_in(SHARED)
    overlap = Overlap.objects.get()
    give_opinion(overlap_uid=overlap.uid, opinion="join", text="함께 하세요.", by=committee, at=MARCH)
    hand_in(SHARED)
    assert Overlap.objects.get().state == "open"
