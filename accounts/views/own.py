"""One's own account and inbox."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, queries
from accounts.forms import SettingsForm
from accounts.http import asked
from accounts.mailfolder import keeps_mail
from accounts.models import Message
from accounts.permissions import may_administer
from accounts.views.steps import done, page_of, today
from core import links
from core.wording import label, say_event


@require_http_methods(["GET", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, which offices I hold, my language and e-mail."""
    actor = asked(request).actor
    user = queries.user_of(actor)
    initial = {"language": user.language, "by_email": user.by_email}
    form = SettingsForm(request.POST or None, initial=initial)
    changed = done(
        form,
        lambda: actions.change_settings(by=actor, at=asked(request).at, **form.cleaned_data),
    )
    if changed is not None:
        with override(changed.language):
            messages.success(request, _("Your settings are saved."))
        response = redirect("accounts:account")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, changed.language, samesite="Lax")
        return response
    context = {
        "form": form,
        "account": user,
        "appointments": queries.held_by(user, today(request)),
        "waiting": [label(f"role.{role}") for role in sorted(actor.waiting)],
        "has_second_factor": queries.has_second_factor(user),
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """All messages, or only those not yet read (`?unread=1`)."""
    actor = asked(request).actor
    only_unread = request.GET.get("unread") == "1"
    found = queries.inbox_of(actor)
    page = page_of(found.filter(read_at__isnull=True) if only_unread else found, request)
    context = {
        "page": page,
        "rows": [_shown(message) for message in page.object_list],
        "only_unread": only_unread,
        "unread": queries.unread_count(actor.user_id or 0),
        "keeps_mail": may_administer(actor) and keeps_mail(),
    }
    return render(request, "accounts/inbox.html", context)


def _shown(message: Message) -> dict[str, Any]:
    event = message.event
    return {
        "message": message,
        "text": say_event(event.name, event.data),
        "url": links.page_of(event.subject_kind, event.subject_uid),
    }


@require_POST
@login_required
def read_message(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note it as read and go to what it is about, or back to the inbox."""
    message = actions.mark_read(message_uid=uid, by=asked(request).actor, at=asked(request).at)
    url = links.page_of(message.event.subject_kind, message.event.subject_uid)
    return redirect(url if url and "go" in request.POST else "accounts:inbox")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(by=asked(request).actor, at=asked(request).at)
    return redirect("accounts:inbox")
