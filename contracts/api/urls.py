"""Addresses of this room under ``/api/v1/``."""

from django.urls import path

from contracts.api import contracts, money

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
    path("tranches", money.Tranches.as_view(), name="tranches"),
    path("tranches/<uuid:tranche_uid>", money.OneTranche.as_view(), name="tranche"),
    path("payment-batches", money.Batches.as_view(), name="payment-batches"),
    path("payment-batches/<uuid:batch_uid>", money.OneBatch.as_view(), name="payment-batch"),
    path("payment-batches/<uuid:batch_uid>/approve", money.BatchApproval.as_view(), name="payment-batch-approve"),
    path("payment-batches/<uuid:batch_uid>/pay", money.BatchPayment.as_view(), name="payment-batch-pay"),
    path("payment-batches/<uuid:batch_uid>/discard", money.BatchDiscarding.as_view(), name="payment-batch-discard"),
    path("transfers", money.Transfers.as_view(), name="transfers"),
    path("awards", money.Awards.as_view(), name="awards"),
]
