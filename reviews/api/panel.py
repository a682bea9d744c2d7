"""A panel's meetings over the API: call one, keep it going, follow it, sign its minutes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.http import asked
from reviews import actions, queries
from reviews.api import panel_shapes as shapes
from reviews.api.base import ONCE, View, overseen_round, shown
from reviews.models import Meeting
from reviews.panel_showing import live, minutes_of


class MeetingView(View):
    """One meeting."""

    serializer_class: type[BaseSerializer[Any]] = shapes.MeetingDetail
    queryset = Meeting.objects.none()

    def told(self, request: Request, meeting_uid: UUID, status: int = 200) -> Response:
        """The meeting as the asker may see it now."""
        floor = queries.floor_of(queries.meeting_page(meeting_uid, self.actor(request)))
        found = live(floor, self.actor(request), asked(request).at)
        return shown(shapes.MeetingDetail, shapes.of_meeting(floor, found), status=status)


class RoundMeetings(MeetingView):
    """The meetings of a round."""

    @extend_schema(operation_id="meetings_list", responses=shapes.MeetingOut(many=True))
    def get(self, request: Request, round_uid: UUID) -> Response:
        """Every meeting of a round, the newest first, for its desks and overseers."""
        round_ = overseen_round(self, request, round_uid)
        return shown(shapes.MeetingOut, queries.meetings_of(round_), many=True)

    @extend_schema(
        operation_id="meetings_call",
        request=shapes.MeetingIn,
        responses={201: shapes.MeetingDetail},
        parameters=[ONCE],
    )
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Call the committee; the agenda is worked out with it."""
        given = self.given(shapes.MeetingIn, request)
        made = actions.call_meeting(
            round_uid=round_uid,
            starts_at=given["starts_at"],
            place=given["place"],
            chair_uid=given["chair"],
            deputy_uid=given["deputy"],
            **self.asker(request),
        )
        response = self.told(request, made.uid, 201)
        response["Location"] = reverse("api:meeting", args=[made.uid])
        return response


class OneMeeting(MeetingView):
    """A meeting."""

    @extend_schema(operation_id="meetings_read", responses=shapes.MeetingDetail)
    def get(self, request: Request, meeting_uid: UUID) -> Response:
        """A meeting with its agenda and its room, as far as you may see them."""
        return self.told(request, meeting_uid)


class WholeMinutes(MeetingView):
    """The minutes of a meeting."""

    serializer_class = shapes.MinutesOut

    @extend_schema(operation_id="meetings_minutes", responses=shapes.MinutesOut)
    def get(self, request: Request, meeting_uid: UUID) -> Response:
        """The whole minutes: attendance, who left for which case, conclusions, what was said."""
        floor = queries.floor_of(queries.meeting_page(meeting_uid, self.actor(request)))
        stays, recusals = queries.stays_of(floor.meeting), queries.recusals_of(floor.meeting)
        found = minutes_of(floor, self.actor(request), stays, recusals)
        return shown(shapes.MinutesOut, shapes.of_minutes(floor, found))


class BeginMeeting(MeetingView):
    """Beginning."""

    @extend_schema(
        operation_id="meetings_begin", request=shapes.MeetingBegins, responses=shapes.MeetingDetail, parameters=[ONCE]
    )
    def post(self, request: Request, meeting_uid: UUID) -> Response:
        """Begin with these members in the room."""
        given = self.given(shapes.MeetingBegins, request)
        actions.begin_meeting(meeting_uid=meeting_uid, member_uids=given["members"], **self.asker(request))
        return self.told(request, meeting_uid)


class MeetingRoom(MeetingView):
    """Who comes and leaves."""

    @extend_schema(
        operation_id="meetings_attend",
        request=shapes.MeetingAttendance,
        responses=shapes.MeetingDetail,
        parameters=[ONCE],
    )
    def post(self, request: Request, meeting_uid: UUID) -> Response:
        """Note that a member comes in or leaves."""
        given = self.given(shapes.MeetingAttendance, request)
        member, inside = given["member"], given["inside"]
        actions.mark_attendance(meeting_uid=meeting_uid, member_uid=member, inside=inside, **self.asker(request))
        return self.told(request, meeting_uid)


