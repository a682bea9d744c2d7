"""Lists with all their sums: an expert's rounds, a desk's rounds, the register, a round's progress."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as CaseOf
from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.models import Organization, Person
from accounts.queries import desk_rows, overseen_rows
from accounts.roles import Power, Role
from core.refusals import NotFound
from programs.models import Call, Indicator
from programs.queries import calls_run_by
from programs.routes import WITH_PLANS
from proposals.models import Proposal
from reviews.models import Assignment, Case, Conflict, Decision, Member, Round, Selection
from reviews.queries.panel_due import unsigned
from reviews.queries.rounds import SEATED, my_assignments, one, rounds_visible_to
from reviews.queries.selections import selection_page, selections_visible_to

DESKS = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER)
"""Offices that have rounds and selections before them."""


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many of `rows` there are for each value of their column `by`, as a subquery."""
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _given() -> QuerySet[Assignment]:
    return Assignment.objects.filter(state="given")


def my_rounds(actor: Actor) -> QuerySet[Any, Any]:
    """The actor's seats on committees, newest first, each with how much he was `given` and has `done`, and with the
    meeting (`meeting_uid`) that goes on or waits for its signature."""
    mine = _given().filter(case__round=OuterRef("round"), expert=OuterRef("expert"))
    return (
        Member.objects.filter(SEATED, expert__person_id=actor.person_id or 0)
        .select_related("round__call__program", "round__ministry")
        .annotate(
            given=_count(mine, "expert"),
            done=_count(mine.filter(review__state="submitted"), "expert"),
            meeting_uid=unsigned("uid"),
        )
        .order_by("-round_id")
    )


def _round_sums(round_: str) -> dict[str, Coalesce]:
    """Sums of cases, seats, assignments and reviews of the round that the column `round_` names."""
    of_round = _given().filter(case__round=OuterRef(round_))
    seats = Member.objects.filter(SEATED, round=OuterRef(round_))
    return {
        "case_count": _count(Case.objects.filter(round=OuterRef(round_)), "round"),
        "seat_count": _count(seats, "round"),
        "declared_count": _count(seats.filter(declared_at__isnull=False), "round"),
        "given_count": _count(of_round, "case__round"),
        "done_count": _count(of_round.filter(review__state="submitted"), "case__round"),
    }


def desk_rounds(actor: Actor) -> QuerySet[Any, Any]:
    """Rounds that the actor runs or oversees, newest first, with sums of cases, seats, assignments and reviews."""
    return (
        Round.objects.filter(overseen_rows(actor, Power.REVIEWS))
        .select_related("call__program", "call__rule_set", "ministry")
        .annotate(**_round_sums("pk"))
        .order_by("-id")
    )


def calls_judged(actor: Actor, at: datetime) -> QuerySet[Any, Any]:
    """Calls at the actor's desk from the end of the rankings until the selection is published.

    Each with its `round` and the sums of it, with `meeting_uid`, `_state`, `_starts_at` and `_ended_at` of a meeting
    that is not signed, and with `selection_uid`, `_state` and `_since` of the standing selection.
    """
    handed_in = Proposal.objects.filter(call=OuterRef("pk"), state="submitted")
    rows = Call.objects.filter(desk_rows(actor, Power.REVIEWS, ministry="program__ministry_id", program="program__uid"))
    rows = rows.exclude(program__route__in=WITH_PLANS)
    return (
        rows.filter(Q(round__isnull=False) | Q(Exists(handed_in), state="announced", ranking_due_at__lte=at))
        .annotate(standing=FilteredRelation("selections", condition=~Q(selections__state="discarded")))
        .filter(Q(standing__isnull=True) | Q(standing__state__in=("proposed", "decided")))
        .select_related("program", "round")
        .annotate(
            selection_uid=F("standing__uid"),
            selection_state=F("standing__state"),
            selection_since=Coalesce("standing__decided_at", "standing__proposed_at"),
            **{f"meeting_{column}": unsigned(column) for column in ("uid", "state", "starts_at", "ended_at")},
            **_round_sums("round"),
        )
    )


def calls_waiting(actor: Actor, at: datetime) -> QuerySet[Any, Any]:
    """Calls at the actor's desk that wait for a round, or, their round closed, for a selection (`waits_for`)."""
    handed_in = Proposal.objects.filter(call=OuterRef("pk"), state="submitted")
    standing = Selection.objects.filter(call=OuterRef("pk")).exclude(state="discarded")
    rounds = Q(Exists(handed_in), state="announced", ranking_due_at__lte=at, round__isnull=True)
    selections = Q(~Exists(standing), round__state="closed")
    waits_for = When(round__isnull=True, then=Value("round"))
    rows = calls_run_by(actor, at).filter(rounds | selections).exclude(program__route__in=WITH_PLANS)
    return rows.annotate(waits_for=CaseOf(waits_for, default=Value("selection")))


def calls_to_open(actor: Actor, at: datetime) -> list[Call]:
    """Calls whose regions' time is over, with something handed in and no round yet, that the actor runs."""
    return list(calls_waiting(actor, at).filter(waits_for="round"))


def calls_to_select(actor: Actor, at: datetime) -> list[Call]:
    """Calls at the actor's desk whose round is closed and of which no selection stands."""
    return list(calls_waiting(actor, at).filter(waits_for="selection"))


