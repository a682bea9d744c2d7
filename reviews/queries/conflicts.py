"""What is known of experts and cases by which conflicts are found, and what applicants hold against somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Appointment, Person
from accounts.queries import running
from accounts.roles import Role
from core.wording import SEOUL
from programs.models import Call
from programs.queries import policy_of
from proposals.models import Participation, Proposal
from reviews.models import Case, Expert, Objection, Post, ProposalCase, Round
from reviews.rules import RECENT_YEARS, CoAuthor, Known, Named, Party


def parties_of(cases: Iterable[Case]) -> list[Party]:
    """Those on the side of each case: one query."""
    cases = list(cases)
    people = people_named(pk for case in cases for pk in case.person_ids)
    return [
        Party(
            case.pk,
            frozenset(case.organization_ids),
            frozenset(case.person_ids),
            case.region_id,
            frozenset(people[pk] for pk in case.person_ids if pk in people),
        )
        for case in cases
    ]


def people_named(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """People with an institution, each by his name and its name."""
    rows = Person.objects.filter(pk__in=set(ids), organization__isnull=False)
    return {pk: (name, place) for pk, name, place in rows.values_list("pk", "name_ko", "organization__name_ko")}


def known_of(experts: Iterable[Expert], at: datetime, years: int = RECENT_YEARS) -> list[Known]:
    """What the registers know of experts: institutions now and within so many years, offices of regions, people they
    work with. Four queries."""
    experts = list(experts)
    people = [expert.person_id for expert in experts]
    on: date = at.astimezone(SEOUL).date()
    regions: dict[int, set[int]] = {}
    offices = Appointment.objects.filter(
        running(on), person_id__in=people, office__role=Role.REGION_OFFICER, office__closed_at__isnull=True
    )
    for person_id, region_id in offices.values_list("person_id", "office__organization__region_id"):
        if region_id is not None:
            regions.setdefault(person_id, set()).add(region_id)
    own = list(
        Participation.objects.filter(person_id__in=people, standing="running").values_list("person_id", "project_uid")
    )
    together: dict[UUID, set[int]] = {}
    projects = {project for _, project in own}
    for project, person_id in Participation.objects.filter(project_uid__in=projects).values_list(
        "project_uid", "person_id"
    ):
        together.setdefault(project, set()).add(person_id)
    colleagues: dict[int, set[int]] = {}
    for person_id, project in own:
        colleagues.setdefault(person_id, set()).update(together.get(project, set()) - {person_id})
    now, lately, places = _places_of(experts, on, years)
    return [
        Known(
            expert_id=expert.pk,
            person_id=expert.person_id,
            organization_ids=frozenset(now[expert.pk]),
            recent_organization_ids=frozenset(lately[expert.pk] - now[expert.pk]),
            colleague_ids=frozenset(colleagues.get(expert.person_id, ())),
            office_region_ids=frozenset(regions.get(expert.person_id, ())),
            name=expert.person.name_ko,
            number=expert.person.researcher_number or "",
            institutions=frozenset(places[expert.pk]),
            coauthors=tuple(CoAuthor(**one) for one in expert.coauthors),
        )
        for expert in experts
    ]


Sets = dict[int, set[int]]


def _places_of(experts: Iterable[Expert], on: date, years: int) -> tuple[Sets, Sets, dict[int, set[str]]]:
    """By expert: where he is, where he was within so many years, and the names of all places he was at."""
    experts = list(experts)
    now: Sets = {one.pk: {one.person.organization_id} - {None} for one in experts}  # type: ignore[misc]  # None is out
    lately: Sets = {one.pk: set() for one in experts}
    places: dict[int, set[str]] = {
        one.pk: {one.person.organization.name_ko} if one.person.organization else set() for one in experts
    }
    since = _years_before(on, years)
    for post in Post.objects.filter(expert__in=[one.pk for one in experts]).select_related("organization"):
        places[post.expert_id].add(post.organization.name_ko)
        if post.ends_on is None and post.starts_on <= on:
            now[post.expert_id].add(post.organization_id)
        elif post.starts_on <= on and post.ends_on is not None and post.ends_on > since:
            lately[post.expert_id].add(post.organization_id)
    return now, lately, places


def _years_before(on: date, years: int) -> date:
    """The same day so many years before; the last of February for a leap day."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def recent_years(call: Call) -> int:
    """For how many years an institution that an expert left still binds him, by the rules of a call."""
    drawing = policy_of(call.rule_set).drawing
    return RECENT_YEARS if drawing is None else drawing.recent_years


def committee_of(round_: Round) -> list[Expert]:
    """Everybody who was invited to a round, those who declined as well: they may be invited again."""
    rows = Expert.objects.filter(memberships__round=round_).select_related("person__organization")
    return list(rows.order_by("id"))


def named_in(round_: Round) -> list[Named]:
    """Whom the teams of a round's cases don't want to be judged by."""
    cases = dict(ProposalCase.objects.filter(case__round=round_).values_list("proposal_id", "case_id"))
    rows = Objection.objects.filter(proposal__in=cases).order_by("id")
    return [
        Named(cases[one.proposal_id], one.name, one.institution, one.researcher_number, one.ground, one.note)
        for one in rows
    ]


def objections_in(round_: Round) -> QuerySet[Objection]:
    """The same as rows, by number of the proposal, for the desk."""
    cases = ProposalCase.objects.filter(case__round=round_)
    return (
        Objection.objects.filter(proposal__in=cases.values("proposal"))
        .select_related("proposal")
        .order_by("proposal__number", "id")
    )


def objections_of(proposal: Proposal) -> QuerySet[Objection]:
    """Whom a proposal's team has named."""
    return Objection.objects.filter(proposal=proposal)


def hold_objections(proposal: Proposal) -> None:
    """Hold the row of a proposal, so that two of its team can't pass the limit together."""
    Proposal.objects.select_for_update(no_key=True, of=("self",)).get(pk=proposal.pk)


def is_judged(proposal: Proposal) -> bool:
    """Whether the ministry has decided on a proposal, or it is none any more that is judged."""
    return proposal.state not in {"draft", "submitted"}


def objections_due(at: datetime) -> QuerySet[Objection]:
    """Those that came when the proposal's round was open already, and were not looked into."""
    cases = Case.objects.filter(of_proposal__proposal=OuterRef("proposal"))
    return Objection.objects.filter(Exists(cases), looked_at__isnull=True, declared_at__lte=at)


def looked_into(objection: Objection, at: datetime) -> None:
    """Write when somebody named was looked for on the committee."""
    Objection.objects.filter(pk=objection.pk).update(looked_at=at)
