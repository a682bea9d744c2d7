"""Who may do what in a round of judgement: an actor against plain columns and his standing towards a case."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from accounts.actors import Actor
from accounts.roles import Power, Role
from core.refusals import NotAllowed
from core.states import Move
from programs.policy import Phase
from reviews.models import Letter, Meeting, Round, Selection
from reviews.states import ROUND, SELECTION

REGISTRARS = (Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER, Role.ADMINISTRATOR)
"""Offices that keep the register of experts; approvers and overseers read it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an expert stands towards a case: on its committee, declared, given the case, in conflict with it."""

    member: bool = False
    declared: bool = False
    given: bool = False
    conflicted: bool = False


STRANGER = Standing()


def require(allowed: bool, verb: str) -> None:
    """Raises NotAllowed (`http.not_allowed`) unless allowed."""
    if not allowed:
        raise NotAllowed.because("http.not_allowed", verb=verb)


def may_register(actor: Actor) -> bool:
    """Who keeps the register of experts."""
    return actor.is_system or actor.holds(*REGISTRARS)


def may_read_register(actor: Actor) -> bool:
    """Who keeps it, approvers and overseers."""
    return may_register(actor) or actor.is_overseer or actor.holds(Role.MINISTRY_APPROVER)


def may_object(actor: Actor, lead_organization_id: int, *, writes: bool) -> bool:
    """Who writes a proposal, and the office of its institution, may name somebody who shall not judge it."""
    return writes or actor.holds_for_organization(lead_organization_id, Role.INSTITUTION_OFFICER)


def may_run_reviews(actor: Actor, ministry_id: int, program_uid: UUID | None) -> bool:
    """The ministry's officer, or its agency's with the delegated power over reviews, runs rounds."""
    return (
        actor.is_system
        or actor.holds_for_ministry(ministry_id, Role.MINISTRY_OFFICER)
        or actor.holds_for_ministry(ministry_id, Role.AGENCY_OFFICER, power=Power.REVIEWS, program_uid=program_uid)
    )


def may_select(actor: Actor, ministry_id: int) -> bool:
    """Who is in is the ministry's own decision: no delegation reaches it."""
    return actor.is_system or actor.holds_for_ministry(ministry_id, Role.MINISTRY_OFFICER)


def oversees_reviews(actor: Actor, ministry_id: int, program_uid: UUID | None) -> bool:
    """Who sees every case, review and conflict of a round: its desks and overseers."""
    return (
        actor.is_overseer
        or may_run_reviews(actor, ministry_id, program_uid)
        or actor.holds_for_ministry(ministry_id, Role.MINISTRY_APPROVER)
    )


def may_view_round(actor: Actor, round_: Round, program_uid: UUID | None, *, sits: bool) -> bool:
    """Its desks and overseers, and those who sit on its committee."""
    return sits or oversees_reviews(actor, round_.ministry_id, program_uid)


def may_view_case(actor: Actor, round_: Round, program_uid: UUID | None, standing: Standing) -> bool:
    """Its desks and overseers, and the experts to whom it was given and whom nothing bars."""
    return may_read_dossier(standing, round_.state) or oversees_reviews(actor, round_.ministry_id, program_uid)


def may_view_selection(actor: Actor, selection: Selection, program_uid: UUID | None) -> bool:
    """Everybody, once it is published; before that its desks and overseers."""
    return selection.state == "published" or oversees_reviews(actor, selection.ministry_id, program_uid)


def may_see_shares(
    actor: Actor, ministry_id: int, program_uid: UUID | None, region_ids: Collection[int], *, sits: bool
) -> bool:
    """How the money would be shared is read before the decision by desks, overseers, the committee, and each region."""
    ranks = any(actor.holds_for_region(region_id, Role.REGION_OFFICER) for region_id in region_ids)
    return sits or ranks or oversees_reviews(actor, ministry_id, program_uid)


