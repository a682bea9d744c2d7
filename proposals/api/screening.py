"""May we apply? Over the API, with the same rules as a submission; nothing is stored."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actors import Actor
from core.money import MAX_KRW, WHOLE_BP
from core.refusals import require
from programs.policy import Clause, InstitutionKind, Policy
from programs.queries import call as visible_call
from programs.queries import policy_of, say_clause
from proposals import queries
from proposals.api.base import View
from proposals.api.serializers import ProposalViolation
from proposals.forms.screening import MOST
from proposals.rules import Standing, screening

KINDS = [(one.value, one.value) for one in InstitutionKind]


class ScreeningPerson(serializers.Serializer[Any]):
    """Somebody of the team; leave `share_bp` out where nobody knows it yet."""

    person = serializers.UUIDField()
    share_bp = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=WHOLE_BP)
    leads = serializers.BooleanField(default=False)


class ScreeningIn(serializers.Serializer[Any]):
    """What is known so far. Without `lead_organization`: an institution of a kind and region, which asks no sign-in."""

    lead_organization = serializers.UUIDField(required=False, allow_null=True)
    kind = serializers.ChoiceField(choices=KINDS, required=False, allow_blank=True)
    region = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="The region's code.")
    partners = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=MOST)
    people = serializers.ListField(child=ScreeningPerson(), default=list, max_length=MOST)
    grants_krw = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=MAX_KRW),
        default=list,
        max_length=20,
        help_text="The grant of each project year; one amount stands for every year.",
    )


class ScreeningClause(serializers.Serializer[Any]):
    """A clause of the rule set, in the reader's language."""

    path = serializers.CharField()
    text = serializers.SerializerMethodField()
    values = serializers.SerializerMethodField()

    def get_text(self, clause: Clause) -> str:
        return say_clause(clause)

    @extend_schema_field({"type": "object", "additionalProperties": {}})
    def get_values(self, clause: Clause) -> dict[str, Any]:
        return dict(clause.values)


class ScreeningOut(serializers.Serializer[Any]):
    """`against` is what a submission of the same would be refused with; `open` what can't be known yet."""

    may_apply = serializers.BooleanField()
    against = ProposalViolation(many=True)
    waits = ProposalViolation(many=True)
    open = ScreeningClause(many=True)
    fine = ScreeningClause(many=True)


class CallScreening(View):
    """Whether one may apply."""

    serializer_class = ScreeningOut

    @extend_schema(operation_id="call_screening", request=ScreeningIn, responses=ScreeningOut, auth=[])
    def post(self, request: Request, call_uid: UUID) -> Response:
        """Everything that stands against an application, what is open and what is fine, at once; nothing is stored."""
        actor = self.actor(request)
        asked = _asked(self.given(ScreeningIn, request), actor)
        call = visible_call(call_uid, actor)
        policy: Policy = policy_of(call.rule_set)
        application = queries.application_of(call, asked, actor, somebody=_("An institution like yours"))
        found = screening(application.facts, policy, application.known, self.asker(request)["at"])
        shown = {
            "may_apply": found.may_apply,
            "against": found.against,
            "waits": found.waits,
            "open": found.of(Standing.OPEN),
            "fine": found.of(Standing.FINE),
        }
        return Response(ScreeningOut(shown).data)


def _asked(given: dict[str, Any], by: Actor) -> queries.Asked:
    """Raises NotAllowed for names without sign-in: whom they bind is nobody's business."""
    lead = given.get("lead_organization")
    require(by.is_known or not (lead or given["partners"] or given["people"]), "screen")
    return queries.Asked(
        lead=lead,
        kind=given.get("kind") or "",
        region=given.get("region") or "",
        partners=tuple(dict.fromkeys(given["partners"])),
        people=tuple({one["person"]: queries.Named(**one) for one in given["people"]}.values()),
        grants_krw=tuple(given["grants_krw"]),
    )
