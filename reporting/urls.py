"""Addresses of this room in the portal."""

from django.urls import path

from reporting.views import funnel, history, home, overview, search, sweeps

app_name = "reporting"
urlpatterns = [
    path("", home.home, name="home"),
    path("calls/<uuid:call_uid>/funnel/", funnel.call_funnel, name="funnel"),
    path("calls/<uuid:call_uid>/funnel.csv", funnel.call_funnel_sheet, name="funnel-sheet"),
    path("calls/<uuid:call_uid>/history/", history.call, name="call-history"),
    path("calls/<uuid:call_uid>/history.csv", history.call_sheet, name="call-history-sheet"),
    path("history/<uuid:project_uid>/", history.project, name="history"),
    path("history/<uuid:project_uid>.csv", history.project_sheet, name="history-sheet"),
    path("overview/", overview.programmes, name="overview"),
    path("search/", search.search, name="search"),
    path("scheduled/", sweeps.scheduled, name="sweeps"),
    path("scheduled/<str:name>/run/", sweeps.run_now, name="run-sweep"),
]
