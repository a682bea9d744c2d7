"""Answers to the call's own questions over the API, page by page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import required_version
from programs.queries import form_of
from proposals import actions
from proposals.api.base import IF_MATCH, ONCE, View, answered


class ProposalAnswers(serializers.Serializer[Any]):
    """One page: each question's answer by its code, null where there is none. Files stand with the files.

    `version` is null in what was handed in; `prefilled` are answers that were filled in and not touched since.
    """

    section = serializers.CharField()
    answers = serializers.DictField(child=serializers.JSONField(allow_null=True))
    prefilled = serializers.ListField(child=serializers.CharField())
    version = serializers.IntegerField(allow_null=True)


class ProposalAnswersIn(serializers.Serializer[Any]):
    """Every question of the page by its code, null for no answer. An unknown or missing one refuses the whole."""

    answers = serializers.DictField(child=serializers.JSONField(allow_null=True))


class Answers(View):
    """What is answered to the call's own questions."""

    serializer_class = ProposalAnswers

    @extend_schema(operation_id="proposal_answers_list", responses=ProposalAnswers(many=True))
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """All pages of questions, in order."""
        proposal, content, working = self.read(request, proposal_uid)
        sheets = {one.section: one for one in proposal.sheets.all()} if working else {}
        handed_in = {one["question"]: one["value"] for one in content.get("answers", ())}
        rows = []
        for page in form_of(proposal.call).sections:
            sheet = sheets.get(page.code)
            known = sheet.answers if sheet else {} if working else handed_in
            rows.append(
                {
                    "section": page.code,
                    "answers": {one.code: known.get(one.code) for one in page.questions if one.type != "file"},
                    "prefilled": sheet.prefilled if sheet else [],
                    "version": sheet.version if sheet else None,
                }
            )
        return answered(ProposalAnswers, rows, many=True)


class AnswerPage(View):
    """The answers to one page of questions."""

    serializer_class = ProposalAnswers

    @extend_schema(
        operation_id="proposal_answers_save",
        request=ProposalAnswersIn,
        responses=ProposalAnswers,
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, proposal_uid: UUID, section: str) -> Response:
        """Save the answers to one page, all of them. A stale version is refused."""
        given = self.given(ProposalAnswersIn, request)
        sheet = actions.save_answers(
            proposal_uid=proposal_uid,
            section=section,
            answers=given["answers"],
            version=required_version(request),
            **self.asker(request),
        )
        return answered(ProposalAnswers, sheet, version=sheet.version)
