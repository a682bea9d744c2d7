"""Offers to merge: who sees them, their locks, and the merged proposal with its lineage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.actors import Actor
from accounts.models import Organization, Person
from accounts.queries import desk_rows, holders
from accounts.roles import Power, Role
from core.refusals import NotFound
from core.states import Move
from programs.models import Call, Indicator
from programs.policy import Policy
from proposals import rules
from proposals.models import (
    MatchPledge,
    MergeOffer,
    MergeShare,
    Participation,
    Partner,
    Proposal,
    ProposedLine,
    Section,
    Submission,
    Target,
    TargetOrigin,
)
from proposals.queries.facts import project_dates
from proposals.queries.writing import set_standing, signature


def originals_of(call: Call) -> dict[int, list[int]]:
    """For each merged proposal of a call, its originals, the leading one first."""
    found: dict[int, list[int]] = defaultdict(list)
    shares = MergeShare.objects.filter(offer__call=call, offer__state="accepted").order_by("offer_id", "id")
    for merged_id, leading_id, proposal_id in shares.values_list(
        "offer__merged_id", "offer__leading_id", "proposal_id"
    ):
        if merged_id is not None:
            found[merged_id].insert(0 if proposal_id == leading_id else len(found[merged_id]), proposal_id)
    return dict(found)


def merges_visible_to(actor: Actor) -> QuerySet[MergeOffer]:
    """The offers that `permissions.may_view_merge` lets the actor see, newest first."""
    shares = MergeShare.objects.select_related("proposal__lead_organization", "proposal__submission").order_by("id")
    rows = (
        MergeOffer.objects.select_related(
            "call__program", "call__rule_set", "region", "ministry", "coordinator__organization", "leading", "merged"
        )
        .prefetch_related(Prefetch("shares", shares))
        .order_by("-id")
    )
    if actor.is_system or actor.is_overseer:
        return rows
    works = Participation.objects.filter(proposal__merge_shares__offer=OuterRef("pk"), person_id=actor.person_id or 0)
    asked = Q(Exists(works))
    for held in actor.offices:
        if held.role is Role.REGION_OFFICER:
            asked |= Q(region_id=held.region_id)
        elif held.role is Role.INSTITUTION_OFFICER:
            asked |= Q(organization_ids__contains=[held.organization_id])
    sent = Q(override_reason="") | Q(signed_at__isnull=False)
    return rows.filter((asked & sent) | desk_rows(actor, Power.REVIEWS))


def merge_page(offer_uid: UUID, by: Actor) -> MergeOffer:
    """An offer with its shares. Raises NotFound."""
    offer = merges_visible_to(by).filter(uid=offer_uid).first()
    if offer is None:
        raise NotFound.because("http.not_found")
    return offer


def locked_merge(offer_uid: UUID, by: Actor) -> MergeOffer:
    """An offer that the actor may see; the call's row is locked before it, as numbers are given under it."""
    call_id = merge_page(offer_uid, by).call_id
    Call.objects.select_for_update().get(pk=call_id)
    rows = MergeOffer.objects.select_related(
        "call__program", "call__rule_set", "region", "ministry", "coordinator", "leading"
    )
    return rows.select_for_update(of=("self",)).get(uid=offer_uid)


def lock_calls_of(uids: Iterable[UUID]) -> None:
    """Lock the call of these proposals, before their own rows: the decision on its selection waits, or was before."""
    calls = Call.objects.filter(pk__in=Proposal.objects.filter(uid__in=list(uids)).values("call_id"))
    list(calls.select_for_update().order_by("pk").values_list("pk"))


def locked_originals(uids: Sequence[UUID]) -> list[Proposal]:
    """The proposals of an offer, their rows locked in order of id. Raises NotFound unless all are there."""
    rows = Proposal.objects.select_related(
        "call__program", "call__rule_set", "submission", "region", "lead_organization"
    )
    found = list(rows.select_for_update(of=("self",)).filter(uid__in=uids).order_by("id"))
    if len(found) != len(set(uids)):
        raise NotFound.because("http.not_found")
    return found


def original_of(proposal: Proposal, year_krw: Sequence[int]) -> rules.Original:
    return rules.Original(
        number=proposal.number,
        state=proposal.state,
        region=proposal.region.code,
        content=content_of(proposal),
        year_krw=tuple(year_krw),
    )


def budget_to_offer(policy: Policy, proposals: Sequence[Proposal]) -> tuple[rules.Line, ...]:
    """One team's budget out of all of theirs, to begin an offer with: `rules.shared_budget`."""
    return rules.shared_budget(policy, [original_of(proposal, ()) for proposal in proposals])


