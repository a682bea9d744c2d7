"""Several teams of a region become one: offered with shares, coordinator and targets, agreed to by every leader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from accounts.actors import Actor
from accounts.models import Person
from core.events import record
from core.files import store_upload
from core.models import Event
from core.refusals import NotFound, RuleBroken, Stale, WrongState, refuse_if
from programs.models import Call
from programs.policy import Policy
from programs.queries import policy_of
from proposals import permissions, queries, rules
from proposals.actions.pledge import pledged_years
from proposals.models import MergeOffer, MergingEnd, Proposal
from proposals.permissions import require
from proposals.rules.pledge import DOCUMENT_MAX_BYTES, DOCUMENT_TYPES, pledge_violations
from proposals.states import MERGE, PROPOSAL

ANSWERS = ("accepted", "declined")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTerms:
    """What an officer offers: titles, the originals' shares of each year's grant, the budget, the targets kept.

    `override_reason` says why the merged team shall owe more for each won than the rules allow; somebody else signs it.
    `reasons` say why an original's targets of an indicator are dropped or changed, by its number and the indicator.
    `considered` are the other ways (`rules.OTHER_WAYS`) that were weighed, `preference` why the merge was preferred.
    """

    leading_uid: UUID
    coordinator_uid: UUID
    title_ko: str
    title_en: str = ""
    shares: Mapping[UUID, Sequence[int]]
    lines: Sequence[rules.Line]
    targets: Sequence[rules.KeptTarget]
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)
    considered: Sequence[str] = ()
    preference: str = ""
    override_reason: str = ""


def offer_merge(*, terms: MergeTerms, by: Actor, at: datetime) -> MergeOffer:
    """Offer a merge to the teams of one region, once the regions' time is over. Nothing changes until all agree.

    One that asks for more than `merging.overload_bp` allows is held until its override is signed (`sign_merge`).
    Raises NotFound, NotAllowed, WrongState (`merge.offered_before`, `merge.selection_decided`), RuleBroken with
    everything that `rules.merge_violations`, `drop_violations`, `weighing_violations` and `overload_violations` find,
    `merge.too_early`, `merge.title_missing`, `merge.coordinator_unknown`.
    """
    with transaction.atomic():
        queries.lock_calls_of(terms.shares)
        originals = queries.locked_originals(list(terms.shares))
        leading = next((one for one in originals if one.uid == terms.leading_uid), None)
        if leading is None:
            raise NotFound.because("http.not_found")
        for original in originals:
            require(permissions.may_offer_merge(by, original), "offer_merge")
        call = leading.call
        if any(original.call_id != call.pk for original in originals):
            raise NotFound.because("http.not_found")
        refuse_after_the_decision(call)
        if queries.standing_offer(originals) is not None:
            raise WrongState.because("merge.offered_before")
        if call.phase(at) != "closed":
            raise RuleBroken.because("merge.too_early", ranking_due_at=call.ranking_due_at.isoformat())
        policy = policy_of(call.rule_set)
        asked = [queries.original_of(original, terms.shares[original.uid]) for original in originals]
        changes = rules.changed_targets(asked, terms.targets, terms.reasons)
        broken = rules.merge_violations(policy, asked, terms.lines, terms.targets)
        unweighed = rules.weighing_violations(terms.considered, terms.preference)
        refuse_if([*broken, *rules.drop_violations(changes), *unweighed])
        is_held = _must_be_signed(policy, asked, terms)
        if not terms.title_ko.strip():
            raise RuleBroken.because("merge.title_missing", field="title_ko")
        coordinator = Person.objects.filter(uid=terms.coordinator_uid).first()
        if coordinator is None or not _works_in(terms.coordinator_uid, asked):
            raise RuleBroken.because("merge.coordinator_unknown", field="coordinator")
        frozen = _frozen(terms, originals, coordinator, changes)
        offer = MergeOffer.objects.create(
            call=call,
            region=leading.region,
            ministry_id=leading.ministry_id,
            organization_ids=sorted({one for original in originals for one in original.organization_ids}),
            leading=leading,
            coordinator=coordinator,
            terms=frozen,
            sha256=rules.sha256_of(frozen),
            state="held" if is_held else MERGE.start,
            override_reason=terms.override_reason.strip() if is_held else "",
            offered_at=at,
            offered_by=by.user_id,
            answer_due_at=None if is_held else rules.answers_due(policy, at),
        )
        queries.put_shares(offer, {original: terms.shares[original.uid] for original in originals})
        weighed = {"considered": frozen["considered"]}
        if is_held:
            tell_of_merge("proposals.merge_held", offer, by, at, reason=offer.override_reason, **weighed)
        else:
            tell_of_merge("proposals.merge_offered", offer, by, at, reason=frozen["preference"], **weighed)
    return offer


def _must_be_signed(policy: Policy, asked: Sequence[rules.Original], terms: MergeTerms) -> bool:
    """Whether the offer is overloaded, and a reason for it is there to be signed. Raises RuleBroken."""
    found = rules.overloads(policy, asked, terms.targets)
    refuse_if(rules.overload_violations(policy, found, overridden=bool(terms.override_reason.strip())))
    return bool(found) and policy.merging is not None


def answer_merge(
    *, offer_uid: UUID, proposal_uid: UUID, answer: str, sha256: str, reason: str = "", by: Actor, at: datetime
) -> MergeOffer:
    """A leading institution's office agrees to exactly the terms it read, or declines; one no ends the offer.

    Raises NotFound, NotAllowed, WrongState (also `merge.answered_before`, `merge.selection_decided`), Stale
    (`merge.other_terms`), RuleBroken.
    """
    with transaction.atomic():
        offer = queries.locked_merge(offer_uid, by)
        originals = _originals(offer)
        original = next((one for one in originals if one.uid == proposal_uid), None)
        if original is None:
            raise NotFound.because("http.not_found")
        require(permissions.may_answer_merge(by, original), "answer_merge")
        _refuse_answer(offer, answer, sha256, at)
        share = offer.shares.get(proposal=original)
        if share.answer:
            raise WrongState.because("merge.answered_before")
        queries.answer_of(offer, original, answer, reason.strip(), by, at)
        tell_of_merge("proposals.merge_answered", offer, by, at, answer=answer, number=original.number, reason=reason)
        _conclude(offer, originals, answer, by, at)
    return offer


def answer_merge_for_region(
    *,
    offer_uid: UUID,
    answer: str,
    sha256: str,
    year_krw: Sequence[int] = (),
    in_kind_krw: Sequence[int] = (),
    document: UploadedFile[bytes] | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> MergeOffer:
    """The region agrees and pledges its match for the merged team anew, or declines with a reason that all read.

    Raises NotFound, NotAllowed, WrongState, Stale, RuleBroken (`merge.decline_reason_missing`, and as for a pledge:
    `match.below_share`, `pledge.document_missing`, ...).
    """
    with transaction.atomic():
        offer = queries.locked_merge(offer_uid, by)
        require(permissions.may_answer_for_region(by, offer), "answer_merge")
        _refuse_answer(offer, answer, sha256, at)
        if offer.region_answer:
            raise WrongState.because("merge.answered_before")
        if answer == "accepted":
            _keep_pledge(offer, year_krw, in_kind_krw, document, by, at)
        elif not reason.strip():
            raise RuleBroken.because("merge.decline_reason_missing", field="reason")
        queries.region_answer_of(offer, answer, reason.strip(), by, at)
        tell_of_merge(
            "proposals.merge_answered",
            offer,
            by,
            at,
            answer=answer,
            reason=reason.strip(),
            number_ko=offer.region.name_ko,
            number_en=offer.region.name_en,
        )
        _conclude(offer, _originals(offer), answer, by, at)
    return offer


def withdraw_merge(*, offer_uid: UUID, reason: str, chosen: str = "", by: Actor, at: datetime) -> MergeOffer:
    """The officer takes an offer back, for a written reason; `chosen` is the way taken instead, if one is.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`merge.reason_missing`, `merge.way_unknown`).
    """
    with transaction.atomic():
        offer = queries.locked_merge(offer_uid, by)
        require(permissions.may_offer_merge(by, offer.leading), "withdraw_merge")
        move = MERGE.require("withdraw_merge", offer.state)
        if not reason.strip():
            raise RuleBroken.because("merge.reason_missing", field="reason")
        if chosen and chosen not in rules.OTHER_WAYS:
            raise RuleBroken.because("merge.way_unknown", field="chosen")
        queries.close_merge(offer, move, at=at, chosen=chosen)
        tell_of_merge(move.event, offer, by, at, reason=reason.strip(), chosen=chosen)
    return offer


def end_merging(*, call: Call, by: Actor, at: datetime) -> None:
    """No merge is offered or agreed to in this call any more: its selection is decided, which calls this downward.

    The caller holds the call's row. Raises WrongState (`merge.selection_decided`).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("merging ends inside the transaction of the selection")
    refuse_after_the_decision(call)
    MergingEnd.objects.create(call=call, ended_at=at, ended_by=by.user_id)
    values = {"title_ko": call.title_ko, "title_en": call.title_en}
    record(
        "proposals.merging_ended",
        subject=call,
        by=by,
        at=at,
        call_uid=call.uid,
        rule_set_id=call.rule_set_id,
        data=values,
    )


