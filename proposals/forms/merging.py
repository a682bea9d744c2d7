"""What is typed to make an offer to merge: its terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fields import CountedTextField, WonField
from core.money import MAX_KRW
from core.templatetags.baro import in_language
from core.wording import label
from programs.models import Indicator
from programs.policy import Policy, Source
from programs.policy.checks import Line
from proposals import rules
from proposals.forms.budget import BudgetForm, Cell, Column, GridInput
from proposals.forms.targets import plain
from proposals.models import Proposal
from proposals.rules.merge_effect import proportional_shares

REASON_LENGTH = 400
NOT_TERMS = frozenset({"seen", "version", "override_reason", "considered", "preference"})
"""Fields whose change changes nothing of what an offer does."""


def counts(name: str) -> bool:
    """Whether a field changes what an offer does; reasons only say why."""
    return name not in NOT_TERMS and not name.startswith("reasons.")


def other_ways() -> list[tuple[str, str]]:
    """The ways beside a merge, in words."""
    return [(one.value, label(f"merge_way.{one.value}")) for one in rules.OTHER_WAYS]


def share_name(number: str, year: int) -> str:
    return f"shares.{number}.{year}"


def kept_name(number: str, indicator: str, year: int) -> str:
    """The field of a target, as violations name it too."""
    return f"targets.{number}.{indicator}.{year}"


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One original's shares, with what it asked for beside each."""

    proposal: Proposal
    cells: tuple[tuple[int, BoundField], ...]


def why_name(number: str, indicator: str) -> str:
    """The field of the reason why an original's targets of an indicator change, as violations name it too."""
    return f"reasons.{number}.{indicator}"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target of one original: what was promised, and the field for what is kept."""

    proposal: Proposal
    indicator: str
    unit: str
    year: int
    promised: str
    field: BoundField


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """An original's targets of one indicator, and the field for why they are dropped or changed."""

    proposal: Proposal
    indicator: str
    field: BoundField


