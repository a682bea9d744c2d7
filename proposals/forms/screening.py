"""What an applicant names before a word is written. A GET form: its address holds all of it, and nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.fields import WonField
from core.money import MAX_KRW
from core.wording import label
from programs.policy import InstitutionKind
from proposals.forms.people import PercentField
from proposals.queries import Asked, Named

Choices = Iterable[tuple[str, str]]
MOST = 50
"""Partners, and people, that one question may name."""
SHARE = "share-"


class ScreeningForm(forms.Form):
    """Who leads (by kind and region, for whoever has no institution here), with whom, with how much a year."""

    lead = forms.ChoiceField(label=_("Leading institution"), required=False)
    kind = forms.ChoiceField(label=_("Kind of institution"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    q = forms.CharField(label=_("Find an institution"), max_length=60, required=False)
    p = forms.CharField(label=_("Find a person"), max_length=60, required=False)

    def __init__(self, data: QueryDict, *, leads: Choices, regions: Choices, years: int) -> None:
        self.partners, self.people = _uids(data, "partner"), _uids(data, "person")
        self.leader = next(iter(_uids(data, "leader")), None)
        self.years = range(1, years + 1)
        super().__init__(data)
        fields: Any = self.fields
        blank = ("", _("Not chosen yet"))
        fields["kind"].choices = [blank, *((one.value, label(f"kind.{one}")) for one in InstitutionKind)]
        fields["region"].choices = [blank, *regions]
        known = list(leads)
        fields["lead"].choices = known
        for name in ("kind", "region") if known else ("lead", "q", "p"):
            del self.fields[name]
        for uid in self.people if known else ():
            self.fields[f"{SHARE}{uid}"] = PercentField(required=False, label=_("Share of working time (%)"))
        for year in self.years if known else ():
            name = _("Project year %(year)s") % {"year": year}
            self.fields[f"grant-{year}"] = WonField(required=False, max_krw=MAX_KRW, label=name)

    @property
    def grants(self) -> list[forms.BoundField]:
        return [self[f"grant-{year}"] for year in self.years if f"grant-{year}" in self.fields]

    def share(self, uid: UUID) -> forms.BoundField:
        return self[f"{SHARE}{uid}"]

    @property
    def asked(self) -> Asked:
        """What was named, once the form is valid. An amount for the first year alone stands for every year."""
        given: Mapping[str, Any] = self.cleaned_data
        grants = [given.get(f"grant-{year}") or 0 for year in self.years]
        while grants and not grants[-1]:
            grants.pop()
        return Asked(
            lead=UUID(given["lead"]) if given.get("lead") else None,
            kind=given.get("kind", ""),
            region=given.get("region", ""),
            partners=tuple(uid for uid in self.partners if str(uid) != given.get("lead")),
            people=tuple(Named(uid, given.get(f"{SHARE}{uid}"), uid == self.leader) for uid in self.people),
            grants_krw=tuple(grants),
        )


def _uids(data: QueryDict, name: str) -> tuple[UUID, ...]:
    """The uids that were sent under a name, each once; what is none is left out, and so is what is too many."""
    found: dict[UUID, None] = {}
    for text in data.getlist(name):
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return tuple(found)[:MOST]
