"""Everything that was done to a project or a call, as far as the actor may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import Office, Region
from core.models import Event, EventSeal
from core.refusals import NotAllowed, NotFound
from programs.models import Call, RuleSet
from programs.queries import calls_visible_to
from proposals.models import Proposal
from proposals.queries import memberships, visible_to
from reporting.permissions import readers_of_call, readers_of_project, regions_read
from reporting.rules import KINDS, Kind, Reader, sight_of

OF_A_CALL = ("programs.call", "proposals.regionalranking", "proposals.regionalplan")
"""Subjects of the deeds of a call that belong into the history of its projects too."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One event as its reader may see it; `actor_name` is empty where the doer is not named to him."""

    event: Event
    kind: Kind
    actor_name: str
    office: Office | None
    rules_version: int | None
    seal: EventSeal | None
    """Its place in the chain of hashes; none for the moment between the deed and its sealing."""


@dataclass(frozen=True, slots=True)
class History:
    deeds: tuple[Deed, ...]
    """Oldest first, of the kind asked for."""
    kinds: tuple[tuple[Kind, int], ...]
    """How many there are of each kind that occurs."""
    call: Call
    proposal: Proposal | None = None


def of_project(project_uid: UUID, actor: Actor, kind: str = "") -> History:
    """A project from its first draft, with what its call and its region did: seven queries.

    Raises NotFound where the actor may not see any proposal of it.
    """
    proposal = (
        visible_to(actor)
        .filter(project_uid=project_uid)
        .select_related("call__program", "call__rule_set", "region", "lead_organization", "submission")
        .defer("submission__content")
        .order_by("-id")
        .first()
    )
    if proposal is None:
        raise NotFound.because("http.not_found")
    on_team = proposal.pk in memberships(actor, [proposal])
    code = proposal.region.code
    of_its_call = Q(call_uid=proposal.call.uid, project_uid__isnull=True, subject_kind__in=OF_A_CALL) & (
        Q(data__region_code__isnull=True) | Q(data__region_code=code)
    )
    events = Event.objects.filter(Q(project_uid=project_uid) | of_its_call)
    readers = readers_of_project(actor, proposal, on_team=on_team)
    deeds = _deeds(events, readers, {code})
    return History(_only(deeds, kind), _counted(deeds), proposal.call, proposal)


def of_call(call_uid: UUID, actor: Actor, kind: str = "") -> History:
    """A call with its rankings, without its projects' own histories. A region reads its own ranking's deeds alone.

    Raises NotFound where the actor may not see the call, NotAllowed where its history is not his to read.
    """
    call = calls_visible_to(actor).filter(uid=call_uid).first()
    if call is None:
        raise NotFound.because("http.not_found")
    readers = readers_of_call(actor, call)
    if not readers:
        raise NotAllowed.because("http.not_allowed", verb="read_history")
    events = Event.objects.filter(call_uid=call.uid, project_uid__isnull=True)
    own = Region.objects.filter(pk__in=regions_read(actor)).values_list("code", flat=True)
    deeds = _deeds(events, readers, set(own))
    return History(_only(deeds, kind), _counted(deeds), call)


def _deeds(events: QuerySet[Event], readers: Collection[Reader], own_codes: Collection[str]) -> list[Deed]:
    """Those that the readers see, oldest first; a region's officer as such only what is no other region's."""
    seen = []
    for event in events.select_related("seal").order_by("at", "id"):
        code = event.data.get("region_code")
        others = code is not None and code not in own_codes
        sight = sight_of(event.name, set(readers) - {Reader.REGION} if others else readers)
        if sight is not None:
            seen.append((event, sight))
    offices = Office.objects.select_related("organization").in_bulk(_numbers(event.office_id for event, _ in seen))
    rules = RuleSet.objects.only("version").in_bulk(_numbers(event.rule_set_id for event, _ in seen))
    return [
        Deed(
            event=event,
            kind=sight.kind,
            actor_name=event.actor_name if sight.named else "",
            office=offices.get(event.office_id or 0) if sight.named else None,
            rules_version=rules[event.rule_set_id].version if event.rule_set_id in rules else None,
            seal=getattr(event, "seal", None),
        )
        for event, sight in seen
    ]


def _numbers(ids: Iterable[int | None]) -> set[int]:
    return {number for number in ids if number is not None}


def _only(deeds: Iterable[Deed], kind: str) -> tuple[Deed, ...]:
    return tuple(deed for deed in deeds if not kind or deed.kind == kind)


def _counted(deeds: Iterable[Deed]) -> tuple[tuple[Kind, int], ...]:
    counts = Counter(deed.kind for deed in deeds)
    return tuple((kind, counts[kind]) for kind in KINDS if counts[kind])
