"""The shapes of answers. Plain serializers: they read dataclasses and write nothing."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from core.wording import say_event, say_label


class StageCounts(serializers.Serializer[Any]):
    """Counts of proposals, and whole won over all project years."""

    started = serializers.IntegerField()
    submitted = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    ranked = serializers.IntegerField()
    pledged = serializers.IntegerField()
    reviewed = serializers.IntegerField()
    selected = serializers.IntegerField()
    contracted = serializers.IntegerField()
    paid = serializers.IntegerField()
    asked_krw = serializers.IntegerField()
    pledged_krw = serializers.IntegerField()
    contracted_krw = serializers.IntegerField()
    paid_krw = serializers.IntegerField()


class FunnelLine(serializers.Serializer[Any]):
    region = serializers.CharField(source="region.code")
    name_ko = serializers.CharField(source="region.name_ko")
    name_en = serializers.CharField(source="region.name_en")
    excluded = serializers.BooleanField()
    figures = StageCounts()


class FunnelOut(serializers.Serializer[Any]):
    """A call's proposals by stage and region, counted at `as_of`."""

    call = serializers.UUIDField(source="call.uid")
    as_of = serializers.SerializerMethodField()
    is_whole = serializers.BooleanField()
    regions = FunnelLine(source="lines", many=True)
    total = StageCounts()

    def get_as_of(self, row: Any) -> str:
        return str(self.context["at"].isoformat())


class HandoverLine(serializers.Serializer[Any]):
    """One thing on an office's desk."""

    kind = serializers.CharField()
    text = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    since = serializers.DateTimeField(allow_null=True)


class WorkOut(serializers.Serializer[Any]):
    """Something that waits for you."""

    code = serializers.CharField()
    values = serializers.DictField()
    text = serializers.SerializerMethodField()
    since = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)

    def get_text(self, row: Any) -> str:
        return say_label(row.code, row.values)


class DeedOut(serializers.Serializer[Any]):
    """An event on the record. `by` is empty where the doer is not named to you."""

    uid = serializers.UUIDField(source="event.uid")
    name = serializers.CharField(source="event.name")
    kind = serializers.CharField()
    at = serializers.DateTimeField(source="event.at")
    text = serializers.SerializerMethodField()
    by = serializers.CharField(source="actor_name")
    office = serializers.CharField(source="office.uid", default=None)
    reason = serializers.CharField(source="event.reason")
    rules_version = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField(source="seal.number", default=None)
    hash = serializers.CharField(source="seal.hash", default=None)

    def get_text(self, row: Any) -> str:
        return say_event(row.event.name, row.event.data)


class HistoryOut(serializers.Serializer[Any]):
    call = serializers.UUIDField(source="call.uid")
    deeds = DeedOut(many=True)


class FoundCall(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    code = serializers.CharField()
    title_ko = serializers.CharField()
    title_en = serializers.CharField()


class FoundProposal(serializers.Serializer[Any]):
    uid = serializers.UUIDField(source="proposal.uid")
    project_uid = serializers.UUIDField(source="proposal.project_uid")
    number = serializers.CharField(source="proposal.number")
    state = serializers.CharField(source="proposal.state")
    title_ko = serializers.CharField()
    title_en = serializers.CharField()
    institution = serializers.UUIDField(source="proposal.lead_organization.uid")


class FoundName(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField()


class SearchOut(serializers.Serializer[Any]):
    """What you may open and every word of the query occurs in; `more` names the kinds of which there are others."""

    calls = FoundCall(many=True)
    proposals = FoundProposal(many=True)
    people = FoundName(many=True)
    organizations = FoundName(many=True)
    more = serializers.ListField(child=serializers.CharField())


class SearchIn(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=100)
