"""The form editor of a draft: its questions section by section, and what it says of the standard parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import Asked
from core.refusals import NotFound, RuleBroken, Stale, Violation, WrongState
from core.wording import label, say_violation
from programs import actions, queries, rules
from programs.forms import FormSectionForm, PartNoteForm, QuestionForm
from programs.forms.questions import question_initial
from programs.models import Call
from programs.policy import Policy, Questionnaire, StandardPart
from programs.questions import questions_shown
from programs.states import CALL
from programs.views.doors import call_at_desk, signed_in, who

Raw = dict[str, Any]
COPIES_OFFERED = 50


@dataclass(frozen=True, slots=True)
class Editing:
    """A draft whose form is on the desk."""

    request: Asked
    call: Call
    form: Questionnaire
    policy: Policy

    @property
    def raw(self) -> Raw:
        return rules.raw_of(self.form)

    @property
    def version(self) -> int:
        row = queries.form_row(self.call)
        return row.version if row else 0

    @property
    def codes(self) -> set[str]:
        """The codes of questions and sections that are taken."""
        return {one.code for one in self.form.sections} | {one.code for one in self.form.questions}

    def write(self, content: Raw) -> None:
        """Keep the form so changed, if nobody changed it since the page was read."""
        sent = self.request.POST.get("version", "")
        version = int(sent) if sent.isdecimal() else None
        actions.write_form(call_uid=self.call.uid, content=content, version=version, **who(self.request))

    def page(self, template: str, context: Raw, status: int = 200) -> HttpResponse:
        values = {"call": self.call, "version": self.version, **context}
        return render(self.request, template, values, status=status)


def _editing(request: Asked, call_uid: UUID) -> Editing:
    call = call_at_desk(call_uid, request.actor, "change")
    CALL.require("change", call.state)
    return Editing(request, call, queries.form_of(call), queries.policy_of(call.rule_set))


@signed_in
@require_safe
def overview(request: Asked, call_uid: UUID) -> HttpResponse:
    """All that the call asks, in order, each to be changed, moved or taken out."""
    editing = _editing(request, call_uid)
    context = {
        "sections": questions_shown(editing.form, editing.policy),
        "parts": [_part(editing.form, part) for part in StandardPart],
        "others": list(queries.calls_to_copy_from(request.actor, editing.call)[:COPIES_OFFERED]),
    }
    return editing.page("programs/form.html", context)


def _part(form: Questionnaire, part: StandardPart) -> Raw:
    return {"code": part.value, "name": label(f"section.{part.value}"), "note": form.note(part.value)}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Asked, call_uid: UUID, section: str = "") -> HttpResponse:
    """A new section, or another heading of one."""
    editing = _editing(request, call_uid)
    found = editing.form.section(section)
    if section and found is None:
        raise NotFound.because("http.not_found")
    initial = {name: getattr(found, name) for name in FormSectionForm.base_fields} if found else {}
    form = FormSectionForm(request.POST or None, initial=initial)

    def content() -> Raw:
        return rules.with_section(editing.raw, form.raw(editing.codes), section)

    if _kept(editing, form, content):
        messages.success(request, _("The section is kept."))
        return redirect("programs:form", call_uid)
    return editing.page("programs/form_section.html", {"form": form, "section": found}, 422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Asked, call_uid: UUID, section: str = "", question: str = "") -> HttpResponse:
    """A new question at the end of a section, or one to be changed."""
    editing = _editing(request, call_uid)
    found, above = editing.form.question(question), editing.form.section(section)
    if (question and found is None) or (section and above is None):
        raise NotFound.because("http.not_found")
    kept = (one for part in editing.raw.get("sections", ()) for one in part.get("questions", ()))
    raw: Raw = next((one for one in kept if one["code"] == question), {})
    before = editing.form.before(question) if found else _up_to(editing.form, section)
    form = QuestionForm(
        request.POST or None,
        initial=question_initial(raw) if found else {"type": "long_text", "required": True},
        before=before,
        policy=editing.policy,
        sectors=editing.call.program.sectors,
    )

    def content() -> Raw:
        return rules.with_question(editing.raw, section, form.raw(editing.codes), question)

    if _kept(editing, form, content):
        messages.success(request, _("The question is kept."))
        return redirect("programs:form", call_uid)
    context = {"form": form, "question": found, "section": above or editing.form.section_of(question)}
    return editing.page("programs/form_question.html", context, 422 if form.errors else 200)


def _up_to(form: Questionnaire, section: str) -> tuple[Any, ...]:
    """The questions that stand before a new one at the end of a section."""
    codes = [one.code for one in form.sections]
    return tuple(question for one in form.sections[: codes.index(section) + 1] for question in one.questions)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: Asked, call_uid: UUID, part: str) -> HttpResponse:
    """What the call says of a standard part of the text."""
    editing = _editing(request, call_uid)
    if part not in set(StandardPart):
        raise NotFound.because("http.not_found")
    note = editing.form.note(part)
    initial = {name: getattr(note, name) for name in PartNoteForm.base_fields} if note else {}
    form = PartNoteForm(request.POST or None, initial=initial)
    if _kept(editing, form, lambda: rules.with_note(editing.raw, form.raw(part))):
        messages.success(request, _("Kept."))
        return redirect("programs:form", call_uid)
    context = {"form": form, "name": label(f"section.{part}"), "is_summary": part == StandardPart.SUMMARY}
    return editing.page("programs/form_part.html", context, 422 if form.errors else 200)


@signed_in
@require_POST
def change(request: Asked, call_uid: UUID) -> HttpResponse:
    """Move a section or a question one place up or down, or take it out; why it can't be, is told on the overview."""
    editing = _editing(request, call_uid)
    code, deed = request.POST.get("code", ""), request.POST.get("deed", "")
    is_section = request.POST.get("what") == "section"
    if deed == "remove":
        content = rules.without(editing.raw, code, is_section=is_section)
    else:
        content = rules.moved(editing.raw, code, -1 if deed == "up" else 1, is_section=is_section)
    return _done(editing, lambda: editing.write(content), content)


