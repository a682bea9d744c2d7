"""What a region's officers type: an order with opinions, amounts with a document, a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.fields import CountedTextField, WonField
from core.money import MAX_KRW
from core.refusals import Violation
from core.wording import say_violation
from proposals.queries.regional import Desk, DeskItem
from proposals.rules.pledge import DOCUMENT_TYPES, takes_in_kind
from proposals.rules.ranking import NOTE_LENGTH, OPINION_LENGTH, Place, field_of


def opinion_field_of(proposal_uid: UUID) -> str:
    return f"opinions.{proposal_uid}"


class VersionedForm(forms.Form):
    """A form that tells which version its writer read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def take_version(self, version: int) -> None:
        """After a newer version was shown: what is sent next knows of it."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data["version"] = str(version)
        self.data = data


class RankingForm(VersionedForm):
    """A number and an opinion for each proposal of a desk. Rules judge the numbers."""

    note = CountedTextField(
        label=_("Note to the ministry"),
        help_text=_("For the ranking as a whole. Optional."),
        max_length=NOTE_LENGTH,
        rows=3,
        required=False,
    )

    def __init__(self, data: Any = None, *, desk: Desk) -> None:
        super().__init__(data, initial=_initial(desk))
        self.uids = [item.proposal.uid for item in desk.items]
        for uid in self.uids:
            number = forms.IntegerField(required=False, label=_("Rank"))
            number.error_messages["invalid"] = _("Enter a whole number.")
            self.fields[field_of(uid)] = number
            self.fields[opinion_field_of(uid)] = CountedTextField(
                label=_("Opinion on this proposal"), max_length=OPINION_LENGTH, rows=3, required=False
            )

    def clean(self) -> dict[str, Any]:
        """An opinion is kept with its place, so that one without a number would be lost: it is asked for."""
        cleaned = super().clean() or self.cleaned_data
        for uid in self.uids:
            if cleaned.get(opinion_field_of(uid)) and cleaned.get(field_of(uid)) is None:
                violation = Violation("ranking.opinion_without_place", {}, field_of(uid))
                if field_of(uid) not in self.errors:
                    self.add_error(field_of(uid), forms.ValidationError(say_violation(violation), violation.code))
        return cleaned

    def places(self) -> list[Place]:
        """The numbers that were given, with their opinions."""
        return [
            Place(uid, self.cleaned_data[field_of(uid)], self.cleaned_data[opinion_field_of(uid)])
            for uid in self.uids
            if self.cleaned_data[field_of(uid)] is not None
        ]


def _initial(desk: Desk) -> dict[str, Any]:
    values: dict[str, Any] = {"version": desk.version, "note": desk.ranking.note if desk.ranking else ""}
    for item in desk.items:
        if item.place is not None:
            values[field_of(item.proposal.uid)] = item.place.position
            values[opinion_field_of(item.proposal.uid)] = item.place.opinion
    return values


class PledgeForm(VersionedForm):
    """Won for each project year, which part of it is in kind where the rules take that, and the document."""

    def __init__(self, data: Any = None, files: Any = None, *, item: DeskItem) -> None:
        super().__init__(data, files, initial=_pledged_or_least(item))
        self.years = range(1, item.policy.project_years.count + 1)
        self.in_kind = takes_in_kind(item.policy)
        for year in self.years:
            name = year_field(year)
            self.fields[name] = WonField(label=_("Match"), max_krw=MAX_KRW)
            self.fields[name].widget.attrs.update(
                {"data-amount": True, "data-tags": f"match match:{year} whole:{year}"}
            )
            if self.in_kind:
                self.fields[in_kind_field(year)] = WonField(label=_("Of this in kind"), required=False, max_krw=MAX_KRW)
                self.fields[in_kind_field(year)].widget.attrs.update({"data-amount": True, "data-tags": "in-kind"})
        stored = item.pledge is not None and item.pledge.document is not None
        self.fields["document"] = forms.FileField(
            label=_("Document of the pledge"),
            help_text=_("PDF, HWP, HWPX, DOCX, JPG or PNG, at most 20 MB."),
            required=False,
            widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in DOCUMENT_TYPES)}),
        )
        if stored:
            self.fields["document"].label = _("New document (leave empty to keep the present one)")

    def year_krw(self) -> list[int]:
        return [self.cleaned_data[year_field(year)] for year in self.years]

    def in_kind_krw(self) -> list[int]:
        return [self.cleaned_data[in_kind_field(year)] or 0 for year in self.years] if self.in_kind else []


def year_field(year: int) -> str:
    return f"year_krw.{year}"


def in_kind_field(year: int) -> str:
    return f"in_kind_krw.{year}"


def _pledged_or_least(item: DeskItem) -> dict[str, Any]:
    """What was pledged before; where nothing was, the least that the rules ask."""
    values: dict[str, Any] = {"version": item.pledge.version if item.pledge is not None else 0}
    amounts: Iterable[int] = (year.required_krw for year in item.years)
    in_kind: Iterable[int] = ()
    if item.pledge is not None:
        amounts, in_kind = item.pledge.year_krw, item.pledge.in_kind_krw
    values |= {year_field(year): amount_krw for year, amount_krw in enumerate(amounts, start=1)}
    return values | {in_kind_field(year): part_krw for year, part_krw in enumerate(in_kind, start=1) if part_krw}


class ReasonForm(VersionedForm):
    """Why something is taken back."""

    reason = CountedTextField(label=_("Reason"), max_length=400, rows=3, required=False, help_text=_("Optional."))


class SubmitForm(VersionedForm):
    """Which version is handed in."""
