"""Every promise and every won: agreements, project years, budgets, tranches with gates, the ledger, payments."""

from contracts.models.agreements import BudgetLine, Contract, PayeeAccount, ProjectYear, Signature
from contracts.models.ledger import Account, Transfer
from contracts.models.payments import Approval, Payment, PaymentBatch
from contracts.models.tranches import Gate, Tranche

__all__ = [
    "Account",
    "Approval",
    "BudgetLine",
    "Contract",
    "Gate",
    "PayeeAccount",
    "Payment",
    "PaymentBatch",
    "ProjectYear",
    "Signature",
    "Tranche",
    "Transfer",
]