def refuse_after_the_decision(call: Call) -> None:
    """Raises WrongState (`merge.selection_decided`)."""
    end = MergingEnd.objects.filter(call=call).first()
    if end is not None:
        raise WrongState.because("merge.selection_decided", decided_at=end.ended_at.isoformat())


def _refuse_answer(offer: MergeOffer, answer: str, sha256: str, at: datetime) -> None:
    MERGE.require("accept_merge", offer.state)
    if answer == "accepted":
        refuse_after_the_decision(offer.call)
    if offer.answer_due_at is not None and at >= offer.answer_due_at:
        raise WrongState.because("merge.too_late", due_at=offer.answer_due_at.isoformat())
    if answer not in ANSWERS:
        raise RuleBroken.because("merge.answer_unknown", field="answer")
    if sha256 != offer.sha256:
        raise Stale.because("merge.other_terms")


def _originals(offer: MergeOffer) -> list[Proposal]:
    """The originals, locked, the leading one first."""
    uids = list(offer.shares.values_list("proposal__uid", flat=True))
    return sorted(queries.locked_originals(uids), key=lambda one: (one.pk != offer.leading_id, one.pk))


def _conclude(offer: MergeOffer, originals: Sequence[Proposal], answer: str, by: Actor, at: datetime) -> None:
    """One no ends the offer; the last yes makes the merged proposal and settles the originals."""
    if answer == "declined":
        move = MERGE.require("decline_merge", offer.state)
        queries.close_merge(offer, move, at=at)
        tell_of_merge(move.event, offer, by, at)
        return
    policy = policy_of(offer.call.rule_set)
    if not queries.all_agreed(offer, policy):
        return
    merging = PROPOSAL.named("merge")
    for original in originals:
        PROPOSAL.require("merge", original.state)
    merged = queries.found_merged(offer, originals, policy, by=by, at=at)
    queries.pledge_for(merged, offer)
    for original in originals:
        queries.move_to(original, merging)
        record(
            merging.event,
            subject=original,
            by=by,
            at=at,
            data={"number": original.number, "merged": merged.number},
            **queries.threads(original),
        )
    move = MERGE.require("accept_merge", offer.state)
    queries.close_merge(offer, move, at=at, merged=merged)
    tell_of_merge(move.event, offer, by, at, number=merged.number, project_uid=merged.project_uid)