def may_read_letter(actor: Actor, letter: Letter, program_uid: UUID | None) -> bool:
    """Its team, the leading institution's office, the desks and overseers."""
    return (
        (actor.person_id is not None and actor.person_id in letter.person_ids)
        or any(actor.holds_for_organization(pk, Role.INSTITUTION_OFFICER) for pk in letter.organization_ids)
        or oversees_reviews(actor, letter.ministry_id, program_uid)
    )


def may_read_dossier(standing: Standing, state: str) -> bool:
    """An expert reads the papers of a case given to him, once he has declared, while no conflict stands."""
    return (
        standing.member
        and standing.declared
        and standing.given
        and not standing.conflicted
        and state in {"scoring", "opened"}
    )


@dataclass(frozen=True, slots=True)
class Sight:
    """What an expert may do with a case: read its papers, score it, see what others say of it, change what they saw."""

    reads: bool = False
    scores: bool = False
    sees_others: bool = False
    revises: bool = False


def sight(standing: Standing, state: str, phases: Iterable[Phase]) -> Sight:
    """What an expert sees and does in each phase of a round. Nothing but this decides it.

    While the round is at scoring he is blind to the others wherever the rules have a phase of scoring in the dark. Once
    it is open to the panel he sees them, and changes his points only where the rules have a phase for that.
    """
    phases = tuple(phases)
    if not may_read_dossier(standing, state):
        return Sight()
    if state == "scoring":
        in_the_dark = any(phase.may_score and not phase.sees_others for phase in phases)
        return Sight(reads=True, scores=True, sees_others=not in_the_dark)
    return Sight(reads=True, sees_others=True, revises=any(phase.sees_others and phase.may_score for phase in phases))


def presides(actor: Actor, meeting: Meeting) -> bool:
    """The chair of a meeting and his deputy."""
    leaders = [member.expert.person_id for member in (meeting.chair, meeting.deputy) if member is not None]
    return actor.person_id is not None and actor.person_id in leaders


def may_lead_meeting(actor: Actor, meeting: Meeting, program_uid: UUID | None) -> bool:
    """The desk that runs the round keeps the meeting going and notes what happens, and so may its chair and deputy."""
    return may_run_reviews(actor, meeting.ministry_id, program_uid) or presides(actor, meeting)


def may_view_meeting(actor: Actor, meeting: Meeting, round_: Round, program_uid: UUID | None, *, called: bool) -> bool:
    """Its desks and overseers, and who was called to it, while the round is open to its panel."""
    return (called and round_.state == "opened") or oversees_reviews(actor, meeting.ministry_id, program_uid)


class ItemSight(StrEnum):
    """What somebody sees of a case on an agenda: nothing; that it is there; its scores, outcome and minutes too."""

    NOTHING = "nothing"
    NAMED = "named"
    OPEN = "open"


def item_sight(
    *,
    oversees: bool,
    seated: bool,
    barred: bool,
    was_there: bool,
    is_inside: bool,
    meeting_state: str,
    item_state: str,
) -> ItemSight:
    """What is seen of a case at a panel's meeting. Nothing but this decides it.

    Whoever is in conflict with it sees nothing in any state. The others see that it is on the agenda; scores and
    outcome open to those in the room once the case is taken up, and stay so after the end for all who were there.
    """
    if oversees:
        return ItemSight.OPEN
    if not seated or barred:
        return ItemSight.NOTHING
    here = is_inside if meeting_state == "running" else was_there and meeting_state in {"ended", "signed"}
    return ItemSight.OPEN if here and item_state != "waiting" else ItemSight.NAMED


def available_moves(actor: Actor, round_: Round, program_uid: UUID | None) -> tuple[Move, ...]:
    """The verbs that this actor may use on this round now."""
    allowed = may_run_reviews(actor, round_.ministry_id, program_uid)
    return ROUND.open_from(round_.state) if allowed else ()


def available_selection_moves(actor: Actor, selection: Selection) -> tuple[Move, ...]:
    """The verbs that this actor may use on this selection now."""
    return SELECTION.open_from(selection.state) if may_select(actor, selection.ministry_id) else ()
