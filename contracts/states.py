"""The lives of a contract, a tranche, a payment batch, a payment, a bank's statement line and a region's deposit."""

from core.states import Lifecycle, Move

CONTRACT = Lifecycle(
    name="contract",
    states=("drawn", "institution_signed", "in_force", "cancelled"),
    moves=(
        Move("sign_for_institution", ("drawn",), "institution_signed", "sign", "contracts.institution_signed"),
        Move("sign_for_ministry", ("institution_signed",), "in_force", "approve", "contracts.ministry_signed"),
        Move("cancel", ("drawn", "institution_signed"), "cancelled", "run_contracts", "contracts.cancelled"),
    ),
)

TRANCHE = Lifecycle(
    name="tranche",
    states=("waiting", "released", "batched", "paid"),
    moves=(
        Move("release", ("waiting",), "released", "system", "contracts.tranche_released"),
        Move("batch", ("released",), "batched", "run_contracts", "contracts.tranche_batched"),
        Move("unbatch", ("batched",), "released", "run_contracts", "contracts.tranche_unbatched"),
        Move("pay", ("batched",), "paid", "run_contracts", "contracts.tranche_paid"),
        Move("reopen", ("paid",), "released", "run_contracts", "contracts.payment_returned"),
    ),
)

BATCH = Lifecycle(
    name="batch",
    states=("drawn_up", "approved_once", "approved", "ordered", "paid", "settled", "discarded"),
    moves=(
        Move("approve_first", ("drawn_up",), "approved_once", "approve", "contracts.batch_approved_once"),
        Move("approve_second", ("approved_once",), "approved", "approve", "contracts.batch_approved"),
        Move("order", ("approved",), "ordered", "approve", "contracts.batch_ordered"),
        Move("mark_paid", ("approved", "ordered"), "paid", "run_contracts", "contracts.batch_paid"),
        Move("settle", ("ordered",), "settled", "run_contracts", "contracts.batch_settled"),
        Move("discard", ("drawn_up", "approved_once"), "discarded", "run_contracts", "contracts.batch_discarded"),
    ),
)

PAYMENT = Lifecycle(
    name="payment",
    states=("instructed", "accepted", "paid", "rejected", "returned", "dropped"),
    moves=(
        Move("accept", ("instructed",), "accepted", "run_contracts", "contracts.payment_accepted"),
        Move("reject", ("instructed", "accepted"), "rejected", "run_contracts", "contracts.payment_rejected"),
        Move("mark_paid", ("instructed", "accepted"), "paid", "run_contracts", "contracts.payment_made"),
        Move("give_back", ("paid",), "returned", "run_contracts", "contracts.payment_returned"),
        Move("drop", ("instructed",), "dropped", "run_contracts", "contracts.payment_dropped"),
    ),
)

DEPOSIT = Lifecycle(
    name="deposit",
    states=("announced", "confirmed", "refused", "withdrawn"),
    moves=(
        Move("confirm", ("announced",), "confirmed", "confirm_deposit", "contracts.deposit_confirmed"),
        Move("refuse", ("announced",), "refused", "confirm_deposit", "contracts.deposit_refused"),
        Move("withdraw", ("announced",), "withdrawn", "match", "contracts.deposit_withdrawn"),
    ),
)

LINE = Lifecycle(
    name="line",
    states=("unmatched", "matched", "explained"),
    moves=(Move("explain", ("unmatched",), "explained", "run_contracts", "contracts.line_explained"),),
)
