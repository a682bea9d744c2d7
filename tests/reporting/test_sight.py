"""Which deeds each reader sees, by table, without a database."""

from __future__ import annotations

from itertools import combinations

import pytest

from core.models import Event
from core.wording import known_codes
from reporting.rules import SIGHTS, Reader, folded, sight_of

OVER, DESK, REVIEWS, CONTRACTS, REGION, TEAM = Reader
TABLE = {
    "programs.call_drafted": {OVER, DESK},
    "programs.call_announced": {OVER, DESK, REVIEWS, CONTRACTS, REGION, TEAM},
    "proposals.proposal_started": {OVER, TEAM},
    "proposals.section_saved": {OVER, TEAM},
    "proposals.returned_to_team": {OVER, TEAM},
    "proposals.proposal_submitted": {OVER, DESK, REVIEWS, CONTRACTS, REGION, TEAM},
    "proposals.ranking_saved": {REGION},
    "proposals.ranking_submitted": {OVER, DESK, REGION},
    "proposals.ranking_reopened": {OVER, DESK, REGION},
    "proposals.rankings_closed": {OVER, DESK},
    "proposals.pledge_made": {OVER, DESK, REVIEWS, CONTRACTS, REGION, TEAM},
    "reviews.conflict_set": {OVER, REVIEWS},
    "reviews.interests_declared": {OVER, REVIEWS},
    "reviews.review_saved": {OVER, REVIEWS},
    "reviews.review_submitted": {OVER, DESK, REVIEWS, REGION, TEAM},
    "reviews.selection_proposed": {OVER, REVIEWS},
    "proposals.proposal_selected": {OVER, DESK, REVIEWS, CONTRACTS, REGION, TEAM},
    "contracts.ministry_signed": {OVER, DESK, CONTRACTS, REGION, TEAM},
    "contracts.account_named": {OVER, CONTRACTS, TEAM},
    "contracts.tranche_paid": {OVER, DESK, CONTRACTS, REGION, TEAM},
    "somewhere.something_new": {OVER},
}


@pytest.mark.parametrize(("name", "readers"), TABLE.items())
def test_who_sees_a_deed(name: str, readers: set[Reader]) -> None:
    assert {reader for reader in Reader if sight_of(name, {reader}) is not None} == readers
    assert sight_of(name, set()) is None


def test_who_wrote_a_review_only_its_desk_and_overseers_know() -> None:
    named = {reader for reader in Reader if (sight := sight_of("reviews.review_submitted", {reader})) and sight.named}
    assert named == {OVER, REVIEWS}


def test_being_several_readers_shows_what_either_would_see() -> None:
    for name in SIGHTS:
        for one, other in combinations(Reader, 2):
            both, alone = sight_of(name, {one, other}), [sight_of(name, {one}), sight_of(name, {other})]
            assert (both is not None) == any(sight is not None for sight in alone)
            assert (both is not None and both.named) == any(sight is not None and sight.named for sight in alone)


def test_every_deed_of_the_rooms_stands_in_the_table() -> None:
    _violations, events = known_codes()
    of_projects_and_calls = {name for name in events if name.startswith(("proposals.", "reviews."))}
    known_elsewhere = {
        f"reviews.{name}" for name in ("expert_registered", "own_entry_changed", "absence_told", "absence_removed")
    }
    assert of_projects_and_calls - known_elsewhere <= set(SIGHTS)
    assert set(SIGHTS) <= events


def test_what_was_saved_many_times_in_a_row_is_told_once() -> None:
    def saved(section: str, user_id: int) -> Event:
        return Event(name="proposals.section_saved", user_id=user_id, data={"section": section})

    handed_in = Event(name="proposals.proposal_submitted", user_id=1)
    deeds = [saved("goal", 1), saved("goal", 1), saved("goal", 2), saved("plan", 2), handed_in, handed_in]
    assert folded(deeds) == [(1, 2), (2, 1), (3, 1), (4, 1), (5, 1)]
    assert folded([]) == []
