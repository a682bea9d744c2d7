"""Rules that are being written, over the API: the same actions and refusals as in the portal's editor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import required_version
from core.refusals import NotFound
from programs import actions, queries
from programs.api import rule_shapes as shapes
from programs.api.base import IF_MATCH, ONCE, View
from programs.api.programs import shown_rule_set
from programs.api.serializers import RuleSetDetail
from programs.models import RuleDraft
from programs.policy import compare


class RuleDrafts(View):
    """Next versions of rules."""

    queryset = RuleDraft.objects.none()
    serializer_class = shapes.RuleDraftOut

    @extend_schema(
        operation_id="rule_drafts_begin",
        request=shapes.RuleDraftIn,
        responses={201: shapes.RuleDraftOut},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Begin the next version of a programme's rules."""
        given = self.given(shapes.RuleDraftIn, request)
        draft = actions.begin_rule_draft(program_uid=given["program"], preset=given["preset"], **self.asker(request))
        response = self.shown(shapes.RuleDraftOut, request, queries.rule_draft(draft.uid, self.actor(request)), 201)
        response["Location"] = reverse("api:rule-draft", args=[draft.uid])
        return response


class OneRuleDraft(View):
    """Rules that are being written."""

    serializer_class = shapes.RuleDraftOut

    @extend_schema(operation_id="rule_drafts_read", responses=shapes.RuleDraftOut)
    def get(self, request: Request, draft_uid: UUID) -> Response:
        """What is written, and everything that is wrong with it."""
        return self.shown(shapes.RuleDraftOut, request, queries.rule_draft(draft_uid, self.actor(request)))

    @extend_schema(operation_id="rule_drafts_discard", responses={204: None}, parameters=[ONCE])
    def delete(self, request: Request, draft_uid: UUID) -> Response:
        """Throw away what is written."""
        actions.discard_rule_draft(draft_uid=draft_uid, **self.asker(request))
        return Response(status=204)


class RuleDraftGroup(View):
    """One group of rules that is being written."""

    serializer_class = shapes.RuleDraftOut

    @extend_schema(
        operation_id="rule_drafts_save_group",
        request=shapes.RuleGroupIn,
        responses=shapes.RuleDraftOut,
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, draft_uid: UUID, group: str) -> Response:
        """Keep what a group says, sound or not; the answer names what is wrong."""
        given = self.given(shapes.RuleGroupIn, request)
        draft = actions.save_rule_group(
            draft_uid=draft_uid,
            group=group,
            values=given["values"],
            assumed=given.get("assumed"),
            version=required_version(request),
            **self.asker(request),
        )
        response = self.shown(shapes.RuleDraftOut, request, draft)
        response["ETag"] = f'"v{draft.version_of(group)}"'
        return response


class RuleDraftText(View):
    """All of the rules that are being written, at once."""

    serializer_class = shapes.RuleDraftOut

    @extend_schema(
        operation_id="rule_drafts_replace",
        request=shapes.RuleText,
        responses=shapes.RuleDraftOut,
        parameters=[ONCE],
    )
    def put(self, request: Request, draft_uid: UUID) -> Response:
        """Put a whole text in place of what is written. Every fault in it is answered with its path."""
        text = self.given(shapes.RuleText, request)["text"]
        draft = actions.replace_rule_draft(draft_uid=draft_uid, text=text, **self.asker(request))
        return self.shown(shapes.RuleDraftOut, request, draft)


class PublishRuleDraft(View):
    """Publishing what is written."""

    serializer_class = RuleSetDetail

    @extend_schema(operation_id="rule_drafts_publish", request=None, responses={201: RuleSetDetail}, parameters=[ONCE])
    def post(self, request: Request, draft_uid: UUID) -> Response:
        """Make what is written the next version, final from now on."""
        made = actions.publish_rule_draft(draft_uid=draft_uid, **self.asker(request))
        response = shown_rule_set(self, request, made.uid, 201)
        response["Location"] = reverse("api:rule-set", args=[made.uid])
        return response


class CompareRuleSets(View):
    """Two versions of a programme's rules side by side."""

    serializer_class = shapes.RuleComparison

    @extend_schema(operation_id="rule_sets_compare", responses=shapes.RuleComparison, auth=[])
    def get(self, request: Request, rule_set_uid: UUID, other_uid: UUID) -> Response:
        """What differs, clause by clause, from the earlier version to the later."""
        chosen = [queries.rule_set(uid, self.actor(request)) for uid in (rule_set_uid, other_uid)]
        before, after = sorted(chosen, key=lambda one: one.version)
        if before.program_id != after.program_id:
            raise NotFound.because("http.not_found")
        found = compare(queries.policy_of(before), queries.policy_of(after))
        row: dict[str, Any] = {"before": before, "after": after, "differences": found}
        return self.shown(shapes.RuleComparison, request, row)
