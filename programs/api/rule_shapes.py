"""What the API takes and gives about rules that are being written, and versions side by side."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programs.api.serializers import ClauseOut, ProgramRef, RuleSetRef
from programs.models import RuleDraft
from programs.policy import Difference, Fault, faults_of_raw
from programs.wording import say_fault


class RuleFault(serializers.Serializer[Any]):
    """One thing wrong with the rules, and its path in them."""

    path = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    values = serializers.DictField()
    text_ko = serializers.SerializerMethodField()
    text_en = serializers.SerializerMethodField()

    def get_text_ko(self, fault: Fault) -> str:
        return _said("ko", fault)

    def get_text_en(self, fault: Fault) -> str:
        return _said("en", fault)


class RuleDraftOut(serializers.Serializer[Any]):
    """Rules that are being written. `versions` are of groups, as `If-Match: "v2"` names them; 1 where missing."""

    uid = serializers.UUIDField()
    program = ProgramRef()
    base = RuleSetRef(allow_null=True)
    content = serializers.DictField()
    versions = serializers.DictField(child=serializers.IntegerField())
    changed_at = serializers.DateTimeField()
    faults = serializers.SerializerMethodField()

    @extend_schema_field(RuleFault(many=True))
    def get_faults(self, draft: RuleDraft) -> Any:
        return RuleFault(faults_of_raw(draft.content), many=True).data


class RuleDraftIn(serializers.Serializer[Any]):
    """For which programme, and from which preset; without one from its last version, or from nothing."""

    program = serializers.UUIDField()
    preset = serializers.CharField(max_length=80, allow_blank=True, default="")


class RuleGroupIn(serializers.Serializer[Any]):
    """What one group of rules says; null takes out a group that may be missing. `assumed` are paths of its clauses."""

    values = serializers.DictField(allow_null=True)
    assumed = serializers.ListField(child=serializers.CharField(max_length=200), max_length=400, required=False)


class RuleText(serializers.Serializer[Any]):
    """A whole rule set, as TOML or JSON."""

    text = serializers.CharField(max_length=262_144)


class RuleDifference(serializers.Serializer[Any]):
    """A clause that two versions have otherwise."""

    path = serializers.CharField()
    difference = serializers.ChoiceField(choices=[(one.value, one.value) for one in Difference])
    before = ClauseOut(allow_null=True)
    after = ClauseOut(allow_null=True)


class RuleComparison(serializers.Serializer[Any]):
    """Two versions side by side: the earlier, the later, and what differs between them."""

    before = RuleSetRef()
    after = RuleSetRef()
    differences = RuleDifference(many=True)


def _said(language: str, fault: Fault) -> str:
    with translation.override(language):
        return say_fault(fault)