def _keep_pledge(
    offer: MergeOffer,
    year_krw: Sequence[int],
    in_kind_krw: Sequence[int],
    document: UploadedFile[bytes] | None,
    by: Actor,
    at: datetime,
) -> None:
    policy = policy_of(offer.call.rule_set)
    years = pledged_years(year_krw, in_kind_krw)
    grants = rules.grants_by_year(policy, offer.terms["lines"])
    refuse_if(pledge_violations(policy, grants, years, has_document=document is not None))
    if document is not None:
        offer.region_document = store_upload(
            document,
            allowed=DOCUMENT_TYPES,
            max_bytes=DOCUMENT_MAX_BYTES,
            by=by.user_id or 0,
            at=at,
            ministry_id=offer.ministry_id,
            region_id=offer.region_id,
            organization_ids=offer.organization_ids,
        )
    offer.region_krw = [year.year_krw for year in years]
    offer.region_in_kind_krw = [year.in_kind_krw for year in years]
    offer.save(update_fields=["region_krw", "region_in_kind_krw", "region_document"])


def _works_in(person_uid: UUID, originals: Sequence[rules.Original]) -> bool:
    return any(one["uid"] == str(person_uid) for original in originals for one in original.content.get("people", ()))


def _frozen(
    terms: MergeTerms, originals: Sequence[Proposal], coordinator: Person, changes: Sequence[rules.TargetChange]
) -> dict[str, Any]:
    """The terms as plain data: what everybody agrees to, and what its hash is of."""
    numbers = {original.uid: original.number for original in originals}
    return {
        "title_ko": terms.title_ko.strip(),
        "title_en": terms.title_en.strip(),
        "leading": numbers[terms.leading_uid],
        "coordinator": {"uid": str(coordinator.uid), "name_ko": coordinator.name_ko, "name_en": coordinator.name_en},
        "shares": {numbers[uid]: list(years) for uid, years in terms.shares.items()},
        "lines": [
            {
                "year": line.year,
                "category": line.category,
                "source": line.source.value,
                "amount_krw": line.amount_krw,
            }
            for line in terms.lines
            if line.amount_krw
        ],
        "targets": [
            {
                "number": target.number,
                "indicator": target.indicator,
                "year": target.year,
                "value": f"{target.value:.2f}",
            }
            for target in terms.targets
        ],
        "reasons": [
            {"number": one.number, "indicator": one.indicator, "reason": one.reason} for one in changes if one.reason
        ],
        "considered": sorted(set(terms.considered)),
        "preference": terms.preference.strip(),
    }


def tell_of_merge(
    name: str,
    offer: MergeOffer,
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
    project_uid: UUID | None = None,
    **values: Any,
) -> Event:
    """Record a deed of an offer and tell everybody concerned of it; of one that is not sent, only the ministry."""
    users = queries.merge_audience(offer, at)
    return record(
        name,
        subject=offer,
        by=by,
        at=at,
        call_uid=offer.call.uid,
        project_uid=project_uid,
        rule_set_id=offer.call.rule_set_id,
        reason=reason,
        data={
            "title_ko": offer.terms["title_ko"],
            "title_en": offer.terms["title_en"],
            "count": len(offer.terms["shares"]),
            **values,
        },
        tell=users - {by.user_id} if by.user_id is not None else users,
    )
