"""What the pages take on which a ministry sets up a programme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.roles import Power
from core.fields import CountedTextField, DateInput
from core.templatetags.baro import in_language
from core.wording import label
from programs.actions import AgencyTerms, ProgramTerms, preset_names, read_preset
from programs.policy.parsing import MAX_TEXT
from programs.rules import PROGRAM_LENGTHS, ROUTES

NONE = ("", _("None"))


class ProgramForm(forms.Form):
    """What a programme says."""

    name_ko = forms.CharField(label=_("Name in Korean"), max_length=PROGRAM_LENGTHS["name_ko"])
    name_en = forms.CharField(label=_("Name in English"), max_length=PROGRAM_LENGTHS["name_en"], required=False)
    route = forms.ChoiceField(
        label=_("Route to a project"),
        widget=forms.RadioSelect,
        help_text=_("It stays once a call of the programme was announced."),
    )
    goal_ko = CountedTextField(label=_("Goal in Korean"), max_length=PROGRAM_LENGTHS["goal_ko"], rows=4)
    goal_en = CountedTextField(
        label=_("Goal in English"), max_length=PROGRAM_LENGTHS["goal_en"], rows=4, required=False
    )
    sectors = forms.CharField(
        label=_("Sectors"), required=False, help_text=_("With commas between them; left empty: every sector.")
    )
    legal_reference = forms.CharField(
        label=_("Legal reference"),
        max_length=PROGRAM_LENGTHS["legal_reference"],
        required=False,
        help_text=_("Law, notice or order that the programme stands on."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "route", [(route, label(f"route.{route}")) for route in ROUTES])

    def clean_sectors(self) -> tuple[str, ...]:
        """Each sector once, in the order given."""
        found = (one.strip() for one in re.split(r"[,\n]", self.cleaned_data["sectors"]))
        return tuple(dict.fromkeys(one for one in found if one))

    def terms(self, code: str, *, is_assumed: bool = False) -> ProgramTerms:
        """What a valid form says of a programme."""
        given = {name: self.cleaned_data[name] for name in ProgramForm.base_fields}
        return ProgramTerms(code=code, is_assumed=is_assumed, **given)


class AgencyForm(forms.Form):
    """Which agency runs a programme, and what it may do."""

    agency = forms.ChoiceField(label=_("Managing agency"), required=False)
    powers = forms.MultipleChoiceField(
        label=_("What the agency may do"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("For this programme alone. Leave all open where a delegation for all programmes gives enough."),
    )
    starts_on = forms.DateField(label=_("Delegation from"), widget=DateInput, required=False)
    ends_on = forms.DateField(label=_("Delegation until before"), widget=DateInput, required=False)
    reference = forms.CharField(
        label=_("Document of the delegation"),
        max_length=200,
        required=False,
        help_text=_("The law, notice or agreement that says so."),
    )

    def __init__(self, *args: Any, agencies: Iterable[Organization], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "agency", [NONE, *((str(one.uid), in_language(one, "name")) for one in agencies)])
        _offer(self, "powers", [(power.value, label(f"power.{power.value}")) for power in Power])

    def appointment(self) -> AgencyTerms | None:
        """The agency with its delegation; None where none was chosen."""
        given = self.cleaned_data
        if not given["agency"]:
            return None
        return AgencyTerms(
            agency_uid=UUID(given["agency"]),
            powers=tuple(given["powers"]),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            reference=given["reference"],
        )


class NewProgramForm(ProgramForm, AgencyForm):
    """All of it at once, with the programme's ministry and code, and what its rules start from."""

    ministry = forms.ChoiceField(label=_("Ministry"))
    preset = forms.ChoiceField(
        label=_("Start from"),
        required=False,
        help_text=_("A preset brings its indicators and a draft of its rules; everything can still be changed."),
    )
    code = forms.SlugField(
        label=_("Code of the programme"), max_length=40, help_text=_("Short and lasting, as in ris-pilot.")
    )
    field_order = (
        *("preset", "ministry", "code", "name_ko", "name_en", "route", "goal_ko", "goal_en", "sectors"),
        *("legal_reference", "agency", "powers", "starts_on", "ends_on", "reference"),
    )

    def __init__(self, *args: Any, ministries: Iterable[Organization], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "ministry", [(str(one.uid), in_language(one, "name")) for one in ministries])
        _offer(self, "preset", [("", _("Nothing")), *preset_choices()])


class BeginRulesForm(forms.Form):
    """What a new version of the rules starts from."""

    start = forms.ChoiceField(label=_("Start from"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, version: int | None, **options: Any) -> None:
        super().__init__(*args, **options)
        last = str(_("Nothing: every rule is still to be written"))
        if version is not None:
            last = str(_("Version %(version)s, the last one")) % {"version": version}
        _offer(self, "start", [("", last), *preset_choices()])


class RulesFileForm(forms.Form):
    """A rule set as a file."""

    file = forms.FileField(
        label=_("File with the rules, as JSON or TOML"),
        help_text=_("Taken whole or not at all. All faults are named at once, each with its path."),
    )

    def clean_file(self) -> str:
        """The text of the file."""
        sent = self.cleaned_data["file"]
        if sent.size > MAX_TEXT:
            raise forms.ValidationError(_("The file is larger than a rule set can be."), code="too_large")
        try:
            return str(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is no text in UTF-8."), code="no_text") from error


def preset_choices() -> list[tuple[str, str]]:
    """The presets to start from, by the name of their programme."""
    names = ((name, read_preset(name).program) for name in preset_names())
    return [(name, _("The preset “%(name)s”") % {"name": in_language(program, "name")}) for name, program in names]


def _offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
