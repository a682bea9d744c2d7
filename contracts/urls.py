"""Addresses of this room in the portal."""

from django.urls import path

from contracts.views import contract, figures, listing, matching, money, payments, releasing

app_name = "contracts"
urlpatterns = [
    path("contracts/", listing.contracts, name="list"),
    path("calls/<uuid:call_uid>/contracts/draw/", listing.draw, name="draw"),
    path("contracts/<uuid:contract_uid>/", contract.contract, name="contract"),
    path("contracts/<uuid:contract_uid>/terms/", contract.terms, name="terms"),
    path("contracts/<uuid:contract_uid>/terms.json", contract.terms_text, name="terms-text"),
    path("contracts/<uuid:contract_uid>/account/", contract.account, name="account"),
    path("contracts/<uuid:contract_uid>/account/confirm/", contract.confirm_account, name="confirm-account"),
    path("contracts/<uuid:contract_uid>/sign/", contract.sign, name="sign"),
    path("contracts/<uuid:contract_uid>/give-up/", contract.give_up, name="give-up"),
    path("contracts/<uuid:contract_uid>/money/", money.money, name="money"),
    path("match/", matching.matches, name="matches"),
    path("match.csv", matching.matches_sheet, name="matches-sheet"),
    path("contracts/<uuid:contract_uid>/match/", matching.match, name="match"),
    path("contracts/<uuid:contract_uid>/match/sign/", matching.sign_match, name="sign-match"),
    path("contracts/<uuid:contract_uid>/match/<int:index>/council/", matching.council, name="council"),
    path("contracts/<uuid:contract_uid>/match/<int:index>/deposit/", matching.announce, name="announce-deposit"),
    path("match/deposits/<uuid:deposit_uid>/", matching.deposit, name="deposit"),
    path("match/deposits/<uuid:deposit_uid>/document/", matching.document, name="deposit-document"),
    path("contracts/<uuid:contract_uid>/gates/<int:index>/<slug:code>/", releasing.open_gate, name="open-gate"),
    path("contracts/<uuid:contract_uid>/recover/<int:index>/", releasing.recover, name="recover"),
    path("tranches/<uuid:tranche_uid>/stop/", releasing.stop, name="stop"),
    path("bridging/", releasing.bridging, name="bridging"),
    path("contracts/<uuid:contract_uid>/transfers/<slug:figure>/", figures.transfers, name="transfers"),
    path("contracts/<uuid:contract_uid>/transfers/<slug:figure>.csv", figures.transfers_sheet, name="transfers-sheet"),
    path("books/transfers/<slug:figure>/", figures.transfers, name="all-transfers"),
    path("books/transfers/<slug:figure>.csv", figures.transfers_sheet, name="all-transfers-sheet"),
    path("payments/", payments.payments, name="payments"),
    path("payments/draw-up/<uuid:ministry_uid>/", payments.draw_up, name="draw-up-batch"),
    path("payments/<uuid:batch_uid>/", payments.batch, name="batch"),
    path("payments/<uuid:batch_uid>/approve/", payments.approve, name="approve-batch"),
    path("payments/<uuid:batch_uid>/paid/", payments.mark_paid, name="pay-batch"),
    path("payments/<uuid:batch_uid>/give-up/", payments.discard, name="discard-batch"),
    path("books/", money.books, name="books"),
    path("awards/", money.awards, name="awards"),
    path("awards.csv", money.awards_sheet, name="awards-sheet"),
]
