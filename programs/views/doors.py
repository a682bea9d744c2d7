"""Who gets past the door of a desk's page, and how an action's refusal comes back to its form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase

from accounts.actors import Actor
from accounts.middleware import Asked
from core.http import put_on_form
from core.refusals import RuleBroken, Stale, Violation, WrongState, require
from core.wording import say_violation
from programs import permissions, queries
from programs.models import Call, Program

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Sends those who are not signed in to the sign-in page, and back here afterwards."""
    return login_required(view)


def call_at_desk(call_uid: UUID, actor: Actor, verb: str) -> Call:
    """A call that the actor runs. Raises NotFound, NotAllowed."""
    call = queries.call(call_uid, actor)
    require(permissions.may_run_calls(actor, call.program), verb)
    return call


def program_at_desk(program_uid: UUID, actor: Actor) -> Program:
    """A programme whose calls the actor runs. Raises NotFound, NotAllowed."""
    program = queries.program(program_uid)
    require(permissions.may_run_calls(actor, program), "draft_call")
    return program


def done(request: Asked, form: forms.Form, act: Callable[[], object]) -> bool:
    """Run an action if the form was sent and is valid. Whether it was done; a refusal stands beside the fields."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except (RuleBroken, WrongState, Stale) as refused:
        put_on_form(form, refused)
        return False
    return True


def who(request: Asked) -> dict[str, Any]:
    """`by` and `at`, as every action takes them."""
    return {"by": request.actor, "at": request.at}


def said(violations: Sequence[Violation], links: dict[str, str] | None = None) -> list[dict[str, str]]:
    """Violations as lines of an error summary, each with a link to where it is mended."""
    known = links or {}
    return [
        {"text": say_violation(one), "href": known.get(one.field) or known.get(one.field.partition(".")[0], "")}
        for one in violations
    ]
