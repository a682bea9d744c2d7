"""The proposal's own page: its task list for those who write it, what was handed in for those who only read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from core.models import Event
from core.refusals import NotFound
from core.templatetags.baro import in_language
from core.wording import label, say_violation
from programs.queries import form_of, indicators
from proposals import permissions, queries
from proposals.queries.merge_desk import lineage_of
from proposals.rules import Task
from proposals.views.door import Opened, open_page, signed_in
from proposals.views.dossier import Reading, groups
from proposals.views.shown import STATE_TONES, concerning

PAGES = {
    "basics": "basics",
    "partners": "consortium",
    "people": "people",
    "budget": "budget",
    "targets": "targets",
    "files": "files",
}
"""Each task with the name of its page; the sections have a page each."""

LIMITS = frozenset(
    {
        "eligibility.institution_leads_enough",
        "eligibility.person_leads_enough",
        "people.leads_enough",
        "people.runs_enough",
        "people.time_above_whole",
    }
)
"""What nobody mends by writing: another project has to end, or somebody else has to do it. It is told at once."""

MISSING = frozenset(
    {
        "proposal.title_missing",
        "proposal.section_empty",
        "eligibility.too_few_partners",
        "eligibility.composition_not_met",
        "people.leader_missing",
        "budget.year_empty",
        "targets.too_few",
        "files.document_missing",
        "answers.missing",
        "answers.file_missing",
    }
)
"""What is not there yet; everything else that stands against a proposal needs correcting."""


@signed_in
@require_GET
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The working copy as a task list; without a right to it, the last submission."""
    opened = open_page(request, uid)
    return _task_list(opened) if opened.sees_draft else _read(opened)


def _read(opened: Opened) -> HttpResponse:
    proposal = opened.proposal
    if proposal.submission is None:
        raise NotFound.because("http.not_found")
    content, parts = proposal.submission.content, form_of(proposal.call).standard_parts
    reading = Reading(content, opened.policy, indicators(proposal.call.program_id), parts=parts)
    context = {"submission": proposal.submission, "groups": groups(reading), **standing(opened)}
    return opened.page("proposals/read.html", proposal.submission.title_ko, context)


def standing(opened: Opened) -> dict[str, Any]:
    """Where the proposal stands, as every page about it says."""
    state = opened.proposal.state
    return {
        "state_label": label(f"proposal.{state}"),
        "state_tone": STATE_TONES[state],
        "lineage": lineage_of(opened.proposal),
    }


def _task_list(opened: Opened) -> HttpResponse:
    proposal, at, actor = opened.proposal, opened.request.at, opened.request.actor
    found = queries.progress(proposal, at, actor)
    by_code = {task.code: task for task in found}
    edits = queries.last_edits(proposal)
    open_violations = [one for task in found for one in task.violations if task.code != "call"]
    moves = {move.verb for move in permissions.available_moves(actor, proposal, proposal.call, at)}
    plan = _tasks(opened, by_code, edits, ("basics", "partners", "people"))
    money = _tasks(opened, by_code, edits, ("budget", "targets", "files"))
    context = {
        "lists": [
            {"title": _("Plan the project"), "tasks": plan},
            {"title": _("Write the proposal"), "tasks": _section_tasks(opened, by_code["sections"], edits)},
            *_questions(opened, by_code["answers"], edits),
            {"title": _("Money, targets and files"), "tasks": money},
            {"title": _("Hand in"), "tasks": _hand_in(opened, moves, len(open_violations))},
        ],
        "done": sum(status == "done" for status in _statuses(opened, by_code)),
        "count": len(_statuses(opened, by_code)),
        "moves": moves,
        "limits": [say_violation(one) for one in open_violations if one.code in LIMITS],
        "changed": bool(proposal.state == "submitted" and queries.differences(proposal)),
        **standing(opened),
    }
    return opened.page("proposals/tasks.html", in_language(proposal, "title"), context)


