"""Addresses of this room under ``/api/v1/``."""

from django.urls import path

from contracts.api import banking, contracts, matching, money, releasing

urlpatterns = [
    path("contracts", contracts.Contracts.as_view(), name="contracts"),
    path("contracts/<uuid:contract_uid>", contracts.OneContract.as_view(), name="contract"),
    path("contracts/<uuid:contract_uid>/account", contracts.ContractAccount.as_view(), name="contract-account"),
    path(
        "contracts/<uuid:contract_uid>/account/confirm",
        contracts.AccountConfirmation.as_view(),
        name="contract-account-confirm",
    ),
    path("contracts/<uuid:contract_uid>/sign", contracts.Signing.as_view(), name="contract-sign"),
    path("contracts/<uuid:contract_uid>/cancel", contracts.ContractCancellation.as_view(), name="contract-cancel"),
    path("matches", matching.Matches.as_view(), name="matches"),
    path("contracts/<uuid:contract_uid>/match", matching.ContractMatch.as_view(), name="contract-match"),
    path("contracts/<uuid:contract_uid>/match/sign", matching.MatchSigning.as_view(), name="contract-match-sign"),
    path(
        "contracts/<uuid:contract_uid>/match/council", matching.CouncilBudget.as_view(), name="contract-match-council"
    ),
    path("contracts/<uuid:contract_uid>/match/deposits", matching.Deposits.as_view(), name="contract-match-deposits"),
    path("match-deposits/<uuid:deposit_uid>", matching.OneDeposit.as_view(), name="match-deposit"),
    path(
        "match-deposits/<uuid:deposit_uid>/confirm",
        matching.DepositConfirmation.as_view(),
        name="match-deposit-confirm",
    ),
    path("match-deposits/<uuid:deposit_uid>/refuse", matching.DepositRefusal.as_view(), name="match-deposit-refuse"),
    path(
        "match-deposits/<uuid:deposit_uid>/withdraw",
        matching.DepositWithdrawal.as_view(),
        name="match-deposit-withdraw",
    ),
    path(
        "match-deposits/<uuid:deposit_uid>/document",
        matching.DepositDocument.as_view(),
        name="match-deposit-document",
    ),
    path("tranches", money.Tranches.as_view(), name="tranches"),
    path("tranches/<uuid:tranche_uid>", money.OneTranche.as_view(), name="tranche"),
    path("payment-batches", money.Batches.as_view(), name="payment-batches"),
    path("payment-batches/<uuid:batch_uid>", money.OneBatch.as_view(), name="payment-batch"),
    path("payment-batches/<uuid:batch_uid>/approve", money.BatchApproval.as_view(), name="payment-batch-approve"),
    path("payment-batches/<uuid:batch_uid>/pay", money.BatchPayment.as_view(), name="payment-batch-pay"),
    path("payment-batches/<uuid:batch_uid>/discard", money.BatchDiscarding.as_view(), name="payment-batch-discard"),
    path("contracts/<uuid:contract_uid>/gates", releasing.GateOpening.as_view(), name="contract-gate-open"),
    path("contracts/<uuid:contract_uid>/recover", releasing.Recovering.as_view(), name="contract-recover"),
    path("tranches/<uuid:tranche_uid>/stop", releasing.Stopping.as_view(), name="tranche-stop"),
    path("tranches/<uuid:tranche_uid>/lift", releasing.Lifting.as_view(), name="tranche-stop-lift"),
    path("bridging", releasing.Bridging.as_view(), name="bridging"),
    path("payment-batches/<uuid:batch_uid>/order", banking.BatchOrder.as_view(), name="payment-batch-order"),
    path("bank-files", banking.BankFiles.as_view(), name="bank-files"),
    path("bank-lines", banking.BankLines.as_view(), name="bank-lines"),
    path("bank-lines/<uuid:line_uid>/explain", banking.BankLineExplanation.as_view(), name="bank-line-explain"),
    path("ministries/<uuid:ministry_uid>/paying-account", banking.MinistryAccount.as_view(), name="paying-account"),
    path("offices/<uuid:office_uid>/approval-limit", banking.OfficeLimit.as_view(), name="approval-limit"),
    path("transfers", money.Transfers.as_view(), name="transfers"),
    path("awards", money.Awards.as_view(), name="awards"),
]
