"""Offers to merge over the API: the desk offers and withdraws, institutions and the region answer, all of them read."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import UUIDField

from core.http import Pages
from core.refusals import require
from programs.policy import Source
from programs.policy.checks import Line
from proposals import actions, queries
from proposals.api import merge_shapes as shapes
from proposals.api.base import ONCE, View, answered
from proposals.queries.merge_desk import offer_page, whole_offer
from proposals.rules import KeptTarget

CALL = OpenApiParameter("call", OpenApiTypes.UUID, description="Only offers of this call.")


class OfferView(View):
    """One offer, shown as it stands after whatever was done."""

    serializer_class = shapes.MergeOfferOut

    def shown(self, request: Request, offer_uid: UUID, status: int = 200) -> Response:
        return answered(shapes.MergeOfferOut, offer_page(offer_uid, self.actor(request)), status=status)


class MergeOffers(OfferView):
    """The offers that concern the asker."""

    pagination_class = Pages

    @extend_schema(operation_id="merge_offers_list", responses=shapes.MergeOfferOut(many=True), parameters=[CALL])
    def get(self, request: Request) -> Response:
        """Oldest first: those that you made, are asked by, or work in; all of them for overseers."""
        require(self.actor(request).is_known, "view")
        rows = queries.merges_visible_to(self.actor(request))
        if call := request.query_params.get("call"):
            rows = rows.filter(call__uid=UUIDField().run_validation(call))
        page = [whole_offer(offer) for offer in self.paginate_queryset(rows) or ()]
        return self.get_paginated_response(shapes.MergeOfferOut(page, many=True).data)

    @extend_schema(
        operation_id="merge_offer_make",
        request=shapes.MergeOfferIn,
        responses={201: shapes.MergeOfferOut},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Offer a merge. Nothing changes until every leading institution and the region agree."""
        given = self.given(shapes.MergeOfferIn, request)
        terms = actions.MergeTerms(
            leading_uid=given["leading"],
            coordinator_uid=given["coordinator"],
            title_ko=given["title_ko"],
            title_en=given["title_en"],
            shares={one["proposal"]: one["year_krw"] for one in given["shares"]},
            lines=[Line(**{**one, "source": Source(one["source"])}) for one in given["lines"]],
            targets=[KeptTarget(**one) for one in given["targets"]],
            reasons={(one["number"], one["indicator"]): one["reason"] for one in given["reasons"]},
            considered=given["considered"],
            preference=given["preference"],
            override_reason=given["override_reason"],
        )
        return self.shown(request, actions.offer_merge(terms=terms, **self.asker(request)).uid, 201)


class OneMergeOffer(OfferView):
    """An offer with its terms, answers and effect."""

    @extend_schema(operation_id="merge_offer_read", responses=shapes.MergeOfferOut)
    def get(self, request: Request, offer_uid: UUID) -> Response:
        """As it stands."""
        return self.shown(request, offer_uid)


class MergeAnswer(OfferView):
    """A leading institution's answer."""

    @extend_schema(
        operation_id="merge_offer_answer",
        request=shapes.MergeAnswerIn,
        responses=shapes.MergeOfferOut,
        parameters=[ONCE],
    )
    def post(self, request: Request, offer_uid: UUID) -> Response:
        """Accept or decline exactly the terms with this hash. One refusal ends the offer."""
        given = self.given(shapes.MergeAnswerIn, request)
        actions.answer_merge(offer_uid=offer_uid, proposal_uid=given.pop("proposal"), **given, **self.asker(request))
        return self.shown(request, offer_uid)


class MergeRegionAnswer(OfferView):
    """The region's answer."""

    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(
        operation_id="merge_offer_answer_for_region",
        request={"multipart/form-data": shapes.MergeRegionAnswerIn, "application/json": shapes.MergeRegionAnswerIn},
        responses=shapes.MergeOfferOut,
        parameters=[ONCE],
    )
    def post(self, request: Request, offer_uid: UUID) -> Response:
        """Accept with a pledge for the merged team, or decline."""
        given = self.given(shapes.MergeRegionAnswerIn, request)
        actions.answer_merge_for_region(offer_uid=offer_uid, **given, **self.asker(request))
        return self.shown(request, offer_uid)


class MergeSignature(OfferView):
    """The approver's signature under an override."""

    @extend_schema(
        operation_id="merge_offer_sign",
        request=shapes.MergeSignatureIn,
        responses=shapes.MergeOfferOut,
        parameters=[ONCE],
    )
    def post(self, request: Request, offer_uid: UUID) -> Response:
        """Sign the override of exactly the terms with this hash, and the offer is sent; or refuse it with a reason."""
        given = self.given(shapes.MergeSignatureIn, request)
        if given["signed"]:
            actions.sign_merge(offer_uid=offer_uid, sha256=given["sha256"], **self.asker(request))
        else:
            actions.refuse_merge(offer_uid=offer_uid, reason=given["reason"], **self.asker(request))
        return self.shown(request, offer_uid)


class MergeWithdrawal(OfferView):
    """Taking an offer back."""

    @extend_schema(
        operation_id="merge_offer_withdraw",
        request=shapes.MergeReasonIn,
        responses=shapes.MergeOfferOut,
        parameters=[ONCE],
    )
    def post(self, request: Request, offer_uid: UUID) -> Response:
        """Withdraw it, for a written reason, while it is open."""
        given = self.given(shapes.MergeReasonIn, request)
        actions.withdraw_merge(offer_uid=offer_uid, **given, **self.asker(request))
        return self.shown(request, offer_uid)
