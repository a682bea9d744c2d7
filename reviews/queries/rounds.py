"""Rounds, cases, experts' standing, assignments and reviews."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts.actors import Actor
from accounts.queries import holders, overseen_rows
from accounts.roles import Power, Role
from core.models import StoredFile
from core.refusals import NotFound
from core.states import Move
from programs.queries import policy_of
from proposals.models import Attachment
from reviews.models import Assignment, Case, Conflict, Expert, Member, Review, Round
from reviews.permissions import STRANGER, Sight, Standing, sight
from reviews.rules import Marks

Row = TypeVar("Row", bound=Model)
SEATED = ~Q(answer="declined")
"""Members who have not declined."""


def one(rows: QuerySet[Row], uid: UUID) -> Row:
    """The row of this uid among those that may be seen. Raises NotFound."""
    row = rows.filter(uid=uid).first()
    if row is None:
        raise NotFound.because("http.not_found")
    return row


def move_to(row: Any, move: Move, **changes: Any) -> None:
    """Write a state and what goes with it."""
    type(row)._default_manager.filter(pk=row.pk).update(state=move.target, **changes)
    row.refresh_from_db(fields=["state", *changes])


def expert_of(actor: Actor) -> Expert | None:
    """The expert that the actor is, if he is one."""
    if actor.person_id is None:
        return None
    return Expert.objects.select_related("person__organization").filter(person_id=actor.person_id).first()


def rounds_visible_to(actor: Actor) -> QuerySet[Round]:
    """The rounds that the actor runs or oversees, and those on whose committee he sits, newest first."""
    sits = Member.objects.filter(SEATED, round=OuterRef("pk"), expert__person_id=actor.person_id or 0)
    rows = Round.objects.select_related("call__program", "call__rule_set", "ministry").order_by("-id")
    return rows.filter(overseen_rows(actor, Power.REVIEWS) | Q(Exists(sits)))


def round_page(round_uid: UUID, by: Actor) -> Round:
    """A round with its members. Raises NotFound."""
    return one(rounds_visible_to(by).prefetch_related("members__expert__person__organization"), round_uid)


def locked_round(round_uid: UUID, by: Actor) -> Round:
    """A round that the actor may see, its row locked. Raises NotFound."""
    one(rounds_visible_to(by), round_uid)
    rows = Round.objects.select_related("call__program", "call__rule_set", "ministry")
    return rows.select_for_update(of=("self",), no_key=True).get(uid=round_uid)


def standing_of(actor: Actor, case: Case) -> Standing:
    """The actor's standing towards a case: one query."""
    if actor.person_id is None:
        return STRANGER
    member = (
        Member.objects.filter(SEATED, round_id=case.round_id, expert__person_id=actor.person_id)
        .annotate(
            is_given=Exists(Assignment.objects.filter(case=case, expert=OuterRef("expert"), state="given")),
            is_conflicted=Exists(Conflict.objects.filter(case=case, expert=OuterRef("expert"), state="standing")),
        )
        .first()
    )
    if member is None:
        return STRANGER
    return Standing(True, member.declared_at is not None, member.is_given, member.is_conflicted)


def my_assignments(actor: Actor) -> QuerySet[Assignment]:
    """What the actor has to judge or has judged, of which no conflict stands, by round and number."""
    standing = Conflict.objects.filter(case=OuterRef("case"), expert=OuterRef("expert"), state="standing")
    declared = Member.objects.filter(
        round=OuterRef("case__round"), expert=OuterRef("expert"), declared_at__isnull=False
    )
    return (
        Assignment.objects.filter(
            ~Exists(standing),
            Exists(declared),
            expert__person_id=actor.person_id or 0,
            state="given",
            case__round__state__in=("scoring", "opened"),
        )
        .select_related("case__round__call__program", "case__round__call__rule_set", "case__region", "expert", "review")
        .defer("case__dossier")
        .order_by("case__round_id", "case__number")
    )


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases that a desk or an overseer sees, and those that were given to the actor as an expert."""
    rows = Case.objects.select_related("round__call__program", "round__call__rule_set", "region")
    given = my_assignments(actor).filter(case=OuterRef("pk"))
    return rows.filter(overseen_rows(actor, Power.REVIEWS, program="round__call__program__uid") | Q(Exists(given)))


def case_of(case_uid: UUID, by: Actor) -> Case:
    """A case as a desk, an overseer or an expert to whom it was given may open it. Raises NotFound for all others."""
    return one(cases_visible_to(by), case_uid)


def file_of(case_uid: UUID, attachment_uid: str, by: Actor) -> StoredFile:
    """A document of a case's dossier, for those who may open the case. Raises NotFound for all others."""
    case = case_of(case_uid, by)
    if all(one["uid"] != str(attachment_uid) for one in case.dossier.get("files", ())):
        raise NotFound.because("http.not_found")
    attachment = Attachment.objects.select_related("file").filter(uid=attachment_uid).first()
    if attachment is None:
        raise NotFound.because("http.not_found")
    return attachment.file


