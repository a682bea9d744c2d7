"""How the money of a call is divided between the regions, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from programs.queries import policy_of
from reviews import queries
from reviews.api.base import View


class RegionMoneyOut(serializers.Serializer[Any]):
    """The share of one region; `least_krw` and `most_krw` are null where nothing bounds what it gets."""

    region = serializers.CharField(source="region.code")
    figures_version = serializers.IntegerField(source="figures.version", allow_null=True, default=None)
    cells = serializers.DictField(child=serializers.CharField())
    bands = serializers.DictField(child=serializers.IntegerField())
    mean_bp = serializers.IntegerField()
    basis = serializers.IntegerField()
    basis_krw = serializers.IntegerField()
    index_krw = serializers.IntegerField()
    share_krw = serializers.IntegerField()
    least_krw = serializers.IntegerField(allow_null=True)
    most_krw = serializers.IntegerField(allow_null=True)


class Division(View):
    """The money of a call by region, before anything is chosen."""

    serializer_class = RegionMoneyOut

    @extend_schema(operation_id="calls_division", responses=RegionMoneyOut(many=True), filters=False)
    def get(self, request: Request, call_uid: UUID) -> Response:
        """Shares by region: live for desks and overseers, as a selection was proposed with for all who see its sums."""
        actor = self.actor(request)
        call = queries.call_of_division(call_uid, actor)
        rows = queries.division_of(call, policy_of(call.rule_set))
        return Response(RegionMoneyOut(rows, many=True).data)
