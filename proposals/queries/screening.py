"""The facts of an application that nobody has begun: the institutions and people it names, as they stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, Q

from accounts.actors import Actor
from accounts.models import Organization, Person
from core.refusals import NotFound
from programs.models import Call
from programs.policy import Policy, Source
from programs.queries import policy_of
from proposals.models import Participation
from proposals.queries.facts import BOUND, member_of, project_dates, window_of
from proposals.queries.proposal import institutions_of
from proposals.rules import Commitment, Elsewhere, Facts, Known, Line, Member, Project, Worker

ANYBODY = ""
"""The uid of an institution of which only kind and region are told."""


REGISTER = {
    "call_id": "call_id",
    "share_bp": "bound_bp",
    "part": "bound_part",
    "number": "bound_number",
    "standing": "standing",
    "starts_on": "starts_on",
    "ends_on": "ends_on",
    "program_ko": "call__program__name_ko",
    "program_en": "call__program__name_en",
    "ministry_ko": "call__program__ministry__name_ko",
    "ministry_en": "call__program__ministry__name_en",
}
"""What is read of a row of the register beside its person."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of the team; `share_bp` is None where nobody knows yet."""

    person: UUID
    share_bp: int | None = None
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What an applicant tells before anything is written. `lead` is None where only kind and region are told."""

    lead: UUID | None = None
    kind: str = ""
    region: str = ""
    partners: tuple[UUID, ...] = ()
    people: tuple[Named, ...] = ()
    grants_krw: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """The facts of what was asked, what of it is known, and the rows behind it, by uid."""

    facts: Facts
    known: frozenset[Known]
    policy: Policy
    organizations: dict[UUID, Organization]
    people: dict[UUID, Person]


def application_of(call: Call, asked: Asked, by: Actor, somebody: str = "") -> Application:
    """What was asked as the rules look at it: two queries beside the call's own, fewer where less is named.

    `somebody` is what an institution is called of which only kind and region are told. Raises NotFound for an
    institution or a person that is not there.
    """
    policy = policy_of(call.rule_set)
    organizations, numbers = _organizations(call, {*asked.partners, *([asked.lead] if asked.lead else [])})
    lead = member_of(organizations[asked.lead]) if asked.lead else Member(ANYBODY, somebody, asked.kind, asked.region)
    consortium = {one.pk for one in organizations.values()}
    people, bound = _people({one.person for one in asked.people}, consortium)
    mine = {*institutions_of(by), by.organization_id}
    starts_on, ends_on = project_dates(call, policy)
    leader = next((one.person for one in asked.people if one.leads), None)
    of_leader = [row for row in bound if row["person_uid"] == leader and row["part"] == "leader"]
    facts = Facts(
        window=window_of(call),
        title_ko="",
        lead=lead,
        starts_on=starts_on,
        ends_on=ends_on,
        partners=tuple(member_of(organizations[uid]) for uid in asked.partners),
        people=tuple(_worker(one, people[one.person]) for one in asked.people),
        lines=lines_of_grants(policy, asked.grants_krw),
        elsewhere=Elsewhere(
            commitments=tuple(_commitment(row, told=row["organization_id"] in mine) for row in bound),
            led_by_institution=tuple(_of_call(call, number) for number in numbers.get(asked.lead, ())),
            led_by_leader=tuple(_of_call(call, row["number"]) for row in of_leader if row["call_id"] == call.pk),
        ),
    )
    return Application(facts, _known(asked), policy, organizations, people)


def _known(asked: Asked) -> frozenset[Known]:
    told = {
        Known.KIND: bool(asked.lead or asked.kind),
        Known.REGION: bool(asked.lead or asked.region),
        Known.INSTITUTION: asked.lead is not None,
        Known.PARTNERS: bool(asked.partners),
        Known.LEADER: any(one.leads for one in asked.people),
        Known.PEOPLE: bool(asked.people),
        Known.SHARES: bool(asked.people) and all(one.share_bp is not None for one in asked.people),
        Known.GRANTS: bool(asked.grants_krw),
    }
    return frozenset(one for one, is_told in told.items() if is_told)


def _organizations(
    call: Call, wanted: Collection[UUID]
) -> tuple[dict[UUID, Organization], dict[UUID | None, list[str]]]:
    """The institutions by uid, and the numbers of what each leads in the call and has handed in: one query."""
    if not wanted:
        return {}, {}
    led = Participation.objects.filter(BOUND, organization=OuterRef("pk"), bound_part="leader", call=call)
    rows = Organization.objects.filter(uid__in=wanted).select_related("region")
    found: dict[UUID, Organization] = {}
    numbers: dict[UUID | None, list[str]] = {}
    for one in rows.annotate(led=ArraySubquery(led.order_by("id").values("bound_number"))):
        found[one.uid], numbers[one.uid] = one, one.led
    _all_there(wanted, found)
    return found, numbers


def _people(wanted: Collection[UUID], consortium: Collection[int]) -> tuple[dict[UUID, Person], list[dict[str, Any]]]:
    """The people by uid with their institutions, and what binds those of the consortium elsewhere: one query.

    Of people of other institutions nothing is told: they are no part of the application.
    """
    if not wanted:
        return {}, []
    counts = Q(participations__standing__in=("pending", "running"))
    rows = (
        Person.objects.filter(uid__in=wanted)
        .select_related("organization")
        .annotate(bound=FilteredRelation("participations", condition=counts))
        .annotate(**{f"bound_{name}": F(f"bound__{path}") for name, path in REGISTER.items()})
        .order_by("id", "bound__id")
    )
    found: dict[UUID, Person] = {}
    bound = []
    for person in rows:
        found.setdefault(person.uid, person)
        row = {name: getattr(person, f"bound_{name}") for name in REGISTER}
        if row["standing"] is not None and person.organization_id in consortium:
            bound.append({**row, "person_uid": person.uid, "organization_id": person.organization_id})
    _all_there(wanted, found)
    return found, bound


def _all_there(wanted: Collection[UUID], found: Collection[UUID]) -> None:
    if len(found) < len(set(wanted)):
        raise NotFound.because("http.not_found")


def _worker(one: Named, person: Person) -> Worker:
    home = str(person.organization.uid) if person.organization else ""
    part = "leader" if one.leads else "member"
    return Worker(str(person.uid), person.name_ko, home, part, "", one.share_bp or 0)


def _commitment(row: dict[str, Any], *, told: bool) -> Commitment:
    """What binds somebody; which project it is, is told of people of the asker's own institutions alone.

    A draft's team may know it of each of its members, who are told that they were put into it. Nothing is stored here,
    nobody is told, and anybody could ask about anybody.
    """
    names = {name: row[name] or "" for name in ("program_ko", "program_en", "ministry_ko", "ministry_en")}
    return Commitment(
        str(row["person_uid"]),
        row["share_bp"],
        row["starts_on"],
        row["ends_on"],
        runs=row["standing"] == Participation.Standing.RUNNING,
        leads=row["part"] == "leader",
        project=Project(row["number"], **names) if told else None,
    )


def _of_call(call: Call, number: str) -> Project:
    """A proposal of the call itself."""
    program = call.program
    ministry = program.ministry
    return Project(number, program.name_ko, program.name_en, ministry.name_ko, ministry.name_en)


def lines_of_grants(policy: Policy, grants_krw: tuple[int, ...]) -> tuple[Line, ...]:
    """The grant of each year in one sum: how it is divided, only a budget shows. One amount stands for every year."""
    years = policy.project_years.count
    grants = grants_krw * years if len(grants_krw) == 1 else grants_krw
    category = policy.budget.categories[0].code
    return tuple(Line(year, category, Source.GRANT, grant) for year, grant in enumerate(grants, start=1) if grant)
