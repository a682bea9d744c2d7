"""Addresses of this room under ``/api/v1/``."""

from django.urls import path

from scenarios.api import trials

urlpatterns = [
    path("calls/<uuid:call_uid>/trials", trials.Trials.as_view(), name="trials"),
    path("trials/<uuid:trial_uid>", trials.OneTrial.as_view(), name="trial"),
]
