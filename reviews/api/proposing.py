"""Work on large selections over the API: how far it is, what came of it, and stopping it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import said_violations
from core.models import JOB, Job
from reviews import actions, queries
from reviews.api.base import ONCE, View, shown


class RefusalOut(serializers.Serializer[Any]):
    """Why something can't be, as problem documents say it: by code and values, and in both languages."""

    code = serializers.CharField()
    values = serializers.DictField()
    field = serializers.CharField(allow_blank=True)
    clause = serializers.CharField(allow_blank=True)
    text = serializers.DictField(child=serializers.CharField())


class SelectionJob(serializers.Serializer[Any]):
    """A selection that a worker works out: `percent` grows to 100; `selection` stands when it is done, `violations`
    tell why there is none. Work that runs ends soon after `stop_wanted`."""

    uid = serializers.UUIDField()
    call = serializers.UUIDField(source="parameters.call")
    state = serializers.ChoiceField(choices=JOB.states)
    percent = serializers.IntegerField()
    stop_wanted = serializers.BooleanField()
    selection = serializers.UUIDField(source="result.selection", default=None, allow_null=True)
    violations = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    @extend_schema(responses=RefusalOut(many=True))
    def get_violations(self, job: Job) -> list[dict[str, Any]]:
        return said_violations(queries.refusals_of(job))


def asked_for(job: Job) -> Response:
    """Work that a worker takes up, with the address where it is looked after."""
    response = shown(SelectionJob, job, status=202)
    response["Location"] = reverse("api:selection-job", args=[job.uid])
    return response


class OneSelectionJob(View):
    """A selection that is being worked out."""

    serializer_class = SelectionJob

    @extend_schema(operation_id="selection_jobs_read", responses=SelectionJob)
    def get(self, request: Request, selection_job_uid: UUID) -> Response:
        """How far it is, and what came of it, for desks and overseers."""
        return shown(SelectionJob, queries.proposing_page(selection_job_uid, self.actor(request)))

    @extend_schema(operation_id="selection_jobs_stop", request=None, responses=SelectionJob, parameters=[ONCE])
    def delete(self, request: Request, selection_job_uid: UUID) -> Response:
        """Stop it: no selection is proposed."""
        job = queries.proposing_page(selection_job_uid, self.actor(request))
        call_uid = UUID(job.parameters["call"])
        actions.stop_selection(call_uid=call_uid, job_uid=job.uid, **self.asker(request))
        job.refresh_from_db()
        return shown(SelectionJob, job)
