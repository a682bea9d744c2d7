"""Questions about a call and their answers: read by everybody, asked by those who may apply, answered by the desk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import Asked
from core.conditions import chips
from core.refusals import require
from programs import actions, permissions, queries, rules
from programs.forms.inquiries import AnswerForm, InquiryForm, WordsForm
from programs.models import Call
from programs.views.doors import done, signed_in, who

A_PAGE = 20


@require_safe
def inquiries(request: Asked, call_uid: UUID) -> HttpResponse:
    """What was asked and answered about a call, the newest first; with a form for those who may ask."""
    return _page(request, queries.call(call_uid, request.actor), InquiryForm())


@signed_in
@require_POST
def ask(request: Asked, call_uid: UUID) -> HttpResponse:
    """Ask the office about a call."""
    call = queries.call(call_uid, request.actor)
    form = InquiryForm(request.POST)
    if done(request, form, lambda: actions.ask(call_uid=call_uid, **form.cleaned_data, **who(request))):
        messages.success(request, _("Your question is with the office. You are told when it is answered."))
        return redirect("programs:inquiries", call_uid)
    return _page(request, call, form, 422)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Asked, inquiry_uid: UUID) -> HttpResponse:
    """Publish the answer to a question, or a correction of it."""
    inquiry = queries.inquiry(inquiry_uid)
    require(permissions.may_run_calls(request.actor, inquiry.call.program), "answer")
    given = list(inquiry.answers.all())
    last = {"text_ko": given[-1].text_ko, "text_en": given[-1].text_en} if given else {}
    form = AnswerForm(request.POST or None, initial=last)
    if done(request, form, lambda: actions.answer(inquiry_uid=inquiry_uid, **form.cleaned_data, **who(request))):
        messages.success(request, _("The answer is published."))
        return redirect("programs:inquiries", inquiry.call.uid)
    context = {"inquiry": inquiry, "call": inquiry.call, "given": given, "form": form}
    return render(request, "programs/answer_inquiry.html", context, status=422 if form.errors else 200)


def _page(request: Asked, call: Call, form: InquiryForm, status: int = 200) -> HttpResponse:
    at_desk = permissions.reads_drafts(request.actor, call.program.ministry_id, call.program.uid)
    search = WordsForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    found = queries.with_words(queries.inquiries_of(call, request.actor, at_desk=at_desk), words)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    takes = call.state == "announced" and request.at < rules.asked_until(call.closes_at)
    context: dict[str, Any] = {
        "call": call,
        "form": search,
        "ask_form": form,
        "errors": [{"text": text, "href": "#id_text"} for texts in form.errors.values() for text in texts],
        "chips": chips(request.path, request.GET, search),
        "clear_url": request.path if request.GET else "",
        "page": page,
        "may_ask": takes and permissions.may_ask(request.actor, call),
        "until": rules.asked_until(call.closes_at),
        "takes": takes,
        "answers": permissions.may_run_calls(request.actor, call.program),
    }
    return render(request, "programs/inquiries.html", context, status=status)
