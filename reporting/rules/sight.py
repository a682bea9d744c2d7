"""Which deeds on the record each reader of a project's or call's history sees, and whose names with them.

One table over the names of events. What stands in no row, only those who oversee everything see: a new kind of deed is
hidden until somebody has decided who reads it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reader(StrEnum):
    """As what somebody reads a history; an actor may be several."""

    OVERSEER = "overseer"
    """Auditor, coordinating committee."""
    DESK = "desk"
    """The programme's ministry, and its agency with whatever power."""
    REVIEW_DESK = "review_desk"
    """The ministry, and the agency with the power over reviews."""
    CONTRACT_DESK = "contract_desk"
    """The ministry, and the agency with the power over contracts."""
    REGION = "region"
    """The government of the project's region."""
    TEAM = "team"
    """The project's people, and the offices of its institutions."""


class Kind(StrEnum):
    """What a deed is about, in the order of a grant's life."""

    CALL = "call"
    DRAFTING = "drafting"
    HANDING_IN = "handing_in"
    RANKING = "ranking"
    PLEDGE = "pledge"
    JUDGEMENT = "judgement"
    DECISION = "decision"
    CONTRACT = "contract"
    MONEY = "money"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader gets to see of a deed: its kind, and whether the doer is named to him."""

    kind: Kind
    named: bool


@dataclass(frozen=True, slots=True)
class _Row:
    kind: Kind
    readers: frozenset[Reader]
    unnamed: frozenset[Reader] = frozenset()
    """Those of `readers` to whom the doer is not named."""


OVER, DESK, REVIEWS, CONTRACTS, REGION, TEAM = Reader
ALL = frozenset(Reader)


def _rows(
    room: str, kind: Kind, readers: Collection[Reader], *names: str, unnamed: Collection[Reader] = ()
) -> dict[str, _Row]:
    return {f"{room}.{name}": _Row(kind, frozenset(readers), frozenset(unnamed)) for name in names}


SIGHTS: Mapping[str, _Row] = {
    **_rows("programs", Kind.CALL, {OVER, DESK}, "call_drafted", "call_changed"),
    **_rows("programs", Kind.CALL, {OVER, DESK}, "call_scheduled", "call_unscheduled", "announcement_refused"),
    **_rows("programs", Kind.CALL, {OVER, DESK}, "inquiry_made"),
    **_rows("programs", Kind.CALL, {OVER}, "subscription_asked", "subscription_confirmed", "subscription_ended"),
    **_rows("programs", Kind.CALL, ALL, "inquiry_answered", "inquiry_corrected"),
    **_rows("proposals", Kind.CALL, {OVER, DESK}, "call_question_answered"),
    # What a programme is and which rules bind is public; how its rules were written is its desks' own.
    **_rows("programs", Kind.CALL, ALL, "program_created", "program_changed", "agency_appointed", "rule_set_published"),
    **_rows("programs", Kind.CALL, ALL, "figures_recorded"),
    **_rows("programs", Kind.CALL, {OVER, DESK}, "indicator_added", "rule_set_drafted"),
    **_rows("programs", Kind.CALL, {OVER, DESK}, "rules_begun", "rules_written", "rules_replaced", "rules_discarded"),
    **_rows(
        "programs", Kind.CALL, ALL, "call_announced", "call_dates_moved", "call_cancelled", "call_opened", "call_closed"
    ),
    **_rows("programs", Kind.CALL, {OVER, DESK, REGION}, "ranking_ended"),
    **_rows("programs", Kind.CALL, {OVER, DESK}, "closing_near", "ranking_near_ranking", "ranking_near_contract"),
    # The working copy is the consortium's own; who oversees reads it once something was handed in.
    **_rows(
        "proposals",
        Kind.DRAFTING,
        {OVER, TEAM},
        *("proposal_started", "basics_changed", "section_saved", "answers_saved", "partner_put", "partner_removed"),
        *("person_put", "person_removed", "budget_saved", "targets_saved", "file_attached", "file_removed"),
        *("office_asked", "returned_to_team", "closing_near", "closed_unsubmitted"),
        *("closing_moved", "closing_moved_for_submitted"),
    ),
    # A region's plan is between both governments and its institution; that one was accepted everybody reads.
    **_rows("programs", Kind.CALL, ALL, "regions_asked", "call_closed_to_plans", "plans_due"),
    **_rows("programs", Kind.CALL, {OVER, DESK}, "plans_near"),
    **_rows(
        "proposals",
        Kind.HANDING_IN,
        {OVER, DESK, REGION, TEAM},
        *("plan_begun", "plan_handed_in", "plan_taken_back", "plan_endorsed", "plan_given_back", "plan_overdue"),
        *("plan_declined", "plan_refused"),
    ),
    **_rows("proposals", Kind.HANDING_IN, {OVER, DESK}, "plans_closed"),
    **_rows("proposals", Kind.DECISION, ALL, "plan_accepted"),
    **_rows("proposals", Kind.HANDING_IN, ALL, "proposal_submitted", "proposal_replaced", "proposal_withdrawn"),
    # A region's order is its own until it hands it in; the teams hear the result, never the order.
    **_rows("proposals", Kind.RANKING, {REGION}, "ranking_saved"),
    **_rows(
        "proposals",
        Kind.RANKING,
        {OVER, DESK, REGION},
        *("ranking_submitted", "ranking_reopened", "ranking_missed", "ranking_given_back"),
    ),
    **_rows("proposals", Kind.RANKING, {OVER, DESK}, "rankings_closed"),
    **_rows("proposals", Kind.PLEDGE, ALL, "pledge_made", "pledge_replaced", "pledge_withdrawn"),
    # That a review came in may be known; who wrote it, only its desk and those who oversee know.
    **_rows("reviews", Kind.JUDGEMENT, ALL - {CONTRACTS}, "review_submitted", unnamed={DESK, REGION, TEAM}),
    **_rows("reviews", Kind.JUDGEMENT, {OVER, REVIEWS}, "review_saved", "review_reopened"),
    **_rows("reviews", Kind.JUDGEMENT, {OVER, REVIEWS}, "assignment_voided", "assignment_taken_back"),
    **_rows("reviews", Kind.JUDGEMENT, {OVER, REVIEWS}, "review_revised", "papers_read", "paper_taken"),
    **_rows(
        "reviews",
        Kind.JUDGEMENT,
        {OVER, REVIEWS},
        *("assignment_asked", "assignment_stopped", "assignment_proposed"),
        *("pair_pinned", "pair_forbidden", "pair_lifted", "member_released"),
        *("invitation_sent", "invitation_accepted", "invitation_declined", "expert_invited_again"),
        *("pool_drawn", "conflicts_looked_for", "experts_invited", "interests_declared"),
        *("conflict_set", "conflict_lifted", "experts_assigned"),
        *("reminded", "selection_proposed", "decision_overridden", "selection_discarded"),
        *("drawings_asked", "selection_asked", "selection_stopped", "drawings_stopped", "drawings_made"),
        *("letters_asked", "letters_stopped", "letter_sent"),
        *("meeting_called", "meeting_moved", "meeting_led", "meeting_called_off", "meeting_begun", "meeting_ended"),
        *("agenda_planned", "item_moved", "item_taken_out", "rapporteur_set", "rapporteur_asked"),
        *("member_came", "member_left", "members_called_back"),
        *("item_taken_up", "item_concluded", "items_taken_together", "item_put_off", "item_reconsidered"),
        *("minutes_written", "minutes_confirmed", "minutes_signed"),
    ),
    **_rows(
        "reviews",
        Kind.JUDGEMENT,
        {OVER, DESK, REVIEWS},
        "round_prepared",
        "round_postponed",
        "scoring_started",
        "round_opened",
        "round_closed",
    ),
    **_rows("reviews", Kind.JUDGEMENT, {OVER, REVIEWS, TEAM}, "expert_objected"),
    **_rows("reviews", Kind.DECISION, {OVER, REVIEWS}, "selection_decided"),
    **_rows("reviews", Kind.DECISION, {OVER, REVIEWS, TEAM}, "appeal_filed", "appeal_withdrawn", "appeal_turned_away"),
    **_rows("reviews", Kind.DECISION, {OVER, REVIEWS, TEAM}, "appeal_admitted", "appeal_upheld", "appeal_dismissed"),
    **_rows("reviews", Kind.DECISION, {OVER, REVIEWS, TEAM}, "appeal_judged_anew", "appeal_overdue"),
    **_rows("reviews", Kind.DECISION, {OVER, TEAM}, "appeal_saved", "appeal_file_added", "appeal_file_removed"),
    **_rows("reviews", Kind.DECISION, {OVER, REVIEWS}, "appeal_papers_read", "appeal_voted", "appeal_rejudged"),
    **_rows("reviews", Kind.DECISION, {OVER, REVIEWS}, "appeal_seats_named", "appeal_reminded", "appeal_paper_taken"),
    **_rows("reviews", Kind.DECISION, {OVER, REVIEWS}, "appeal_judge_replaced"),
    **_rows("scenarios", Kind.DECISION, {OVER, REVIEWS}, "rules_tried", "trial_forgotten"),
    **_rows("proposals", Kind.DECISION, {OVER, REVIEWS}, "merging_ended"),
    **_rows(
        "proposals",
        Kind.JUDGEMENT,
        {OVER, DESK},
        *("overlap_found", "overlap_ended", "overlap_opinion_given", "overlap_overdue"),
        *("overlap_joined", "overlap_accepted"),
    ),
    **_rows("reviews", Kind.DECISION, ALL, "selection_published"),
    **_rows(
        "proposals",
        Kind.DECISION,
        ALL,
        "proposal_selected",
        "proposal_kept_waiting",
        "proposal_won_appeal",
        "proposal_gave_way",
        "proposal_waits_after_appeal",
        "proposal_rejected",
        "proposal_merged",
    ),
    **_rows(
        "proposals",
        Kind.DECISION,
        {OVER, DESK, REGION, TEAM},
        "merge_offered",
        "merge_answered",
        "merge_accepted",
        "merge_declined",
        "merge_withdrawn",
        "merge_signed",
        "merge_lapsed",
    ),
    **_rows("proposals", Kind.DECISION, {OVER, DESK}, "merge_held", "merge_refused"),
    **_rows(
        "contracts",
        Kind.CONTRACT,
        {OVER, DESK, CONTRACTS, REGION, TEAM},
        *("drawn", "institution_signed", "ministry_signed", "cancelled"),
    ),
    **_rows("contracts", Kind.CONTRACT, {OVER, CONTRACTS, TEAM}, "account_named", "account_confirmed"),
    **_rows(
        "contracts",
        Kind.MONEY,
        {OVER, DESK, CONTRACTS, REGION, TEAM},
        *("tranche_released", "tranche_part_released", "tranche_paid", "tranche_stopped", "stop_lifted"),
        *("gate_opened", "bridge_repaid", "recovered", "payment_rejected", "payment_returned"),
    ),
    **_rows(
        "contracts",
        Kind.PLEDGE,
        {OVER, DESK, CONTRACTS, REGION, TEAM},
        *("match_signed", "council_noted", "deposit_announced", "deposit_confirmed", "deposit_refused"),
        *("deposit_withdrawn", "deposit_reminded", "deposit_overdue"),
    ),
}
KINDS = tuple(Kind)


def sight_of(name: str, readers: Collection[Reader]) -> Sight | None:
    """What these readers get to see of a deed of this name; None where it is hidden from them."""
    row = SIGHTS.get(name)
    if row is None:
        return Sight(Kind.OTHER, named=True) if Reader.OVERSEER in readers else None
    seen_as = row.readers & set(readers)
    return Sight(row.kind, named=bool(seen_as - row.unnamed)) if seen_as else None
