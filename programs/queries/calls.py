"""Calls: which there are, in which phase, who sees them, what is due; and one held while it changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, DateTimeField, Exists, F, IntegerField, JSONField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from accounts.actors import Actor
from core.models import Event, Observation, StoredFile
from core.refusals import NotFound
from programs import permissions
from programs.models import Call, CallFile, ClosingCheck, Program
from programs.queries.rows import desk_rows, one
from programs.rules import CallTerms, Part

PHASES = ("open", "coming", "ranking", "closed", "cancelled")
"""The phases of a call that the public sees, in the order of lists."""

UNANNOUNCED = ("draft", "scheduled")
"""The states of a call that only its desks know."""

LONGEST_WINDOW = timedelta(hours=168)
"""No rule set looks further back from a closing (`programs.policy.Outage`)."""


def calls() -> QuerySet[Call]:
    """Calls with programme, ministry, agency and rule set: what every list and page of them touches."""
    return Call.objects.select_related("program__ministry", "program__agency", "rule_set")


def calls_visible_to(actor: Actor) -> QuerySet[Call]:
    """Equals `permissions.may_view_call` row by row."""
    return calls().filter(Q(announced_at__isnull=False) | desk_rows(actor, "program__")).order_by("id")


def public_calls(at: datetime) -> QuerySet[Call]:
    """Announced calls as the public reads them: open first by what closes next, then coming, then those that ended."""
    still_to_close = Q(state="announced", closes_at__gt=at)
    ended_at = Case(When(~still_to_close, then=F("closes_at")), output_field=DateTimeField())
    return (
        calls()
        .filter(announced_at__isnull=False)
        .annotate(place=_place(at), ended_at=ended_at)
        .order_by("place", F("ended_at").desc(nulls_last=True), "closes_at", "id")
    )


def in_phase(found: QuerySet[Call], phase: str, at: datetime) -> QuerySet[Call]:
    """Those that stand in this phase at `at`; equals `Call.phase` row by row."""
    return found.filter(_in_phase(phase, at))


def open_to_region(found: QuerySet[Call], code: str) -> QuerySet[Call]:
    """Those whose rules leave this region in."""
    return found.exclude(rule_set__excluded_regions__contains=[code])


def open_to_kind(found: QuerySet[Call], kind: str) -> QuerySet[Call]:
    """Those whose rules let institutions of this kind lead."""
    ruled = found.annotate(rules=Cast("rule_set__text", JSONField()))
    return ruled.filter(**{"rules__eligibility__lead_kinds__contains": [kind]})


def announced_programs() -> QuerySet[Program]:
    """Programmes with a call that everybody may read, by name."""
    announced = Call.objects.filter(program=OuterRef("pk"), announced_at__isnull=False)
    return Program.objects.filter(Exists(announced)).order_by("name_ko", "id")


def calls_run_by(actor: Actor, at: datetime) -> QuerySet[Call]:
    """Calls of the actor's own programmes, drafts first, then by what comes next."""
    return (
        calls()
        .filter(desk_rows(actor, "program__"))
        .annotate(place=Case(When(state__in=UNANNOUNCED, then=Value(-1)), default=_place(at)))
        .order_by("place", "-closes_at", "id")
    )


def call(uid: UUID, actor: Actor) -> Call:
    """A call with its guidelines and its form. Raises NotFound, also where the actor may not see it."""
    return _seen(calls().select_related("form").prefetch_related("guidelines").filter(uid=uid), actor)


def files_of(row: Call) -> list[CallFile]:
    """The files that go with the guideline, in the order in which they were added."""
    return list(row.files.filter(removed_at=None).select_related("file"))


def call_file(uid: UUID, actor: Actor) -> StoredFile:
    """A file that goes with a call that the actor may see. Raises NotFound."""
    return _file(uid, actor).file


def call_of_file(uid: UUID, actor: Actor) -> Call:
    """The call that a file goes with, where the actor may see it. Raises NotFound."""
    return _file(uid, actor).call


def _file(uid: UUID, actor: Actor) -> CallFile:
    found = one(CallFile.objects.filter(uid=uid, removed_at=None).select_related("call__program", "file"))
    if not permissions.may_view_call(actor, found.call):
        raise NotFound.because("http.not_found")
    return found


