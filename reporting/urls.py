"""Addresses of this room in the portal."""

from django.urls import path

from reporting.views import exports, funnel, handover, history, home, overview, register, search, sweeps

app_name = "reporting"
urlpatterns = [
    path("", home.home, name="home"),
    path("my-work/", home.work, name="work"),
    path("calls/<uuid:call_uid>/funnel/", funnel.call_funnel, name="funnel"),
    path("calls/<uuid:call_uid>/funnel.csv", funnel.call_funnel_sheet, name="funnel-sheet"),
    path("calls/<uuid:call_uid>/history/", history.call, name="call-history"),
    path("calls/<uuid:call_uid>/history.csv", history.call_sheet, name="call-history-sheet"),
    path("history/<uuid:project_uid>/", history.project, name="history"),
    path("history/<uuid:project_uid>.csv", history.project_sheet, name="history-sheet"),
    path("overview/", overview.programmes, name="overview"),
    path("register/", register.proposals, name="register"),
    path("register/export/", register.export, name="register-export"),
    path("exports/", exports.mine, name="exports"),
    path("exports/<uuid:job_uid>/", exports.export, name="export"),
    path("exports/<uuid:job_uid>/stop/", exports.stop, name="stop-export"),
    path("exports/<uuid:job_uid>/file/", exports.file, name="export-file"),
    path("offices/<uuid:office_uid>/handover/", handover.office, name="handover"),
    path("offices/<uuid:office_uid>/handover.csv", handover.office_sheet, name="handover-sheet"),
    path("search/", search.search, name="search"),
    path("scheduled/", sweeps.scheduled, name="sweeps"),
    path("scheduled/<str:name>/run/", sweeps.run_now, name="run-sweep"),
]
