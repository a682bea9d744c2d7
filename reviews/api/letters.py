"""Letters to teams over the API: send them all, see how far they are, read one's own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.refusals import NotFound
from reviews import actions, permissions, queries
from reviews.api.base import ONCE, View, shown


class LettersOut(serializers.Serializer[Any]):
    """How many teams have their letter, and whether letters are being sent now."""

    teams = serializers.IntegerField()
    sent = serializers.IntegerField()
    percent = serializers.IntegerField()
    goes_on = serializers.BooleanField()


class LetterCriterion(serializers.Serializer[Any]):
    """The mean of the experts for one criterion, in hundredths of a point, with their comments."""

    code = serializers.CharField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)
    most = serializers.IntegerField()
    weight_bp = serializers.IntegerField()
    mean_hundredths = serializers.IntegerField(allow_null=True)
    comments = serializers.ListField(child=serializers.CharField())


class LetterPanel(serializers.Serializer[Any]):
    """What a panel agreed on in place of the experts' score, by criterion and together, and why."""

    score_bp = serializers.IntegerField()
    before_bp = serializers.IntegerField()
    points = serializers.DictField(child=serializers.IntegerField())
    reason = serializers.CharField()


class LetterPart(serializers.Serializer[Any]):
    """What was said of one judged proposal."""

    number = serializers.CharField()
    reviews = serializers.IntegerField()
    criteria = LetterCriterion(many=True)
    comments = serializers.ListField(child=serializers.CharField())
    panel = LetterPanel(allow_null=True, required=False)


class LetterOut(serializers.Serializer[Any]):
    """The letter of one team."""

    uid = serializers.UUIDField()
    number = serializers.CharField(source="decision.number")
    outcome = serializers.CharField(source="decision.outcome")
    score_bp = serializers.IntegerField(source="decision.score_bp", allow_null=True)
    sent_at = serializers.DateTimeField()
    parts = LetterPart(many=True, source="content.parts")


class Letters(View):
    """Letters of a selection."""

    serializer_class = LettersOut

    @extend_schema(operation_id="selections_letters", responses=LettersOut)
    def get(self, request: Request, selection_uid: UUID) -> Response:
        """How far the letters are."""
        return self._progress(selection_uid)

    @extend_schema(operation_id="selections_send_letters", request=None, responses={202: LettersOut}, parameters=[ONCE])
    def post(self, request: Request, selection_uid: UUID) -> Response:
        """Send a letter to every team that has none."""
        actions.ask_for_letters(selection_uid=selection_uid, **self.asker(request))
        return self._progress(selection_uid, 202)

    def _progress(self, selection_uid: UUID, status: int = 200) -> Response:
        found = queries.selection_page(selection_uid, self.actor(self.request))
        if not permissions.oversees_reviews(self.actor(self.request), found.ministry_id, found.call.program.uid):
            raise NotFound.because("http.not_found")
        return shown(LettersOut, queries.letter_progress(found), status=status)


class OneLetter(View):
    """A team's letter."""

    serializer_class = LetterOut

    @extend_schema(operation_id="letters_read", responses=LetterOut)
    def get(self, request: Request, letter_uid: UUID) -> Response:
        """The letter, for its team, the leading institution's office, desks and overseers."""
        return shown(LetterOut, queries.letter_page(letter_uid, self.actor(request)))
