"""Addresses of this room under ``/api/v1/``."""

from django.urls import path

from reporting.api import views

urlpatterns = [
    path("search", views.Search.as_view(), name="search"),
    path("work", views.Work.as_view(), name="work"),
    path("calls/<uuid:call_uid>/funnel", views.CallFunnel.as_view(), name="call-funnel"),
    path("calls/<uuid:call_uid>/history", views.CallHistory.as_view(), name="call-history"),
    path("projects/<uuid:project_uid>/history", views.ProjectHistory.as_view(), name="project-history"),
]
