"""Appeals over the API: what may be appealed against, written, filed; checked, judged and decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from core.http import Pages, etag, required_version
from core.refusals import NotFound
from programs.queries import policy_of
from proposals.queries import membership
from proposals.queries import page as proposal_page
from reviews import actions, queries
from reviews.api import appeal_shapes as shapes
from reviews.api.base import IF_MATCH, ONCE, View, shown
from reviews.appeal_showing import sight_of
from reviews.models import Appeal


class AppealView(View):
    """One appeal."""

    serializer_class: type[BaseSerializer[Any]] = shapes.AppealDetail
    queryset = Appeal.objects.none()

    def told(self, request: Request, appeal_uid: UUID) -> Response:
        """The appeal as the asker may see it now, with its version as ETag."""
        found = queries.appeal_page(appeal_uid, self.actor(request))
        response = Response(shapes.of_appeal(sight_of(found, self.actor(request))))
        response["ETag"] = etag(found.version)
        return response

    def did(self, request: Request, appeal_uid: UUID, act: Callable[..., object], **given: Any) -> Response:
        """One deed, and how the appeal stands after it."""
        act(appeal_uid=appeal_uid, **given, **self.asker(request))
        return self.told(request, appeal_uid)


class Appeals(View):
    """Appeals that the asker may see."""

    pagination_class = Pages
    queryset = Appeal.objects.none()
    serializer_class = shapes.AppealOut

    @extend_schema(operation_id="appeals_list", responses=shapes.AppealOut(many=True))
    def get(self, request: Request) -> Response:
        """Your team's, those that you judge, and what was filed with your ministry, oldest first."""
        return self.listed(shapes.AppealOut, queries.appeals_visible_to(self.actor(request)))


class OwnAppeal(AppealView):
    """What a leader writes against the decision on his proposal."""

    @extend_schema(operation_id="proposal_appeal_terms", responses=shapes.AppealTerms)
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """Until when and on which grounds you may appeal, and what of the decision may be in dispute."""
        proposal = proposal_page(proposal_uid, self.actor(request))
        if membership(self.actor(request), proposal).part != "leader":
            raise NotFound.because("http.not_found")
        decision = queries.decision_of(proposal)
        policy = policy_of(proposal.call.rule_set)
        terms, told_at = queries.terms_of_appeals(policy), queries.told_at(decision)
        begun = Appeal.objects.filter(decision=decision).first()
        found = {
            "grounds": terms.grounds,
            "findings": queries.findings_of(decision, policy),
            "ends_at": terms.ends_at(told_at, policy.appeal) if told_at and policy.appeal else None,
            "judges": terms.members,
            "appeal": begun.uid if begun else None,
        }
        return shown(shapes.AppealTerms, found)

    @extend_schema(
        operation_id="proposal_appeal_save",
        request=shapes.AppealIn,
        responses=shapes.AppealDetail,
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, proposal_uid: UUID) -> Response:
        """Keep what you have written so far; nobody but your team and its institution's office reads it yet."""
        given = self.given(shapes.AppealIn, request)
        version = required_version(request)
        kept = actions.save_appeal(proposal_uid=proposal_uid, version=version, **given, **self.asker(request))
        return self.told(request, kept.uid)


class OneAppeal(AppealView):
    """An appeal."""

    @extend_schema(operation_id="appeals_read", responses=shapes.AppealDetail)
    def get(self, request: Request, appeal_uid: UUID) -> Response:
        """An appeal as far as you may see it. That one who judges it opened its papers is on the record."""
        found = queries.appeal_page(appeal_uid, self.actor(request))
        if sight_of(found, self.actor(request)).seat is not None:
            actions.note_appeal_reading(appeal_uid=appeal_uid, **self.asker(request))
        return self.told(request, appeal_uid)


class FileAppeal(AppealView):
    """Filing."""

    @extend_schema(operation_id="appeals_file", request=None, responses=shapes.AppealDetail, parameters=[ONCE])
    def post(self, request: Request, appeal_uid: UUID) -> Response:
        """File what you have written: the places that it may win are given to nobody else from now on."""
        return self.did(request, appeal_uid, actions.file_appeal)


