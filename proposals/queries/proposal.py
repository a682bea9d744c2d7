"""Find proposals: who sees which, whole with everything a page shows, or locked for a change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Prefetch, Q, QuerySet, prefetch_related_objects

from accounts.actors import Actor
from accounts.queries import NOTHING, desk_rows
from accounts.roles import Role
from core.models import Event
from core.refusals import NotFound
from programs.models import Call
from proposals.models import (
    AnswerSheet,
    Attachment,
    Participation,
    Partner,
    Proposal,
    ProposedLine,
    Section,
    Submission,
    Target,
)
from proposals.permissions import NO_MEMBER, Membership, may_view_draft
from proposals.states import HANDED_IN

JOINS = (
    "call__program",
    "call__rule_set",
    "call__form",
    "lead_organization__region",
    "region",
    "ministry",
    "submission",
)
TEAM = (Participation.Part.LEADER, Participation.Part.MEMBER, Participation.Part.WRITER)
PARTS: dict[str, Prefetch[Any, Any, Any]] = {
    "partners": Prefetch("partners", Partner.objects.select_related("organization__region").order_by("id")),
    "participations": Prefetch(
        "participations",
        Participation.objects.filter(part__in=TEAM).select_related("person", "organization").order_by("id"),
    ),
    "sections": Prefetch("sections", Section.objects.order_by("id")),
    "sheets": Prefetch("sheets", AnswerSheet.objects.order_by("id")),
    "lines": Prefetch("lines", ProposedLine.objects.order_by("year", "category", "source")),
    "targets": Prefetch(
        "targets",
        Target.objects.select_related("indicator").order_by("indicator__order", "indicator_id", "year"),
    ),
    "attachments": Prefetch(
        "attachments", Attachment.objects.filter(removed_at=None).select_related("file").order_by("id")
    ),
}
"""Everything a proposal is made of: one query each, whatever the number of proposals."""


class AnyOf(Func):
    """Whether a value stands in an array; unlike `IN (SELECT …)` beside an `OR` it lets an index serve."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


def visible_to(actor: Actor) -> QuerySet[Proposal]:
    """The proposals that `permissions.may_view` lets the actor see, row for row the same."""
    if actor.is_system:
        return Proposal.objects.all()
    seen, institutions = _in_team(actor), institutions_of(actor)
    if institutions:
        seen |= Q(organization_ids__overlap=institutions)
    regional = Q(region_id__in=[held.region_id for held in actor.offices if held.role is Role.REGION_OFFICER])
    seen |= (regional | desk_rows(actor, None)) & Q(state__in=HANDED_IN)
    if actor.holds(Role.REGION_OFFICER):
        seen |= regional & Q(by_region=True)
    if actor.is_overseer:
        seen |= Q(submission__isnull=False)
    return Proposal.objects.filter(seen)


def _in_team(actor: Actor) -> Q:
    """By their ids, which are few, so that an index serves, also beside other conditions."""
    if actor.person_id is None:
        return NOTHING
    teams = Participation.objects.filter(person_id=actor.person_id, part__in=TEAM).order_by().values("proposal")
    return Q(AnyOf(F("pk"), ArraySubquery(teams)))


def institutions_of(actor: Actor) -> list[int]:
    """The institutions whose office the actor holds."""
    return [held.organization_id for held in actor.offices if held.role is Role.INSTITUTION_OFFICER]


