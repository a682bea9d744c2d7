"""The text, part by part, saved as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.queries import names_of
from core.refusals import NotFound, Stale
from core.templatetags.baro import in_language
from core.wording import label, say_violation
from programs.queries import form_of
from proposals import actions
from proposals.forms.sections import SectionForm
from proposals.models import Section
from proposals.views.door import CORRECTABLE, Opened, open_draft, put_beside, signed_in
from proposals.views.saving import is_autosave, not_saved, saved, stale, version_read, version_text


@signed_in
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """One part of the text."""
    opened = open_draft(request, uid)
    if code not in form_of(opened.proposal.call).standard_parts:
        raise NotFound.because("http.not_found")
    stored = next((one for one in opened.proposal.sections.all() if one.code == code), None)
    initial = {"text": stored.text if stored else "", "version": version_text(stored.version if stored else 0)}
    form = SectionForm(request.POST or None, initial=initial, **_about(opened, code))
    if request.method == "POST":
        return _save(opened, form)
    return _page(opened, form)


def _save(opened: Opened, form: SectionForm) -> HttpResponse:
    request = opened.request
    if not form.is_valid():
        return _page(opened, form, status=422)
    try:
        section = actions.save_section(
            proposal_uid=opened.proposal.uid,
            code=form.code,
            text=form.cleaned_data["text"],
            version=version_read(request, form),
            by=request.actor,
            at=request.at,
        )
    except Stale as refused:
        return _both_texts(opened, form, refused)
    except CORRECTABLE as refused:
        if is_autosave(request):
            return not_saved(refused)
        put_beside(form, refused, {f"sections.{form.code}": "text"})
        return _page(opened, form, status=refused.status)
    if is_autosave(request):
        return saved(section.version)
    messages.success(request, _("Saved."))
    return redirect(_next_url(opened, form.code))


def _both_texts(opened: Opened, form: SectionForm, refused: Stale) -> HttpResponse:
    """Somebody else saved this part meanwhile: his text stands beside the writer's, who decides."""
    values = refused.violations[0].values
    current, version = str(values["current"]), int(str(values["version"] or 0))
    if is_autosave(opened.request):
        return stale(refused, version, {"text": current})
    data = {"text": form.cleaned_data["text"], "version": version_text(version)}
    again = SectionForm(data, **_about(opened, form.code))
    context = {"theirs": current, "conflict": say_violation(refused.violations[0])}
    return _page(opened, again, context, status=refused.status)


def _page(
    opened: Opened, form: SectionForm, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    parts = [
        {
            "label": label(f"section.{code}"),
            "url": opened.url("section", code),
            "current": code == form.code,
        }
        for code in form_of(opened.proposal.call).standard_parts
    ]
    stored: Section | None = next((one for one in opened.proposal.sections.all() if one.code == form.code), None)
    values = {
        "form": form,
        "parts": parts,
        "code": form.code,
        "stored": stored,
        "editor": _editor(opened, stored),
        "last": form.code == form_of(opened.proposal.call).standard_parts[-1],
        **(context or {}),
    }
    return opened.page("proposals/section.html", label(f"section.{form.code}"), values, status=status)


def _editor(opened: Opened, stored: Section | None) -> str:
    if stored is None or stored.edited_by is None:
        return ""
    return names_of([stored.edited_by]).get(stored.edited_by, "")


def _next_url(opened: Opened, code: str) -> str:
    """Where the pressed button leads: the next part, or back to the task list."""
    asked = form_of(opened.proposal.call)
    codes = asked.standard_parts
    place = codes.index(code) + 1
    if opened.request.POST.get("then") != "next":
        return opened.url("detail")
    if place < len(codes):
        return opened.url("section", codes[place])
    return opened.url("answers", asked.sections[0].code) if asked.sections else opened.url("detail")


def _about(opened: Opened, code: str) -> dict[str, Any]:
    """The part, with what the call says of it."""
    note = form_of(opened.proposal.call).note(code)
    return {
        "code": code,
        "help_text": in_language(note, "help") if note else "",
        "most": note.max_chars if note else None,
    }
