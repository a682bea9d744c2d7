"""What happened to a project, as its pages tell it."""

from __future__ import annotations

from django.db.models.fields.json import KeyTextTransform

from core.models import Event
from proposals.models import Proposal

EDITS = {
    "proposals.proposal_started": "basics",
    "proposals.basics_changed": "basics",
    "proposals.partner_put": "partners",
    "proposals.partner_removed": "partners",
    "proposals.person_put": "people",
    "proposals.person_removed": "people",
    "proposals.budget_saved": "budget",
    "proposals.targets_saved": "targets",
    "proposals.file_attached": "files",
    "proposals.file_removed": "files",
}
"""Each event of a change with the task that it belongs to."""
SECTION_SAVED = "proposals.section_saved"


def last_edits(proposal: Proposal) -> dict[str, Event]:
    """The last change of each task of the working copy, and of each part of the text ("sections.<code>"): one query."""
    section = KeyTextTransform("section", "data")
    latest = (
        Event.objects.filter(project_uid=proposal.project_uid, name__in=(*EDITS, SECTION_SAVED))
        .annotate(section=section)
        .order_by("name", "section", "-id")
        .distinct("name", "section")
    )
    found: dict[str, Event] = {}
    for event in sorted(latest, key=lambda one: one.pk):
        code = EDITS.get(event.name) or f"sections.{event.data['section']}"
        found[code] = event
    return found


def history_for(proposal: Proposal, *, whole: bool) -> list[Event]:
    """What happened to the project, oldest first; without the right to the working copy, from the first submission on.

    Of a text that one person saved many times in a row, only the last time is told.
    """
    events: list[Event] = []
    for event in Event.objects.filter(project_uid=proposal.project_uid).order_by("id"):
        if events and _goes_on(events[-1], event):
            events.pop()
        events.append(event)
    if whole:
        return events
    first = next(
        (place for place, event in enumerate(events) if event.name == "proposals.proposal_submitted"),
        len(events),
    )
    return [event for event in events[first:] if event.name not in EDITS and event.name != SECTION_SAVED]


def _goes_on(before: Event, event: Event) -> bool:
    """Whether an event only repeats the one before: the same part, written on by the same person."""
    return event.name in {SECTION_SAVED, "proposals.budget_saved", "proposals.targets_saved"} and (
        before.name,
        before.user_id,
        before.data.get("section"),
    ) == (event.name, event.user_id, event.data.get("section"))