def _statuses(opened: Opened, by_code: Mapping[str, Task]) -> list[str]:
    asked = form_of(opened.proposal.call)
    sections = [_section_status(opened, code, by_code["sections"]) for code in asked.standard_parts]
    pages = [_page_status(opened, one.code, by_code["answers"]) for one in asked.sections]
    return [*(by_code[code].status for code in PAGES), *sections, *pages]


def _tasks(
    opened: Opened,
    by_code: Mapping[str, Task],
    edits: Mapping[str, Event],
    codes: Iterable[str],
) -> list[dict[str, Any]]:
    found = []
    for code in codes:
        task, edit = by_code[code], edits.get(code)
        broken = task.status == "doing" and any(one.code not in MISSING for one in task.violations)
        found.append(
            {
                "label": label(f"task.{code}"),
                "url": opened.url(PAGES[code]),
                "status": "error" if broken else task.status,
                "hint": _problems(len(task.violations)) if task.status == "doing" else "",
                **_last(edit),
            }
        )
    return found


def _problems(count: int) -> str:
    return ngettext("%(count)s point is open", "%(count)s points are open", count) % {"count": count}


def _section_status(opened: Opened, code: str, task: Task) -> str:
    text = next((one.text for one in opened.proposal.sections.all() if one.code == code), "")
    if not concerning(task.violations, f"sections.{code}"):
        return "done"
    return "doing" if text.strip() else "todo"


def _section_tasks(opened: Opened, task: Task, edits: Mapping[str, Event]) -> list[dict[str, Any]]:
    return [
        {
            "label": label(f"section.{code}"),
            "url": opened.url("section", code),
            "status": _section_status(opened, code, task),
            **_last(edits.get(f"sections.{code}")),
        }
        for code in form_of(opened.proposal.call).standard_parts
    ]


def _page_status(opened: Opened, section: str, task: Task) -> str:
    found = concerning(task.violations, f"form.{section}")
    if not found:
        return "done"
    if any(one.code not in MISSING for one in found):
        return "error"
    sheet = next((one for one in opened.proposal.sheets.all() if one.section == section), None)
    return "doing" if sheet is not None and sheet.answers else "todo"


def _questions(opened: Opened, task: Task, edits: Mapping[str, Event]) -> list[dict[str, Any]]:
    """The pages of the call's own questions; none where it asks nothing of its own."""
    pages = [
        {
            "label": in_language(one, "title"),
            "url": opened.url("answers", one.code),
            "status": _page_status(opened, one.code, task),
            **_last(edits.get(f"form.{one.code}")),
        }
        for one in form_of(opened.proposal.call).sections
    ]
    return [{"title": _("Questions of this call"), "tasks": pages}] if pages else []


def _last(edit: Event | None) -> dict[str, Any]:
    return {"by": edit.actor_name, "at": edit.at} if edit else {}


def _hand_in(opened: Opened, moves: set[str], open_count: int) -> list[dict[str, Any]]:
    """Checking is always possible; handing in only once nothing stands against it."""
    proposal = opened.proposal
    check = {
        "label": _("Check answers"),
        "url": opened.url("check"),
        "status": "done" if proposal.state == "submitted" else "todo",
        "hint": _problems(open_count) if open_count else _("Nothing stands against handing in."),
    }
    ready = open_count == 0 and opened.is_open
    blocked = "" if ready else _("Opens when every part above is complete and the call is open.")
    if opened.may_submit:
        submit = {
            "label": _("Submit for the institution"),
            "url": opened.url("submit") if ready and moves & {"submit", "replace"} else "",
            "status": "done" if proposal.state == "submitted" else ("todo" if ready else "blocked"),
            "hint": blocked,
        }
        return [check, submit]
    asked_for = proposal.office_asked_at is not None
    office = in_language(proposal.lead_organization, "name")
    send = {
        "label": _("Send to the institution's office"),
        "url": opened.url("send") if ready and opened.may_edit else "",
        "status": "done" if asked_for or proposal.state == "submitted" else ("todo" if ready else "blocked"),
        "hint": blocked or _("The office of %(name)s submits.") % {"name": office},
    }
    return [check, send]