def whole(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """The same proposals with everything that they are made of."""
    return proposals.select_related(*JOINS).prefetch_related(*PARTS.values())


def page(proposal_uid: UUID, by: Actor) -> Proposal:
    """A proposal with everything that its pages show. Raises NotFound where the actor may not see it."""
    return _one(whole(visible_to(by)), proposal_uid)


def listed(by: Actor) -> QuerySet[Proposal]:
    """The proposals that the actor sees, with what a line of a list shows."""
    joins = ("call__program", "lead_organization", "region", "submission")
    return visible_to(by).select_related(*joins).defer("submission__content").order_by("id")


def of_actor(by: Actor) -> QuerySet[Proposal]:
    """Those that he writes or whose institution's office he holds, whole, last changed first."""
    own = _in_team(by) | Q(lead_organization__in=institutions_of(by))
    return whole(Proposal.objects.filter(own)).order_by("-changed_at", "-id")


def handed_in(call_id: int, region_id: int | None = None) -> QuerySet[Proposal]:
    """What stands submitted in a call (of one region), with what was handed in, in order of arrival."""
    found = Proposal.objects.filter(call_id=call_id, state="submitted")
    if region_id is not None:
        found = found.filter(region_id=region_id)
    return found.select_related("submission", "lead_organization", "region").order_by("submission__arrived_at", "id")


def locked(proposal_uid: UUID, by: Actor) -> Proposal:
    """The proposal, its row held until the transaction ends. Raises NotFound where the actor may not see it."""
    held = visible_to(by).select_for_update(of=("self",), no_key=True)
    return _one(held.select_related(*JOINS), proposal_uid)


def locked_with_call(proposal_uid: UUID, by: Actor) -> Proposal:
    """The call's row first, then the proposal's: whoever hands in or takes back stands in one line a call.

    So numbers have no gap, limits within the call are counted exactly, and the call can't be cancelled meanwhile.
    """
    calls = visible_to(by).filter(uid=proposal_uid).values("call")
    held = Call.objects.select_for_update(of=("self",), no_key=True).select_related("form")
    call = held.filter(pk__in=calls).first()
    if call is None:
        raise NotFound.because("http.not_found")
    proposal = locked(proposal_uid, by)
    call.program, call.rule_set = proposal.call.program, proposal.call.rule_set
    proposal.call = call
    return proposal


def with_parts(proposal: Proposal, parts: Collection[str] = tuple(PARTS)) -> Proposal:
    """Read what a locked proposal is made of, as it stands now: everything, or only some parts."""
    prefetch_related_objects([proposal], *(PARTS[name] for name in PARTS if name in parts))
    return proposal


def with_people_held(proposal: Proposal) -> Proposal:
    """The same, everything, its people held until the transaction ends.

    Two proposals that share somebody wait for each other here, in order of id, so that his time is never promised
    twice.
    """
    everybody = Participation.objects.filter(part__in=TEAM).select_related("person", "organization")
    held = everybody.select_for_update(of=("person",), no_key=True).order_by("person")
    people = Prefetch("participations", held)
    prefetch_related_objects([proposal], *{**PARTS, "participations": people}.values())
    return proposal


def people_of(proposal: Proposal) -> list[Participation]:
    """The team of a proposal that was read whole, in the order that it came together."""
    return sorted(proposal.participations.all(), key=lambda one: one.pk)


def _one(proposals: QuerySet[Proposal], uid: UUID) -> Proposal:
    proposal = proposals.filter(uid=uid).first()
    if proposal is None:
        raise NotFound.because("http.not_found")
    return proposal


def membership(by: Actor, proposal: Proposal) -> Membership:
    """The actor's place in the team of a proposal that was read whole: no query."""
    for one in proposal.participations.all():
        if by.person_id is not None and one.person_id == by.person_id:
            return Membership(one.part, one.may_edit)
    return NO_MEMBER


def memberships(by: Actor, proposals: Iterable[Proposal]) -> dict[int, Membership]:
    """The actor's place in each team, by the proposal's id: one query; teams that he is not in are left out."""
    if by.person_id is None:
        return {}
    found = Participation.objects.filter(
        person_id=by.person_id, part__in=TEAM, proposal__in=[proposal.pk for proposal in proposals]
    )
    return {one.proposal_id: Membership(one.part, one.may_edit) for one in found}


def attachment(uid: UUID, by: Actor) -> Attachment:
    """A file that hangs on a proposal. Raises NotFound where the actor may not see it.

    The consortium reads those of the working copy; everybody who sees the proposal reads those that were handed in.
    """
    found = Attachment.objects.filter(uid=uid, proposal__in=visible_to(by)).select_related("file").first()
    if found is not None:
        proposal = page(found.proposal.uid, by)
        inside = may_view_draft(by, proposal, membership(by, proposal)) and found.removed_at is None
        handed_in = proposal.submission.content["files"] if proposal.submission else ()
        if inside or any(one["uid"] == str(uid) for one in handed_in):
            return found
    raise NotFound.because("http.not_found")


def submissions_of(proposal: Proposal) -> list[Submission]:
    """Everything that was handed in, the first first."""
    return list(proposal.submissions.order_by("sequence"))


def history(proposal: Proposal) -> list[Event]:
    """All that happened to the project, oldest first."""
    return list(Event.objects.filter(project_uid=proposal.project_uid).order_by("id"))
