"""What a person may type on this room's pages. Parsing only; rules decide."""

from accounts.forms.desk import (
    AccountForm,
    AppointmentForm,
    DelegationForm,
    EndForm,
    OfficeForm,
    OrganizationChangeForm,
    OrganizationForm,
    PersonForm,
    ReasonForm,
    SuccessorForm,
)
from accounts.forms.filters import DelegationFilter, OfficeFilter, OrganizationFilter, PersonFilter
from accounts.forms.passkeys import (
    PasskeyAgainForm,
    PasskeyFactorForm,
    PasskeyForm,
    PasskeyNameForm,
    PasskeySignInForm,
)
from accounts.forms.settings import SettingsForm

__all__ = [
    "AccountForm",
    "AppointmentForm",
    "DelegationFilter",
    "DelegationForm",
    "EndForm",
    "OfficeFilter",
    "OfficeForm",
    "OrganizationChangeForm",
    "OrganizationFilter",
    "OrganizationForm",
    "PasskeyAgainForm",
    "PasskeyFactorForm",
    "PasskeyForm",
    "PasskeyNameForm",
    "PasskeySignInForm",
    "PersonFilter",
    "PersonForm",
    "ReasonForm",
    "SettingsForm",
    "SuccessorForm",
]
