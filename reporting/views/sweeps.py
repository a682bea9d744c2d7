"""Scheduled work, for the administrator."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.http import asked
from core.wording import label
from reporting import actions
from reporting.queries.sweeps import sweeps

TONES = {"never": "neutral", "running": "information", "failed": "danger", "late": "warning", "done": "success"}


@require_safe
@never_cache
@login_required
def scheduled(request: HttpRequest) -> HttpResponse:
    """Each sweep with its last run, what failed, and when it looks next."""
    states = sweeps(asked(request).actor)
    context = {
        "rows": [{"state": one, "label": label(f"sweep.{one.state}"), "tone": TONES[one.state]} for one in states],
        "troubles": sum(one.state in {"failed", "late"} for one in states),
    }
    return render(request, "reporting/sweeps.html", context)


@require_POST
@login_required
def run_now(request: HttpRequest, name: str) -> HttpResponse:
    """Look once at a sweep, and say what came of it."""
    ran = actions.run_sweep(name=name, by=asked(request).actor)
    if ran is None:
        messages.info(request, _("%(name)s is running already.") % {"name": name})
    elif ran.rows_failed:
        values = {"name": name, "done": ran.rows_done, "failed": ran.rows_failed}
        messages.error(request, _("%(name)s: %(done)s done, %(failed)s failed.") % values)
    else:
        messages.success(request, _("%(name)s: %(done)s done.") % {"name": name, "done": ran.rows_done})
    return redirect("reporting:sweeps")
