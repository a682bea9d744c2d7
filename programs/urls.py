"""Addresses of this room in the portal."""

from django.urls import path

from programs.views import (
    announcing,
    availability,
    desk,
    drafting,
    guidelines,
    programs,
    public,
    rule_drafts,
    rule_groups,
    rule_sets,
)

app_name = "programs"
urlpatterns = [
    path("calls/", public.calls, name="calls"),
    path("calls/<uuid:call_uid>/", public.call, name="call"),
    path("programs/new/", programs.new, name="new-program"),
    path("programs/<uuid:program_uid>/", public.program, name="program"),
    path("programs/<uuid:program_uid>/edit/", programs.change, name="edit-program"),
    path("programs/<uuid:program_uid>/agency/", programs.appoint, name="appoint-agency"),
    path("rule-sets/<uuid:rule_set_uid>/", rule_sets.rule_set, name="rule-set"),
    path("rule-sets/<uuid:rule_set_uid>/file/", rule_sets.give_file, name="rule-set-file"),
    path("rule-sets/<uuid:rule_set_uid>/compare/<uuid:other_uid>/", rule_sets.differences, name="compare-rules"),
    path("rule-sets/<uuid:rule_set_uid>/publish/", rule_sets.publish, name="publish-rules"),
    path("programs/<uuid:program_uid>/rules/new/", rule_drafts.begin, name="draft-rules"),
    path("rule-drafts/<uuid:draft_uid>/", rule_drafts.overview, name="rule-draft"),
    path("rule-drafts/<uuid:draft_uid>/groups/<slug:group>/", rule_groups.group, name="rule-group"),
    path("rule-drafts/<uuid:draft_uid>/groups/<slug:group>/check/", rule_groups.check, name="rule-check"),
    path("rule-drafts/<uuid:draft_uid>/compare/", rule_drafts.differences, name="compare-draft"),
    path("rule-drafts/<uuid:draft_uid>/file/", rule_drafts.give_file, name="rule-draft-file"),
    path("rule-drafts/<uuid:draft_uid>/take-file/", rule_drafts.take_file, name="take-rules"),
    path("rule-drafts/<uuid:draft_uid>/publish/", rule_drafts.publish, name="publish-draft"),
    path("rule-drafts/<uuid:draft_uid>/discard/", rule_drafts.discard, name="discard-rules"),
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
    path("calls/<uuid:call_uid>/announce/later/", announcing.schedule, name="schedule"),
    path("calls/<uuid:call_uid>/announce/take-back/", announcing.unschedule, name="unschedule"),
    path("calls/<uuid:call_uid>/dates/", announcing.move_dates, name="move-dates"),
    path("calls/<uuid:call_uid>/cancel/", announcing.cancel, name="cancel-call"),
]
