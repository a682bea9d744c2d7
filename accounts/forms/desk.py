"""Forms of the administrator's desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.choices import NONE, Choice, of_words
from accounts.models import ACCOUNT_LANGUAGES
from accounts.roles import Kind, Power, Role
from core.fields import DateInput


class PersonForm(forms.Form):
    name_ko = forms.CharField(label=_("Name in Hangul"), max_length=60)
    name_en = forms.CharField(
        label=_("Romanised name"), max_length=80, required=False, help_text=_("Such as Hong Gil-dong.")
    )
    researcher_number = forms.CharField(label=_("Researcher number"), max_length=20, required=False)
    organization_uid = forms.TypedChoiceField(label=_("Organisation"), required=False, empty_value=None)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organizations: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "organization_uid", [NONE, *organizations])


class OrganizationChangeForm(forms.Form):
    name_ko = forms.CharField(label=_("Name in Korean"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    region_code = forms.ChoiceField(label=_("Region"), required=False, help_text=_("A regional government needs one."))
    business_number = forms.CharField(
        label=_("Business registration number"),
        max_length=14,
        required=False,
        help_text=_("Ten digits, such as 124-81-00998."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, regions: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "region_code", [NONE, *regions])


class OrganizationForm(OrganizationChangeForm):
    kind = forms.ChoiceField(label=_("Kind of organisation"))
    field_order = ("kind",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "kind", [NONE, *of_words("kind", Kind)])
        del self.fields["version"]


class SuccessorForm(forms.Form):
    successor_uid = forms.ChoiceField(
        label=_("Successor"), help_text=_("It takes over the offices, contracts and history from now on.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, organizations: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "successor_uid", [NONE, *organizations])


class OfficeForm(forms.Form):
    organization_uid = forms.ChoiceField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"))
    title_ko = forms.CharField(label=_("Title of the office in Korean"), max_length=80)
    title_en = forms.CharField(label=_("Title of the office in English"), max_length=80, required=False)

    def __init__(self, *args: Any, organizations: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "organization_uid", [NONE, *organizations])
        _choose(self, "role", [NONE, *of_words("role", Role)])


class AppointmentForm(forms.Form):
    """Whom to appoint is chosen among those that a search has found."""

    person_uid = forms.ChoiceField(label=_("Person"), widget=forms.RadioSelect)
    acting = forms.BooleanField(label=_("Acts for the holder"), required=False)
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(
        label=_("Until before"),
        required=False,
        widget=DateInput,
        help_text=_("The first day on which the person no longer has the office. Leave it empty if it is not known."),
    )
    reason = forms.CharField(label=_("Reason or document"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "person_uid", list(people))


class EndForm(forms.Form):
    ends_on = forms.DateField(
        label=_("Ends on"), widget=DateInput, help_text=_("The first day on which it no longer holds.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class DelegationForm(forms.Form):
    ministry_uid = forms.ChoiceField(label=_("Ministry"))
    agency_uid = forms.ChoiceField(label=_("Managing agency"))
    powers = forms.MultipleChoiceField(label=_("Powers"), widget=forms.CheckboxSelectMultiple)
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(label=_("Until before"), required=False, widget=DateInput)
    reference = forms.CharField(
        label=_("Document"), max_length=200, help_text=_("The law, notice or agreement that says so.")
    )

    def __init__(self, *args: Any, ministries: Iterable[Choice], agencies: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "ministry_uid", [NONE, *ministries])
        _choose(self, "agency_uid", [NONE, *agencies])
        _choose(self, "powers", of_words("power", Power))


class AccountForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The invitation goes there; it is the name to sign in with.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=ACCOUNT_LANGUAGES)


def _choose(form: forms.Form, name: str, choices: list[Choice]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
