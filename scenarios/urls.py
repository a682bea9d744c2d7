"""Addresses of this room in the portal."""

from django.urls import path

from scenarios.views import clock, trials

app_name = "scenarios"
urlpatterns = [
    path("clock/", clock.clock, name="clock"),
    path("desk/trials/", trials.calls, name="calls-to-try"),
    path("desk/calls/<uuid:call_uid>/trials/", trials.trials, name="trials"),
    path("desk/calls/<uuid:call_uid>/trials/new/", trials.try_rules, name="try"),
    path("desk/trials/<uuid:trial_uid>/", trials.trial, name="trial"),
    path("desk/trials/<uuid:trial_uid>/table.csv", trials.table, name="trial-csv"),
    path("desk/trials/<uuid:trial_uid>/forget/", trials.forget, name="forget-trial"),
]
