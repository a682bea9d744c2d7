"""Offers to merge as pages and API read them: who could merge, one offer with all its sides, what waits for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.fields.json import KeyTextTransform

from accounts.actors import Actor
from accounts.models import Region
from accounts.queries import desk_rows
from accounts.roles import Power, Role
from core.duties import Rows, duty
from core.models import StoredFile
from core.refusals import NotFound, require
from programs.models import Call
from programs.policy import Policy, Source
from programs.policy.checks import Line
from programs.queries import policy_of
from proposals import permissions, rules
from proposals.models import MergeOffer, MergeShare, MergingEnd, Proposal, RankedProposal, TargetOrigin
from proposals.permissions.regional import regions_ranked
from proposals.queries.merging import content_of, merge_page, merges_visible_to, original_of
from proposals.queries.proposal import institutions_of
from proposals.queries.regional import call_of, grants_of
from proposals.queries.trying import lines_in
from proposals.rules.merge_effect import Effect, merge_effect
from proposals.rules.pledge import YearFigures, year_figures


@dataclass(frozen=True, slots=True)
class Candidate:
    """A submitted proposal that could merge; `rank` is its place in the region's submitted order."""

    proposal: Proposal
    rank: int | None
    year_krw: tuple[int, ...]

    @property
    def grant_krw(self) -> int:
        return sum(self.year_krw)


@dataclass(frozen=True, slots=True)
class OfferPage:
    """An offer with its originals (the leading one first), the terms as values, and what they would change."""

    offer: MergeOffer
    policy: Policy
    shares: tuple[MergeShare, ...]
    lines: tuple[Line, ...]
    kept: tuple[rules.KeptTarget, ...]
    effect: Effect
    overloads: tuple[rules.Overload, ...]
    alternatives: tuple[rules.Alternative, ...]
    changes: tuple[rules.TargetChange, ...]

    @property
    def years(self) -> tuple[YearFigures, ...]:
        """Grant, match in the budget and least match of each year."""
        return year_figures(self.policy, self.offer.terms["lines"])

    @property
    def is_open(self) -> bool:
        return self.offer.state == "offered"

    @property
    def region_is_asked(self) -> bool:
        return self.policy.selection.merging.region_consents

    @property
    def unanswered(self) -> int:
        """How many of those who are asked have not answered."""
        open_shares = sum(not share.answer for share in self.shares)
        return open_shares + (self.region_is_asked and not self.offer.region_answer)


def merging_call(call_uid: UUID, by: Actor) -> Call:
    """The call, for those who may offer merges in it. Raises NotFound, NotAllowed."""
    call = call_of(call_uid)
    require(permissions.may_offer_merges(by, call.program), "offer_merge")
    return call


def regions_to_merge(call: Call) -> list[Region]:
    """Regions with two or more submitted proposals."""
    counts = Counter(Proposal.objects.filter(call=call, state="submitted").values_list("region_id", flat=True))
    return list(Region.objects.filter(pk__in=[pk for pk, count in counts.items() if count > 1]).order_by("order"))


def candidates(call: Call, region: Region) -> list[Candidate]:
    """The region's submitted proposals in its own order, those without a place last."""
    policy = policy_of(call.rule_set)
    places = dict(
        RankedProposal.objects.filter(
            ranking__call=call, ranking__region=region, ranking__state="submitted"
        ).values_list("proposal_id", "position")
    )
    found = [
        Candidate(proposal, places.get(proposal.pk), grants_of(proposal, policy))
        for proposal in _submitted(call).filter(region=region)
    ]
    return sorted(found, key=lambda one: (one.rank is None, one.rank or 0, one.proposal.pk))


def chosen(call: Call, uids: Sequence[UUID]) -> list[Proposal]:
    """The submitted proposals of the call with these uids, in the order in which they came in."""
    return list(_submitted(call).filter(uid__in=uids))


def _submitted(call: Call) -> QuerySet[Proposal]:
    rows = Proposal.objects.select_related("submission", "region", "lead_organization", "call__rule_set")
    return rows.filter(call=call, state="submitted").order_by("id")


def offers_of(call: Call, by: Actor) -> QuerySet[MergeOffer]:
    """The call's offers that the actor may see, newest first."""
    return merges_visible_to(by).filter(call=call)


def merging_ended_at(call: Call) -> datetime | None:
    """Since when no merge is possible, as the selection was decided; None while one is."""
    return MergingEnd.objects.filter(call=call).values_list("ended_at", flat=True).first()


def offer_page(offer_uid: UUID, by: Actor) -> OfferPage:
    """One offer, whole. Raises NotFound."""
    return whole_offer(merge_page(offer_uid, by))


