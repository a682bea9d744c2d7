"""Whom a commissioned call asks, and the files that go with a guideline."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import Asked
from core.models import StoredFile
from core.refusals import NotFound
from programs import actions, queries
from programs.forms.asking import CHOSEN, EVERY, AskedRegionsForm, CallFileForm
from programs.models import Call
from programs.states import CALL
from programs.views.doors import call_at_desk, done, signed_in, who


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def regions(request: Asked, call_uid: UUID) -> HttpResponse:
    """The regions that a draft asks for a plan."""
    call = _draft(request, call_uid)
    if not call.program.traits.asked:
        raise NotFound.because("http.not_found")
    policy = queries.policy_of(call.rule_set)
    let_in = [one for one in queries.regions(request.at) if policy.lets_lead(one.code)]
    chosen = call.asked_regions
    initial = {
        "whom": EVERY if chosen is None else CHOSEN,
        "regions": chosen or [one.code for one in let_in],
    }
    form = AskedRegionsForm(request.POST or None, regions=let_in, initial=initial)

    def ask() -> None:
        actions.ask_regions(call_uid=call_uid, regions=form.codes(), **who(request))

    if done(request, form, ask):
        messages.success(request, _("The regions are kept. They are told when the call is announced."))
        return redirect("programs:call", call_uid)
    context = {"call": call, "form": form}
    return render(request, "programs/asked_regions.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: Asked, call_uid: UUID) -> HttpResponse:
    """The files of a draft's guideline, and one more."""
    call = _draft(request, call_uid)
    form = CallFileForm(request.POST or None, request.FILES or None)

    def attach() -> None:
        given = form.cleaned_data
        actions.attach_to_call(
            call_uid=call_uid,
            title_ko=given["title_ko"],
            title_en=given["title_en"],
            upload=given["file"],
            **who(request),
        )

    if done(request, form, attach):
        messages.success(request, _("The file was stored."))
        return redirect("programs:call-files", call_uid)
    context = {"call": call, "form": form, "files": queries.files_of(call)}
    return render(request, "programs/call_files.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def remove(request: Asked, file_uid: UUID) -> HttpResponse:
    """Take a file away from a draft."""
    call_uid = queries.call_of_file(file_uid, request.actor).uid
    actions.remove_from_call(file_uid=file_uid, **who(request))
    messages.success(request, _("The file was removed."))
    return redirect("programs:call-files", call_uid)


@require_safe
def fetch(request: Asked, file_uid: UUID) -> HttpResponseBase:
    """A file that goes with a call, for whoever may see the call: always as a download."""
    return download_of(queries.call_file(file_uid, request.actor))


def download_of(stored: StoredFile) -> FileResponse:
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _draft(request: Asked, call_uid: UUID) -> Call:
    call = call_at_desk(call_uid, request.actor, "change")
    CALL.require("change", call.state)
    return call
