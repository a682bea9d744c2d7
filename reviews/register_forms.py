"""What the pages of the register take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Region
from core.fields import CountedTextField, DateInput
from core.refusals import Refused
from core.templatetags.baro import in_language
from core.wording import label, say_violation
from programs.policy import Drawing
from reviews.classification import Section, classification
from reviews.models import Expert
from reviews.register_rows import coauthors_of, history_of
from reviews.rules import LANGUAGES, Directory, Profile, read_coauthors, read_stays
from reviews.rules.pool import PoolTerms
from reviews.rules.register import KEYWORDS_LENGTH, NOTE_LENGTH
from reviews.rules.tables import MOST_BYTES


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a ChoiceField


def region_choices(regions: Iterable[Region]) -> list[tuple[str, str]]:
    return [(region.code, in_language(region, "name")) for region in regions]


def science_choices() -> list[tuple[str, str]]:
    """The sections of the national classification."""
    return [(one.code, f"{one.code} {in_language(one, 'name')}") for one in classification().sections]


class ExpertFilter(forms.Form):
    """Words of a name, an institution or keywords; a programme's field; a section of the classification; a region."""

    words = forms.CharField(label=_("Name, institution or keyword"), max_length=80, required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)
    science = forms.ChoiceField(label=_("Science and technology field"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, known: Iterable[str], regions: Iterable[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "field", [("", _("All fields")), *((field, field) for field in known)])
        _offer(self, "science", [("", _("All fields")), *science_choices()])
        _offer(self, "region", [("", _("All regions")), *region_choices(regions)])

    def wanted(self) -> dict[str, str]:
        """What was asked for; nothing where it can't be understood."""
        found = self.cleaned_data if self.is_valid() else {}
        return {name: str(found.get(name, "")) for name in self.fields}


class FindForm(forms.Form):
    """A person to be put on the register."""

    person = forms.CharField(
        label=_("Find a person"), max_length=80, required=False, help_text=_("Name or researcher number")
    )


class ExpertForm(forms.Form):
    """What an expert knows, how much he takes, where he was, and when he is away."""

    fields_known = forms.CharField(
        label=_("Fields"), max_length=400, help_text=_("Separated by commas, as programmes name their fields.")
    )
    max_cases = forms.IntegerField(label=_("Cases in a round, at most"), min_value=1, max_value=200)
    max_rounds = forms.IntegerField(
        label=_("Rounds at a time, at most"),
        min_value=1,
        max_value=50,
        required=False,
        help_text=_("Empty: any number."),
    )
    science_fields = forms.MultipleChoiceField(
        label=_("Science and technology fields"), required=False, widget=forms.CheckboxSelectMultiple
    )
    keywords = CountedTextField(label=_("Publications or keywords"), max_length=KEYWORDS_LENGTH, rows=4, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Reads papers in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    region = forms.ChoiceField(
        label=_("Region"), required=False, help_text=_("Only where it is not the institution's region.")
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("For invitations, where the expert has no account.")
    )
    away_from = forms.DateField(label=_("Not available from"), widget=DateInput, required=False)
    back_on = forms.DateField(label=_("Available again from"), widget=DateInput, required=False)
    trained_on = forms.DateField(label=_("Trained on"), widget=DateInput, required=False)
    training_note = forms.CharField(label=_("Note on training"), max_length=NOTE_LENGTH, required=False)
    history = CountedTextField(
        label=_("Institutions before"),
        max_length=4_000,
        rows=4,
        required=False,
        help_text=_("One a line: institution @ 2019-03-01 ~ 2021-03-01. Without a second date, still there."),
    )
    coauthors = CountedTextField(
        label=_("Co-authors"),
        max_length=20_000,
        rows=4,
        required=False,
        help_text=_(
            "One a line: name @ institution @ publication. A team with somebody of this name and institution "
            "is in conflict."
        ),
    )

    def __init__(self, *args: Any, regions: Iterable[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.regions = {region.code: region for region in regions}
        _offer(self, "region", [("", _("Of the institution")), *region_choices(self.regions.values())])
        _offer(self, "languages", ((code, label(f"language.{code}")) for code in LANGUAGES))
        codes = classification().by_code
        _offer(self, "science_fields", ((code, f"{code} {in_language(one, 'name')}") for code, one in codes.items()))

    def known(self) -> list[str]:
        return [field.strip()[:60] for field in self.cleaned_data["fields_known"].split(",") if field.strip()]

    def by_section(self) -> Iterator[tuple[Section, list[Any], int]]:
        """Each section with its boxes, itself the first, and how many of them are ticked."""
        boxes = list(self["science_fields"])
        ticked = set(self["science_fields"].value() or ())
        for section in classification().sections:
            codes = {section.code, *(field.code for field in section.fields)}
            yield section, [box for box in boxes if box.data["value"] in codes], len(codes & ticked)

    def others(self) -> Iterator[forms.BoundField]:
        """The fields that stand one under the other."""
        return (self[name] for name in self.fields if name != "science_fields")

    def profile(self, directory: Directory) -> Profile | None:
        """A valid form as the register keeps it; None, with the faults, where a list can't be read."""
        given = self.cleaned_data
        found: dict[str, Any] = {}
        for name, read in (("history", lambda text: read_stays(text, directory)), ("coauthors", read_coauthors)):
            try:
                found[name] = read(given[name])
            except Refused as refused:
                for one in refused.violations:
                    self.add_error(name, say_violation(one))
        if self.errors:
            return None
        region = self.regions.get(given["region"])
        names = ("keywords", "email", "max_rounds", "away_from", "back_on", "trained_on", "training_note")
        return replace(
            Profile(**{name: given[name] for name in names}),
            science_fields=tuple(given["science_fields"]),
            languages=tuple(given["languages"]),
            region_id=region.pk if region else None,
            stays=found["history"],
            coauthors=found["coauthors"],
        )


def initial_of(expert: Expert) -> dict[str, Any]:
    """What a form shows of an expert of the register."""
    return {
        "fields_known": ", ".join(expert.fields),
        "region": expert.region.code if expert.region else "",
        "history": history_of(expert, "\n"),
        "coauthors": coauthors_of(expert, "\n"),
        **{
            name: getattr(expert, name)
            for name in ("max_cases", "max_rounds", "science_fields", "keywords", "languages", "email")
        },
        **{name: getattr(expert, name) for name in ("away_from", "back_on", "trained_on", "training_note")},
    }


class OwnEntryForm(forms.Form):
    """What an expert keeps of his own entry."""

    keywords = CountedTextField(label=_("Publications or keywords"), max_length=KEYWORDS_LENGTH, rows=4, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Reads papers in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    max_cases = forms.IntegerField(label=_("Cases in a round, at most"), min_value=1, max_value=200)
    max_rounds = forms.IntegerField(
        label=_("Rounds at a time, at most"),
        min_value=1,
        max_value=50,
        required=False,
        help_text=_("Empty: any number."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "languages", ((code, label(f"language.{code}")) for code in LANGUAGES))


class AbsenceForm(forms.Form):
    """Days on which an expert takes no cases."""

    away_from = forms.DateField(label=_("Not available from"), widget=DateInput)
    back_on = forms.DateField(label=_("Available again from"), widget=DateInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("Only you see it. It may be left empty.")
    )


class ImportForm(forms.Form):
    """The register as a file."""

    file = forms.FileField(
        label=pgettext_lazy("register", "File of experts, as CSV"),
        help_text=_("Taken whole or not at all. All faults are named at once, each with its row."),
    )

    def clean_file(self) -> bytes:
        """The content of the file."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than a register can be."), code="too_large")
        return bytes(sent.read())


class PoolForm(forms.Form):
    """How a committee is drawn."""

    size = forms.IntegerField(label=_("Experts to be drawn"), min_value=1, max_value=200)
    per_institution = forms.IntegerField(
        label=_("Of one institution, at most"), min_value=1, max_value=200, required=False
    )
    region_most_percent = forms.IntegerField(
        label=_("Of one region, at most (percent)"), min_value=1, max_value=100, required=False
    )
    kind_most_percent = forms.IntegerField(
        label=_("Of one kind of institution, at most (percent)"), min_value=1, max_value=100, required=False
    )
    seed = forms.IntegerField(
        label=_("Seed"), min_value=1, max_value=999_999_999, help_text=_("Kept on record with the draw.")
    )

    def terms(self) -> PoolTerms:
        """A valid form as the draw takes it."""
        given = self.cleaned_data
        region, kind = given["region_most_percent"], given["kind_most_percent"]
        return PoolTerms(
            size=given["size"],
            seed=given["seed"],
            per_institution=given["per_institution"],
            region_most_bp=region * 100 if region else None,
            kind_most_bp=kind * 100 if kind else None,
        )


def initial_terms(rule: Drawing | None) -> dict[str, int | None]:
    """What the form of a draw begins with: the most that the call's rules allow, in whole percent."""
    if rule is None:
        return {"per_institution": 1}
    return {
        "per_institution": rule.max_per_institution,
        "region_most_percent": (rule.region_most_bp or 0) // 100 or None,
        "kind_most_percent": (rule.kind_most_bp or 0) // 100 or None,
    }
