"""Find programmes, rule sets and calls, with all their joins; who sees which; and hold a row while it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import (
    Case,
    DateTimeField,
    F,
    IntegerField,
    Max,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from accounts.actors import Actor
from accounts.models import Organization, Region
from accounts.queries import holders, regions_on
from accounts.roles import Kind, Power, Role
from core.calendar import seoul_date
from core.models import Event
from core.refusals import NotFound, RuleBroken
from programs import permissions
from programs.models import Call, Guideline, Indicator, Program, RuleSet
from programs.policy import Policy, parse_policy
from programs.rules import MAX_PARTS, CallTerms, Part

Row = TypeVar("Row", bound=Model)
PHASES = ("open", "coming", "ranking", "closed", "cancelled")
"""The phases of a call that the public sees, in the order of lists."""
_POLICIES: dict[str, Policy] = {}


def policy_of(rule_set: RuleSet) -> Policy:
    """The rules as values, parsed once a process for each checksum."""
    if rule_set.checksum not in _POLICIES:
        _POLICIES[rule_set.checksum] = parse_policy(rule_set.text)
    return _POLICIES[rule_set.checksum]


def policy_of_call(call_id: int) -> Policy:
    """The rules that a call pins. Raises RuleSet.DoesNotExist for an unknown call."""
    return policy_of(RuleSet.objects.get(calls__id=call_id))


# --- Programmes and rule sets ---------------------------------------------------------------------


def programs() -> QuerySet[Program]:
    """All programmes, with ministry, agency and indicators, by name."""
    return Program.objects.select_related("ministry", "agency").prefetch_related("indicators").order_by("name_ko", "id")


def program(uid: UUID) -> Program:
    """Raises NotFound."""
    return _one(programs().filter(uid=uid))


def programs_run_by(actor: Actor) -> QuerySet[Program]:
    """The programmes whose drafts the actor may read, with their latest published version, newest calls first."""
    latest = RuleSet.objects.filter(program=OuterRef("pk"), state="published").order_by("-version")
    return (
        programs()
        .filter(_desk(actor, ""))
        .annotate(published_version=Subquery(latest.values("version")[:1]))
        .prefetch_related(Prefetch("calls", Call.objects.order_by("-opens_at")))
    )


def rule_sets() -> QuerySet[RuleSet]:
    return RuleSet.objects.select_related("program__ministry", "program__agency").order_by("program_id", "-version")


def rule_sets_visible_to(actor: Actor) -> QuerySet[RuleSet]:
    """Equals `permissions.may_view_rule_set` row by row."""
    return rule_sets().filter(Q(state="published") | _desk(actor, "program__"))


def rule_set(uid: UUID, actor: Actor) -> RuleSet:
    """Raises NotFound, also where the actor may not see it."""
    found = _one(rule_sets().filter(uid=uid))
    if not permissions.may_view_rule_set(actor, found):
        raise NotFound.because("http.not_found")
    return found


def program_coded(code: str) -> Program | None:
    return Program.objects.filter(code=code).first()


def published_with(program_id: int, checksum: str) -> RuleSet | None:
    """The programme's published version of exactly this text."""
    return RuleSet.objects.filter(program_id=program_id, checksum=checksum, state="published").first()


def latest_published(program_id: int) -> RuleSet | None:
    return RuleSet.objects.filter(program_id=program_id, state="published").order_by("-version").first()


def next_version(program_id: int) -> int:
    """The number of a programme's next rule set. Only under the programme's lock."""
    last: int | None = RuleSet.objects.filter(program_id=program_id).aggregate(last=Max("version"))["last"]
    return (last or 0) + 1


def checksum_of_version(program_id: int, version: int) -> str | None:
    """The checksum of one version of a programme's rules; None where there is none."""
    found = RuleSet.objects.filter(program_id=program_id, version=version)
    return found.values_list("checksum", flat=True).first()


def rule_set_of(program_id: int, uid: UUID) -> RuleSet:
    """A rule set of this programme. Raises RuleBroken (`call.rule_set_of_another`) for any other."""
    found = RuleSet.objects.filter(program_id=program_id, uid=uid).first()
    if found is None:
        raise RuleBroken.because("call.rule_set_of_another", field="rule_set")
    return found


def indicators(program_id: int) -> list[Indicator]:
    return list(Indicator.objects.filter(program_id=program_id).order_by("order", "id"))


# --- Calls ------------------------------------------------------------------------------------------


def calls() -> QuerySet[Call]:
    """Calls with programme, ministry, agency and rule set: what every list and page of them touches."""
    return Call.objects.select_related("program__ministry", "program__agency", "rule_set")


def calls_visible_to(actor: Actor) -> QuerySet[Call]:
    """Equals `permissions.may_view_call` row by row."""
    return calls().filter(Q(announced_at__isnull=False) | _desk(actor, "program__")).order_by("id")


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


def calls_run_by(actor: Actor, at: datetime) -> QuerySet[Call]:
    """Calls of the actor's own programmes, drafts first, then by what comes next."""
    return (
        calls()
        .filter(_desk(actor, "program__"))
        .annotate(place=Case(When(state="draft", then=Value(-1)), default=_place(at)))
        .order_by("place", "-closes_at", "id")
    )


def call(uid: UUID, actor: Actor) -> Call:
    """A call with its guidelines. Raises NotFound, also where the actor may not see it."""
    return _seen(calls().prefetch_related("guidelines").filter(uid=uid), actor)


