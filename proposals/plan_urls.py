"""Addresses of regions' plans, within the namespace of this room."""

from django.urls import path

from proposals.views import plans

urlpatterns = [
    path("plans/", plans.plans, name="plans"),
    path("plans/calls/<uuid:call_uid>/", plans.of_call, name="call-plans"),
    path("plans/calls/<uuid:call_uid>/begin/", plans.begin, name="plan-begin"),
    path("plans/calls/<uuid:call_uid>/<slug:region>/decline/", plans.decline, name="plan-decline"),
    path("plans/<uuid:plan_uid>/", plans.plan, name="plan"),
    path("plans/<uuid:plan_uid>/endorse/", plans.endorse, name="plan-endorse"),
    path("plans/<uuid:plan_uid>/return/", plans.give_back, name="plan-return"),
]
