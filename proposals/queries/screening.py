"""The facts of an application that nobody has begun: the institutions and people it names, as they stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from accounts.actors import Actor
from accounts.models import Organization, Person, Region
from core.refusals import NotFound
from programs.models import Call
from programs.policy import Policy, Source
from programs.queries import policy_of
from proposals.models import Participation
from proposals.queries.facts import member_of, project_dates, window_of
from proposals.queries.proposal import institutions_of
from proposals.rules import Commitment, Elsewhere, Facts, Known, Line, Member, Project, Worker

ANYBODY = ""
"""The uid of an institution of which only kind and region are told."""


INSTITUTIONS = """
    SELECT organization.id, organization.uid, organization.name_ko, organization.name_en, organization.kind,
        region.id, region.code, region.name_ko, region.name_en,
        ARRAY(
            SELECT led.bound_number FROM proposals_participation AS led
            WHERE led.organization_id = organization.id AND led.call_id = %s
                AND led.bound_part = 'leader' AND led.standing IN ('pending', 'running')
            ORDER BY led.id
        )
    FROM accounts_organization AS organization
    LEFT JOIN accounts_region AS region ON region.id = organization.region_id
    WHERE organization.uid = ANY(%s)
"""
"""Institutions, and the numbers of what each leads in the call. Written out, as the next one: half of what an answer
costs would be to put them together anew each time."""

PEOPLE = """
    SELECT person.id, person.uid, person.name_ko, person.name_en, home.id, home.uid, home.name_ko, home.name_en,
        bound.call_id, bound.bound_bp, bound.bound_part, bound.bound_number, bound.standing,
        bound.starts_on, bound.ends_on, program.name_ko, program.name_en, ministry.name_ko, ministry.name_en
    FROM accounts_person AS person
    LEFT JOIN accounts_organization AS home ON home.id = person.organization_id
    LEFT JOIN proposals_participation AS bound
        ON bound.person_id = person.id AND bound.standing IN ('pending', 'running')
    LEFT JOIN programs_call AS call ON call.id = bound.call_id
    LEFT JOIN programs_program AS program ON program.id = call.program_id
    LEFT JOIN accounts_organization AS ministry ON ministry.id = program.ministry_id
    WHERE person.uid = ANY(%s)
    ORDER BY person.id, bound.id
"""
"""People with their institutions, each as often as the register binds him, at least once."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A row of the register that counts, of a person of the consortium."""

    person_uid: UUID
    organization_id: int
    call_id: int | None
    share_bp: int
    part: str
    number: str
    standing: str
    starts_on: date
    ends_on: date
    program_ko: str | None
    program_en: str | None
    ministry_ko: str | None
    ministry_en: str | None


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
    own = asked.lead is not None and organizations[asked.lead].pk in mine
    starts_on, ends_on = project_dates(call, policy)
    leader = next((one.person for one in asked.people if one.leads), None)
    of_leader = [row for row in bound if row.person_uid == leader and row.part == "leader"]
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
            commitments=tuple(_commitment(row, told=row.organization_id in mine) for row in bound),
            led_by_institution=tuple(_of_call(call, number) for number in numbers.get(asked.lead, ()) if own),
            led_by_leader=tuple(_of_call(call, row.number) for row in of_leader if row.call_id == call.pk),
        ),
    )
    return Application(facts, _known(asked, own=own), policy, organizations, people)


def _known(asked: Asked, *, own: bool) -> frozenset[Known]:
    told = {
        Known.KIND: bool(asked.lead or asked.kind),
        Known.REGION: bool(asked.lead or asked.region),
        Known.INSTITUTION: asked.lead is not None,
        Known.LED: own,
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
    found: dict[UUID, Organization] = {}
    numbers: dict[UUID | None, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(INSTITUTIONS, [call.pk, list(wanted)])
        for pk, uid, name_ko, name_en, kind, region_id, code, region_ko, region_en, led in cursor.fetchall():
            region = Region(pk=region_id, code=code, name_ko=region_ko, name_en=region_en) if region_id else None
            found[uid] = Organization(pk=pk, uid=uid, name_ko=name_ko, name_en=name_en, kind=kind, region=region)
            numbers[uid] = led
    _all_there(wanted, found)
    return found, numbers


def _people(wanted: Collection[UUID], consortium: Collection[int]) -> tuple[dict[UUID, Person], list[Bound]]:
    """The people by uid with their institutions, and what binds those of the consortium elsewhere: one query.

    Of people of other institutions nothing is told: they are no part of the application.
    """
    if not wanted:
        return {}, []
    found: dict[UUID, Person] = {}
    bound = []
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [list(wanted)])
        for pk, uid, name_ko, name_en, home_id, home_uid, home_ko, home_en, *row in cursor.fetchall():
            if uid not in found:
                home = Organization(pk=home_id, uid=home_uid, name_ko=home_ko, name_en=home_en) if home_id else None
                found[uid] = Person(pk=pk, uid=uid, name_ko=name_ko, name_en=name_en, organization=home)
            is_bound = row[4] is not None
            if is_bound and home_id in consortium:
                bound.append(Bound(uid, home_id, *row))
    _all_there(wanted, found)
    return found, bound


def _all_there(wanted: Collection[UUID], found: Collection[UUID]) -> None:
    if len(found) < len(set(wanted)):
        raise NotFound.because("http.not_found")


def _worker(one: Named, person: Person) -> Worker:
    home = str(person.organization.uid) if person.organization else ""
    part = "leader" if one.leads else "member"
    return Worker(str(person.uid), person.name_ko, home, part, "", one.share_bp or 0)


def _commitment(row: Bound, *, told: bool) -> Commitment:
    """What binds somebody; which project it is, is told of people of the asker's own institutions alone.

    A draft's team may know it of each of its members, who are told that they were put into it. Nothing is stored here,
    nobody is told, and anybody could ask about anybody.
    """
    project = Project(
        row.number, row.program_ko or "", row.program_en or "", row.ministry_ko or "", row.ministry_en or ""
    )
    return Commitment(
        str(row.person_uid),
        row.share_bp,
        row.starts_on,
        row.ends_on,
        runs=row.standing == Participation.Standing.RUNNING,
        leads=row.part == "leader",
        project=project if told else None,
    )


def _of_call(call: Call, number: str) -> Project:
    """A proposal of the call itself."""
    program = call.program
    ministry = program.ministry
    return Project(number, program.name_ko, program.name_en, ministry.name_ko, ministry.name_en)


def lines_of_grants(policy: Policy, grants_krw: tuple[int, ...]) -> tuple[Line, ...]:
    """The grant of each year in one sum, in a category without cap if there is one: how it is divided, a budget shows.

    One amount stands for every year.
    """
    years = policy.project_years.count
    grants = grants_krw * years if len(grants_krw) == 1 else grants_krw
    categories = policy.budget.categories
    category = next((one.code for one in categories if one.cap_bp is None), categories[0].code)
    return tuple(Line(year, category, Source.GRANT, grant) for year, grant in enumerate(grants, start=1) if grant)