def locked_call(uid: UUID, actor: Actor) -> Call:
    """The call's row, held until the transaction ends. Raises NotFound, also where the actor may not see it."""
    return _seen(calls().select_for_update(of=("self",)).filter(uid=uid), actor)


def calls_due(what: str, at: datetime) -> QuerySet[Call]:
    """Announced calls for which something is due at `at`, by the name of its sweep."""
    conditions = {
        "openings": Q(opens_at__lte=at, opening_swept_at=None),
        "closing_reminders": Q(closing_reminder_due_at__lte=at, closes_at__gt=at),
        "closings": Q(closes_at__lte=at, closing_swept_at=None, check_waits_from=None),
        "ranking_reminders": Q(ranking_reminder_due_at__lte=at, ranking_due_at__gt=at),
        "ranking_ends": Q(ranking_due_at__lte=at, ranking_swept_at=None),
    }
    return Call.objects.filter(conditions[what], state="announced")


def calls_to_announce(at: datetime) -> QuerySet[Call]:
    """Scheduled calls whose moment has come."""
    return Call.objects.filter(state="scheduled", announces_at__lte=at)


def closings_to_check(at: datetime) -> QuerySet[Call]:
    """Announced calls whose closing passed unchecked, or comes while the service was seen down not long before."""
    checked = ClosingCheck.objects.filter(call=OuterRef("pk"), closes_at=OuterRef("closes_at"))
    down = Observation.objects.filter(up=False, at__lte=at, at__gte=OuterRef("closes_at") - LONGEST_WINDOW)
    near = Q(closes_at__lte=at) | (Q(closes_at__lte=at + LONGEST_WINDOW) & Exists(down))
    return Call.objects.filter(near, ~Exists(checked), state="announced", closing_swept_at=None)


def terms_of(row: Call) -> CallTerms:
    """What the call's row says, as the rules take it."""
    return CallTerms(
        title_ko=row.title_ko,
        title_en=row.title_en,
        summary_ko=row.summary_ko,
        summary_en=row.summary_en,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        ranking_due_at=row.ranking_due_at,
        project_starts_on=row.project_starts_on,
        budget_krw=row.budget_krw,
        contact=row.contact,
        announces_at=row.announces_at,
        review_due_at=row.review_due_at,
        result_due_at=row.result_due_at,
    )


def parts_of(row: Call) -> list[Part]:
    """The guideline's parts in order, as the rules take them."""
    return [
        Part(title_ko=part.title_ko, title_en=part.title_en, text_ko=part.text_ko, text_en=part.text_en)
        for part in row.guidelines.all()
    ]


def part_at(row: Call, order: int) -> Part:
    """The part of the guideline at this number. Raises NotFound."""
    for number, part in zip((guideline.order for guideline in row.guidelines.all()), parts_of(row), strict=True):
        if number == order:
            return part
    raise NotFound.because("http.not_found")


def history(call_uid: UUID) -> list[Event]:
    """What was done to a call itself, oldest first."""
    return list(Event.objects.filter(subject_uid=call_uid).order_by("id"))


def _in_phase(phase: str, at: datetime) -> Q:
    conditions = {
        "draft": Q(state="draft"),
        "scheduled": Q(state="scheduled"),
        "cancelled": Q(state="cancelled"),
        "coming": Q(state="announced", opens_at__gt=at),
        "open": Q(state="announced", opens_at__lte=at, closes_at__gt=at),
        "ranking": Q(state="announced", closes_at__lte=at, ranking_due_at__gt=at),
        "closed": Q(state="announced", ranking_due_at__lte=at),
    }
    return conditions[phase]


def _place(at: datetime) -> Case:
    whens = [When(_in_phase(phase, at), then=Value(place)) for place, phase in enumerate(PHASES)]
    return Case(*whens, default=Value(len(PHASES)), output_field=IntegerField())


def _seen(found: QuerySet[Call], actor: Actor) -> Call:
    row = one(found)
    if not permissions.may_view_call(actor, row):
        raise NotFound.because("http.not_found")
    return row
