"""What time makes due in this room. The rows remember what was done; beat only says when to look."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import Actor
from core.sweeps import Sweep
from programs.models import Call, Inquiry, Program
from programs.queries import inquiries_to_tell
from proposals import actions, queries
from proposals.actions.comparing import compare_program
from proposals.actions.merge_signing import lapse_merge
from proposals.actions.overlaps import tell_overdue_answer
from proposals.actions.plans import close_answers, tell_overdue
from proposals.actions.ranking import close_rankings, give_rankings_back
from proposals.actions.sketching import keep_sketch
from proposals.actions.told import tell_of_answer
from proposals.models import MergeOffer, Overlap, Proposal, RegionalPlan
from proposals.queries.alike import sketches_due
from proposals.queries.merging import lapsed_offers
from proposals.queries.overlaps import answers_overdue
from proposals.queries.plans import calls_to_answer, plans_overdue
from proposals.queries.program_overlaps import programs_to_compare
from proposals.queries.regional_work import rankings_to_close, rankings_to_give_back

EVERY_SECONDS = 30


def _remind(proposal: Proposal, at: datetime) -> None:
    actions.remind_before_closing(proposal_uid=proposal.uid, by=Actor.system(), at=at)


def _follow(proposal: Proposal, at: datetime) -> None:
    actions.follow_closing(proposal_uid=proposal.uid, by=Actor.system(), at=at)


def _close(call: Call, at: datetime) -> None:
    close_rankings(call=call, at=at)


def _tell_moved(proposal: Proposal, at: datetime) -> None:
    actions.tell_of_moved_closing(proposal_uid=proposal.uid, by=Actor.system(), at=at)


def _give_back(call: Call, at: datetime) -> None:
    give_rankings_back(call=call, at=at)


def _tell_overdue(plan: RegionalPlan, at: datetime) -> None:
    tell_overdue(plan=plan, at=at)


def _close_answers(call: Call, at: datetime) -> None:
    close_answers(call=call, at=at)


def _tell_answer(inquiry: Inquiry, at: datetime) -> None:
    tell_of_answer(inquiry=inquiry, by=Actor.system(), at=at)


def _sketch(proposal: Proposal, at: datetime) -> None:
    keep_sketch(proposal_uid=proposal.uid, by=Actor.system(), at=at)


def _tell_overdue_answer(overlap: Overlap, at: datetime) -> None:
    tell_overdue_answer(overlap_uid=overlap.uid, by=Actor.system(), at=at)


def _lapse(offer: MergeOffer, at: datetime) -> None:
    lapse_merge(offer_uid=offer.uid, by=Actor.system(), at=at)


def _compare(program: Program, at: datetime) -> None:
    compare_program(program_uid=program.uid, by=Actor.system(), at=at)


CLOSING_REMINDERS = Sweep(
    "proposals.closing_reminders",
    due=lambda at: queries.closing_near(Proposal.objects.all(), at),
    act=_remind,
    every_seconds=EVERY_SECONDS,
)
CLOSINGS = Sweep(
    "proposals.closings",
    due=lambda at: queries.closed_unsubmitted(Proposal.objects.all(), at),
    act=_follow,
    every_seconds=EVERY_SECONDS,
)
RANKINGS_CLOSE = Sweep("proposals.rankings_close", due=rankings_to_close, act=_close, every_seconds=EVERY_SECONDS)
RANKINGS_BACK = Sweep("proposals.rankings_back", due=rankings_to_give_back, act=_give_back, every_seconds=EVERY_SECONDS)
MOVED_CLOSINGS = Sweep(
    "proposals.moved_closings",
    due=lambda at: queries.moved_untold(Proposal.objects.all(), at),
    act=_tell_moved,
    every_seconds=EVERY_SECONDS,
)
PLANS_OVERDUE = Sweep("proposals.plans_overdue", due=plans_overdue, act=_tell_overdue, every_seconds=EVERY_SECONDS)
PLANS_CLOSE = Sweep("proposals.plans_close", due=calls_to_answer, act=_close_answers, every_seconds=EVERY_SECONDS)
ANSWERS = Sweep(
    "proposals.answers",
    due=lambda at: inquiries_to_tell(),
    act=_tell_answer,
    every_seconds=EVERY_SECONDS,
)
ANSWERS_OVERDUE = Sweep(
    "proposals.overlap_answers_overdue", due=answers_overdue, act=_tell_overdue_answer, every_seconds=EVERY_SECONDS
)
SKETCHES = Sweep("proposals.sketches", due=sketches_due, act=_sketch, every_seconds=EVERY_SECONDS)
PROGRAMS = Sweep("proposals.program_overlaps", due=programs_to_compare, act=_compare, every_seconds=EVERY_SECONDS)
MERGES_LAPSE = Sweep("proposals.merges_lapse", due=lapsed_offers, act=_lapse, every_seconds=EVERY_SECONDS)
SWEEPS = (
    MERGES_LAPSE,
    MOVED_CLOSINGS,
    RANKINGS_BACK,
    CLOSING_REMINDERS,
    CLOSINGS,
    RANKINGS_CLOSE,
    PLANS_OVERDUE,
    PLANS_CLOSE,
    ANSWERS,
    SKETCHES,
    PROGRAMS,
    ANSWERS_OVERDUE,
)
