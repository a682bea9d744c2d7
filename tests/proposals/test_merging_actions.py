"""Three teams of a region become one, when everybody has agreed to the same terms, and not before."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.actors import Actor
from accounts.roles import Kind, Role
from core import scope
from core.refusals import NotAllowed, NotFound, RuleBroken, Stale, WrongState
from proposals import actions, permissions, queries
from proposals.models import MatchPledge, MergeOffer, Participation, Proposal
from proposals.states import MERGE
from tests.build import actor_for, an_officer, an_organization
from tests.build_programs import RANKING_DUE_AT
from tests.build_proposals import a_team
from tests.proposals.merging import AT, Merging, two_teams


@pytest.fixture(scope="module")
def first_merging(shared_db: None) -> Merging:
    return two_teams()


@pytest.fixture
def merging(first_merging: Merging, db: None) -> Merging:
    return deepcopy(first_merging)


def test_all_agree_and_a_new_proposal_stands_with_lineage_money_and_pledge(merging: Merging) -> None:
    offer = merging.offer()
    merging.answer(offer, 0)
    merging.answer(offer, 1)
    assert MergeOffer.objects.get().state == "offered"
    offer = merging.agree(offer)
    merged = offer.merged
    assert merged is not None
    assert merged.submission is not None
    assert (offer.state, merged.state, merged.submission.grant_krw) == ("accepted", "submitted", 2_700_000_000)
    assert merged.submission.content["originals"] == [one.number for one in merging.originals]
    assert queries.originals_of(merging.call) == {merged.pk: [one.pk for one in merging.originals]}
    assert {one.state for one in Proposal.objects.exclude(pk=merged.pk)} == {"merged"}
    assert MatchPledge.objects.get(proposal=merged).year_krw == [100_000_000] * 3
    bound = Participation.objects.filter(standing="pending").values_list("project_uid", flat=True)
    assert set(bound) == {merged.project_uid}
    assert merged.number not in {one.number for one in merging.originals}
    assert merged.lines.count() == len(merged.submission.content["lines"])


def test_one_no_ends_the_offer_and_changes_nothing_else(merging: Merging) -> None:
    offer = merging.offer()
    merging.answer(offer, 0)
    merging.answer(offer, 1, "declined")
    assert MergeOffer.objects.get().state == "declined"
    assert {one.state for one in Proposal.objects.all()} == {"submitted"}
    with pytest.raises(WrongState):
        merging.agree(offer)
    assert merging.offer().state == "offered"


def test_an_answer_is_given_once_to_the_terms_that_were_read_by_ones_own_office(merging: Merging) -> None:
    offer = merging.offer()
    merging.answer(offer, 0)
    with pytest.raises(WrongState, match="answered_before"):
        merging.answer(offer, 0)
    given: dict[str, Any] = {"offer_uid": offer.uid, "proposal_uid": merging.originals[1].uid, "at": AT}
    with pytest.raises(Stale):
        actions.answer_merge(answer="accepted", sha256="0" * 64, by=merging.teams[1].office, **given)
    with pytest.raises(NotAllowed):
        actions.answer_merge(answer="accepted", sha256=offer.sha256, by=merging.teams[0].office, **given)
    with pytest.raises(RuleBroken, match="answer_unknown"):
        actions.answer_merge(answer="perhaps", sha256=offer.sha256, by=merging.teams[1].office, **given)
    with pytest.raises(NotFound):
        actions.answer_merge(answer="accepted", sha256=offer.sha256, by=a_team("busan").office, **given)


def test_the_region_pledges_at_least_its_share_for_the_merged_team(merging: Merging) -> None:
    offer = merging.offer()
    with pytest.raises(RuleBroken) as refused:
        merging.agree(offer, 99_999_999)
    assert {violation.code for violation in refused.value.violations} == {"match.below_share"}
    busan = actor_for(an_officer(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, "busan")), AT)
    no: dict[str, Any] = {"answer": "declined", "sha256": offer.sha256, "at": AT}
    with pytest.raises(NotFound):
        actions.answer_merge_for_region(offer_uid=offer.uid, by=busan, **no)


def test_no_merge_is_offered_or_agreed_to_after_the_selection_is_decided(merging: Merging) -> None:
    offer = merging.offer()
    with transaction.atomic():
        actions.end_merging(call=merging.call, by=merging.officer, at=AT)
    with pytest.raises(WrongState, match="selection_decided"):
        merging.answer(offer, 0)
    with pytest.raises(WrongState, match="selection_decided"):
        merging.agree(offer)
    merging.answer(offer, 0, "declined")
    with pytest.raises(WrongState, match="selection_decided"):
        merging.offer()
    with pytest.raises(WrongState, match="selection_decided"), transaction.atomic():
        actions.end_merging(call=merging.call, by=merging.officer, at=AT)


def test_an_offer_stands_alone_and_is_the_desks_to_make_and_to_withdraw(merging: Merging) -> None:
    offer = merging.offer()
    with pytest.raises(WrongState, match="offered_before"):
        merging.offer()
    with pytest.raises(NotAllowed):
        actions.withdraw_merge(offer_uid=offer.uid, reason="x", by=merging.teams[0].office, at=AT)
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.withdraw_merge(offer_uid=offer.uid, reason=" ", by=merging.officer, at=AT)
    actions.withdraw_merge(offer_uid=offer.uid, reason="다시 논의", by=merging.officer, at=AT)
    with pytest.raises(NotAllowed):
        actions.offer_merge(terms=merging.terms(), by=merging.teams[0].office, at=AT)


def test_an_offer_wants_a_title_a_coordinator_of_theirs_and_its_time(merging: Merging) -> None:
    stranger = a_team().leader_user.person
    assert stranger is not None
    for changes, code in (
        ({"title_ko": " "}, "merge.title_missing"),
        ({"coordinator_uid": stranger.uid}, "merge.coordinator_unknown"),
    ):
        with pytest.raises(RuleBroken, match=code):
            merging.offer(**changes)
    with pytest.raises(RuleBroken, match="too_early"):
        actions.offer_merge(terms=merging.terms(), by=merging.officer, at=RANKING_DUE_AT - timedelta(days=1))


@pytest.mark.parametrize("state", sorted(set(MERGE.states) - {"offered", "held"}))
def test_an_end_of_an_offer_is_final(state: str) -> None:
    for move in MERGE.moves:
        with pytest.raises(WrongState):
            MERGE.require(move.verb, state)


def test_who_sees_an_offer_is_who_may_and_the_wall_lets_them_agree(merging: Merging) -> None:
    offer = merging.offer()
    other = an_organization(Kind.REGIONAL_GOVERNMENT, "busan")
    people = {
        "officer": merging.officer,
        "region": merging.region,
        "office": merging.teams[0].office,
        "other office": merging.teams[1].office,
        "leader": merging.teams[0].leader,
        "auditor": actor_for(an_officer(Role.AUDITOR, an_organization(Kind.COMMITTEE, None)), AT),
        "other region": actor_for(an_officer(Role.REGION_OFFICER, other), AT),
        "other ministry": actor_for(an_officer(Role.MINISTRY_OFFICER, an_organization(Kind.MINISTRY, None)), AT),
        "stranger": a_team("busan").office,
        "nobody": Actor.anonymous(),
    }
    seen = {name: queries.merges_visible_to(actor).filter(pk=offer.pk).exists() for name, actor in people.items()}
    team = {"leader"}
    assert seen == {
        name: permissions.may_view_merge(actor, offer, on_team=name in team) for name, actor in people.items()
    }
    assert {name for name, sees in seen.items() if sees} == {
        "officer",
        "region",
        "office",
        "other office",
        "leader",
        "auditor",
    }
    merging.answer(offer, 0)
    merging.agree(offer)
    with scope.within(merging.teams[1].office.scope, back_to=scope.SYSTEM):
        merging.answer(offer, 1)
    assert MergeOffer.objects.get().state == "accepted"
