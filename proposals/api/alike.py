"""What is alike with a proposal, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.money import WHOLE_BP
from proposals.api.base import View, answered
from proposals.queries.alike import alike_for


class PassagePair(serializers.Serializer[Any]):
    """A passage of this proposal, and what answers to it in the other: empty where the asker may not read that."""

    own = serializers.CharField()
    other = serializers.CharField()


class AlikeProposal(serializers.Serializer[Any]):
    """A standing submission that is alike; names and passages are this proposal's own."""

    number = serializers.CharField(source="sketch.number")
    call = serializers.CharField(source="sketch.call.code")
    program_ko = serializers.CharField(source="sketch.call.program.name_ko")
    program_en = serializers.CharField(source="sketch.call.program.name_en")
    ministry_ko = serializers.CharField(source="sketch.call.program.ministry.name_ko")
    ministry_en = serializers.CharField(source="sketch.call.program.ministry.name_en")
    arrived_at = serializers.DateTimeField(source="sketch.arrived_at")
    is_overlap = serializers.BooleanField(source="common.is_overlap")
    text_bp = serializers.IntegerField(
        source="common.text_bp", max_value=WHOLE_BP, help_text="How much of the shorter text stands in the other."
    )
    people = serializers.ListField(child=serializers.CharField())
    firms = serializers.ListField(child=serializers.CharField())
    equipment = serializers.ListField(child=serializers.CharField())
    passages = PassagePair(many=True, source="pairs")


class Alikes(View):
    """What is alike."""

    serializer_class = AlikeProposal

    @extend_schema(operation_id="proposal_alike", responses=AlikeProposal(many=True))
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """Standing submissions that are alike in text, people, firms or equipment, the most first; at most ten.

        Of proposals that the asker may not read, only what is his own of it: the number, the programme, the ministry,
        and his own passage.
        """
        asker = self.asker(request)
        proposal, content, _ = self.read(request, proposal_uid)
        return answered(AlikeProposal, alike_for(asker["by"], proposal.pk, content, asker["at"]), many=True)
