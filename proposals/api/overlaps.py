"""Overlaps over the API: the list, one with its passages, the committee's opinion, the ministry's answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.refusals import require
from proposals.actions import overlaps as actions
from proposals.api.base import ONCE, View, answered
from proposals.models import Overlap
from proposals.permissions import overlaps as permissions
from proposals.queries import overlaps as queries
from proposals.rules.overlaps import ANSWERS, OPINIONS, TEXT_MOST
from proposals.states import OVERLAP

KINDS = tuple(Overlap.Kind.values)
MOST = 200
"""Rows that a list gives."""


class OverlapOut(serializers.ModelSerializer[Overlap]):
    """Two proposals or programmes that overlap: `first` was there earlier; the ministry of `second` answers.

    A programme's number is its code; calls are empty then. `alike_bp` is how much they have in common in all.
    """

    kind = serializers.ChoiceField(choices=KINDS)
    state = serializers.ChoiceField(choices=OVERLAP.states)
    opinion = serializers.ChoiceField(choices=("", *OPINIONS))
    first_call = serializers.CharField(source="first_call.code", default="")
    second_call = serializers.CharField(source="second_call.code", default="")
    first_program = serializers.CharField(source="first_program.code")
    second_program = serializers.CharField(source="second_program.code")
    first_ministry = serializers.CharField(source="first_program.ministry.name_ko")
    second_ministry = serializers.CharField(source="second_program.ministry.name_ko")

    class Meta:
        model = Overlap
        fields = (
            *("uid", "first_number", "second_number", "first_call", "second_call", "first_ministry", "second_ministry"),
            *("kind", "first_program", "second_program", "alike_bp"),
            *("text_bp", "people", "firms", "equipment", "state", "found_at", "opinion", "opinion_text", "opinion_at"),
            *("due_at", "answer_text", "answered_at"),
        )


class OverlapsAsked(serializers.Serializer[Any]):
    """Which overlaps."""

    kind = serializers.ChoiceField(choices=KINDS, required=False, help_text="Of proposals or of programmes alone.")
    state = serializers.ChoiceField(choices=sorted(OVERLAP.states), required=False, help_text="In this state alone.")


class Passages(serializers.Serializer[Any]):
    """A passage of each side; empty where the asker may not read that side."""

    first = serializers.CharField()
    second = serializers.CharField()


class OverlapWhole(serializers.Serializer[Any]):
    """An overlap with the passages that match; two programmes have none: ask `programs/UID/alike` for their parts."""

    overlap = OverlapOut()
    passages = Passages(many=True)


class OverlapOpinion(serializers.Serializer[Any]):
    """Merge, join or keep apart, and why."""

    opinion = serializers.ChoiceField(choices=OPINIONS)
    text = serializers.CharField(max_length=TEXT_MOST)


class OverlapAnswer(serializers.Serializer[Any]):
    """Joined, and how; or accepted, and why."""

    answer = serializers.ChoiceField(choices=tuple(ANSWERS))
    text = serializers.CharField(max_length=TEXT_MOST)
    opinion_read = serializers.ChoiceField(
        choices=("", *OPINIONS),
        required=False,
        help_text="The opinion that you have read, empty for none; if another was given meanwhile, you are told (412).",
    )


class Overlaps(View):
    """What overlaps."""

    serializer_class = OverlapOut

    @extend_schema(operation_id="overlaps", responses=OverlapOut(many=True), parameters=[OverlapsAsked])
    def get(self, request: Request) -> Response:
        """Overlaps of the asker's ministry, or all for who oversees; the most alike first, at most 200."""
        by = self.actor(request)
        require(permissions.reads_overlaps(by), "read_overlaps")
        found = queries.overlaps_listed(by).filter(**self.given(OverlapsAsked, request, query=True))
        return answered(OverlapOut, found[:MOST], many=True)


class OneOverlap(View):
    """An overlap."""

    serializer_class = OverlapWhole

    @extend_schema(operation_id="overlap", responses=OverlapWhole)
    def get(self, request: Request, overlap_uid: UUID) -> Response:
        """Both sides, the passages, the opinion and the answer."""
        by = self.actor(request)
        found = queries.overlap_page(overlap_uid, by)
        return answered(OverlapWhole, {"overlap": found, "passages": _named(queries.passages_of(found, by))})


class Opinion(View):
    """The committee's opinion."""

    serializer_class = OverlapOpinion

    @extend_schema(operation_id="overlap_opinion", request=OverlapOpinion, responses=OverlapOut, parameters=[ONCE])
    def post(self, request: Request, overlap_uid: UUID) -> Response:
        """Record the coordinating committee's opinion; the ministry has to answer by `due_at`."""
        given = self.given(OverlapOpinion, request)
        return answered(OverlapOut, actions.give_opinion(overlap_uid=overlap_uid, **given, **self.asker(request)))


class Answer(View):
    """The ministry's answer."""

    serializer_class = OverlapAnswer

    @extend_schema(operation_id="overlap_answer", request=OverlapAnswer, responses=OverlapOut, parameters=[ONCE])
    def post(self, request: Request, overlap_uid: UUID) -> Response:
        """Answer for the ministry of what was there later."""
        given = self.given(OverlapAnswer, request)
        return answered(OverlapOut, actions.answer_overlap(overlap_uid=overlap_uid, **given, **self.asker(request)))


def _named(passages: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"first": first, "second": second} for first, second in passages]
