"""Every deed of this room: people, organisations, offices and their holders, delegation, accounts, messages."""

from accounts.actions.delegations import delegate, end_delegation
from accounts.actions.delivery import deliver
from accounts.actions.inbox import mark_all_read, mark_read
from accounts.actions.logins import (
    change_settings,
    close_account,
    give_sample_second_factor,
    open_account,
    record_sign_in,
    reopen_account,
    reset_second_factor,
    unlink_provider,
)
from accounts.actions.offices import appoint, close_office, end_appointment, open_office
from accounts.actions.organizations import add_organization, change_organization, name_successor
from accounts.actions.people import add_person, change_person
from accounts.actions.steps import require_step_up

__all__ = [
    "add_organization",
    "add_person",
    "appoint",
    "change_organization",
    "change_person",
    "change_settings",
    "close_account",
    "close_office",
    "delegate",
    "deliver",
    "end_appointment",
    "end_delegation",
    "give_sample_second_factor",
    "mark_all_read",
    "mark_read",
    "name_successor",
    "open_account",
    "open_office",
    "record_sign_in",
    "reopen_account",
    "require_step_up",
    "reset_second_factor",
    "unlink_provider",
]
