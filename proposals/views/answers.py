"""The call's own questions, page by page, saved as they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import NotFound, Stale, Violation
from core.templatetags.baro import in_language
from core.wording import say_violation
from programs.policy import ConditionOn, FormSection, Question, QuestionType
from programs.queries import form_of
from proposals import actions, queries, rules
from proposals.forms.answers import AnswersForm, initial_of
from proposals.forms.files import FileForm
from proposals.models import AnswerSheet
from proposals.views.door import CORRECTABLE, Opened, open_draft, put_beside, signed_in
from proposals.views.files import Place, attach, slot_place
from proposals.views.saving import (
    is_autosave,
    not_saved,
    not_understood,
    saved,
    stale,
    texts_by_field,
    version_read,
    version_text,
)


@signed_in
@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, uid: UUID, section: str) -> HttpResponse:
    """One page of questions."""
    opened = open_draft(request, uid)
    page = page_of(opened, section)
    form = AnswersForm(request.POST or None, **_form_options(opened, page))
    if request.method == "POST":
        return _save(opened, page, form)
    return show(opened, page, form)


@signed_in
@require_POST
def upload(request: HttpRequest, uid: UUID, section: str, question: str) -> HttpResponse:
    """Attach a file in the slot of a question."""
    opened = open_draft(request, uid)
    page = page_of(opened, section)
    slot = next((one for one in page.questions if one.code == question and one.type is QuestionType.FILE), None)
    if slot is None:
        raise NotFound.because("http.not_found")
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach(opened, slot.document, form)
            return redirect(opened.url("answers", section) + f"#document-{slot.document}")
        except CORRECTABLE as refused:
            put_beside(form, refused, {f"files.{slot.document}": "file"})
    errors = tuple(str(error) for texts in form.errors.values() for error in texts)
    return show(opened, page, AnswersForm(**_form_options(opened, page)), wrong={slot.document: errors}, status=422)


def page_of(opened: Opened, section: str) -> FormSection:
    """The page of the call's form. Raises NotFound."""
    found = form_of(opened.proposal.call).section(section)
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def _sheet(opened: Opened, page: FormSection) -> AnswerSheet | None:
    return next((one for one in opened.proposal.sheets.all() if one.section == page.code), None)


def _form_options(opened: Opened, page: FormSection) -> dict[str, Any]:
    sheet = _sheet(opened, page)
    version = version_text(sheet.version if sheet else 0)
    return {
        "questions": on_page(opened, page),
        "prefilled": sheet.prefilled if sheet else (),
        "initial": {**initial_of(sheet.answers if sheet else {}), "version": version},
    }


def on_page(opened: Opened, page: FormSection) -> list[Question]:
    """The questions that are asked, and those that an answer on this very page may bring."""
    asked = set(rules.asked_of(queries.facts_of(opened.proposal), opened.policy))
    found: dict[str, Question] = {}
    for question in page.questions:
        condition = question.condition
        near = condition is not None and condition.on is ConditionOn.ANSWER and condition.question in found
        if near or question in asked:
            found[question.code] = question
    return list(found.values())


def _save(opened: Opened, page: FormSection, form: AnswersForm) -> HttpResponse:
    request = opened.request
    if not form.is_valid():
        return not_understood(form.errors) if is_autosave(request) else show(opened, page, form, status=422)
    try:
        sheet = actions.save_answers(
            proposal_uid=opened.proposal.uid,
            section=page.code,
            answers=form.answers(),
            version=version_read(request, form),
            whole=False,
            by=request.actor,
            at=request.at,
        )
    except Stale as refused:
        return _both(opened, page, form, refused)
    except CORRECTABLE as refused:
        if is_autosave(request):
            return not_saved(refused)
        put_beside(form, refused, {f"form.{page.code}.{code}": code for code in form.questions})
        return show(opened, page, form, status=refused.status)
    if is_autosave(request):
        return saved(sheet.version, texts_by_field(_remarks(opened, page, sheet)))
    messages.success(request, _("Saved."))
    return redirect(_next_url(opened, page))


def _remarks(opened: Opened, page: FormSection, sheet: AnswerSheet) -> list[Violation]:
    """What stands against the answers of this page as they are now, beside their fields; what is missing is no news."""
    facts = queries.facts_of(opened.proposal)
    facts = replace(facts, answers={**facts.answers, **dict.fromkeys(_codes(page)), **sheet.answers})
    prefix = f"form.{page.code}."
    return [
        replace(one, field=one.field.removeprefix(prefix))
        for one in rules.answer_violations(facts, opened.policy)
        if one.field.startswith(prefix) and not one.code.endswith("missing")
    ]


def _codes(page: FormSection) -> list[str]:
    return [question.code for question in page.questions]


def _both(opened: Opened, page: FormSection, form: AnswersForm, refused: Stale) -> HttpResponse:
    """Somebody else saved this page meanwhile: his answers stand beside the writer's, who decides."""
    version = int(str(refused.violations[0].values["version"] or 0))
    sheet = _sheet(opened, page)
    stored = initial_of(sheet.answers if sheet else {})
    theirs = {code: _said(stored.get(code)) for code in form.questions}
    if is_autosave(opened.request):
        return stale(refused, version, theirs)
    data = opened.request.POST.copy()
    data["version"] = version_text(version)
    again = AnswersForm(data, questions=form.questions.values())
    changed = [
        (in_language(question, "title"), theirs[code], _said(again[code].value()))
        for code, question in form.questions.items()
        if theirs[code] != _said(again[code].value())
    ]
    context = {"conflict": say_violation(refused.violations[0]), "changed": changed}
    return show(opened, page, again, context, status=refused.status)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def show(
    opened: Opened,
    page: FormSection,
    form: AnswersForm,
    context: Mapping[str, Any] | None = None,
    *,
    wrong: Mapping[str, tuple[str, ...]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with its form and its slots; `wrong` are the faults of a file by its slot."""
    faults = wrong or {}
    slots: list[Place] = [
        slot_place(opened, page.code, one, faults.get(one.document, ()))
        for one in on_page(opened, page)
        if one.type is QuestionType.FILE
    ]
    title = in_language(page, "title")
    values = {
        "form": form,
        "page": page,
        "page_help": in_language(page, "help"),
        "slots": slots,
        "parts": parts_of_text(opened, page.code),
        "errors": [
            {"text": text, "href": f"#document-{document}"} for document, texts in faults.items() for text in texts
        ],
        **(context or {}),
    }
    return opened.page("proposals/answers.html", title, values, status=status)


def parts_of_text(opened: Opened, current: str) -> list[dict[str, Any]]:
    """The pages of the call's form, for the way between them."""
    return [
        {"label": in_language(one, "title"), "url": opened.url("answers", one.code), "current": one.code == current}
        for one in form_of(opened.proposal.call).sections
    ]


def _next_url(opened: Opened, page: FormSection) -> str:
    """Where the pressed button leads: the next page, or back to the task list."""
    codes = [one.code for one in form_of(opened.proposal.call).sections]
    place = codes.index(page.code) + 1
    if opened.request.POST.get("then") == "next" and place < len(codes):
        return opened.url("answers", codes[place])
    return opened.url("detail")
