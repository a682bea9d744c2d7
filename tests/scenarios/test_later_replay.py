"""The small scenario goes on through judgement, a merge, selection and contracts to money, by the real actions."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from contracts.models import Contract, PaymentBatch, Tranche
from contracts.queries import breaches
from core.calendar import SEOUL
from core.models import Event
from proposals.models import MatchPledge, MergeOffer, MergeShare, Proposal
from reporting.queries.counting import figures_by
from reporting.queries.work import work_for
from reviews.models import Conflict, Decision, Member, Review, Score, Selection
from scenarios.driver import World, open_world, play
from scenarios.file import parse_scenario
from scenarios.outcome import Outcome, outcome
from scenarios.report import funnel
from tests.scenarios.files import later_with

pytestmark = pytest.mark.django_db
PROPOSED = datetime(2004, 6, 22, 12, tzinfo=SEOUL)
PUBLISHED = datetime(2004, 6, 24, 12, tzinfo=SEOUL)
OCTOBER = datetime(2004, 10, 31, tzinfo=SEOUL)
RELEASED = datetime(2004, 11, 23, tzinfo=SEOUL)
PAID = datetime(2004, 11, 30, 23, 59, 59, tzinfo=SEOUL)


def test_the_whole_way_from_call_to_money() -> None:
    """One play, looked at on five days."""
    world = open_world(parse_scenario(later_with()))
    done = play([world], until=PROPOSED).steps
    judged(world)
    done = play([world], until=PUBLISHED, done=done).steps
    assert officers_work(world, PUBLISHED) == [("work.contracts.draw", 4)]
    done = play([world], until=OCTOBER, done=done).steps
    signed_and_not_paid()
    done = play([world], until=RELEASED, done=done).steps
    assert officers_work(world, RELEASED) == [("work.contracts.batch", 4)]
    play([world], until=PAID, done=done)
    merged_as_told()
    paid_in_november()


def officers_work(world: World, at: datetime) -> list[tuple[str, object]]:
    """What waits for the ministry's officer, with its count: rows of one kind are one thing to do."""
    return [(item.code, item.values.get("count")) for item in work_for(world.actor("officer", at), at)]


def judged(world: World) -> None:
    """Each review is its expert's own, and the criterion in which a proposal is weak shows it."""
    assert set(Review.objects.values_list("state", flat=True)) == {"submitted"}
    submitted = Event.objects.filter(name="reviews.review_submitted").values_list("actor_name", flat=True)
    assert len(submitted) == 15
    assert len(set(submitted)) > 3
    assert Member.objects.filter(declared_at__isnull=False).count() == 7
    assert Conflict.objects.filter(source="declared").count() == 1
    weak = Score.objects.filter(review__assignment__case__of_proposal__proposal__uid=world.proposal("busan-1"))
    assert weak.count() == 12
    assert not weak.filter(criterion="fit", points__gt=3).exists()
    assert not weak.exclude(criterion="fit").filter(points__lt=3).exists()
    assert Selection.objects.get().state == "proposed"


def signed_and_not_paid() -> None:
    """Contracts are in force from July; nothing is released, let alone paid, while no account is confirmed."""
    assert set(Contract.objects.values_list("state", flat=True)) == {"in_force"}
    assert set(Tranche.objects.values_list("state", flat=True)) == {"waiting"}
    found = outcome_now()
    assert (found.totals["paid_krw"], found.days_to_money, found.funded_months) == (0, None, None)
    assert found.totals["contracted_krw"] == sum(Contract.objects.values_list("grant_krw", flat=True)) > 0


def merged_as_told() -> None:
    """The follower gets a third of what it asked for, the leader the rest of one team's budget."""
    offer = MergeOffer.objects.get()
    assert offer.state == "accepted"
    assert offer.merged is not None
    merged = offer.merged.submission
    assert merged is not None
    shares = {share.proposal_id: share.year_krw for share in MergeShare.objects.all()}
    assert sum(map(sum, shares.values())) == merged.grant_krw <= 3 * 1_300_000_000
    follower = Proposal.objects.get(state="merged", pk__in=set(shares) - {offer.leading_id})
    assert shares[follower.pk] == [won * 3333 // 10_000 for won in asked_of(follower)]
    assert MatchPledge.objects.get(proposal=offer.merged).state == "made"


def paid_in_november() -> None:
    found = outcome_now()
    assert {row.region: (row.official, row.originals, row.merges) for row in found.regions} == {
        "busan": (2, 3, 1),
        "jeju": (2, 2, 0),
    }
    assert (found.experts, found.assignments, found.reviews) == (7, 15, 15)
    first_years = Tranche.objects.filter(state="paid")
    assert first_years.count() == 4
    assert found.totals["paid_krw"] == sum(first_years.values_list("amount_krw", flat=True))
    assert found.first_money_on == date(2004, 11, 30)
    assert (found.days_to_money, found.funded_months) == (152, 6)
    assert breaches() == []
    assert [row.drafted for row in funnel("mini-2004")] == [3, 2]
    shown = figures_by(Proposal.objects.all(), "region_id").values()
    assert sorted(row.submitted for row in shown) == [2, 3]  # the merged team is not a sixth proposal


def outcome_now() -> Outcome:
    found = outcome("mini-2004")
    assert found is not None
    return found


def asked_of(proposal: Proposal) -> list[int]:
    """The grant that a proposal was handed in with, year by year."""
    assert proposal.submission is not None
    lines = [line for line in proposal.submission.content["lines"] if line["source"] == "grant"]
    return [sum(line["amount_krw"] for line in lines if line["year"] == year) for year in (1, 2, 3)]


def test_the_command_tells_the_outcome_and_an_override_is_named_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "later.toml"
    override = 'overrides = [{ proposal = "jeju-2", outcome = "waiting", reason = "예산 (표본)" }]'
    file.write_text(later_with(("overrides = []", override)), encoding="utf-8")
    out = StringIO()
    call_command("replay", str(file), "--json", stdout=out)
    found = json.loads(out.getvalue())["outcome"]
    assert found["totals"]["official"] == 3
    assert found["first_money_on"] == "2004-11-30"
    assert found["book_breaches"] == 0
    assert found["events_sealed"] > 100
    assert (found["events_unsealed"], found["first_broken_seal"]) == (0, None)
    assert PaymentBatch.objects.get().state == "paid"
    decision = Decision.objects.exclude(override_reason="").get()
    assert (decision.proposed, decision.outcome, decision.override_reason) == ("selected", "waiting", "예산 (표본)")
    assert decision.override_by_name == "표본 사무관 01"