def content_of(proposal: Proposal) -> dict[str, Any]:
    """What was handed in; an empty dossier where nothing was."""
    empty: dict[str, Any] = {"lines": [], "targets": []}
    return proposal.submission.content if proposal.submission is not None else empty


def standing_offer(proposals: Sequence[Proposal]) -> MergeOffer | None:
    """An offer without an end in which one of these proposals is asked already."""
    return MergeOffer.objects.filter(state__in=("offered", "held"), shares__proposal__in=proposals).first()


def put_shares(offer: MergeOffer, shares: Mapping[Proposal, Sequence[int]]) -> None:
    MergeShare.objects.bulk_create(
        MergeShare(offer=offer, proposal=proposal, year_krw=list(years)) for proposal, years in shares.items()
    )


def answer_of(offer: MergeOffer, proposal: Proposal, answer: str, reason: str, by: Actor, at: datetime) -> None:
    """Write an institution's answer."""
    MergeShare.objects.filter(offer=offer, proposal=proposal).update(
        answer=answer, reason=reason, answered_at=at, answered_by=by.user_id
    )


def region_answer_of(offer: MergeOffer, answer: str, reason: str, by: Actor, at: datetime) -> None:
    """Write the region's answer."""
    MergeOffer.objects.filter(pk=offer.pk).update(
        region_answer=answer, region_reason=reason, region_answered_at=at, region_answered_by=by.user_id
    )
    offer.refresh_from_db(fields=["region_answer", "region_reason", "region_answered_at", "region_answered_by"])


def all_agreed(offer: MergeOffer, policy: Policy) -> bool:
    """Whether every leading institution has agreed, and the region where the rule set asks it."""
    regional = offer.region_answer == "accepted" or not policy.selection.merging.region_consents
    return regional and not offer.shares.exclude(answer="accepted").exists()


def sign_offer(offer: MergeOffer, move: Move, *, due_at: datetime | None, by: Actor, at: datetime) -> None:
    """Its override is signed, and it is sent: answers are awaited from now on."""
    changes = {"state": move.target, "signed_at": at, "signed_by": by.user_id, "answer_due_at": due_at}
    MergeOffer.objects.filter(pk=offer.pk).update(**changes)
    offer.refresh_from_db(fields=list(changes))


def lapsed_offers(at: datetime) -> QuerySet[MergeOffer]:
    """Offers whose time to answer is over."""
    return MergeOffer.objects.filter(state="offered", answer_due_at__lte=at)


def close_merge(
    offer: MergeOffer, move: Move, *, at: datetime, merged: Proposal | None = None, chosen: str = ""
) -> None:
    """Its end, with the proposal it made or the way that was chosen instead."""
    changes = {"state": move.target, "closed_at": at, "merged": merged, "chosen_way": chosen}
    MergeOffer.objects.filter(pk=offer.pk).update(**changes)
    offer.refresh_from_db(fields=list(changes))


def found_merged(
    offer: MergeOffer, originals: Sequence[Proposal], policy: Policy, *, by: Actor, at: datetime
) -> Proposal:
    """Make the merged proposal as it counts from now on, with its rows, its submission and its people.

    `originals` are locked, the leading one first; the call's row is held for the number.
    """
    call, leading = offer.call, originals[0]
    proposal = Proposal(
        call=call,
        title_ko=offer.terms["title_ko"],
        title_en=offer.terms["title_en"],
        sector=leading.sector,
        lead_organization_id=leading.lead_organization_id,
        region_id=leading.region_id,
        ministry_id=leading.ministry_id,
        organization_ids=sorted({one for original in originals for one in original.organization_ids}),
        state="draft",
        created_at=at,
        created_by=signature(by),
        changed_at=at,
        changed_by=signature(by),
    )
    proposal.save(force_insert=True)
    content = rules.merged_content(
        terms=offer.terms,
        contents=[content_of(original) for original in originals],
        numbers=[original.number for original in originals],
        project_uid=str(proposal.project_uid),
        sums=_sums(offer.terms["lines"]),
    )
    for original in originals:
        set_standing(original.project_uid, Participation.Standing.ENDED)
    _put_parts(proposal, content, policy)
    _put_origins(proposal, offer, originals)
    submission = Submission.objects.create(
        proposal=proposal,
        sequence=1,
        arrived_at=at,
        submitted_by=signature(by),
        title_ko=proposal.title_ko,
        title_en=proposal.title_en,
        sector=proposal.sector,
        content=content,
        sha256=rules.sha256_of(content),
        **content["sums"],
    )
    Call.objects.filter(pk=call.pk).update(last_number=(number := Call.objects.get(pk=call.pk).last_number + 1))
    proposal.number, proposal.state, proposal.submission = f"{call.code.upper()}-{number:04d}", "submitted", submission
    proposal.save(update_fields=["number", "state", "submission"])
    return proposal


