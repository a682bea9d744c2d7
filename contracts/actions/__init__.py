"""The deeds of contracts and money: each one transaction, one event, and whole won."""

from contracts.actions.bank import explain_line, limit_approvals, name_paying_account, read_bank_file, tell_of_silence
from contracts.actions.contracts import (
    cancel_contract,
    confirm_account,
    draw_contract,
    name_account,
    sign_for_institution,
    sign_for_ministry,
)
from contracts.actions.ledger import appropriate, move_won, reverse
from contracts.actions.matching import (
    announce_deposit,
    confirm_deposit,
    note_council,
    refuse_deposit,
    remind_of_deposit,
    sign_match,
    withdraw_deposit,
)
from contracts.actions.ordering import order_batch
from contracts.actions.payments import (
    approve_batch,
    discard_batch,
    draw_up_batch,
    draw_up_daily,
    mark_batch_paid,
    release_tranche,
)
from contracts.actions.releasing import lift_stop, open_gate, recover, stop_tranche

__all__ = [
    "announce_deposit",
    "appropriate",
    "approve_batch",
    "cancel_contract",
    "confirm_account",
    "confirm_deposit",
    "discard_batch",
    "draw_contract",
    "draw_up_batch",
    "draw_up_daily",
    "explain_line",
    "lift_stop",
    "limit_approvals",
    "mark_batch_paid",
    "move_won",
    "name_account",
    "name_paying_account",
    "note_council",
    "open_gate",
    "order_batch",
    "read_bank_file",
    "recover",
    "refuse_deposit",
    "release_tranche",
    "remind_of_deposit",
    "reverse",
    "sign_for_institution",
    "sign_for_ministry",
    "sign_match",
    "stop_tranche",
    "tell_of_silence",
    "withdraw_deposit",
]
