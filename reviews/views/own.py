"""An expert's page of his own entry in the register."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import Asked
from reviews import actions, queries
from reviews.register_forms import AbsenceForm, OwnEntryForm
from reviews.views.doors import done, signed_in, who


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: Asked) -> HttpResponse:
    """What one knows, how much one takes, and when one is away; two forms, of which one is sent."""
    expert = queries.own_entry(request.actor)
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    initial = {name: getattr(expert, name) for name in OwnEntryForm.base_fields}
    form = OwnEntryForm(request.POST if sent == "keep" else None, initial=initial)
    absence = AbsenceForm(request.POST if sent == "tell" else None)
    if done(request, form, lambda: actions.change_own_entry(**form.cleaned_data, **who(request))):
        messages.success(request, _("Your entry is changed."))
        return redirect("reviews:my-entry")
    if done(request, absence, lambda: actions.tell_absence(**absence.cleaned_data, **who(request))):
        messages.success(request, _("Your absence is on the register."))
        return redirect("reviews:my-entry")
    context = {"expert": expert, "entry": form, "absence": absence, "form": absence if sent == "tell" else form}
    return render(request, "reviews/my_entry.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_POST
def remove_absence(request: Asked, absence_uid: UUID) -> HttpResponse:
    """Take an absence back."""
    actions.remove_absence(absence_uid=absence_uid, **who(request))
    messages.success(request, _("The absence is removed. You may be asked again."))
    return redirect("reviews:my-entry")
