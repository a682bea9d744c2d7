"""What the pages of contracts and payments take. Rules are not here: actions know them and refuse beside the field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import Payment, Tranche
from contracts.rules import DOCUMENT_TYPES
from core.fields import CountedTextField, DateInput, WonField
from core.money import MAX_KRW
from proposals.models import Proposal


class AccountForm(forms.Form):
    """The bank account that a contract's money goes to."""

    bank = forms.CharField(label=_("Bank"), max_length=40)
    number = forms.CharField(
        label=_("Account number"),
        max_length=34,
        help_text=_("8 to 34 digits; dashes may stand between them."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    holder = forms.CharField(
        label=_("Account holder"), max_length=120, help_text=_("As the bank writes it: the institution, not a person.")
    )


class SignForm(forms.Form):
    """The terms that were read, by their hash, and that they were."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read = forms.BooleanField(
        label=_("I have read the terms"), error_messages={"required": _("Read the terms, then tick this box.")}
    )


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = CountedTextField(
        label=_("Reason"), max_length=1_000, rows=3, help_text=_("Everybody concerned is told, with this reason.")
    )


class ApprovalForm(forms.Form):
    """The total of a batch as it was seen."""

    total_krw = forms.IntegerField(widget=forms.HiddenInput)


class ChoiceOfRows(forms.Form):
    """Some of the rows of a list, by uid; `sure` is sent by the page that asks once more."""

    rows = forms.TypedMultipleChoiceField(coerce=UUID, error_messages={"required": _("Choose at least one row.")})
    sure = forms.BooleanField(required=False)

    def __init__(self, data: Any, rows: Iterable[Proposal | Tranche]) -> None:
        super().__init__(data)
        self.by_uid = {str(row.uid): row for row in rows}
        self.fields["rows"].choices = [(uid, uid) for uid in self.by_uid]  # type: ignore[attr-defined]  # has choices
        self.fields["rows"].error_messages["invalid_choice"] = _("A row is not there any more. Load the page again.")

    def chosen(self) -> list[Any]:
        """The chosen rows, in the list's own order."""
        wanted = {str(uid) for uid in self.cleaned_data["rows"]}
        return [row for uid, row in self.by_uid.items() if uid in wanted]


class ReferencesForm(forms.Form):
    """The bank's reference of each payment of a batch."""

    def __init__(self, data: Any, payments: Iterable[Payment]) -> None:
        super().__init__(data)
        self.payments = list(payments)
        for payment in self.payments:
            self.fields[_name(payment)] = forms.CharField(
                label=_("Bank's reference of %(payment)s") % {"payment": payment.end_to_end_id},
                max_length=60,
                widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
            )

    def lines(self) -> list[tuple[Payment, forms.BoundField]]:
        """Each payment with its field."""
        return [(payment, self[_name(payment)]) for payment in self.payments]

    def references(self) -> dict[str, str]:
        """By end-to-end id, as `actions.mark_batch_paid` takes them."""
        return {payment.end_to_end_id: self.cleaned_data[_name(payment)] for payment in self.payments}


def _name(payment: Payment) -> str:
    return f"references.{payment.end_to_end_id}"


class CouncilForm(forms.Form):
    """What a region's council gives for the match of a project year."""

    amount_krw = WonField(label=_("Budget of the council"), max_krw=MAX_KRW)
    fiscal_year = forms.IntegerField(label=_("Fiscal year"), min_value=1990, max_value=2100)
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)


class DepositForm(forms.Form):
    """What a region deposited, or gave in kind, for a project year."""

    form = forms.ChoiceField(
        label=_("Form of the match"),
        choices=[("cash", _("Cash")), ("in_kind", _("In kind"))],
        widget=forms.RadioSelect,
        initial="cash",
    )
    amount_krw = WonField(label=_("Amount"), min_krw=1, max_krw=MAX_KRW)
    deposited_on = forms.DateField(label=_("Day of the deposit"), widget=DateInput)
    document = forms.FileField(
        label=_("Document"),
        required=False,
        help_text=_(
            "The transfer slip, or the proof of what was given in kind. PDF, HWP, HWPX, JPG or PNG, up to 10 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in DOCUMENT_TYPES)}),
    )


class RecoveryForm(forms.Form):
    """Up to which day costs stand, and how much they are."""

    notice_on = forms.DateField(label=_("Day of the notice"), widget=DateInput)
    eligible_krw = WonField(
        label=_("Eligible costs up to that day"),
        max_krw=MAX_KRW,
        help_text=_("Of the project year, out of the grant, claimed or not. The rest of what was paid comes back."),
    )
    reason = CountedTextField(
        label=_("Reason"), max_length=1_000, rows=3, help_text=_("Everybody concerned is told, with this reason.")
    )


class PayingAccountForm(forms.Form):
    """The account that a ministry pays from."""

    bank = forms.CharField(label=_("Bank"), max_length=35)
    number = forms.CharField(
        label=_("Account number"),
        max_length=34,
        help_text=_("8 to 34 digits; dashes may stand between them."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    holder = forms.CharField(label=_("Account holder"), max_length=120)
    answer_days = forms.IntegerField(
        label=_("Working days for the bank's answer"),
        min_value=1,
        max_value=30,
        help_text=_("If a payment has no end by then, the desk is told."),
    )


class LimitForm(forms.Form):
    """What an office may approve."""

    limit_krw = WonField(
        label=_("Largest batch"), required=False, max_krw=MAX_KRW, help_text=_("Empty: batches of any total.")
    )


class BankFileForm(forms.Form):
    """A file of the bank."""

    file = forms.FileField(
        label=_("Answer or statement of the bank"),
        help_text=_("An answer (pain.002) or a statement (camt.053), up to 10 MB. It is read whole or not at all."),
        widget=forms.FileInput(attrs={"accept": ".xml"}),
    )
