"""Rounds, experts, conflicts and assignments over the API, for desks and for experts."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import Pages
from core.refusals import NotFound
from reviews import actions, queries
from reviews.api import serializers as shapes
from reviews.api.base import ONCE, View, overseen_round, shown
from reviews.rules.pool import PoolTerms


class Rounds(View):
    """The rounds that the asker runs, oversees or sits in."""

    pagination_class = Pages
    serializer_class = shapes.RoundOut

    @extend_schema(operation_id="rounds_list", responses=shapes.RoundOut(many=True))
    def get(self, request: Request) -> Response:
        """Rounds that you may see, oldest first."""
        return self.listed(shapes.RoundOut, queries.rounds_visible_to(self.actor(request)))

    @extend_schema(
        operation_id="rounds_open", request=shapes.RoundIn, responses={201: shapes.RoundDetail}, parameters=[ONCE]
    )
    def post(self, request: Request) -> Response:
        """Open the round of a call whose regions' time is over."""
        given = self.given(shapes.RoundIn, request)
        round_ = actions.open_round(call_uid=given["call"], due_at=given["due_at"], **self.asker(request))
        response = _round(self, request, round_.uid, 201)
        response["Location"] = reverse("api:round", args=[round_.uid])
        return response


class OneRound(View):
    """A round."""

    serializer_class = shapes.RoundDetail

    @extend_schema(operation_id="rounds_read", responses=shapes.RoundDetail)
    def get(self, request: Request, round_uid: UUID) -> Response:
        """One round and what you may do with it now."""
        return _round(self, request, round_uid)


class StartScoring(View):
    """Starting to score."""

    @extend_schema(operation_id="rounds_start_scoring", request=None, responses=shapes.RoundDetail, parameters=[ONCE])
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Let the experts read and score; every case must have its experts."""
        actions.start_scoring(round_uid=round_uid, **self.asker(request))
        return _round(self, request, round_uid)


class OpenToPanel(View):
    """Showing scores."""

    @extend_schema(operation_id="rounds_open_to_panel", request=None, responses=shapes.RoundDetail, parameters=[ONCE])
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Scores stand, and experts of the same case see each other's."""
        actions.open_to_panel(round_uid=round_uid, **self.asker(request))
        return _round(self, request, round_uid)


class CloseRound(View):
    """Closing."""

    @extend_schema(
        operation_id="rounds_close", request=shapes.RoundClosing, responses=shapes.RoundDetail, parameters=[ONCE]
    )
    def post(self, request: Request, round_uid: UUID) -> Response:
        """End the round; papers are closed to the experts again. Cases short of experts want a reason."""
        given = self.given(shapes.RoundClosing, request)
        actions.close_round(round_uid=round_uid, **given, **self.asker(request))
        return _round(self, request, round_uid)


class RoundDue(View):
    """The end of a round."""

    @extend_schema(
        operation_id="rounds_postpone", request=shapes.RoundDue, responses=shapes.RoundDetail, parameters=[ONCE]
    )
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Move the end to later, with a reason."""
        actions.postpone_round(round_uid=round_uid, **self.given(shapes.RoundDue, request), **self.asker(request))
        return _round(self, request, round_uid)


class Members(View):
    """The committee of a round."""

    serializer_class = shapes.RoundMember

    @extend_schema(operation_id="round_members_list", responses=shapes.RoundMember(many=True))
    def get(self, request: Request, round_uid: UUID) -> Response:
        """Everybody on the committee, with his load."""
        return shown(shapes.RoundMember, queries.members_of(overseen_round(self, request, round_uid)), many=True)

    @extend_schema(
        operation_id="round_members_invite",
        request=shapes.RoundInvitation,
        responses={201: shapes.RoundMember(many=True)},
        parameters=[ONCE],
    )
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Put experts of the register on the committee."""
        given = self.given(shapes.RoundInvitation, request)
        actions.invite_experts(round_uid=round_uid, expert_uids=given["experts"], **self.asker(request))
        members = queries.members_of(overseen_round(self, request, round_uid))
        return shown(shapes.RoundMember, members, many=True, status=201)