def locked_call(uid: UUID, actor: Actor) -> Call:
    """The call's row, held until the transaction ends. Raises NotFound, also where the actor may not see it."""
    return _seen(calls().select_for_update(of=("self",)).filter(uid=uid), actor)


def locked_program(uid: UUID) -> Program:
    """The programme's row, held until the transaction ends. Raises NotFound."""
    return _one(Program.objects.select_related("ministry").select_for_update(of=("self",)).filter(uid=uid))


def locked_rule_set(uid: UUID, actor: Actor) -> RuleSet:
    """The rule set's row, held until the transaction ends. Raises NotFound, also where it may not be seen."""
    found = _one(rule_sets().select_for_update(of=("self",)).filter(uid=uid))
    if not permissions.may_view_rule_set(actor, found):
        raise NotFound.because("http.not_found")
    return found


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
    )


def parts_of(row: Call) -> list[Part]:
    """The guideline's parts in order, as the rules take them."""
    return [
        Part(title_ko=part.title_ko, title_en=part.title_en, text_ko=part.text_ko, text_en=part.text_en)
        for part in row.guidelines.all()
    ]


def history(call_uid: UUID) -> list[Event]:
    """What was done to a call itself, oldest first."""
    return list(Event.objects.filter(subject_uid=call_uid).order_by("id"))


# --- Write a call -------------------------------------------------------------------------------------


def write_terms(call: Call, terms: CallTerms, *, by: int | None, at: datetime) -> None:
    """Put the terms on a locked call as its next version."""
    for name, value in asdict(terms).items():
        setattr(call, name, value)
    touch(call, by=by, at=at)


def touch(call: Call, *, by: int | None, at: datetime) -> None:
    """Count one more version of a locked call, and write what was changed on it."""
    call.version, call.changed_at, call.changed_by = call.version + 1, at, by
    names = [field.name for field in fields(CallTerms)]
    call.save(update_fields=["version", "changed_at", "changed_by", "rule_set", *names])


def number_guidelines(rows: Sequence[Guideline]) -> None:
    """Number parts from 1 in the order given: first out of the way, since no number may stand twice."""
    for offset in (MAX_PARTS, 0):
        for number, row in enumerate(rows, start=1 + offset):
            Guideline.objects.filter(pk=row.pk).update(order=number)


# --- Whom to tell -----------------------------------------------------------------------------------


def desks(program: Program, at: datetime) -> list[int]:
    """Users at the programme's desks: the ministry's officers, and the agency's where one runs it."""
    found = holders(Role.MINISTRY_OFFICER, at=at, organization_id=program.ministry_id)
    if program.agency_id is not None:
        found += holders(Role.AGENCY_OFFICER, at=at, organization_id=program.agency_id)
    return sorted(set(found))


def region_desks(policy: Policy, at: datetime) -> list[int]:
    """Users at the desks of the regions that the rules leave in."""
    return holders(Role.REGION_OFFICER, at=at, region_ids=region_ids(policy, at))


def institution_desks(policy: Policy, at: datetime) -> list[int]:
    """Users in the offices of institutions that may lead: of a kind and in a region that the rules leave in."""
    return holders(
        Role.INSTITUTION_OFFICER,
        at=at,
        region_ids=region_ids(policy, at),
        kinds=[kind.value for kind in policy.eligibility.lead_kinds],
    )


def region_ids(policy: Policy, at: datetime) -> list[int]:
    """The regions of that day that the rules leave in."""
    excluded = set(policy.eligibility.excluded_regions)
    return [region.pk for region in regions(at) if region.code not in excluded]


# --- Choices of filters and forms ------------------------------------------------------------------


def ministries() -> QuerySet[Organization]:
    """Ministries that have a programme."""
    return Organization.objects.filter(kind=Kind.MINISTRY, programs__isnull=False).distinct().order_by("name_ko")


def regions(at: datetime) -> list[Region]:
    return list(regions_on(seoul_date(at)))


def ministry(uid: UUID) -> Organization:
    """Raises NotFound."""
    return _one(Organization.objects.filter(kind=Kind.MINISTRY, uid=uid))


def agency(uid: UUID) -> Organization:
    """Raises NotFound."""
    return _one(Organization.objects.filter(kind=Kind.AGENCY, uid=uid))


def agencies() -> QuerySet[Organization]:
    return Organization.objects.filter(kind=Kind.AGENCY).order_by("name_ko")


# --- Inside -----------------------------------------------------------------------------------------


def _desk(actor: Actor, path: str) -> Q:
    """Rows of the programmes whose drafts the actor reads; equals `permissions.reads_drafts` row by row."""
    if actor.is_system or actor.is_overseer:
        return Q()
    found = Q(pk__in=[])
    for held in actor.offices:
        if held.role in {Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER}:
            found |= Q(**{f"{path}ministry_id__in": sorted(held.ministry_ids)})
        if held.role is Role.AGENCY_OFFICER:
            for given in held.powers:
                if given.power == Power.CALLS:
                    one: dict[str, Any] = {f"{path}ministry_id": given.ministry_id}
                    if given.program_uid is not None:
                        one[f"{path}uid"] = given.program_uid
                    found |= Q(**one)
    return found


def _in_phase(phase: str, at: datetime) -> Q:
    conditions = {
        "draft": Q(state="draft"),
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


def _one(found: QuerySet[Row]) -> Row:
    row = found.first()
    if row is None:
        raise NotFound.because("http.not_found")
    return row


def _seen(found: QuerySet[Call], actor: Actor) -> Call:
    row = _one(found)
    if not permissions.may_view_call(actor, row):
        raise NotFound.because("http.not_found")
    return row
