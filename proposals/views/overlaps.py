"""Overlaps: the list with its filter, one side by side, the committee's opinion and the ministry's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import asked
from accounts.middleware import Asked
from core.conditions import chips, without_page
from core.pages import FirstPages
from core.refusals import require
from core.sheets import sheet
from core.templatetags.baro import in_language
from core.wording import label, percent, say_event
from programs.queries import regions
from programs.queries.likeness import likeness_between
from programs.showing.likeness import PartShown, shown_parts
from proposals.actions import overlaps as actions
from proposals.forms.overlaps import AnswerForm, OpinionForm, OverlapFilterForm
from proposals.models import Overlap
from proposals.permissions import overlaps as permissions
from proposals.queries import overlaps as queries
from proposals.views.door import CORRECTABLE, put_beside, signed_in

ROWS_A_PAGE = 20
TONES = {"open": "warning", "joined": "success", "accepted": "neutral", "ended": "neutral"}


@signed_in
@require_GET
def overlaps(request: HttpRequest) -> HttpResponse:
    """What overlaps in the asker's ministry, or everywhere for who oversees: open ones unless told."""
    arrived = asked(request)
    require(permissions.reads_overlaps(arrived.actor), "read_overlaps")
    form, found = _narrowed(arrived)
    page = FirstPages(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    kept, path = without_page(request.GET), reverse("proposals:overlaps")
    rows = {one.pk: one for one in queries.overlaps_listed(arrived.actor).filter(pk__in=list(page))}
    context = {
        "form": form,
        "chips": chips(path, kept, form),
        "clear_url": path if kept else "",
        "page": page,
        "rows": [_line(rows[pk], arrived) for pk in page],
        "sheet_url": f"{reverse('proposals:overlaps-sheet')}?{kept.urlencode()}",
    }
    return render(request, "proposals/overlaps/list.html", context)


@signed_in
@require_GET
def as_sheet(request: HttpRequest) -> HttpResponse:
    """The same list as CSV."""
    arrived = asked(request)
    require(permissions.reads_overlaps(arrived.actor), "read_overlaps")
    _form, found = _narrowed(arrived)
    head = [
        _("What overlaps"),
        _("Earlier"),
        _("Ministry"),
        _("Later"),
        _("Answering ministry"),
        _("In common"),
        _("State"),
    ]
    head += [_("Opinion"), _("Answer due"), _("Answer")]
    return sheet("overlaps", head, (_cells(one) for one in found))


def _narrowed(request: Asked) -> tuple[OverlapFilterForm, QuerySet[Overlap]]:
    form, found = OverlapFilterForm(request.GET), queries.overlaps_listed(request.actor)
    if not form.is_valid():
        return form, found.none()
    for name in ("kind", "state", "opinion"):
        if form.cleaned_data[name]:
            found = found.filter(**{name: form.cleaned_data[name]})
    if form.cleaned_data["across"]:
        found = found.exclude(first_ministry=F("second_ministry"))
    return form, found


def _cells(one: Overlap) -> list[str | int]:
    return [
        label(f"overlap_kind.{one.kind}"),
        one.first_number,
        in_language(one.first_program.ministry, "name"),
        one.second_number,
        in_language(one.second_program.ministry, "name"),
        percent(one.alike_bp),
        label(f"overlap.{one.state}"),
        label(f"opinion.{one.opinion}") if one.opinion else "",
        one.due_at.isoformat() if one.due_at else "",
        one.answer_text,
    ]


def _line(one: Overlap, request: Asked) -> dict[str, Any]:
    waits = one.state == "open" and one.due_at is not None
    return {
        "overlap": one,
        "kind": label(f"overlap_kind.{one.kind}"),
        "title": _title(one),
        "state": label(f"overlap.{one.state}"),
        "tone": TONES[one.state],
        "opinion": label(f"opinion.{one.opinion}") if one.opinion else "",
        "waits": waits,
        "overdue": waits and one.due_at is not None and one.due_at <= request.at,
    }


def _title(one: Overlap) -> str:
    """Both by number, programmes by name."""
    if not one.of_programs:
        return str(one)
    return f"{in_language(one.first_program, 'name')} / {in_language(one.second_program, 'name')}"


def _parts(one: Overlap, request: Asked) -> list[PartShown]:
    """In which parts two programmes are alike now; none of proposals."""
    if not one.of_programs:
        return []
    likeness = likeness_between(one.first_program, one.second_program, request.at)
    return shown_parts(likeness, {region.code: region for region in regions(request.at)})


@signed_in
@require_GET
def overlap(request: HttpRequest, overlap_uid: UUID) -> HttpResponse:
    """Both side by side, with the passages that match where the asker may read them."""
    return _page(asked(request), overlap_uid)


def _page(
    request: Asked,
    uid: UUID,
    *,
    opinion: OpinionForm | None = None,
    answer: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with what somebody wrote beside what he is refused for: in its form, or to be copied."""
    found = queries.overlap_page(uid, request.actor)
    first, second = queries.sides(found, request.actor)
    is_open = found.state == "open"
    opinion_form = opinion or OpinionForm()
    answer_form = answer or AnswerForm()
    answer_form.take_opinion(found.opinion)
    advises = is_open and not found.opinion and permissions.may_advise(request.actor)
    answers = is_open and permissions.may_answer_overlap(request.actor, found)
    context = {
        **_line(found, request),
        "sides": [
            {"number": found.first_number, "program": found.first_program, "proposal": first},
            {"number": found.second_number, "program": found.second_program, "proposal": second},
        ],
        "passages": queries.passages_of(found, request.actor),
        "parts": _parts(found, request),
        "history": [{"at": one.at, "text": say_event(one.name, one.data)} for one in queries.history_of(found)],
        "opinion_form": opinion_form if advises else None,
        "answer_form": answer_form if answers else None,
        "unsaid": "" if advises or answers else (opinion_form if opinion else answer_form).data.get("text", ""),
        "form": opinion or answer,
        "answer": label(f"overlap.{found.state}") if found.answered_at else "",
        "late": bool(found.answered_at and found.due_at and found.answered_at > found.due_at),
        "trail": [{"label": _("Overlaps"), "url": reverse("proposals:overlaps")}, {"label": _title(found), "url": ""}],
    }
    return render(request, "proposals/overlaps/overlap.html", context, status=status)


@signed_in
@require_POST
def give_opinion(request: HttpRequest, overlap_uid: UUID) -> HttpResponse:
    """The committee's opinion."""
    arrived, form = asked(request), OpinionForm(request.POST)
    queries.overlap_page(overlap_uid, arrived.actor)
    require(permissions.may_advise(arrived.actor), "give_opinion")

    def act() -> None:
        actions.give_opinion(overlap_uid=overlap_uid, **form.cleaned_data, by=arrived.actor, at=arrived.at)

    status = _sent(form, act)
    if status == 302:
        messages.success(request, _("Both ministries were told of the opinion."))
        return redirect("proposals:overlap", overlap_uid)
    return _page(arrived, overlap_uid, opinion=form, status=status)


@signed_in
@require_POST
def give_answer(request: HttpRequest, overlap_uid: UUID) -> HttpResponse:
    """The ministry's answer."""
    arrived, form = asked(request), AnswerForm(request.POST)
    found = queries.overlap_page(overlap_uid, arrived.actor)
    require(permissions.may_answer_overlap(arrived.actor, found), "answer")

    def act() -> None:
        actions.answer_overlap(overlap_uid=overlap_uid, **form.cleaned_data, by=arrived.actor, at=arrived.at)

    status = _sent(form, act)
    if status == 302:
        messages.success(request, _("The answer was recorded, and those concerned were told."))
        return redirect("proposals:overlap", overlap_uid)
    return _page(arrived, overlap_uid, answer=form, status=status)


def _sent(form: Form, act: Callable[[], None]) -> int:
    """302 where the form holds and the action went through; else the refusal's status, its texts beside the fields."""
    if not form.is_valid():
        return 422
    try:
        act()
    except CORRECTABLE as refused:
        put_beside(form, refused)
        return refused.status
    return 302
