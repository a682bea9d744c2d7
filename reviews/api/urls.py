"""Addresses of this room under ``/api/v1/``."""

from django.urls import path

from reviews.api import alike, judging, plans, register, rounds, scores, selecting

urlpatterns = [
    path("experts", register.Experts.as_view(), name="experts"),
    path("experts/table", register.ExpertsTable.as_view(), name="experts-table"),
    path("science-fields", register.ScienceFields.as_view(), name="science-fields"),
    path("rounds", rounds.Rounds.as_view(), name="rounds"),
    path("rounds/<uuid:round_uid>", rounds.OneRound.as_view(), name="round"),
    path("rounds/<uuid:round_uid>/start-scoring", rounds.StartScoring.as_view(), name="round-start"),
    path("rounds/<uuid:round_uid>/open-to-panel", rounds.OpenToPanel.as_view(), name="round-open"),
    path("rounds/<uuid:round_uid>/close", rounds.CloseRound.as_view(), name="round-close"),
    path("rounds/<uuid:round_uid>/due", rounds.RoundDue.as_view(), name="round-due"),
    path("rounds/<uuid:round_uid>/members", rounds.Members.as_view(), name="round-members"),
    path("rounds/<uuid:round_uid>/cases", rounds.Cases.as_view(), name="round-cases"),
    path("rounds/<uuid:round_uid>/interests", rounds.Interests.as_view(), name="round-interests"),
    path("rounds/<uuid:round_uid>/conflicts", rounds.Conflicts.as_view(), name="round-conflicts"),
    path("rounds/<uuid:round_uid>/assignments", rounds.Assignments.as_view(), name="round-assignments"),
    path("rounds/<uuid:round_uid>/scores", scores.Scores.as_view(), name="round-scores"),
    path("rounds/<uuid:round_uid>/drawings", scores.Drawings.as_view(), name="round-drawings"),
    path("conflicts/<uuid:conflict_uid>/lift", rounds.LiftConflict.as_view(), name="conflict-lift"),
    path("assignments", judging.MyAssignments.as_view(), name="assignments"),
    path("assignments/<uuid:assignment_uid>/review", judging.OwnReview.as_view(), name="assignment-review"),
    path("assignments/<uuid:assignment_uid>/others", judging.OthersReviews.as_view(), name="assignment-others"),
    path("assignments/<uuid:assignment_uid>/submit", judging.SubmitReview.as_view(), name="assignment-submit"),
    path("assignments/<uuid:assignment_uid>/reopen", judging.ReopenReview.as_view(), name="assignment-reopen"),
    path("cases/<uuid:case_uid>", judging.OneCase.as_view(), name="case"),
    path("cases/<uuid:case_uid>/alike", alike.CaseAlike.as_view(), name="case-alike"),
    path("cases/<uuid:case_uid>/reviews", judging.CaseReviews.as_view(), name="case-reviews"),
    path("cases/<uuid:case_uid>/files/<uuid:attachment_uid>", judging.CaseFile.as_view(), name="case-file"),
    path("selections", selecting.Selections.as_view(), name="selections"),
    path("selections/<uuid:selection_uid>", selecting.OneSelection.as_view(), name="selection"),
    path("selections/<uuid:selection_uid>/decide", selecting.DecideSelection.as_view(), name="selection-decide"),
    path("selections/<uuid:selection_uid>/publish", selecting.PublishSelection.as_view(), name="selection-publish"),
    path("selections/<uuid:selection_uid>/discard", selecting.DiscardSelection.as_view(), name="selection-discard"),
    path("decisions/<uuid:decision_uid>", selecting.OneDecision.as_view(), name="decision"),
    path("plans/<uuid:plan_uid>/accept", plans.AcceptPlan.as_view(), name="plan-accept"),
    path("plans/<uuid:plan_uid>/refuse", plans.RefusePlan.as_view(), name="plan-refuse"),
    path("results", selecting.Results.as_view(), name="results"),
    path("results/<uuid:selection_uid>", selecting.OneResult.as_view(), name="result"),
]
