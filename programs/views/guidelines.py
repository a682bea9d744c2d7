"""The guideline of a draft, part by part."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import Asked
from core.refusals import NotFound
from programs import actions, queries
from programs.forms import PartForm
from programs.models import Call, Guideline
from programs.states import CALL
from programs.views.doors import call_at_desk, done, signed_in, who


@signed_in
@require_safe
def overview(request: Asked, call_uid: UUID) -> HttpResponse:
    """All parts in order, each to be changed, moved or taken out."""
    call = _draft(request, call_uid)
    return render(request, "programs/guidelines.html", {"call": call, "parts": list(call.guidelines.all())})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Asked, call_uid: UUID) -> HttpResponse:
    """One more part, at the end."""
    call = _draft(request, call_uid)
    form = PartForm(request.POST or None)
    if done(request, form, lambda: actions.add_guideline(call_uid=call_uid, part=form.part(), **who(request))):
        messages.success(request, _("The part is added."))
        return redirect("programs:guidelines", call_uid)
    return _page(request, call, form, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Asked, call_uid: UUID, order: int) -> HttpResponse:
    """Rewrite a part."""
    call = _draft(request, call_uid)
    part = _part(call, order)
    initial = {name: getattr(part, name) for name in PartForm.base_fields}
    form = PartForm(request.POST or None, initial=initial)

    def change() -> None:
        actions.change_guideline(call_uid=call_uid, order=order, part=form.part(), **who(request))

    if done(request, form, change):
        messages.success(request, _("The part is saved."))
        return redirect("programs:guidelines", call_uid)
    return _page(request, call, form, part)


@signed_in
@require_POST
def move(request: Asked, call_uid: UUID, order: int) -> HttpResponse:
    """Move a part one place up or down."""
    step = -1 if request.POST.get("to") == "up" else 1
    part = queries.part_at(queries.call(call_uid, request.actor), order)
    actions.change_guideline(call_uid=call_uid, order=order, part=part, place=max(order + step, 1), **who(request))
    return redirect("programs:guidelines", call_uid)


@signed_in
@require_POST
def remove(request: Asked, call_uid: UUID, order: int) -> HttpResponse:
    """Take a part out."""
    actions.remove_guideline(call_uid=call_uid, order=order, **who(request))
    messages.success(request, _("The part is removed."))
    return redirect("programs:guidelines", call_uid)


def _draft(request: Asked, call_uid: UUID) -> Call:
    call = call_at_desk(call_uid, request.actor, "change")
    CALL.require("change", call.state)
    return call


def _part(call: Call, order: int) -> Guideline:
    for part in call.guidelines.all():
        if part.order == order:
            return part
    raise NotFound.because("http.not_found")


def _page(request: Asked, call: Call, form: PartForm, part: Guideline | None) -> HttpResponse:
    context = {"call": call, "form": form, "part": part}
    return render(request, "programs/guideline_form.html", context, status=422 if form.errors else 200)