def pledge_for(proposal: Proposal, offer: MergeOffer) -> MatchPledge | None:
    """The region's pledge for the merged proposal, as it gave it with its answer."""
    if not offer.region_krw:
        return None
    pledge = MatchPledge(
        proposal=proposal,
        region_id=offer.region_id,
        ministry_id=offer.ministry_id,
        state="made",
        year_krw=offer.region_krw,
        in_kind_krw=offer.region_in_kind_krw,
        document_id=offer.region_document_id,
        made_at=offer.region_answered_at,
        made_by=offer.region_answered_by,
    )
    MatchPledge.objects.bulk_create([pledge])
    return pledge


def _sums(lines: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    by_source = {
        source: sum(line["amount_krw"] for line in lines if line["source"] == source)
        for source in ("grant", "regional", "own")
    }
    return {**{f"{source}_krw": won for source, won in by_source.items()}, "total_krw": sum(by_source.values())}


def _put_parts(proposal: Proposal, content: Mapping[str, Any], policy: Policy) -> None:
    organizations = {
        str(uid): pk
        for uid, pk in Organization.objects.filter(pk__in=proposal.organization_ids).values_list("uid", "pk")
    }
    Partner.objects.bulk_create(
        Partner(proposal=proposal, organization_id=organizations[one["uid"]], contribution=one["contribution"])
        for one in content["partners"]
    )
    people = {
        str(uid): pk
        for uid, pk in Person.objects.filter(uid__in=[one["uid"] for one in content["people"]]).values_list("uid", "pk")
    }
    starts_on, ends_on = project_dates(proposal.call, policy)
    Participation.objects.bulk_create(
        Participation(
            project_uid=proposal.project_uid,
            proposal=proposal,
            call=proposal.call,
            person_id=people[one["uid"]],
            organization_id=organizations[one["organization"]],
            part=one["part"],
            person_kind=one["person_kind"],
            share_bp=one["share_bp"],
            bound_part=one["part"],
            bound_bp=one["share_bp"],
            bound_number=proposal.number,
            standing=Participation.Standing.PENDING,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        for one in content["people"]
    )
    Section.objects.bulk_create(
        Section(proposal=proposal, code=code, text=text) for code, text in content["sections"].items()
    )
    ProposedLine.objects.bulk_create(ProposedLine(proposal=proposal, **line) for line in content["lines"])
    indicators = dict(Indicator.objects.filter(program_id=proposal.call.program_id).values_list("code", "pk"))
    Target.objects.bulk_create(
        Target(
            proposal=proposal,
            indicator_id=indicators[one["indicator"]],
            year=one["year"],
            value=Decimal(one["value"]),
        )
        for one in content["targets"]
    )


def _put_origins(proposal: Proposal, offer: MergeOffer, originals: Sequence[Proposal]) -> None:
    """Which original each part of the merged project's targets comes from."""
    of_number = {original.number: original for original in originals}
    rows = Target.objects.filter(proposal=proposal).select_related("indicator")
    targets = {(row.indicator.code, row.year): row for row in rows}
    TargetOrigin.objects.bulk_create(
        TargetOrigin(
            target=targets[one["indicator"], one["year"]],
            original=of_number[one["number"]],
            value=Decimal(one["value"]),
        )
        for one in offer.terms["targets"]
    )


def merge_audience(offer: MergeOffer, at: datetime) -> set[int]:
    """Users who are asked or concerned: the leading institutions' offices, the region's officers, the ministry's.

    While an override is not signed, the ministry's officers and approvers alone: nobody is asked yet.
    """
    if not offer.is_sent:
        roles = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER)
        return {user for role in roles for user in holders(role, at=at, organization_id=offer.ministry_id)}
    leads = MergeShare.objects.filter(offer=offer).values_list("proposal__lead_organization_id", flat=True)
    users = set(holders(Role.REGION_OFFICER, at=at, region_id=offer.region_id))
    users.update(holders(Role.MINISTRY_OFFICER, at=at, organization_id=offer.ministry_id))
    for organization_id in set(leads):
        users.update(holders(Role.INSTITUTION_OFFICER, at=at, organization_id=organization_id))
    return users