def members_of(round_: Round) -> QuerySet[Any, Any]:
    """The committee with each one's load: `given` and `done` of at most `max_cases`, and `conflicts` that stand."""
    mine = _given().filter(case__round=OuterRef("round"), expert=OuterRef("expert"))
    barred = Conflict.objects.filter(case__round=OuterRef("round"), expert=OuterRef("expert"), state="standing")
    cases = barred.order_by().values("expert").annotate(count=Count("case", distinct=True)).values("count")
    return (
        Member.objects.filter(round=round_)
        .select_related("expert__person__organization", "expert__person__user", "round")
        .annotate(
            given=_count(mine, "expert"),
            done=_count(mine.filter(review__state="submitted"), "expert"),
            conflicts=Coalesce(Subquery(cases, output_field=IntegerField()), Value(0)),
        )
        .order_by("expert__person__name_ko", "id")
    )


def cases_in(round_: Round) -> QuerySet[Any, Any]:
    """The cases of a round by number, without their papers: how many experts each was `given` to and are `done`."""
    of_case = _given().filter(case=OuterRef("pk"))
    return (
        Case.objects.filter(round=round_)
        .select_related("region", "round")
        .defer("dossier")
        .annotate(given=_count(of_case, "case"), done=_count(of_case.filter(review__state="submitted"), "case"))
        .order_by("number")
    )


def cases_short(round_: Round) -> list[str]:
    """The numbers of the cases that fewer experts were given than the round wants."""
    return list(cases_in(round_).filter(given__lt=round_.reviewers_per_case).values_list("number", flat=True))


def conflicts_in(round_: Round) -> QuerySet[Conflict]:
    """Every conflict of a round, those that stand first, then the newest."""
    rows = Conflict.objects.filter(case__round=round_).select_related("case__round", "expert__person__organization")
    return rows.defer("case__dossier").order_by("-state", "-found_at", "id")


def reviews_in(case: Case) -> QuerySet[Assignment]:
    """Who was given a case, void ones last, each with his review and its scores where there is one."""
    rows = Assignment.objects.filter(case=case).select_related("expert__person__organization", "review")
    return rows.prefetch_related("review__scores").order_by("state", "id")


def seat_of(round_: Round, actor: Actor) -> Member | None:
    """The actor's seat on the committee of a round, if he has one."""
    rows = Member.objects.filter(SEATED, round=round_, expert__person_id=actor.person_id or 0)
    return rows.select_related("expert").first()


def own_conflicts(member: Member) -> dict[int, Conflict]:
    """The conflicts that stand between a member and cases of his round: one for each case, by the case's id."""
    rows = Conflict.objects.filter(case__round=member.round_id, expert=member.expert_id, state="standing")
    return {conflict.case_id: conflict for conflict in rows.order_by("-source", "id")}


def my_assignment(assignment_uid: UUID, by: Actor) -> Assignment:
    """One's own assignment with its case, its review and scores. Raises NotFound, also while a conflict stands."""
    rows = my_assignments(by).defer(None).select_related("expert__person").prefetch_related("review__scores")
    return one(rows, assignment_uid)


def my_assignments_in(round_: Round, actor: Actor) -> QuerySet[Assignment]:
    """What the actor has to judge in a round, with what a list of their numbers shows."""
    rows = my_assignments(actor).filter(case__round=round_)
    return rows.select_related(None).select_related("case", "review")


def names_of_parties(cases: Iterable[Case]) -> dict[int, dict[str, list[Organization] | list[Person]]]:
    """The organisations and people of each case, by its id: two queries."""
    cases = list(cases)
    organizations = Organization.objects.in_bulk({pk for case in cases for pk in case.organization_ids})
    people = Person.objects.in_bulk({pk for case in cases for pk in case.person_ids})
    return {
        case.pk: {
            "organizations": [organizations[pk] for pk in case.organization_ids if pk in organizations],
            "people": [people[pk] for pk in case.person_ids if pk in people],
        }
        for case in cases
    }


def indicators_of(case: Case) -> list[Indicator]:
    """What the programme of a case counts, in order."""
    return list(Indicator.objects.filter(program=case.round.call.program_id).order_by("order", "id"))


def selections_of(actor: Actor) -> QuerySet[Selection]:
    """Selections of one's own ministries that stand, newest first, for the desk."""
    rows = Selection.objects.filter(overseen_rows(actor, Power.REVIEWS))
    return rows.exclude(state="discarded").select_related("call__program").order_by("-id")


def published() -> QuerySet[Selection]:
    """Everybody's: published selections, newest first, with how many are `inside`."""
    inside = Count("decisions", filter=Q(decisions__outcome="selected"))
    rows = Selection.objects.filter(state="published").select_related("call__program", "ministry")
    return rows.annotate(inside=inside).order_by("-published_at", "-id")


def decision_page(decision_uid: UUID, by: Actor) -> Decision:
    """A decision of a selection that the actor may see. Raises NotFound."""
    rows = Decision.objects.filter(selection__in=selections_visible_to(by))
    return one(rows.select_related("selection__call__program", "region"), decision_uid)


def published_page(selection_uid: UUID, by: Actor) -> Selection:
    """A published selection with its decisions. Raises NotFound, also while it is not published."""
    found = selection_page(selection_uid, by)
    if found.state != "published":
        raise NotFound.because("http.not_found")
    return found


def conflict_page(conflict_uid: UUID, by: Actor) -> Conflict:
    """A conflict of a round that the actor may see. Raises NotFound."""
    rows = Conflict.objects.filter(case__round__in=rounds_visible_to(by))
    joins = ("case__round__call__program", "expert__person__organization")
    return one(rows.select_related(*joins).defer("case__dossier"), conflict_uid)


def assignment_page(assignment_uid: UUID, by: Actor) -> Assignment:
    """An assignment of a round that the actor may see. Raises NotFound."""
    rows = Assignment.objects.filter(case__round__in=rounds_visible_to(by))
    return one(
        rows.select_related("case__round__call__program", "expert__person").defer("case__dossier"), assignment_uid
    )