class WithdrawAppeal(AppealView):
    """Withdrawing."""

    @extend_schema(operation_id="appeals_withdraw", request=None, responses=shapes.AppealDetail, parameters=[ONCE])
    def post(self, request: Request, appeal_uid: UUID) -> Response:
        """Withdraw your open appeal."""
        return self.did(request, appeal_uid, actions.withdraw_appeal)


class TurnAppealAway(AppealView):
    """Turning away."""

    @extend_schema(
        operation_id="appeals_turn_away",
        request=shapes.AppealReason,
        responses=shapes.AppealDetail,
        parameters=[ONCE],
    )
    def post(self, request: Request, appeal_uid: UUID) -> Response:
        """Find, by name and with a reason, that an appeal can't be heard."""
        return self.did(request, appeal_uid, actions.turn_appeal_away, **self.given(shapes.AppealReason, request))


class AdmitAppeal(AppealView):
    """Admitting."""

    @extend_schema(
        operation_id="appeals_admit", request=shapes.AppealJudges, responses=shapes.AppealDetail, parameters=[ONCE]
    )
    def post(self, request: Request, appeal_uid: UUID) -> Response:
        """Admit an appeal and name those who judge it: experts who had no hand in the decision."""
        given = self.given(shapes.AppealJudges, request)
        return self.did(request, appeal_uid, actions.admit_appeal, expert_uids=given["experts"])


class NameAppealJudges(AppealView):
    """More judges."""

    @extend_schema(
        operation_id="appeals_name_judges",
        request=shapes.AppealReplacement,
        responses=shapes.AppealDetail,
        parameters=[ONCE],
    )
    def post(self, request: Request, appeal_uid: UUID) -> Response:
        """Name more people to an appeal that is being judged, also in place of one who has not spoken and can't."""
        given = self.given(shapes.AppealReplacement, request)
        experts, leaves, reason = given["experts"], given["leaves"], given["reason"]
        if leaves is None:
            return self.did(request, appeal_uid, actions.add_appeal_judges, expert_uids=experts)
        act = actions.replace_appeal_judge
        return self.did(request, appeal_uid, act, leaves=leaves, reason=reason, expert_uids=experts)


class VoteOnAppeal(AppealView):
    """Voting."""

    @extend_schema(
        operation_id="appeals_vote", request=shapes.AppealVote, responses=shapes.AppealDetail, parameters=[ONCE]
    )
    def post(self, request: Request, appeal_uid: UUID) -> Response:
        """Vote once, with reasons, on an appeal that you judge."""
        return self.did(request, appeal_uid, actions.vote_on_appeal, **self.given(shapes.AppealVote, request))


class JudgeAnew(AppealView):
    """Judging anew."""

    @extend_schema(
        operation_id="appeals_judge_anew",
        request=shapes.AppealMarks,
        responses=shapes.AppealDetail,
        parameters=[ONCE],
    )
    def post(self, request: Request, appeal_uid: UUID) -> Response:
        """Give points and a comment for each criterion of a proposal that is judged anew, once."""
        scores = self.given(shapes.AppealMarks, request)["scores"]
        points = {one["criterion"]: one["points"] for one in scores}
        comments = {one["criterion"]: one["comment"] for one in scores}
        return self.did(request, appeal_uid, actions.judge_anew, points=points, comments=comments)


class ConcludeAppeal(AppealView):
    """Deciding."""

    @extend_schema(
        operation_id="appeals_conclude",
        request=shapes.AppealVerdict,
        responses=shapes.AppealDetail,
        parameters=[ONCE],
    )
    def post(self, request: Request, appeal_uid: UUID) -> Response:
        """Decide an appeal as it was judged, with your reasons, and do what follows from it."""
        given = self.given(shapes.AppealVerdict, request)
        experts = given.pop("experts")
        return self.did(request, appeal_uid, actions.conclude_appeal, expert_uids=experts, **given)
