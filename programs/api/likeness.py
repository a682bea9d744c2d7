"""What is alike with a programme, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import asked
from programs import queries
from programs.api.base import View
from programs.queries.likeness import alike_with_program
from programs.rules.likeness import WEIGHTS_BP


class SharedThing(serializers.Serializer[Any]):
    """What both have: a code of what may lead, join, be paid, of a region or a cost; or the name of a measure, a sector
    or a word."""

    what = serializers.ChoiceField(choices=("lead", "partner", "paid", "region", "cost", "measure", "sector", "word"))
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)


class LikenessPart(serializers.Serializer[Any]):
    """One way in which they are alike; `degree_bp` is null where one of the two says nothing of it."""

    name = serializers.ChoiceField(choices=tuple(WEIGHTS_BP))
    degree_bp = serializers.IntegerField(allow_null=True)
    shared = SharedThing(many=True)


class AlikeProgramOut(serializers.Serializer[Any]):
    """Another programme: `total_bp` is the mean of what is known of both, `known_bp` the weight of all that is."""

    uid = serializers.UUIDField(source="program.uid")
    code = serializers.CharField(source="program.code")
    name_ko = serializers.CharField(source="program.name_ko")
    name_en = serializers.CharField(source="program.name_en")
    ministry = serializers.CharField(source="program.ministry.name_ko")
    total_bp = serializers.IntegerField(source="likeness.total_bp")
    known_bp = serializers.IntegerField(source="likeness.known_bp")
    is_overlap = serializers.BooleanField(source="likeness.is_overlap")
    parts = LikenessPart(source="likeness.parts", many=True)


class AlikeProgrammes(View):
    """Programmes that are alike."""

    serializer_class = AlikeProgramOut

    @extend_schema(operation_id="programs_alike", responses=AlikeProgramOut(many=True), auth=[])
    def get(self, request: Request, program_uid: UUID) -> Response:
        """All other programmes under their latest published rules, the most alike first."""
        found = alike_with_program(queries.program(program_uid), asked(request).at)
        return Response(AlikeProgramOut(found, many=True).data)
