"""The shapes of trials: plain serializers, which write nothing."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class TrialIn(serializers.Serializer[Any]):
    """New values by the address of their clause (`{"quota.teams_per_region": 3}`); `call.budget_krw` is the money of
    the call in won. A whole group may be given, or null to leave an optional one out."""

    changes = serializers.DictField(child=serializers.JSONField(allow_null=True), allow_empty=True)
    note = serializers.CharField(required=False, allow_blank=True, default="")


class ShareOut(serializers.Serializer[Any]):
    """What one region, sector or tier has of the money, in whole won over all project years."""

    code = serializers.CharField(allow_blank=True)
    teams = serializers.IntegerField()
    grant_krw = serializers.IntegerField()


class MeasuresOut(serializers.Serializer[Any]):
    """One side in figures; shares and Gini in basis points, days and months as the rules promise them."""

    teams = serializers.IntegerField()
    originals = serializers.IntegerField()
    grant_krw = serializers.IntegerField()
    merit = serializers.IntegerField()
    regions = ShareOut(many=True)
    sectors = ShareOut(many=True)
    tiers = ShareOut(many=True)
    capital_bp = serializers.IntegerField()
    gini_bp = serializers.IntegerField()
    money_on = serializers.DateField()
    days_to_money = serializers.IntegerField()
    funded_months = serializers.IntegerField()


class TrialViolation(serializers.Serializer[Any]):
    """Why a proposal would have been refused at submission, with the clause."""

    code = serializers.CharField()
    values = serializers.DictField()
    field = serializers.CharField(allow_blank=True)
    clause = serializers.CharField(allow_blank=True)


class TrialSide(serializers.Serializer[Any]):
    """What becomes of a team on one side: selected, waiting, rejected or refused, and the code of the ground."""

    outcome = serializers.CharField()
    ground = serializers.CharField()
    merit = serializers.IntegerField()
    score_bp = serializers.IntegerField(allow_null=True)
    tier = serializers.CharField(allow_blank=True)
    originals = serializers.ListField(child=serializers.CharField())
    violations = TrialViolation(many=True)


class TrialTeam(serializers.Serializer[Any]):
    """A team on both sides; null where it is not there. `decided` is what the ministry decided for real."""

    proposal = serializers.UUIDField()
    number = serializers.CharField()
    title_ko = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    lead_ko = serializers.CharField()
    lead_en = serializers.CharField(allow_blank=True)
    region = serializers.CharField()
    sector = serializers.CharField(allow_blank=True)
    grant_krw = serializers.IntegerField()
    before = TrialSide(allow_null=True)
    after = TrialSide(allow_null=True)
    decided = serializers.CharField(allow_blank=True)


class TrialOut(serializers.Serializer[Any]):
    """A trial in a list."""

    uid = serializers.UUIDField()
    call = serializers.UUIDField(source="call.uid")
    note = serializers.CharField(allow_blank=True)
    changes = serializers.DictField()
    budget_krw = serializers.IntegerField()
    checksum = serializers.CharField()
    tried_at = serializers.DateTimeField()
    tried_by_name = serializers.CharField(allow_blank=True)


class TrialDetail(TrialOut):
    """A trial with both sides. `as_proposed` tells whether the call's own rules choose again what was proposed."""

    judged = serializers.BooleanField(source="result.judged")
    as_proposed = serializers.BooleanField(source="result.as_proposed", allow_null=True)
    before = MeasuresOut(source="result.before")
    after = MeasuresOut(source="result.after")
    teams = TrialTeam(source="result.teams", many=True)