def locked_assignment(assignment_uid: UUID, by: Actor) -> Assignment:
    """One's own assignment, its row locked. Raises NotFound, also while a conflict stands.

    Asked again under the lock: a conflict may have been set while this one waited for it.
    """
    one(my_assignments(by), assignment_uid)
    Assignment.objects.select_for_update(no_key=True).get(uid=assignment_uid)
    return one(my_assignments(by), assignment_uid)


def given_assignment(assignment_uid: UUID, by: Actor) -> Assignment:
    """An assignment of a round that the actor may see, the round's row and its own locked. Raises NotFound."""
    round_uid = Assignment.objects.filter(uid=assignment_uid).values_list("case__round__uid", flat=True).first()
    if round_uid is None:
        raise NotFound.because("http.not_found")
    locked_round(round_uid, by)
    rows = Assignment.objects.select_related("case__round__call__program", "case__round__call__rule_set", "expert")
    return rows.select_for_update(of=("self",), no_key=True).get(uid=assignment_uid)


def cases_to_declare(round_: Round, seat: Member | None = None) -> QuerySet[Case]:
    """What a committee member is shown to declare his interests: number, title, region and parties, no papers.

    Of a case with which he has a conflict he is shown nothing.
    """
    rows = round_.cases.select_related("region").defer("dossier").order_by("number")
    if seat is None:
        return rows
    standing = Conflict.objects.filter(case=OuterRef("pk"), expert=seat.expert_id, state="standing")
    return rows.filter(~Exists(standing))


def review_of(assignment: Assignment, *, at: datetime) -> Review:
    """The review of an assignment, its row locked; opened empty on first use."""
    Review.objects.get_or_create(assignment=assignment, defaults={"changed_at": at})
    return Review.objects.select_for_update().get(assignment=assignment)


def marks_of(review: Review) -> Marks:
    """The points and comments that a review holds."""
    scores = list(review.scores.all())
    return Marks(
        {score.criterion: score.points for score in scores}, {score.criterion: score.comment for score in scores}
    )


def others_reviews(assignment: Assignment) -> QuerySet[Review]:
    """Submitted reviews of the same case by others, in the phase that shows them; before that none.

    The assignment is the asker's own, as `my_assignment` gives it: no conflict stands.
    """
    if not sight_of(assignment).sees_others:
        return Review.objects.none()
    rows = Review.objects.filter(
        assignment__case_id=assignment.case_id,
        assignment__case__round__state=assignment.case.round.state,  # the phase that this was decided on still holds
        assignment__state="given",
        state="submitted",
    )
    return rows.exclude(assignment=assignment).select_related("assignment__expert__person").prefetch_related("scores")


def sight_of(assignment: Assignment) -> Sight:
    """What the one whose own assignment this is may see and do now, by the phases of its call's rules."""
    round_ = assignment.case.round
    standing = Standing(member=True, declared=True, given=assignment.state == "given")
    return sight(standing, round_.state, policy_of(round_.call.rule_set).review.phases)


def desks_of(round_: Round, at: datetime) -> list[int]:
    """Users at the ministry and agency who run this round."""
    users = holders(Role.MINISTRY_OFFICER, at=at, organization_id=round_.ministry_id)
    agency_id = round_.call.program.agency_id
    if agency_id is not None:
        users += holders(Role.AGENCY_OFFICER, at=at, organization_id=agency_id)
    return users