@signed_in
@require_POST
def copy(request: Asked, call_uid: UUID) -> HttpResponse:
    """Ask what another call asks."""
    editing = _editing(request, call_uid)
    try:
        chosen = UUID(request.POST.get("from", ""))
    except ValueError:
        messages.error(request, _("Choose a call to copy from."))
        return redirect("programs:form", call_uid)
    content = rules.raw_of(queries.form_of(queries.call(chosen, request.actor)))
    return _done(editing, lambda: actions.copy_form(call_uid=call_uid, from_call_uid=chosen, **who(request)), content)


def _done(editing: Editing, act: Callable[[], object], content: Raw) -> HttpResponse:
    try:
        act()
        messages.success(editing.request, _("The form is changed."))
    except (RuleBroken, WrongState, Stale) as refused:
        for one in refused.violations:
            messages.error(editing.request, _said_at_its_place(content, one))
    return redirect("programs:form", editing.call.uid)


def _said_at_its_place(content: Raw, violation: Violation) -> str:
    section, question, _name = rules.place_of(content, violation.field)
    place = " · ".join(filter(None, (section, question)))
    return f"{place}: {say_violation(violation)}" if place else say_violation(violation)


def _kept(editing: Editing, form: forms.Form, content: Callable[[], Raw]) -> bool:
    """Write the changed form if the page was sent and is sound; a refusal stands beside the field that it is about."""
    if editing.request.method != "POST" or not form.is_valid():
        return False
    changed = content()
    try:
        editing.write(changed)
    except (RuleBroken, WrongState, Stale) as refused:
        for one in refused.violations:
            _put_beside(form, changed, one)
        return False
    return True


def _put_beside(form: forms.Form, content: Raw, violation: Violation) -> None:
    """A fault of what is edited stands at its field; one elsewhere, which the change would make, with its place."""
    section, question, name = rules.place_of(content, violation.field)
    field = name.partition("[")[0].partition(".")[0] if section else name.rpartition(".")[2]
    typed = str(form.data.get("code", ""))
    known = {typed, str(form.initial.get("code", ""))} - {""}
    is_here = not section or not known or (question or section) in known
    if is_here and field in form.fields:
        form.add_error(field, say_violation(violation))
    else:
        form.add_error(None, _said_at_its_place(content, violation))
