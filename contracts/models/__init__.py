"""Every promise and every won: agreements, years, budgets, the region's match, tranches, the ledger, payments."""

from contracts.models.agreements import BudgetLine, Contract, PayeeAccount, ProjectYear, Signature
from contracts.models.bank import ApprovalLimit, BankFile, BankOrder, PayingAccount, StatementLine
from contracts.models.ledger import Account, Transfer
from contracts.models.matching import MatchDeposit, MatchSignature, MatchYear
from contracts.models.payments import Approval, Payment, PaymentBatch
from contracts.models.tranches import Gate, Recovery, Tranche, TrancheStop

__all__ = [
    "Account",
    "Approval",
    "ApprovalLimit",
    "BankFile",
    "BankOrder",
    "BudgetLine",
    "Contract",
    "Gate",
    "MatchDeposit",
    "MatchSignature",
    "MatchYear",
    "PayeeAccount",
    "PayingAccount",
    "Payment",
    "PaymentBatch",
    "ProjectYear",
    "Recovery",
    "Signature",
    "StatementLine",
    "Tranche",
    "TrancheStop",
    "Transfer",
]
