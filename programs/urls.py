"""Addresses of this room in the portal."""

from django.urls import path

from programs.views import announcing, availability, desk, drafting, guidelines, public, rule_sets

app_name = "programs"
urlpatterns = [
    path("calls/", public.calls, name="calls"),
    path("calls/<uuid:call_uid>/", public.call, name="call"),
    path("programs/<uuid:program_uid>/", public.program, name="program"),
    path("rule-sets/<uuid:rule_set_uid>/", rule_sets.rule_set, name="rule-set"),
    path("programs/<uuid:program_uid>/rules/new/", rule_sets.draft, name="draft-rules"),
    path("rule-sets/<uuid:rule_set_uid>/publish/", rule_sets.publish, name="publish-rules"),
    path("desk/calls/", desk.calls, name="desk"),
    path("desk/availability/", availability.availability, name="availability"),
    path("programs/<uuid:program_uid>/calls/new/", drafting.new, name="draft-call"),
    path("programs/<uuid:program_uid>/calls/help/", drafting.live_help, name="call-help"),
    path("calls/<uuid:call_uid>/edit/", drafting.edit, name="edit-call"),
    path("calls/<uuid:call_uid>/guidelines/", guidelines.overview, name="guidelines"),
    path("calls/<uuid:call_uid>/guidelines/new/", guidelines.add, name="add-guideline"),
    path("calls/<uuid:call_uid>/guidelines/<int:order>/", guidelines.edit, name="guideline"),
    path("calls/<uuid:call_uid>/guidelines/<int:order>/move/", guidelines.move, name="move-guideline"),
    path("calls/<uuid:call_uid>/guidelines/<int:order>/remove/", guidelines.remove, name="remove-guideline"),
    path("calls/<uuid:call_uid>/announce/", announcing.announce, name="announce"),
    path("calls/<uuid:call_uid>/dates/", announcing.move_dates, name="move-dates"),
    path("calls/<uuid:call_uid>/cancel/", announcing.cancel, name="cancel-call"),
]
