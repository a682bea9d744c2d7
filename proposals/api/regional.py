"""Rankings and pledges over the API: a region's officers write theirs, others read what was handed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import required_version
from proposals.actions import pledge as pledging
from proposals.actions import ranking as ranking_actions
from proposals.api import regional_shapes as shapes
from proposals.api.base import IF_MATCH, ONCE, View, answered
from proposals.permissions.regional import pledge_moves, ranking_moves
from proposals.queries import regional as queries
from proposals.rules.ranking import Place
from proposals.states import PLEDGE, PLEDGEABLE


class Rankings(View):
    """What the regions have handed in to a call."""

    serializer_class = shapes.RegionLineOut

    @extend_schema(operation_id="rankings_list", responses=shapes.RegionLineOut(many=True))
    def get(self, request: Request, call_uid: UUID) -> Response:
        """Every region with proposals: whether its ranking is submitted, and the won it pledged by year."""
        _, _, lines = queries.overview(call_uid, self.actor(request))
        return answered(shapes.RegionLineOut, lines, many=True)


class OneRanking(View):
    """A region's order of the proposals of a call."""

    serializer_class = shapes.RankingOut

    @extend_schema(operation_id="ranking_read", responses=shapes.RankingOut)
    def get(self, request: Request, call_uid: UUID, region: str) -> Response:
        """The order as it stands. Before the first save it is a draft of version 0 without places."""
        return self.shown(request, call_uid, region)

    @extend_schema(
        operation_id="ranking_save",
        request=shapes.RankingIn,
        responses=shapes.RankingOut,
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, call_uid: UUID, region: str) -> Response:
        """Keep an order as the region's draft, in place of the one kept before."""
        given = self.given(shapes.RankingIn, request)
        ranking_actions.save_ranking(
            call_uid=call_uid,
            region_id=self.region_id(call_uid, region),
            places=[Place(one["proposal"], one["position"], one["opinion"]) for one in given["places"]],
            note=given["note"],
            version=required_version(request),
            **self.asker(request),
        )
        return self.shown(request, call_uid, region)

    def region_id(self, call_uid: UUID, region: str) -> int:
        """The region of this code; whether the asker may know of its ranking is the action's to say."""
        return queries.region_of(queries.call_of(call_uid), region).pk

    def shown(self, request: Request, call_uid: UUID, region: str) -> Response:
        asker = self.asker(request)
        desk = queries.with_degrees(queries.desk(call_uid, region, asker["by"]), asker["at"])
        moves = ranking_moves(asker["by"], desk.region.pk, desk.state, desk.window, asker["at"])
        return answered(shapes.RankingOut, desk, version=desk.version, moves=moves)


class RankingSubmission(OneRanking):
    """Handing a ranking in."""

    http_method_names = ("post", "options")

    @extend_schema(
        operation_id="ranking_submit", request=None, responses=shapes.RankingOut, parameters=[ONCE, IF_MATCH]
    )
    def post(self, request: Request, call_uid: UUID, region: str) -> Response:
        """Hand the kept order in. `unpledged` names the proposals that have no pledge; they keep their places."""
        ranking_actions.submit_ranking(
            call_uid=call_uid,
            region_id=self.region_id(call_uid, region),
            version=required_version(request),
            **self.asker(request),
        )
        return self.shown(request, call_uid, region)


class RankingReopening(OneRanking):
    """Taking a ranking back."""

    http_method_names = ("post", "options")

    @extend_schema(
        operation_id="ranking_reopen",
        request=shapes.RegionalReason,
        responses=shapes.RankingOut,
        parameters=[ONCE, IF_MATCH],
    )
    def post(self, request: Request, call_uid: UUID, region: str) -> Response:
        """Take a submitted order back, until it is due."""
        ranking_actions.reopen_ranking(
            call_uid=call_uid,
            region_id=self.region_id(call_uid, region),
            version=required_version(request),
            **self.given(shapes.RegionalReason, request),
            **self.asker(request),
        )
        return self.shown(request, call_uid, region)


class Pledge(View):
    """A region's match for one proposal. It binds only if the proposal is selected."""

    serializer_class = shapes.PledgeOut
    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(operation_id="pledge_read", responses=shapes.PledgeOut)
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """What is pledged beside what is asked and required. A region without a pledge reads version 0."""
        return self.shown(request, proposal_uid)

    @extend_schema(
        operation_id="pledge_make",
        request={"multipart/form-data": shapes.PledgeIn, "application/json": shapes.PledgeIn},
        responses=shapes.PledgeOut,
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, proposal_uid: UUID) -> Response:
        """Pledge, or replace the pledge. Without a new document the former one stays."""
        given = self.given(shapes.PledgeIn, request)
        pledging.make_pledge(
            proposal_uid=proposal_uid,
            year_krw=given["year_krw"],
            in_kind_krw=given["in_kind_krw"],
            document=given.get("document"),
            version=required_version(request),
            **self.asker(request),
        )
        return self.shown(request, proposal_uid)

    def shown(self, request: Request, proposal_uid: UUID) -> Response:
        asker = self.asker(request)
        item = queries.pledge_page(proposal_uid, asker["by"])
        state = item.pledge.state if item.pledge is not None else PLEDGE.start
        window = queries.pledge_window_of(item.proposal.call, item.policy)
        moves: tuple[Any, ...] = ()
        if item.proposal.state in PLEDGEABLE:
            moves = pledge_moves(asker["by"], item.proposal.region_id, state, window, asker["at"])
        version = item.pledge.version if item.pledge is not None else 0
        return answered(shapes.PledgeOut, item, version=version, moves=moves, due_at=window.due_at)


class PledgeWithdrawal(Pledge):
    """Taking a pledge back."""

    http_method_names = ("post", "options")

    @extend_schema(
        operation_id="pledge_withdraw",
        request={"application/json": shapes.RegionalReason},
        responses=shapes.PledgeOut,
        parameters=[ONCE, IF_MATCH],
    )
    def post(self, request: Request, proposal_uid: UUID) -> Response:
        """Take the pledge back, until it is due. The proposal keeps its place, marked as not pledged."""
        pledging.withdraw_pledge(
            proposal_uid=proposal_uid,
            version=required_version(request),
            **self.given(shapes.RegionalReason, request),
            **self.asker(request),
        )
        return self.shown(request, proposal_uid)


class PledgeDocument(View):
    """The document of a pledge."""

    @extend_schema(operation_id="pledge_document", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, proposal_uid: UUID) -> FileResponse:
        """Download it."""
        file = queries.pledge_document(proposal_uid, self.actor(request))
        response = FileResponse(
            file.content.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response
