"""The front page of the public, and the work queue of whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.http import asked
from core.wording import label, round_krw, say_event, say_label
from core.work import WorkItem
from reporting.links import path_to
from reporting.queries import home as queries
from reporting.queries.counting import PASSED
from reporting.queries.work import work_for
from reporting.rules import by_urgency

SHOWN_OF_EACH = 10
"""Work of one urgency on the home page; the rest stands on the page of all work."""
WORK_A_PAGE = 40
SECOND_FACTOR = "work.accounts.second_factor"
TONES = {"coming": "information", "open": "success", "ranking": "point", "closed": "neutral", "cancelled": "danger"}
Group = tuple[str, str, Sequence[WorkItem]]
SHOWN = tuple(name for name in PASSED if name != "started")
"""The stages of a call's proposals at a glance."""
STATE_TONES = {"draft": "neutral", "submitted": "success", "withdrawn": "warning", "selected": "primary"}


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What to do now for who is signed in; for everybody else, what this is and which calls are open."""
    arrived = asked(request)
    if arrived.actor.is_known:
        return render(request, "reporting/home.html", signed_in(arrived.actor, arrived.at))
    return render(request, "reporting/front.html", front(arrived.at))


def front(at: datetime) -> dict[str, Any]:
    calls = queries.open_calls(at)
    return {
        "open_calls": [shown_call(call, call.phase(at), call.closes_at) for call in calls if call.phase(at) == "open"],
        "coming_calls": [shown_call(call, "coming", call.opens_at) for call in calls if call.phase(at) == "coming"],
        "steps": steps(),
        "calls_url": path_to("programs:calls"),
        "sign_in_url": path_to("account_login"),
        "is_sample": settings.SAMPLE,
        "loading": queries.loading() if settings.SAMPLE else None,
    }


def shown_call(call: Any, phase: str, due_at: datetime | None) -> dict[str, Any]:
    """A call as a card or a row shows it."""
    return {
        "call": call,
        "url": path_to("programs:call", call.uid),
        "phase": label(f"call.{phase}"),
        "tone": TONES.get(phase, "neutral"),
        "due_at": due_at,
    }


def steps() -> list[dict[str, str]]:
    """How a grant goes, from the call to the money."""
    return [
        {
            "label": _("Call"),
            "who": _("Ministry"),
            "text": _("Rules, dates and money stand in the call, clause by clause."),
        },
        {
            "label": _("Proposal"),
            "who": _("Institutions"),
            "text": _("A team writes together; its institution hands in."),
        },
        {
            "label": _("Region"),
            "who": _("Regional government"),
            "text": _("It ranks its proposals and pledges its share."),
        },
        {
            "label": _("Judgement"),
            "who": _("Experts"),
            "text": _("They score by published criteria, free of conflicts."),
        },
        {
            "label": _("Contract"),
            "who": _("Ministry and institution"),
            "text": _("Both sign targets, budget and dates."),
        },
        {
            "label": _("Money and reports"),
            "who": _("Everybody"),
            "text": _("Each payment has a clock; results are public."),
        },
    ]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do, worded."""

    text: str
    url: str
    since: datetime | None
    due_at: datetime | None
    overdue: bool


def worded(items: Iterable[WorkItem], at: datetime) -> list[Waiting]:
    """Work items as people read them; those without a page of their own are no link."""
    return [
        Waiting(
            text=say_label(item.code, item.values),
            url=path_to(item.url_name, *item.url_args) if item.url_name else "",
            since=item.since,
            due_at=item.due_at,
            overdue=item.due_at is not None and item.due_at <= at,
        )
        for item in items
    ]


def grouped(attention: Sequence[WorkItem], later: Sequence[WorkItem], whenever: Sequence[WorkItem]) -> list[Group]:
    """Work by its urgency, as code, title and items; what is empty is left out."""
    groups = (
        ("attention", _("Needs attention"), attention),
        ("later", _("Deadlines next"), later),
        ("whenever", _("Waiting, without a deadline"), [item for item in whenever if item.code != SECOND_FACTOR]),
    )
    return [group for group in groups if group[2]]