class CallBack(MeetingView):
    """Those who waited outside."""

    @extend_schema(operation_id="meetings_call_back", request=None, responses=shapes.MeetingDetail, parameters=[ONCE])
    def post(self, request: Request, meeting_uid: UUID) -> Response:
        """Everybody who left for a conflict and may be here now is back."""
        actions.call_back(meeting_uid=meeting_uid, **self.asker(request))
        return self.told(request, meeting_uid)


class TakeTogether(MeetingView):
    """Settled cases."""

    @extend_schema(
        operation_id="meetings_take_together", request=None, responses=shapes.MeetingDetail, parameters=[ONCE]
    )
    def post(self, request: Request, meeting_uid: UUID) -> Response:
        """Conclude all cases that are taken together, or none."""
        actions.conclude_together(meeting_uid=meeting_uid, **self.asker(request))
        return self.told(request, meeting_uid)


class PlanAgenda(MeetingView):
    """The agenda."""

    @extend_schema(operation_id="meetings_plan", request=None, responses=shapes.MeetingDetail, parameters=[ONCE])
    def post(self, request: Request, meeting_uid: UUID) -> Response:
        """Work the agenda out anew, before the meeting begins."""
        actions.plan_agenda(meeting_uid=meeting_uid, **self.asker(request))
        return self.told(request, meeting_uid)


class EndMeeting(MeetingView):
    """Ending."""

    @extend_schema(operation_id="meetings_end", request=None, responses=shapes.MeetingDetail, parameters=[ONCE])
    def post(self, request: Request, meeting_uid: UUID) -> Response:
        """End the meeting; what was not reached is put off."""
        actions.end_meeting(meeting_uid=meeting_uid, **self.asker(request))
        return self.told(request, meeting_uid)


class ConfirmMinutes(MeetingView):
    """Confirming."""

    @extend_schema(operation_id="meetings_confirm", request=None, responses=shapes.MeetingDetail, parameters=[ONCE])
    def post(self, request: Request, meeting_uid: UUID) -> Response:
        """Confirm the minutes of a meeting at which you were."""
        actions.confirm_minutes(meeting_uid=meeting_uid, **self.asker(request))
        return self.told(request, meeting_uid)


class SignMinutes(MeetingView):
    """Signing."""

    @extend_schema(
        operation_id="meetings_sign", request=shapes.MeetingReason, responses=shapes.MeetingDetail, parameters=[ONCE]
    )
    def post(self, request: Request, meeting_uid: UUID) -> Response:
        """Sign the minutes as chair or deputy: nothing changes after it."""
        given = self.given(shapes.MeetingReason, request)
        actions.sign_minutes(meeting_uid=meeting_uid, reason=given["reason"], **self.asker(request))
        return self.told(request, meeting_uid)


class CallOffMeeting(MeetingView):
    """Calling off."""

    @extend_schema(
        operation_id="meetings_call_off",
        request=shapes.MeetingReason,
        responses=shapes.MeetingDetail,
        parameters=[ONCE],
    )
    def post(self, request: Request, meeting_uid: UUID) -> Response:
        """Call a meeting off before it begins, with a reason."""
        given = self.given(shapes.MeetingReason, request)
        actions.call_off_meeting(meeting_uid=meeting_uid, reason=given["reason"], **self.asker(request))
        return self.told(request, meeting_uid)


class MoveMeeting(MeetingView):
    """Time and place."""

    @extend_schema(
        operation_id="meetings_move", request=shapes.MeetingMove, responses=shapes.MeetingDetail, parameters=[ONCE]
    )
    def post(self, request: Request, meeting_uid: UUID) -> Response:
        """Move a meeting to another time or place, with a reason."""
        given = self.given(shapes.MeetingMove, request)
        actions.move_meeting(meeting_uid=meeting_uid, **given, **self.asker(request))
        return self.told(request, meeting_uid)


class NameLeaders(MeetingView):
    """Chair and deputy."""

    @extend_schema(
        operation_id="meetings_lead", request=shapes.MeetingLeaders, responses=shapes.MeetingDetail, parameters=[ONCE]
    )
    def post(self, request: Request, meeting_uid: UUID) -> Response:
        """Name another chair or deputy, with a reason."""
        given = self.given(shapes.MeetingLeaders, request)
        actions.name_leaders(
            meeting_uid=meeting_uid,
            chair_uid=given["chair"],
            deputy_uid=given["deputy"],
            reason=given["reason"],
            **self.asker(request),
        )
        return self.told(request, meeting_uid)
