"""What a call asks, over the API: everybody reads it with the call, its desk writes it whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import etag, required_version
from programs import actions, queries, rules
from programs.api.base import IF_MATCH, ONCE, View
from programs.models import Call


class CallFormIn(serializers.Serializer[Any]):
    """All that a call asks. An unknown or missing key refuses the whole, with its path."""

    sections = serializers.ListField(child=serializers.DictField(), required=False, max_length=20)
    parts = serializers.ListField(child=serializers.DictField(), required=False, max_length=6)


class CallFormOut(serializers.Serializer[Any]):
    """What a call asks in its own words, in order. `checksum` is SHA-256 of the canonical text, empty without one."""

    version = serializers.IntegerField(help_text="0 where the call asks for the standard parts alone.")
    checksum = serializers.CharField(allow_blank=True)
    sections = serializers.ListField(child=serializers.DictField())
    parts = serializers.ListField(child=serializers.DictField())


class CallForm(View):
    """The form of a call."""

    serializer_class = CallFormOut

    @extend_schema(operation_id="calls_form_read", responses=CallFormOut, auth=[])
    def get(self, request: Request, call_uid: UUID) -> Response:
        """What the call asks beside its rules: questions in sections, and notes on the standard parts."""
        return self._form(queries.call(call_uid, self.actor(request)))

    @extend_schema(
        operation_id="calls_form_write", request=CallFormIn, responses=CallFormOut, parameters=[ONCE, IF_MATCH]
    )
    def put(self, request: Request, call_uid: UUID) -> Response:
        """Put these questions in the place of all that a draft asks: whole, or refused whole with every fault."""
        actions.write_form(
            call_uid=call_uid, content=request.data, version=required_version(request), **self.asker(request)
        )
        return self._form(queries.call(call_uid, self.actor(request)))

    def _form(self, call: Call) -> Response:
        row, raw = queries.form_row(call), rules.raw_of(queries.form_of(call))
        version = row.version if row else 0
        shown = {
            "version": version,
            "checksum": row.checksum if row else "",
            "sections": raw.get("sections", []),
            "parts": raw.get("parts", []),
        }
        response = Response(CallFormOut(shown).data)
        response["ETag"] = etag(version)
        return response
