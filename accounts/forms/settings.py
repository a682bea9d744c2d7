"""One's own settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import ACCOUNT_LANGUAGES


class SettingsForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language"), choices=ACCOUNT_LANGUAGES, help_text=_("Of the pages and of e-mails to you.")
    )
    by_email = forms.BooleanField(
        label=_("Send me messages by e-mail too"),
        required=False,
        help_text=_("They always come into your inbox."),
    )
