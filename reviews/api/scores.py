"""A round's scores over the API, and the draws that tell how far each place is chance."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.models import Job
from reviews import actions, queries
from reviews.api.base import ONCE, View, require_oversight, shown


class ScoredCase(serializers.Serializer[Any]):
    """A case's scores in basis points of full marks; `calibrated_bp` and `margin_bp` are null where severity can't be
    told, `inside_bp` until reviewers were drawn anew, `consensus_bp` unless a panel agreed on a score; with `by_panel`
    that is what counts."""

    case = serializers.UUIDField()
    number = serializers.CharField()
    reviews = serializers.IntegerField()
    raw_bp = serializers.IntegerField()
    trimmed_bp = serializers.IntegerField()
    calibrated_bp = serializers.IntegerField(allow_null=True)
    margin_bp = serializers.IntegerField(allow_null=True)
    counts_bp = serializers.IntegerField()
    apart_bp = serializers.IntegerField()
    inside_bp = serializers.IntegerField(allow_null=True)
    consensus_bp = serializers.IntegerField(allow_null=True)
    by_panel = serializers.BooleanField()


class SeverityOut(serializers.Serializer[Any]):
    """How an expert judges: above or below the others, give or take, and how far his scores scatter."""

    expert = serializers.UUIDField()
    reviews = serializers.IntegerField()
    shift_bp = serializers.IntegerField()
    margin_bp = serializers.IntegerField()
    spread_bp = serializers.IntegerField()


class DrawingsOut(serializers.Serializer[Any]):
    """Draws of reviewers: how far they are, and with which seed they were made."""

    state = serializers.CharField()
    percent = serializers.IntegerField()
    seed = serializers.IntegerField(allow_null=True)
    draws = serializers.IntegerField(allow_null=True)


class ScoresOut(serializers.Serializer[Any]):
    """The scores of a round: what counts (`mean` or `calibrated`), and why severity can't be told where it can't."""

    counts = serializers.CharField()
    thin = serializers.CharField(allow_blank=True)
    cases = ScoredCase(many=True)
    experts = SeverityOut(many=True)
    drawings = DrawingsOut(allow_null=True)


class Scores(View):
    """Scores side by side."""

    serializer_class = ScoresOut

    @extend_schema(operation_id="round_scores", responses=ScoresOut)
    def get(self, request: Request, round_uid: UUID) -> Response:
        """Raw, trimmed and calibrated scores of a round, the best first, for its desks and overseers."""
        round_ = queries.round_page(round_uid, self.actor(request))
        require_oversight(round_, self.actor(request))
        return shown(ScoresOut, _told(queries.scoreboard(round_)))


class Drawings(View):
    """Drawing reviewers anew."""

    serializer_class = DrawingsOut

    @extend_schema(operation_id="round_draw", request=None, responses=DrawingsOut, parameters=[ONCE])
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Ask how often each case would be in, were its reviewers drawn anew; a worker does it."""
        job = actions.ask_for_drawings(round_uid=round_uid, **self.asker(request))
        return shown(DrawingsOut, _drawings(job), status=202)

    @extend_schema(operation_id="round_draw_stop", request=None, responses=DrawingsOut, parameters=[ONCE])
    def delete(self, request: Request, round_uid: UUID) -> Response:
        """Stop draws that are under way."""
        return shown(DrawingsOut, _drawings(actions.stop_drawings(round_uid=round_uid, **self.asker(request))))


def _drawings(job: Job) -> dict[str, Any]:
    found = job.result or {}
    return {"state": job.state, "percent": job.percent, "seed": found.get("seed"), "draws": found.get("draws")}


def _told(board: queries.Scoreboard) -> dict[str, Any]:
    return {
        "counts": board.counted.counts.value,
        "thin": board.counted.thin,
        "cases": [
            {
                "case": case.uid,
                "number": case.number,
                "reviews": one.reviews,
                "raw_bp": one.raw_bp,
                "trimmed_bp": one.trimmed_bp,
                "calibrated_bp": one.calibrated.score_bp if one.calibrated else None,
                "margin_bp": one.calibrated.margin_bp if one.calibrated else None,
                "counts_bp": one.counts_bp,
                "apart_bp": one.apart_bp,
                "inside_bp": board.inside_bp.get(case.pk),
                "consensus_bp": one.consensus_bp,
                "by_panel": one.by_panel,
            }
            for case, one in board.cases
        ],
        "experts": [
            {
                "expert": expert.uid,
                "reviews": one.reviews,
                "shift_bp": one.shift_bp,
                "margin_bp": one.margin_bp,
                "spread_bp": one.spread_bp,
            }
            for expert, one in board.experts
        ],
        "drawings": _drawings(board.job) if board.job else None,
    }
