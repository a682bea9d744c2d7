"""What an office has on its desk: for whoever takes it over, or has to see that somebody does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Appointment, Office
from accounts.queries import actor_of_office, all_offices, delegations, desks, running
from accounts.roles import Role
from contracts import queries as contracts
from core.calendar import SEOUL, seoul_date
from core.models import Event
from core.refusals import NotFound
from core.scope import within
from core.templatetags.baro import in_language
from core.wording import label, say_label
from programs.models import Call
from programs.queries import calls_run_by, policy_of
from reporting.permissions import may_view_handover
from reporting.queries.work import work_for
from reporting.rules.offices import Limits, strictest
from reviews import queries as reviews

MOST = 200
"""Rows of one kind in a list."""
RECENT = timedelta(days=365)
LOOKED_AFTER = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER, Role.REGION_OFFICER)
"""Offices that others wait for: their silence and their vacancy are told."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on a desk: what it is, its name, the page about it as a URL name with its argument, its moments."""

    kind: str
    text: str
    url_name: str = ""
    url_args: tuple[str, ...] = ()
    due_at: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """An office and everything that it answers for now."""

    office: Office
    holder: Any
    acting: Any
    vacant_since: Any
    lines: tuple[Line, ...]

    def of(self, kind: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind == kind)


def handover(office_uid: UUID, by: Actor, at: datetime) -> Handover:
    """The hand-over list of an office, read as the office itself would. Raises NotFound."""
    office = all_offices(seoul_date(at)).filter(uid=office_uid).select_related("organization").first()
    if office is None or not may_view_handover(by, office):
        raise NotFound.because("http.not_found")
    (desk,) = desks([office])
    return Handover(office, desk.holder, desk.acting, desk.vacant_since, tuple(lines_of(office, at)))


def lines_of(office: Office, at: datetime) -> list[Line]:
    """Work that waits, calls, rounds, contracts, delegations. The second wall gives what the office may reach."""
    actor = actor_of_office(office, at=at)
    with within(actor.scope):
        found = [
            Line("work", say_label(one.code, one.values), one.url_name, one.url_args, one.due_at, one.since)
            for one in work_for(actor, at)[:MOST]
        ]
        found += [_of_call(call) for call in _calls(actor, at)]
        found += [
            Line("round", in_language(one.call, "title"), "reviews:round", (str(one.uid),), one.due_at, one.created_at)
            for one in reviews.rounds_visible_to(actor).exclude(state="closed")[:MOST]
        ]
        found += [
            Line(
                "contract",
                f"{one.number} {in_language(one, 'title')}",
                "contracts:contract",
                (str(one.uid),),
                datetime.combine(one.ends_on, time.min, SEOUL),
                one.drawn_at,
            )
            for one in contracts.visible_to(actor).exclude(state="cancelled").order_by("number")[:MOST]
        ]
        found += [
            Line("delegation", _("%(ministry)s to %(agency)s") % _sides(one), "accounts:delegations")
            for one in delegations(actor)[:MOST]
            if one.ends_on is None or one.ends_on > seoul_date(at)
        ]
    return found


def _calls(actor: Actor, at: datetime) -> list[Call]:
    if not actor.holds(*LOOKED_AFTER[:3]):
        return []
    return list(calls_run_by(actor, at).filter(Q(state="draft") | Q(ranking_due_at__gt=at - RECENT))[:MOST])


def _of_call(call: Call) -> Line:
    return Line("call", in_language(call, "title"), "programs:call", (str(call.uid),), call.closes_at, call.created_at)


def _sides(one: Any) -> dict[str, str]:
    return {"ministry": in_language(one.ministry, "name"), "agency": in_language(one.agency, "name")}


def kind_label(kind: str) -> str:
    return label(f"handover.{kind}")


def current_calls(at: datetime) -> QuerySet[Call]:
    """Announced calls that are open, or ended not long ago."""
    return Call.objects.filter(state="announced", opens_at__lte=at, ranking_due_at__gt=at - RECENT)


def ministries_of(office: Office, at: datetime) -> set[int]:
    """The ministries that an office works for; of a region's, those with current calls."""
    if office.role == Role.REGION_OFFICER:
        return set(current_calls(at).values_list("program__ministry_id", flat=True))
    return {number for held in actor_of_office(office, at=at).offices for number in held.ministry_ids}


def limits_of(office: Office, at: datetime) -> Limits:
    """The strictest days of the rules of current calls that the office works under."""
    calls = current_calls(at).filter(program__ministry_id__in=ministries_of(office, at))
    return strictest(policy_of(call.rule_set).offices for call in calls.select_related("rule_set"))


def offices_to_look_after(at: datetime) -> QuerySet[Office]:
    """Offices that stand empty or whose holder has done nothing for long, of which it was not told in this spell.

    Whether work waits for a silent one is the action's to see.
    """
    today, limits = seoul_date(at), strictest(policy_of(one.rule_set).offices for one in _with_rules(at))
    holding = Appointment.objects.filter(running(today), office=OuterRef("pk"), acting=False)
    ended = Appointment.objects.filter(office=OuterRef("pk"), acting=False, ends_on__lte=today).order_by("-ends_on")
    deeds = Event.objects.filter(user_id=OuterRef("holder_user")).order_by("-at")
    rows = Office.objects.filter(role__in=[role.value for role in LOOKED_AFTER], closed_at__isnull=True).annotate(
        vacant_since=Subquery(ended.values("ends_on")[:1]), holder_user=Subquery(holding.values("person__user__id")[:1])
    )
    rows = rows.annotate(last_deed=Subquery(deeds.values("at")[:1]))
    empty = Q(~Exists(holding), vacant_since__isnull=False)
    due: Q = empty & Q(~Exists(_told("reporting.office_vacant", "vacant_since")))
    if limits.vacant_days is not None:
        long = Q(vacant_since__lte=today - timedelta(days=limits.vacant_days))
        due |= empty & long & Q(~Exists(_told("reporting.office_vacant_long", "vacant_since")))
    if limits.idle_days is not None:
        silent = Q(holder_user__isnull=False, last_deed__lte=at - timedelta(days=limits.idle_days))
        due |= silent & Q(~Exists(_told("reporting.office_silent", "last_deed")))
    return rows.filter(due)


def _told(name: str, since: str) -> QuerySet[Event]:
    return Event.objects.filter(name=name, subject_uid=OuterRef("uid"), at__gte=OuterRef(since))


def _with_rules(at: datetime) -> QuerySet[Call]:
    return current_calls(at).select_related("rule_set")


def last_deed_at(user_id: int) -> datetime | None:
    """When an account last did anything that was recorded."""
    found: datetime | None = Event.objects.filter(user_id=user_id).aggregate(last=Max("at"))["last"]
    return found


def told_since(office: Office, name: str, since: datetime) -> bool:
    """Whether this was told of the office in this spell already."""
    return Event.objects.filter(subject_uid=office.uid, name=name, at__gte=since).exists()