def shown_groups(groups: Iterable[Group], at: datetime) -> list[dict[str, Any]]:
    return [{"code": code, "title": title, "items": worded(items, at)} for code, title, items in groups]


@require_safe
@never_cache
@login_required
def work(request: HttpRequest) -> HttpResponse:
    """All that waits for who is signed in, what is due first."""
    arrived = asked(request)
    groups = grouped(*by_urgency(work_for(arrived.actor, arrived.at), arrived.at))
    rows = [(code, title, item) for code, title, items in groups for item in items]
    page = Paginator(rows, WORK_A_PAGE).get_page(request.GET.get("page"))
    here = groupby(page, key=lambda row: row[:2])
    parts: list[Group] = [(code, title, [row[2] for row in part]) for (code, title), part in here]
    return render(request, "reporting/work.html", {"groups": shown_groups(parts, arrived.at), "page": page})


def signed_in(actor: Actor, at: datetime) -> dict[str, Any]:
    found = queries.home(actor, at)
    groups = grouped(found.attention, found.later, found.whenever)
    return {
        "groups": [
            {**group, "count": len(items)}
            for group, (_code, _title, items) in zip(
                shown_groups([(code, title, items[:SHOWN_OF_EACH]) for code, title, items in groups], at),
                groups,
                strict=True,
            )
        ],
        "has_more": any(len(items) > SHOWN_OF_EACH for _code, _title, items in groups),
        "second_factor": worded((item for item in found.whenever if item.code == SECOND_FACTOR), at),
        "inbox": [
            {
                "text": say_event(message.event.name, message.event.data),
                "at": message.event.at,
                "is_new": message.read_at is None,
            }
            for message in found.messages
        ],
        "calls": [
            {
                **shown_call(line.call, line.phase, line.due_at),
                "counts": [{"label": label(f"stage.{name}"), "count": getattr(line.figures, name)} for name in SHOWN],
                "figures": line.figures,
                "funnel_url": path_to("reporting:funnel", line.call.uid),
            }
            for line in found.calls
        ],
        "of_regions": found.of_regions,
        "figures": key_figures(found),
        "proposals": [
            {
                "proposal": one,
                "url": path_to("proposals:detail", one.uid),
                "state": label(f"proposal.{one.state}"),
                "tone": STATE_TONES.get(one.state, "neutral"),
            }
            for one in found.proposals
        ],
        "calls_url": path_to("programs:calls"),
    }


def key_figures(found: queries.Home) -> list[dict[str, Any]]:
    """The role's own headline numbers, over the calls or proposals on the page."""
    if found.calls:
        rows = [line.figures for line in found.calls]
        in_count = sum(row.submitted for row in rows)
        return [
            {"label": _("Calls open now"), "value": sum(line.phase == "open" for line in found.calls)},
            {"label": _("Proposals handed in"), "value": f"{in_count:,}"},
            {
                "label": _("Ranked"),
                "value": f"{sum(row.ranked for row in rows):,}",
                "hint": _("of %(all)s") % {"all": f"{in_count:,}"},
            },
            {
                "label": _("Match pledged"),
                "value": f"{sum(row.pledged for row in rows):,}",
                "hint": _("of %(all)s") % {"all": f"{in_count:,}"},
            },
            {
                "label": pgettext("stage", "Selected"),
                "value": f"{sum(row.selected for row in rows):,}",
                "hint": _("of %(all)s") % {"all": f"{in_count:,}"},
            },
            {"label": _("Contracted"), "value": round_krw(sum(row.contracted_krw for row in rows))},
            {"label": _("Paid"), "value": round_krw(sum(row.paid_krw for row in rows))},
        ]
    if found.proposals:
        in_states = [one.state for one in found.proposals]
        return [
            {"label": _("Being written"), "value": in_states.count("draft")},
            {"label": _("Handed in"), "value": in_states.count("submitted")},
        ]
    return []
