"""Addresses of this room under ``/api/v1/``."""

from django.urls import path

from programs.api import asking, calls, figures, forms, inquiries, likeness, programs, rule_drafts

urlpatterns = [
    path("programs", programs.Programs.as_view(), name="programs"),
    path("programs/<uuid:program_uid>", programs.OneProgram.as_view(), name="program"),
    path("programs/<uuid:program_uid>/alike", likeness.AlikeProgrammes.as_view(), name="program-alike"),
    path("programs/<uuid:program_uid>/indicators", programs.Indicators.as_view(), name="program-indicators"),
    path("programs/<uuid:program_uid>/agency", programs.AppointAgency.as_view(), name="program-agency"),
    path("programs/<uuid:program_uid>/figures", figures.ProgramFigures.as_view(), name="program-figures"),
    path("rule-drafts", rule_drafts.RuleDrafts.as_view(), name="rule-drafts"),
    path("rule-drafts/<uuid:draft_uid>", rule_drafts.OneRuleDraft.as_view(), name="rule-draft"),
    path(
        "rule-drafts/<uuid:draft_uid>/groups/<slug:group>",
        rule_drafts.RuleDraftGroup.as_view(),
        name="rule-draft-group",
    ),
    path("rule-drafts/<uuid:draft_uid>/text", rule_drafts.RuleDraftText.as_view(), name="rule-draft-text"),
    path("rule-drafts/<uuid:draft_uid>/publish", rule_drafts.PublishRuleDraft.as_view(), name="rule-draft-publish"),
    path(
        "rule-sets/<uuid:rule_set_uid>/compare/<uuid:other_uid>",
        rule_drafts.CompareRuleSets.as_view(),
        name="rule-set-compare",
    ),
    path("rule-sets", programs.RuleSets.as_view(), name="rule-sets"),
    path("rule-sets/<uuid:rule_set_uid>", programs.OneRuleSet.as_view(), name="rule-set"),
    path("rule-sets/<uuid:rule_set_uid>/publish", programs.PublishRuleSet.as_view(), name="rule-set-publish"),
    path("calls", calls.Calls.as_view(), name="calls"),
    path("calls/<uuid:call_uid>", calls.OneCall.as_view(), name="call"),
    path("calls/<uuid:call_uid>/inquiries", inquiries.Inquiries.as_view(), name="call-inquiries"),
    path("inquiries/<uuid:inquiry_uid>/answers", inquiries.Answers.as_view(), name="inquiry-answers"),
    path("calls/<uuid:call_uid>/form", forms.CallForm.as_view(), name="call-form"),
    path("calls/<uuid:call_uid>/readiness", calls.Readiness.as_view(), name="call-readiness"),
    path("calls/<uuid:call_uid>/announce", calls.Announcement.as_view(), name="call-announce"),
    path("calls/<uuid:call_uid>/schedule", calls.Schedule.as_view(), name="call-schedule"),
    path("calls/<uuid:call_uid>/dates", calls.Dates.as_view(), name="call-dates"),
    path("calls/<uuid:call_uid>/cancel", calls.Cancellation.as_view(), name="call-cancel"),
    path("calls/<uuid:call_uid>/guidelines", calls.Guidelines.as_view(), name="call-guidelines"),
    path("calls/<uuid:call_uid>/guidelines/<int:order>", calls.OneGuideline.as_view(), name="call-guideline"),
    path("calls/<uuid:call_uid>/regions", asking.Regions.as_view(), name="call-regions"),
    path("calls/<uuid:call_uid>/files", asking.Files.as_view(), name="call-files"),
    path("call-files/<uuid:file_uid>", asking.OneFile.as_view(), name="call-file"),
]
