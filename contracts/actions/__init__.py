"""The deeds of contracts and money: each one transaction, one event, and whole won."""

from contracts.actions.ledger import appropriate, move_won, reverse

__all__ = ["appropriate", "move_won", "reverse"]
