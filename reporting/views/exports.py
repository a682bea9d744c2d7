"""Exports of the asker: how far each is, its file, and stopping it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.http import asked
from core.models import Job
from core.refusals import NotFound
from core.wording import label
from reporting import actions
from reporting.queries import exports

TONES = {"waiting": "neutral", "running": "information", "done": "success", "failed": "danger", "stopped": "neutral"}
SHOWN = 50


@require_safe
@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What the asker has taken along, the newest first."""
    rows = [_shown(job) for job in exports.of(asked(request).actor)[:SHOWN]]
    return render(request, "reporting/exports.html", {"rows": rows, "days": exports.KEPT.days})


@require_safe
@never_cache
@login_required
def export(request: HttpRequest, job_uid: UUID) -> HttpResponse:
    """How far an export is; a script asks for the part that changes until it has ended."""
    job = exports.own(job_uid, asked(request).actor)
    template = "reporting/_export.html" if request.headers.get("HX-Request") else "reporting/export.html"
    return render(request, template, {**_shown(job), "days": exports.KEPT.days})


@require_POST
@login_required
def stop(request: HttpRequest, job_uid: UUID) -> HttpResponse:
    """Stop one that is not made yet."""
    actions.stop_export(job_uid=job_uid, by=asked(request).actor, at=asked(request).at)
    messages.success(request, _("The export is stopped."))
    return redirect("reporting:exports")


@require_safe
@never_cache
@login_required
def file(request: HttpRequest, job_uid: UUID) -> HttpResponseBase:
    """The file itself, as a download."""
    return download(exports.own(job_uid, asked(request).actor))


def download(job: Job) -> FileResponse:
    """The file that was made. Raises NotFound while there is none, or when it has been cleared."""
    found = exports.file_of(job)
    if found is None:
        raise NotFound.because("http.not_found")
    return FileResponse(
        found.content.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=found.media_type,
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )


def _shown(job: Job) -> dict[str, Any]:
    return {
        "job": job,
        "state": label(f"job.{job.state}"),
        "tone": TONES[job.state],
        "is_open": job.state in exports.UNFINISHED,
        "has_file": bool((job.result or {}).get("file")),
        "form": job.parameters["form"].upper(),
    }
