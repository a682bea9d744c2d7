"""Addresses of this room under ``/api/v1/``."""

from django.urls import path

from proposals.api import content, files, merging, moves, plans, proposals, regional, screening

urlpatterns = [
    path("proposals", proposals.Proposals.as_view(), name="proposals"),
    path("proposals/<uuid:proposal_uid>", proposals.OneProposal.as_view(), name="proposal"),
    path("proposals/<uuid:proposal_uid>/sections", content.Sections.as_view(), name="proposal-sections"),
    path("proposals/<uuid:proposal_uid>/sections/<slug:code>", content.OneSection.as_view(), name="proposal-section"),
    path("proposals/<uuid:proposal_uid>/partners", content.Partners.as_view(), name="proposal-partners"),
    path(
        "proposals/<uuid:proposal_uid>/partners/<uuid:organization_uid>",
        content.OnePartner.as_view(),
        name="proposal-partner",
    ),
    path("proposals/<uuid:proposal_uid>/people", content.People.as_view(), name="proposal-people"),
    path("proposals/<uuid:proposal_uid>/people/<uuid:person_uid>", content.OnePerson.as_view(), name="proposal-person"),
    path("proposals/<uuid:proposal_uid>/budget", content.Budget.as_view(), name="proposal-budget"),
    path("proposals/<uuid:proposal_uid>/budget/check", content.BudgetCheck.as_view(), name="proposal-budget-check"),
    path("proposals/<uuid:proposal_uid>/targets", content.Targets.as_view(), name="proposal-targets"),
    path("proposals/<uuid:proposal_uid>/files", files.Files.as_view(), name="proposal-files"),
    path("proposal-files/<uuid:attachment_uid>", files.OneFile.as_view(), name="proposal-file"),
    path("proposal-files/<uuid:attachment_uid>/content", files.FileContent.as_view(), name="proposal-file-content"),
    path("proposals/<uuid:proposal_uid>/submit", moves.Submit.as_view(), name="proposal-submit"),
    path("proposals/<uuid:proposal_uid>/withdraw", moves.Withdraw.as_view(), name="proposal-withdraw"),
    path("proposals/<uuid:proposal_uid>/send", moves.SendToOffice.as_view(), name="proposal-send"),
    path("proposals/<uuid:proposal_uid>/return", moves.ReturnToTeam.as_view(), name="proposal-return"),
    path("proposals/<uuid:proposal_uid>/receipt", moves.Receipt.as_view(), name="proposal-receipt"),
    path("proposals/<uuid:proposal_uid>/moves", moves.Moves.as_view(), name="proposal-moves"),
    path("proposals/<uuid:proposal_uid>/progress", moves.Progress.as_view(), name="proposal-progress"),
    path("proposals/<uuid:proposal_uid>/differences", moves.Differences.as_view(), name="proposal-differences"),
    path("calls/<uuid:call_uid>/screening", screening.CallScreening.as_view(), name="call-screening"),
    path("calls/<uuid:call_uid>/rankings", regional.Rankings.as_view(), name="rankings"),
    path("calls/<uuid:call_uid>/rankings/<slug:region>", regional.OneRanking.as_view(), name="ranking"),
    path(
        "calls/<uuid:call_uid>/rankings/<slug:region>/submit",
        regional.RankingSubmission.as_view(),
        name="ranking-submit",
    ),
    path(
        "calls/<uuid:call_uid>/rankings/<slug:region>/reopen",
        regional.RankingReopening.as_view(),
        name="ranking-reopen",
    ),
    path("proposals/<uuid:proposal_uid>/pledge", regional.Pledge.as_view(), name="pledge"),
    path("proposals/<uuid:proposal_uid>/pledge/withdraw", regional.PledgeWithdrawal.as_view(), name="pledge-withdraw"),
    path("proposals/<uuid:proposal_uid>/pledge/document", regional.PledgeDocument.as_view(), name="pledge-document"),
    path("calls/<uuid:call_uid>/plans", plans.CallPlans.as_view(), name="call-plans"),
    path("calls/<uuid:call_uid>/plans/decline", plans.PlanDecline.as_view(), name="plan-decline"),
    path("plans/<uuid:plan_uid>", plans.OnePlan.as_view(), name="plan"),
    path("plans/<uuid:plan_uid>/endorse", plans.EndorsePlan.as_view(), name="plan-endorse"),
    path("plans/<uuid:plan_uid>/return", plans.ReturnPlan.as_view(), name="plan-return"),
    path("merge-offers", merging.MergeOffers.as_view(), name="merge-offers"),
    path("merge-offers/<uuid:offer_uid>", merging.OneMergeOffer.as_view(), name="merge-offer"),
    path("merge-offers/<uuid:offer_uid>/answer", merging.MergeAnswer.as_view(), name="merge-offer-answer"),
    path(
        "merge-offers/<uuid:offer_uid>/answer-for-region",
        merging.MergeRegionAnswer.as_view(),
        name="merge-offer-answer-for-region",
    ),
    path("merge-offers/<uuid:offer_uid>/withdraw", merging.MergeWithdrawal.as_view(), name="merge-offer-withdraw"),
]
