"""Addresses of this room under ``/api/v1/``."""

from django.urls import path

from reporting.api import exports, views

urlpatterns = [
    path("search", views.Search.as_view(), name="search"),
    path("exports", exports.Exports.as_view(), name="exports"),
    path("exports/<uuid:job_uid>", exports.OneExport.as_view(), name="export"),
    path("exports/<uuid:job_uid>/stop", exports.StopExport.as_view(), name="export-stop"),
    path("exports/<uuid:job_uid>/file", exports.ExportFile.as_view(), name="export-file"),
    path("offices/<uuid:office_uid>/handover", views.OfficeHandover.as_view(), name="office-handover"),
    path("work", views.Work.as_view(), name="work"),
    path("calls/<uuid:call_uid>/funnel", views.CallFunnel.as_view(), name="call-funnel"),
    path("calls/<uuid:call_uid>/history", views.CallHistory.as_view(), name="call-history"),
    path("projects/<uuid:project_uid>/history", views.ProjectHistory.as_view(), name="project-history"),
]