def whole_offer(offer: MergeOffer) -> OfferPage:
    """The terms as values, beside what the originals were handed in with."""
    policy = policy_of(offer.call.rule_set)
    shares = tuple(sorted(offer.shares.all(), key=lambda one: (one.proposal_id != offer.leading_id, one.pk)))
    for share in shares:
        share.proposal.call, share.proposal.region = offer.call, offer.region
    lines = lines_in(offer.terms)
    kept = tuple(
        rules.KeptTarget(one["number"], one["indicator"], one["year"], Decimal(one["value"]))
        for one in offer.terms["targets"]
    )
    originals = [original_of(share.proposal, share.year_krw) for share in shares]
    grant_krw = sum(line.amount_krw for line in lines if line.source is Source.GRANT)
    return OfferPage(
        offer,
        policy,
        shares,
        lines,
        kept,
        merge_effect(policy, originals, grant_krw, kept),
        tuple(rules.overloads(policy, originals, kept)),
        tuple(rules.alternatives(policy, originals, lines, kept)),
        tuple(rules.changed_targets(originals, kept, reasons_in(offer))),
    )


def reasons_in(offer: MergeOffer) -> dict[tuple[str, str], str]:
    """Why targets are dropped or changed, as the terms say; an offer of before reasons were asked for has none."""
    return {(one["number"], one["indicator"]): one["reason"] for one in offer.terms.get("reasons", ())}


def merge_document(offer_uid: UUID, by: Actor) -> StoredFile:
    """The document that came with the region's answer. Raises NotFound."""
    offer = merge_page(offer_uid, by)
    if offer.region_document is None:
        raise NotFound.because("http.not_found")
    return offer.region_document


def lineage_of(proposal: Proposal) -> dict[str, Any]:
    """`into`: what an original became; `originals`, `origins`: what a merged proposal and its targets were made of.

    The offer is named by its uid, so that whoever may not see it follows a link to nothing of it.
    """
    if proposal.state == "merged":
        share = MergeShare.objects.filter(proposal=proposal, offer__state="accepted")
        found = share.select_related("offer__merged").first()
        return {"into": found.offer.merged, "offer": found.offer} if found is not None else {}
    content = proposal.submission.content if proposal.submission is not None else {}
    if not content.get("originals"):
        return {}
    shares = MergeShare.objects.filter(offer__merged=proposal).select_related("offer", "proposal__lead_organization")
    found_shares = list(shares.order_by("id"))
    if not found_shares:
        return {}
    origins = TargetOrigin.objects.filter(target__proposal=proposal).select_related("target__indicator", "original")
    return {
        "originals": found_shares,
        "offer": found_shares[0].offer,
        "origins": list(origins.order_by("target__indicator__code", "target__year", "original_id")),
    }


def target_lineage(proposal: Proposal) -> list[dict[str, Any]]:
    """Each target that the originals of a merged proposal had promised: whose it was, its height then and in the merge.

    `now` is None where it was dropped, `reason` says why it was dropped or changed. Empty for one that was not merged.
    """
    if not content_of(proposal).get("originals"):
        return []
    of_proposal = TargetOrigin.objects.filter(target__proposal=proposal)
    kept = {
        (original_id, code, year): value
        for original_id, code, year, value in of_proposal.values_list(
            "original_id", "target__indicator__code", "target__year", "value"
        )
    }
    shares = MergeShare.objects.filter(offer__merged=proposal).select_related("proposal__submission", "offer")
    found = []
    for share in shares.order_by("id"):
        original, reasons = share.proposal, reasons_in(share.offer)
        content = content_of(original)
        for target in sorted(content["targets"], key=lambda one: (one["indicator"], one["year"])):
            now = kept.get((original.pk, target["indicator"], target["year"]))
            same = now is not None and now == Decimal(target["value"])
            found.append(
                {
                    "indicator": target["indicator"],
                    "year": target["year"],
                    "number": original.number,
                    "lead_ko": content["lead"]["name_ko"],
                    "lead_en": content["lead"]["name_en"],
                    "was": target["value"],
                    "now": f"{now:.2f}" if now else None,
                    "reason": "" if same else reasons.get((original.number, target["indicator"]), ""),
                }
            )
    return found


# --- Work ---------------------------------------------------------------------------------------------


def duties_of_merging(by: Actor, at: datetime) -> Iterator[Rows]:
    """Offers that wait for the actor's answer, and, for the desk that made them, those that wait for others'."""
    offers = MergeOffer.objects.filter(state="offered", offered_at__lte=at).order_by()
    held = MergeOffer.objects.filter(state="held", offered_at__lte=at).order_by()
    columns = {
        "uid": F("uid"),
        "title_ko": KeyTextTransform("title_ko", "terms"),
        "title_en": KeyTextTransform("title_en", "terms"),
        "since": F("offered_at"),
    }
    institutions = institutions_of(by)
    if institutions:
        unanswered = MergeShare.objects.filter(
            offer=OuterRef("pk"), answer="", proposal__lead_organization__in=institutions
        )
        yield duty("answer_merge", offers.filter(Exists(unanswered)), **columns)
    regions = regions_ranked(by)
    if regions:
        yield duty("answer_merge.region", offers.filter(region__in=regions, region_answer=""), **columns)
    if by.holds(Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER):
        ours = desk_rows(by, Power.REVIEWS, roles={Role.MINISTRY_OFFICER})
        yield duty("merge_waits", offers.filter(ours), **columns)
    if by.holds(Role.MINISTRY_APPROVER):
        approved = desk_rows(by, None, roles={Role.MINISTRY_APPROVER}, program=None)
        yield duty("sign_merge", held.filter(approved).exclude(offered_by=by.user_id), **columns)
