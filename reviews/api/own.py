"""An expert's own entry in the register over the API."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import actions, queries
from reviews.api import judges as shapes
from reviews.api.base import ONCE, View, shown


class MyEntry(View):
    """What the register holds of the asker, as far as he keeps it."""

    serializer_class = shapes.OwnEntry

    @extend_schema(operation_id="my_entry_read", responses=shapes.OwnEntry)
    def get(self, request: Request) -> Response:
        """What you know, how much you take, and when you are away."""
        return shown(shapes.OwnEntry, queries.own_entry(self.actor(request)))

    @extend_schema(operation_id="my_entry_change", request=shapes.OwnEntry, responses=shapes.OwnEntry)
    def put(self, request: Request) -> Response:
        """Put what you know and how much you take in place; it counts from the next invitation on."""
        given = self.given(shapes.OwnEntry, request)
        return shown(shapes.OwnEntry, actions.change_own_entry(**given, **self.asker(request)))


class MyAbsences(View):
    """When the asker takes no cases."""

    serializer_class = shapes.OwnAbsence

    @extend_schema(
        operation_id="my_absences_tell",
        request=shapes.OwnAbsence,
        responses={201: shapes.OwnAbsence},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Say that you take no cases on some days; the reason stays your own."""
        given = self.given(shapes.OwnAbsence, request)
        return shown(shapes.OwnAbsence, actions.tell_absence(**given, **self.asker(request)), status=201)


class MyAbsence(View):
    """One of the asker's absences."""

    serializer_class = shapes.OwnEntry

    @extend_schema(operation_id="my_absences_remove", responses={200: shapes.OwnEntry}, parameters=[ONCE])
    def delete(self, request: Request, absence_uid: UUID) -> Response:
        """Take it back."""
        return shown(shapes.OwnEntry, actions.remove_absence(absence_uid=absence_uid, **self.asker(request)))
