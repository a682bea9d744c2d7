"""Lists of contracts filtered by the address alone: the portal's form and the API's parameters are the same."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.http import asked
from contracts import queries
from contracts.models import Contract, PaymentBatch, Tranche
from contracts.states import BATCH, CONTRACT, TRANCHE
from contracts.words import LABELS
from core.wording import in_korean
from programs.queries import regions


class ContractFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Contracts by words, call, state and region."""

    q = filters.CharFilter(method="with_words", label=_("Words"), help_text=_("Number, title or institution"))
    call = filters.ChoiceFilter(field_name="call__uid", label=_("Call"), empty_label=_("All"))
    state = filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("All"),
        choices=[(state, LABELS[f"contract.{state}"]) for state in CONTRACT.states],
    )
    region = filters.ChoiceFilter(field_name="region__code", label=_("Region"), empty_label=_("All"))

    class Meta:
        model = Contract
        fields = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.request is not None:
            arrived = asked(self.request)
            calls = queries.calls_with_contracts(arrived.actor)
            self.filters["call"].extra["choices"] = [(str(row.uid), _named(row, "title")) for row in calls]
            self.filters["region"].extra["choices"] = [(row.code, _named(row, "name")) for row in regions(arrived.at)]

    def with_words(self, found: QuerySet[Contract], name: str, text: str) -> QuerySet[Contract]:
        """Those in which every word occurs somewhere."""
        for word in text.split():
            found = found.filter(
                Q(number__icontains=word)
                | Q(title_ko__icontains=word)
                | Q(title_en__icontains=word)
                | Q(lead_organization__name_ko__icontains=word)
                | Q(lead_organization__name_en__icontains=word)
            )
        return found


class TrancheFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Tranches by contract, state and the day from which they may be paid."""

    contract = filters.UUIDFilter(field_name="contract__uid")
    state = filters.ChoiceFilter(choices=[(state, LABELS[f"tranche.{state}"]) for state in TRANCHE.states])
    due_until = filters.DateFilter(field_name="due_on", lookup_expr="lte")

    class Meta:
        model = Tranche
        fields = ()


class BatchFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Payment batches by state."""

    state = filters.ChoiceFilter(choices=[(state, LABELS[f"batch.{state}"]) for state in BATCH.states])

    class Meta:
        model = PaymentBatch
        fields = ()


def _named(row: Any, field: str) -> str:
    korean = getattr(row, f"{field}_ko")
    return str(korean if in_korean() else getattr(row, f"{field}_en") or korean)
