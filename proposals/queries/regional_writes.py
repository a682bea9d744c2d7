"""Rankings and pledges under their locks, and the writes that actions are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from accounts.actors import Actor
from accounts.roles import Role
from core.models import StoredFile
from core.refusals import NotFound, Stale
from programs.models import Call
from proposals.models import MatchPledge, Participation, Proposal, RankedProposal, RegionalRanking
from proposals.permissions import regional as permissions
from proposals.queries.proposal import locked
from proposals.queries.regional import call_of, last_deed
from proposals.rules import ranking as rules
from proposals.rules.pledge import PledgeYear
from proposals.states import HANDED_IN


def ranking_locked(call_uid: UUID, region_id: int, by: Actor) -> RegionalRanking:
    """The region's ranking, begun if it was not yet, held until the transaction ends.

    The unique key decides which of two officers begins it. Raises NotFound where the actor may not see it.
    """
    call = call_of(call_uid)
    mine = permissions.may_rank(by, region_id)
    if mine:
        fresh = RegionalRanking(call=call, region_id=region_id, ministry_id=call.program.ministry_id, version=0)
        RegionalRanking.objects.bulk_create([fresh], ignore_conflicts=True)
    ranking = (
        RegionalRanking.objects.select_for_update(of=("self",))
        .filter(call=call, region_id=region_id)
        .select_related("region")
        .first()
    )
    if ranking is None:
        raise NotFound.because("http.not_found")
    ranking.call = call
    if not permissions.may_view_ranking(by, ranking):
        raise NotFound.because("http.not_found")
    return ranking


def rankings_before_closing(call: Call) -> list[RegionalRanking]:
    """Rankings of a call that were submitted before its closing, which moved since; held, in order of id."""
    held = RegionalRanking.objects.select_for_update(of=("self",)).filter(
        call=call, state="submitted", submitted_at__lt=call.closes_at
    )
    found = list(held.select_related("region", "call__program").order_by("id"))
    for ranking in found:
        ranking.call = call
    return found


def refuse_stale(subject_uid: UUID, stored: int, read: int | None) -> None:
    """Raises Stale, naming who changed the row and when, unless `read` is the stored version (None: not asked)."""
    if read is None or read == stored:
        return
    last = last_deed(subject_uid)
    raise Stale.because(
        "http.changed_meanwhile",
        name=last.actor_name if last else "-",
        changed_at=last.at.isoformat() if last else None,
        version=stored,
    )


def to_rank(ranking: RegionalRanking) -> frozenset[UUID]:
    """The submitted proposals of the ranking's region."""
    found = Proposal.objects.filter(call_id=ranking.call_id, region_id=ranking.region_id, state="submitted")
    return frozenset(found.values_list("uid", flat=True))


def ties_of(ranking: RegionalRanking, by: Actor) -> dict[UUID, str]:
    """The proposals that the actor may not rank: his own, and those of institutions where he is or holds an office.

    His government's office itself ties him to nothing: to rank is what it is for.
    """
    places = {by.organization_id, *(held.organization_id for held in by.offices)}
    places -= {None, *(held.organization_id for held in by.offices if held.role is Role.REGION_OFFICER)}
    takes_part = Participation.objects.filter(proposal=OuterRef("pk"), person_id=by.person_id or 0)
    found = Proposal.objects.filter(call_id=ranking.call_id, region_id=ranking.region_id, state="submitted")
    tied = found.filter(Q(organization_ids__overlap=list(places)) | Q(Exists(takes_part)))
    return dict(tied.values_list("uid", "number"))


def places_of(ranking: RegionalRanking) -> tuple[rules.Place, ...]:
    """The stored order, from the first place on."""
    rows = RankedProposal.objects.filter(ranking=ranking).order_by("position")
    return tuple(rules.Place(*row) for row in rows.values_list("proposal__uid", "position", "opinion"))


def put_places(ranking: RegionalRanking, places: Sequence[rules.Place], note: str) -> None:
    """Store an order in place of the old one, as the next version."""
    ids = dict(Proposal.objects.filter(uid__in=[one.proposal_uid for one in places]).values_list("uid", "pk"))
    RankedProposal.objects.filter(ranking=ranking).delete()
    RankedProposal.objects.bulk_create(
        RankedProposal(ranking=ranking, proposal_id=ids[one.proposal_uid], position=one.position, opinion=one.opinion)
        for one in places
    )
    ranking.note = note
    ranking.version += 1
    RegionalRanking.objects.filter(pk=ranking.pk).update(note=note, version=ranking.version)


def move_ranking(ranking: RegionalRanking, state: str, by: Actor, at: datetime) -> None:
    """Store a new state as the next version: signed while it is submitted, unsigned while it is a draft."""
    signed = state == "submitted"
    ranking.state, ranking.version = state, ranking.version + 1
    ranking.submitted_at, ranking.submitted_by = (at, by.user_id) if signed else (None, None)
    RegionalRanking.objects.filter(pk=ranking.pk).update(
        state=state,
        version=ranking.version,
        submitted_at=ranking.submitted_at,
        submitted_by=ranking.submitted_by,
    )


def pledge_locked(proposal_uid: UUID, by: Actor) -> tuple[Proposal, MatchPledge, bool]:
    """The proposal and its pledge, held until the transaction ends; whether the pledge has a row yet.

    The proposal's row is the lock. Raises NotFound where the actor may not see the proposal.
    """
    proposal = locked(proposal_uid, by)
    if proposal.state not in HANDED_IN:
        raise NotFound.because("http.not_found")
    return proposal, *pledge_of(proposal)


def pledge_of(proposal: Proposal) -> tuple[MatchPledge, bool]:
    """The pledge for a proposal that is held, begun if there is none; whether it has a row yet."""
    pledge = MatchPledge.objects.filter(proposal=proposal).select_related("document").first()
    if pledge is not None:
        return pledge, True
    fresh = MatchPledge(proposal=proposal, region_id=proposal.region_id, ministry_id=proposal.ministry_id, version=0)
    return fresh, False


def put_pledge(
    pledge: MatchPledge,
    years: Sequence[PledgeYear],
    document: StoredFile | None,
    *,
    stored: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Store a pledge as made, as the next version. Without a new document the former one stays."""
    pledge.state = "made"
    pledge.version += 1
    pledge.year_krw = [year.year_krw for year in years]
    pledge.in_kind_krw = [year.in_kind_krw for year in years]
    pledge.document = document or pledge.document
    pledge.made_at, pledge.made_by = at, by.user_id
    fields = ("state", "version", "year_krw", "in_kind_krw", "document", "made_at", "made_by")
    if stored:
        MatchPledge.objects.bulk_update([pledge], fields)
    else:
        MatchPledge.objects.bulk_create([pledge])


def move_pledge(pledge: MatchPledge, state: str) -> None:
    """Store a new state as the next version; amounts and document stay for the record."""
    pledge.state, pledge.version = state, pledge.version + 1
    MatchPledge.objects.filter(pk=pledge.pk).update(state=state, version=pledge.version)
