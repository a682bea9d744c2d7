"""What is alike with a case, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.money import WHOLE_BP
from reviews import queries
from reviews.api.base import View, shown
from reviews.queries.alike import alike_to_case


class CasePassage(serializers.Serializer[Any]):
    """A passage of this case's papers, and what answers to it in the other: empty where the asker may not read that."""

    own = serializers.CharField()
    other = serializers.CharField()


class AlikeToCase(serializers.Serializer[Any]):
    """A standing submission that is alike. People, firms and equipment in common are counted."""

    number = serializers.CharField(source="sketch.number")
    call = serializers.CharField(source="sketch.call.code")
    program_ko = serializers.CharField(source="sketch.call.program.name_ko")
    program_en = serializers.CharField(source="sketch.call.program.name_en")
    is_overlap = serializers.BooleanField(source="common.is_overlap")
    text_bp = serializers.IntegerField(
        source="common.text_bp", max_value=WHOLE_BP, help_text="How much of the shorter text stands in the other."
    )
    people = serializers.IntegerField(source="common.people")
    firms = serializers.IntegerField(source="common.firms")
    equipment = serializers.IntegerField(source="common.equipment")
    passages = CasePassage(many=True, source="pairs")


class CaseAlike(View):
    """What is alike with a case."""

    serializer_class = AlikeToCase

    @extend_schema(operation_id="case_alike", responses=AlikeToCase(many=True))
    def get(self, request: Request, case_uid: UUID) -> Response:
        """Standing submissions that are alike, the most first; at most ten.

        Experts read passages of their own case alone, and are told nothing of a call that is still open.
        """
        asker = self.asker(request)
        case = queries.case_of(case_uid, asker["by"])
        return shown(AlikeToCase, alike_to_case(case, asker["by"], asker["at"]), many=True)
