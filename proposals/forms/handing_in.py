"""What is said when a proposal is handed in, given back or withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.forms.sections import VersionField
from proposals.rules.pledge import DOCUMENT_TYPES


class SubmitForm(forms.Form):
    """The office's word that it means it; `version` is what it read."""

    version = VersionField()
    agreed = forms.BooleanField(
        label=_("I submit this proposal for the leading institution and have read what it binds us to."),
        error_messages={"required": _("Tick the box if the institution stands behind the proposal.")},
    )
    pledge_document = forms.FileField(
        label=_("Document of the pledge"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in DOCUMENT_TYPES)}),
    )

    def __init__(self, *args: Any, pledges: bool = False, **options: Any) -> None:
        """`pledges` where a region hands in its own plan, and the match that it names with it."""
        super().__init__(*args, **options)
        if not pledges:
            del self.fields["pledge_document"]


class ReasonForm(forms.Form):
    """Why; shown to those whom it concerns and kept in the history."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 4}))


class WithdrawForm(ReasonForm):
    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they are
        self.fields["reason"].required = False
