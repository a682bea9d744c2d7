"""The figures of the regions over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import required_version
from programs import actions, queries
from programs.api.base import IF_MATCH, ONCE, View
from programs.models import RegionalFigures
from programs.rules import FigureTerms
from programs.rules.figures import NOTE_LENGTH, SOURCE_LENGTH

CELLS = "By region's code, then by the measure's: a number, and a star after it where no source gives it."


class RegionalFiguresIn(serializers.Serializer[Any]):
    """A whole table of figures."""

    year = serializers.IntegerField()
    source = serializers.CharField(max_length=SOURCE_LENGTH)  # type: ignore[assignment]  # a field of that name
    note = serializers.CharField(max_length=NOTE_LENGTH, allow_blank=True, default="")
    cells = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField(max_length=24, allow_blank=True)), help_text=CELLS
    )


class RegionalFiguresOut(serializers.ModelSerializer[RegionalFigures]):
    """A version of a programme's table of figures."""

    cells = serializers.DictField(child=serializers.DictField(child=serializers.CharField()), help_text=CELLS)

    class Meta:
        model = RegionalFigures
        fields = ("uid", "version", "year", "source", "note", "cells", "recorded_at", "recorded_by_name")


class ProgramFigures(View):
    """The figures of the regions by which a programme's money is balanced."""

    serializer_class = RegionalFiguresOut
    queryset = RegionalFigures.objects.none()

    @extend_schema(operation_id="programs_figures", responses=RegionalFiguresOut(many=True), auth=[])
    def get(self, request: Request, program_uid: UUID) -> Response:
        """Every version; the newest is the one that counts."""
        program = queries.program(program_uid)
        return self.listed(RegionalFiguresOut, request, queries.figures_of_program(program.pk))

    @extend_schema(
        operation_id="programs_record_figures",
        request=RegionalFiguresIn,
        responses={201: RegionalFiguresOut},
        parameters=[ONCE, IF_MATCH],
    )
    def post(self, request: Request, program_uid: UUID) -> Response:
        """Keep a whole table as the next version; If-Match names the version that was read."""
        given = self.given(RegionalFiguresIn, request)
        table = actions.record_figures(
            program_uid=program_uid,
            terms=FigureTerms(**given),
            version=required_version(request),
            **self.asker(request),
        )
        response = self.shown(RegionalFiguresOut, request, table, 201)
        response["Location"] = reverse("api:program-figures", args=[program_uid])
        return response
