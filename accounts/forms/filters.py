"""Filters of the lists: they live in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.choices import Choice, anything, of_words
from accounts.roles import Kind, Role


class PersonFilter(forms.Form):
    q = forms.CharField(label=_("Name, number or e-mail"), required=False, max_length=80)
    account = forms.ChoiceField(
        label=pgettext_lazy("sign-in", "Account"),
        required=False,
        choices=[("", _("All")), ("open", _("Has one")), ("closed", _("Account closed")), ("none", _("Has none"))],
    )


class OrganizationFilter(forms.Form):
    q = forms.CharField(label=_("Name or business number"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind of organisation"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, regions: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind of organisation"), required=False, choices=anything(of_words("kind", Kind))
        )
        self.fields["region"] = forms.ChoiceField(label=_("Region"), required=False, choices=anything(list(regions)))


class OfficeFilter(forms.Form):
    q = forms.CharField(label=_("Organisation, title or holder"), required=False, max_length=80)
    role = forms.ChoiceField(label=_("Role"), required=False)
    vacant = forms.BooleanField(label=_("Vacant only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), required=False, choices=anything(of_words("role", Role))
        )


class DelegationFilter(forms.Form):
    q = forms.CharField(label=_("Ministry or agency"), required=False, max_length=80)
    running = forms.BooleanField(label=_("In force today only"), required=False)
