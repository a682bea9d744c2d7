"""What is said when a proposal is handed in, given back or withdrawn."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.forms.sections import VersionField


class SubmitForm(forms.Form):
    """The office's word that it means it; `version` is what it read."""

    version = VersionField()
    agreed = forms.BooleanField(
        label=_("I submit this proposal for the leading institution and have read what it binds us to."),
        error_messages={"required": _("Tick the box if the institution stands behind the proposal.")},
    )


class ReasonForm(forms.Form):
    """Why; shown to those whom it concerns and kept in the history."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 4}))


class WithdrawForm(ReasonForm):
    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they are
        self.fields["reason"].required = False
