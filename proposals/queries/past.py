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
ANSWERS_SAVED = "proposals.answers_saved"


def last_edits(proposal: Proposal) -> dict[str, Event]:
    """The last change of each task of the working copy, and of each page of text ("sections.<code>", "form.<code>").

    One query.
    """
    section = KeyTextTransform("section", "data")
    latest = (
        Event.objects.filter(project_uid=proposal.project_uid, name__in=(*EDITS, SECTION_SAVED, ANSWERS_SAVED))
        .annotate(section=section)
        .order_by("name", "section", "-id")
        .distinct("name", "section")
    )
    found: dict[str, Event] = {}
    for event in sorted(latest, key=lambda one: one.pk):
        root = "form" if event.name == ANSWERS_SAVED else "sections"
        code = EDITS.get(event.name) or f"{root}.{event.data['section']}"
        found[code] = event
    return found
