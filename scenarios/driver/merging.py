"""Chapter six: teams of a region become one, offered by the desk, agreed to by each institution and by the region."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial

from programs.policy import Source
from proposals.actions import KeptTarget, MergeTerms, answer_merge, answer_merge_for_region, offer_merge
from proposals.models import MergeOffer, Proposal
from proposals.queries import budget_to_offer, content_of
from scenarios.driver.paper import sheet
from scenarios.driver.world import Step, World
from scenarios.plan import PlannedMerge
from scenarios.plan.money import by_source
from scenarios.plan.sequel import shares_of


def steps(world: World) -> Iterator[Step]:
    for planned in world.plan.merges:
        name = f"merges.{planned.code}"
        yield Step(planned.offers_at, f"{name}.offer", partial(_offer, world, planned))
        for original, moment in zip(planned.originals, planned.answers_at, strict=True):
            yield Step(moment, f"{name}.{original}", partial(_answer, world, planned, original))
        yield Step(planned.region_answers_at, f"{name}.region", partial(_answer_for_region, world, planned))


def _offer(world: World, planned: PlannedMerge, at: datetime) -> None:
    selection = world.plan.scenario.selection
    assert selection is not None, "the file's merges come before a selection"
    terms = _terms(world, planned)
    offer_merge(terms=terms, by=world.actor(selection.merge_office, at), at=at)


def _terms(world: World, planned: PlannedMerge) -> MergeTerms:
    """One team's budget out of all budgets, shared out as the file tells; every target is kept."""
    uids = {code: world.proposal(code) for code in planned.originals}
    rows = Proposal.objects.select_related("submission", "region").in_bulk(uids.values(), field_name="uid")
    found = {code: rows[uid] for code, uid in uids.items()}
    lines = budget_to_offer(world.policy, list(found.values()))
    years = world.policy.project_years.count
    asked = {code: by_source(world.plan.proposal(code).lines, Source.GRANT, years) for code in planned.originals}
    shares = shares_of(asked, planned.of_asked_bp, by_source(lines, Source.GRANT, years))
    return MergeTerms(
        leading_uid=uids[planned.originals[0]],
        coordinator_uid=world.person(planned.coordinator).uid,
        title_ko=planned.title_ko,
        title_en=planned.title_en,
        shares={uids[code]: won for code, won in shares.items()},
        lines=lines,
        targets=[
            KeptTarget(original.number, target["indicator"], target["year"], Decimal(target["value"]))
            for original in found.values()
            for target in content_of(original)["targets"]
        ],
    )


def _standing(world: World, planned: PlannedMerge) -> MergeOffer:
    return MergeOffer.objects.get(call=world.call, leading__uid=world.proposal(planned.originals[0]))


def _answer(world: World, planned: PlannedMerge, original: str, at: datetime) -> None:
    offer = _standing(world, planned)
    answer_merge(
        offer_uid=offer.uid,
        proposal_uid=world.proposal(original),
        answer="accepted",
        sha256=offer.sha256,
        by=world.actor(f"{world.plan.proposal(original).lead}.office", at),
        at=at,
    )


def _answer_for_region(world: World, planned: PlannedMerge, at: datetime) -> None:
    """The region agrees, and pledges what the merged budget counts on from it."""
    offer = _standing(world, planned)
    year_krw = [0] * world.policy.project_years.count
    for line in offer.terms["lines"]:
        if line["source"] == Source.REGIONAL.value:
            year_krw[line["year"] - 1] += line["amount_krw"]
    answer_merge_for_region(
        offer_uid=offer.uid,
        answer="accepted",
        sha256=offer.sha256,
        year_krw=year_krw,
        document=sheet(f"pledge-{planned.code}.pdf", "Match pledge of a merged team", planned.code),
        by=world.actor(f"{planned.region}.desk", at),
        at=at,
    )
