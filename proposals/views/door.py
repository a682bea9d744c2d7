"""The first step of every page here: which proposal, who asks, under which rules; and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import asked
from accounts.middleware import Asked
from core.http import put_on_form
from core.refusals import NotFound, Refused, RuleBroken, Stale, WrongState
from core.templatetags.baro import in_language
from core.wording import say_violation
from programs.policy import Policy
from programs.queries import policy_of
from proposals import permissions, queries
from proposals.models import Proposal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

CORRECTABLE = (RuleBroken, WrongState, Stale)
"""Refusals that the asker can answer on the page; the others mean that the page is not his."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A proposal as one asker has it before him."""

    request: Asked
    proposal: Proposal
    member: permissions.Membership
    policy: Policy

    @property
    def sees_draft(self) -> bool:
        return permissions.may_view_draft(self.request.actor, self.proposal, self.member)

    @property
    def may_edit(self) -> bool:
        return permissions.may_edit(self.request.actor, self.proposal, self.member)

    @property
    def may_submit(self) -> bool:
        return permissions.may_submit(self.request.actor, self.proposal)

    @property
    def is_open(self) -> bool:
        """Whether the call takes proposals at the moment of asking."""
        call = self.proposal.call
        return call.state == "announced" and call.opens_at <= self.request.at < self.proposal.closes_at

    @property
    def editable(self) -> bool:
        return self.may_edit and self.is_open

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"proposals:{name}", args=[self.proposal.uid, *args])

    def page(
        self, template: str, title: str, context: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """A page about this proposal, with the way back to its task list."""
        trail = [{"label": _("My proposals"), "url": reverse("proposals:list")}]
        here = in_language(self.proposal, "title")
        if template == "proposals/tasks.html":
            trail.append({"label": here, "url": ""})
        else:
            trail += [{"label": here, "url": self.url("detail")}, {"label": title, "url": ""}]
        values = {
            "opened": self,
            "proposal": self.proposal,
            "call": self.proposal.call,
            "at": self.request.at,
            "title": title,
            "trail": trail,
            **(context or {}),
        }
        return render(self.request, template, values, status=status)


def signed_in(view: View[P]) -> View[P]:
    """For members only. The middleware keeps the words of whoever was signed out while writing."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path())

    return answer


def open_page(request: HttpRequest, uid: UUID) -> Opened:
    """The proposal, for anybody who may see it in any form. Raises NotFound."""
    arrived = asked(request)
    proposal = queries.page(uid, arrived.actor)
    member = queries.membership(arrived.actor, proposal)
    return Opened(arrived, proposal, member, policy_of(proposal.call.rule_set))


def open_draft(request: HttpRequest, uid: UUID) -> Opened:
    """The working copy, for the team and the consortium's offices. Raises NotFound for others."""
    opened = open_page(request, uid)
    if not opened.sees_draft:
        raise NotFound.because("http.not_found")
    return opened


def tell(request: HttpRequest, refused: Refused) -> None:
    """Say on the next page why something was refused, where no form stands that could."""
    for violation in refused.violations:
        messages.error(request, say_violation(violation))


def put_beside(form: Form, refused: Refused, names: Mapping[str, str] | None = None) -> None:
    """Stand a refusal's texts beside the fields of a form; `names` maps paths to the form's own names."""
    known = names or {}
    put_on_form(form, Refused(replace(one, field=known.get(one.field, one.field)) for one in refused.violations))