class OfferForm(BudgetForm):
    """The terms of an offer to some originals: who leads, titles, shares, the budget grid, the targets kept.

    It starts from the originals' budgets together, brought down to one team's ceiling, and shares in proportion.
    """

    leading = forms.ChoiceField(
        label=_("Leading original"),
        help_text=_("Its institution leads the merged project; the texts start from its own."),
        widget=forms.RadioSelect,
    )
    coordinator = forms.ChoiceField(
        label=_("Coordinator"), help_text=_("One of the people of the originals; answers for the merged project.")
    )
    title_ko = forms.CharField(label=_("Korean title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)
    considered = forms.MultipleChoiceField(
        label=_("Other ways that were considered"),
        choices=other_ways,
        required=False,
        initial=list,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each is priced where the effect is shown. Everybody who is asked reads what was weighed."),
    )
    preference = CountedTextField(
        label=_("Why the merge is preferred"), max_length=REASON_LENGTH, rows=3, required=False
    )
    override_reason = CountedTextField(
        label=_("Reason for the override"),
        max_length=REASON_LENGTH,
        rows=3,
        required=False,
        help_text=_("Why the merged team shall owe more than the rules allow. The approver signs it, all read it."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, policy: Policy, originals: Sequence[Proposal], indicators: Sequence[Indicator]
    ) -> None:
        self.originals = list(originals)
        self.indicators = {one.code: one for one in indicators}
        self.asked = [rules.Original(one.number, one.state, one.region.code, _content(one), ()) for one in originals]
        lines = rules.shared_budget(policy, self.asked)
        amounts: dict[Cell, int] = {(line.year, line.category, line.source.value): line.amount_krw for line in lines}
        super().__init__(data, policy=policy, amounts=amounts)
        self.years = range(1, policy.project_years.count + 1)
        self._people()
        self._shares(lines)
        self._targets()

    def _people(self) -> None:
        leading, coordinator = self.fields["leading"], self.fields["coordinator"]
        assert isinstance(leading, forms.ChoiceField)
        assert isinstance(coordinator, forms.ChoiceField)
        leading.choices = [
            (str(one.uid), f"{one.number} {_title(one)} ({in_language(one.lead_organization, 'name')})")
            for one in self.originals
        ]
        people: dict[str, str] = {}
        for original in sorted(self.asked, key=lambda one: one.number):
            for person in sorted(original.content.get("people", ()), key=lambda one: one["part"] != "leader"):
                people.setdefault(person.get("uid", ""), f"{in_language(person, 'name')} ({original.number})")
        coordinator.choices = [(uid, words) for uid, words in people.items() if uid]
        self.initial = {
            **self.initial,
            "leading": leading.choices[0][0],
            "coordinator": coordinator.choices[0][0] if coordinator.choices else "",
            "title_ko": self.originals[0].title_ko,
            "title_en": self.originals[0].title_en,
        }

    def _shares(self, lines: Sequence[Line]) -> None:
        for number, years in proportional_shares(self.policy, self.asked, lines).items():
            for year, share_krw in enumerate(years, start=1):
                words = gettext("Share of %(number)s, year %(year)s") % {"number": number, "year": year}
                tags = f"share-year:{year} share-of:{number}"
                attrs = {"inputmode": "numeric", "autocomplete": "off", "aria-label": words}
                self.fields[share_name(number, year)] = WonField(
                    label=words,
                    max_krw=MAX_KRW,
                    initial=share_krw,
                    widget=GridInput({**attrs, "data-amount": True, "data-tags": tags}),
                )

    def _targets(self) -> None:
        for original in self.asked:
            for target in original.content["targets"]:
                indicator = self.indicators.get(target["indicator"])
                words = gettext("%(number)s: %(indicator)s, year %(year)s") % {
                    "number": original.number,
                    "indicator": in_language(indicator, "name") if indicator else target["indicator"],
                    "year": target["year"],
                }
                self.fields[kept_name(original.number, target["indicator"], target["year"])] = forms.DecimalField(
                    label=words,
                    required=False,
                    max_digits=14,
                    decimal_places=2,
                    initial=plain(Decimal(target["value"])),
                    widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "aria-label": words}),
                )

            for code in sorted({target["indicator"] for target in original.content["targets"]}):
                words = gettext("%(number)s: why %(indicator)s is dropped or changed") % {
                    "number": original.number,
                    "indicator": self._named(code),
                }
                self.fields[why_name(original.number, code)] = forms.CharField(
                    label=words,
                    required=False,
                    max_length=REASON_LENGTH,
                    widget=forms.TextInput({"autocomplete": "off", "aria-label": words}),
                )

    def _named(self, code: str) -> str:
        indicator = self.indicators.get(code)
        return in_language(indicator, "name") if indicator else code

    def totals(self) -> list[Column]:
        """Each source over all years. There is no sum of everything: shares are inputs of the same form."""
        return super().totals()[:-1]

    def share_rows(self) -> Iterator[ShareRow]:
        for proposal, original in zip(self.originals, self.asked, strict=True):
            asked = rules.grants_by_year(self.policy, original.content["lines"])
            yield ShareRow(
                proposal,
                tuple((asked[year - 1], self[share_name(proposal.number, year)]) for year in self.years),
            )

    def share_sums(self) -> list[dict[str, Any]]:
        """For each year: what the shares make and what the grant is, with the tags of their live sums."""
        return [
            {
                "year": year,
                "shared_krw": sum(self._amount_or_none(share_name(one.number, year)) or 0 for one in self.originals),
                "shared_tags": f"share-year:{year}",
                "grant_krw": self._sum(year, sources={Source.GRANT}),
                "grant_tags": f"source:grant year:{year}",
            }
            for year in self.years
        ]

    def _amount_or_none(self, name: str) -> int | None:
        try:
            amount = self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None
        return int(amount)

    def target_rows(self) -> Iterator[TargetRow]:
        for proposal, original in zip(self.originals, self.asked, strict=True):
            for target in original.content["targets"]:
                indicator = self.indicators.get(target["indicator"])
                yield TargetRow(
                    proposal,
                    in_language(indicator, "name") if indicator else target["indicator"],
                    in_language(indicator, "unit") if indicator else "",
                    target["year"],
                    plain(Decimal(target["value"])),
                    self[kept_name(proposal.number, target["indicator"], target["year"])],
                )

    def reason_rows(self) -> Iterator[ReasonRow]:
        for proposal, original in zip(self.originals, self.asked, strict=True):
            for code in sorted({target["indicator"] for target in original.content["targets"]}):
                yield ReasonRow(proposal, self._named(code), self[why_name(proposal.number, code)])

    # --- What was typed, once the form is valid -----------------------------------------------------

    def shares(self) -> dict[UUID, tuple[int, ...]]:
        return {
            one.uid: tuple(self.cleaned_data[share_name(one.number, year)] for year in self.years)
            for one in self.originals
        }

    def lines(self) -> list[Line]:
        return [Line(year, category, Source(source), won) for (year, category, source), won in self.amounts().items()]

    def kept(self) -> list[rules.KeptTarget]:
        """Targets with a figure; an empty one is dropped."""
        found = []
        for original in self.asked:
            for target in original.content["targets"]:
                value = self.cleaned_data[kept_name(original.number, target["indicator"], target["year"])]
                if value is not None:
                    found.append(rules.KeptTarget(original.number, target["indicator"], target["year"], value))
        return found

    def target_reasons(self) -> dict[tuple[str, str], str]:
        """Why an original's targets of an indicator are dropped or changed."""
        return {
            (original.number, target["indicator"]): self.cleaned_data[why_name(original.number, target["indicator"])]
            for original in self.asked
            for target in original.content["targets"]
        }

    def fingerprint(self) -> str:
        """What the terms that were typed are known by, so that what is sent is what its effect was shown of."""
        return rules.sha256_of({name: str(value) for name, value in self.cleaned_data.items() if counts(name)})

    def brought_down(self) -> QueryDict:
        """What was typed, with every target brought down to its original's part of the money it had asked for."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        shares = {one.number: years for one, years in zip(self.originals, self.shares().values(), strict=True)}
        for one in rules.rebased(self.policy, [replace(each, year_krw=shares[each.number]) for each in self.asked]):
            data[kept_name(one.number, one.indicator, one.year)] = plain(one.value)
        return data

    def show(self, fingerprint: str) -> None:
        """After the effect of what was typed is shown: sending it knows of that."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data["seen"] = fingerprint
        self.data = data


def _content(proposal: Proposal) -> Mapping[str, Any]:
    empty: dict[str, Any] = {"lines": [], "targets": []}
    return {**empty, **(proposal.submission.content if proposal.submission is not None else {})}


def _title(proposal: Proposal) -> str:
    return in_language(proposal.submission or proposal, "title")
