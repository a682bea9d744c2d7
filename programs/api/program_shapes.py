"""What the API takes about who runs a programme."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class ProgramDelegation(serializers.Serializer[Any]):
    """What an agency may do for a programme, from when to before when, by which document. Without powers nothing is
    delegated: the agency must hold a delegation for the programme already."""

    powers = serializers.ListField(child=serializers.CharField(max_length=20), max_length=10, default=list)
    starts_on = serializers.DateField(allow_null=True, default=None)
    ends_on = serializers.DateField(allow_null=True, default=None)
    reference = serializers.CharField(max_length=200, allow_blank=True, default="")


class ProgramAgency(ProgramDelegation):
    """Which agency runs a programme, and its delegation."""

    agency = serializers.UUIDField()