class Pool(View):
    """A committee by lot."""

    serializer_class = shapes.RoundMember

    @extend_schema(
        operation_id="round_pool_draw",
        request=shapes.PoolIn,
        responses={201: shapes.RoundMember(many=True)},
        parameters=[ONCE],
    )
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Draw experts who can come, within the shares, and invite them; answers with the whole committee."""
        given = self.given(shapes.PoolIn, request)
        actions.draw_pool(round_uid=round_uid, terms=PoolTerms(**given), **self.asker(request))
        members = queries.members_of(overseen_round(self, request, round_uid))
        return shown(shapes.RoundMember, members, many=True, status=201)


class Cases(View):
    """The cases of a round."""

    serializer_class = shapes.CaseProgress

    @extend_schema(operation_id="round_cases_list", responses=shapes.CaseProgress(many=True))
    def get(self, request: Request, round_uid: UUID) -> Response:
        """Every case with its progress, for the desk."""
        return shown(shapes.CaseProgress, queries.cases_in(overseen_round(self, request, round_uid)), many=True)


class Interests(View):
    """An expert's interests in a round."""

    serializer_class = shapes.InterestsOut

    @extend_schema(operation_id="round_interests_read", responses=shapes.CaseOut(many=True))
    def get(self, request: Request, round_uid: UUID) -> Response:
        """The cases to look through, without papers, for a member of the committee."""
        round_ = queries.round_page(round_uid, self.actor(request))
        seat = queries.seat_of(round_, self.actor(request))
        if seat is None:
            raise NotFound.because("http.not_found")
        return shown(shapes.CaseOut, queries.cases_to_declare(round_, seat), many=True)

    @extend_schema(
        operation_id="round_interests_declare",
        request=shapes.InterestsIn,
        responses=shapes.InterestsOut,
        parameters=[ONCE],
    )
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Declare the cases you may not judge, or by an empty list that there are none."""
        given = self.given(shapes.InterestsIn, request)
        named = {one["case"]: (one["ground"], one["note"]) for one in given["conflicts"]}
        member = actions.declare_interests(round_uid=round_uid, conflicts=named, **self.asker(request))
        return shown(shapes.InterestsOut, member)


class Conflicts(View):
    """Conflicts of interest in a round."""

    serializer_class = shapes.ConflictOut

    @extend_schema(operation_id="round_conflicts_list", responses=shapes.ConflictOut(many=True))
    def get(self, request: Request, round_uid: UUID) -> Response:
        """Every conflict: found, declared or set."""
        return shown(shapes.ConflictOut, queries.conflicts_in(overseen_round(self, request, round_uid)), many=True)

    @extend_schema(
        operation_id="round_conflicts_set",
        request=shapes.ConflictIn,
        responses={201: shapes.ConflictOut},
        parameters=[ONCE],
    )
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Bar an expert from a case; what he was given of it is void."""
        given = self.given(shapes.ConflictIn, request)
        round_ = overseen_round(self, request, round_uid)
        if not round_.cases.filter(uid=given["case"]).exists():
            raise NotFound.because("http.not_found")
        conflict = actions.set_conflict(
            case_uid=given["case"],
            expert_uid=given["expert"],
            ground=given["ground"],
            note=given["note"],
            **self.asker(request),
        )
        return shown(shapes.ConflictOut, queries.conflict_page(conflict.uid, self.actor(request)), status=201)


class LiftConflict(View):
    """Lifting a conflict."""

    @extend_schema(
        operation_id="conflicts_lift", request=shapes.ConflictLift, responses=shapes.ConflictOut, parameters=[ONCE]
    )
    def post(self, request: Request, conflict_uid: UUID) -> Response:
        """Lift a conflict by name and with a reason."""
        given = self.given(shapes.ConflictLift, request)
        actions.lift_conflict(conflict_uid=conflict_uid, why=given["why"], **self.asker(request))
        return shown(shapes.ConflictOut, queries.conflict_page(conflict_uid, self.actor(request)))


def _round(view: View, request: Request, uid: UUID, status: int = 200) -> Response:
    actor = view.actor(request)
    return shown(shapes.RoundDetail, queries.round_page(uid, actor), status=status, actor=actor)
