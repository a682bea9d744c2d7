"""Lists of calls filtered by the address alone: the portal's form and the API's parameters are the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from accounts.http import asked
from core.calendar import seoul_midnight
from core.fields import DateInput
from core.wording import in_korean, label
from programs import queries
from programs.models import Call
from programs.policy import InstitutionKind
from programs.words import LABELS

ORDERS = {"closes": ("closes_at", "id"), "announced": ("-announced_at", "-id"), "budget": ("-budget_krw", "id")}
"""Each order of the notice board by its word in the address."""


class CallFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Calls by words, phase, ministry and region, as they stand when the request arrived."""

    q = filters.CharFilter(method="with_words", label=_("Words"), help_text=_("Title, summary, code or programme"))
    state = filters.ChoiceFilter(
        method="in_phase",
        label=_("State"),
        empty_label=_("All"),
        choices=[(phase, LABELS[f"call.{phase}"]) for phase in queries.PHASES],
    )
    ministry = filters.ChoiceFilter(field_name="program__ministry__uid", label=_("Ministry"), empty_label=_("All"))
    program = filters.ChoiceFilter(field_name="program__uid", label=_("Programme"), empty_label=_("All"))
    region = filters.ChoiceFilter(method="for_region", label=_("Region that may lead"), empty_label=_("All"))
    kind = filters.ChoiceFilter(method="for_kind", label=_("Institution that may lead"), empty_label=_("All"))
    sector = filters.ChoiceFilter(method="of_sector", label=_("Field"), empty_label=_("All"))
    closes_by = filters.DateFilter(
        method="closing_by", label=_("Closes by"), widget=DateInput, help_text=_("That day included.")
    )
    sort = filters.ChoiceFilter(
        method="sorted_by",
        label=_("Sort by"),
        empty_label=_("Open ones first"),
        choices=[
            ("closes", _("By closing")),
            ("announced", _("Announced last first")),
            ("budget", _("Largest budget first")),
        ],
    )

    class Meta:
        model = Call
        fields = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.at = asked(self.request).at if self.request is not None else None
        if self.at is not None:
            choose = self.filters
            choose["ministry"].extra["choices"] = [(str(row.uid), _named(row)) for row in queries.ministries()]
            choose["region"].extra["choices"] = [(row.code, _named(row)) for row in queries.regions(self.at)]
            choose["kind"].extra["choices"] = [(kind.value, label(f"kind.{kind.value}")) for kind in InstitutionKind]
            programs = list(queries.announced_programs())
            choose["program"].extra["choices"] = [(str(row.uid), _named(row)) for row in programs]
            sectors = sorted({sector for row in programs for sector in row.sectors})
            choose["sector"].extra["choices"] = [(sector, sector) for sector in sectors]

    def with_words(self, found: QuerySet[Call], name: str, text: str) -> QuerySet[Call]:
        """Those in which every word occurs somewhere."""
        for word in text.split():
            found = found.filter(
                Q(title_ko__icontains=word)
                | Q(title_en__icontains=word)
                | Q(summary_ko__icontains=word)
                | Q(summary_en__icontains=word)
                | Q(code__icontains=word)
                | Q(program__name_ko__icontains=word)
                | Q(program__name_en__icontains=word)
            )
        return found

    def in_phase(self, found: QuerySet[Call], name: str, phase: str) -> QuerySet[Call]:
        """Those that stand there now."""
        return queries.in_phase(found, phase, self.at) if self.at else found

    @extend_schema_field(OpenApiTypes.STR)
    def for_region(self, found: QuerySet[Call], name: str, code: str) -> QuerySet[Call]:
        """Those whose rules leave this region in."""
        return queries.open_to_region(found, code)

    @extend_schema_field(OpenApiTypes.STR)
    def for_kind(self, found: QuerySet[Call], name: str, kind: str) -> QuerySet[Call]:
        """Those whose rules let institutions of this kind lead."""
        return queries.open_to_kind(found, kind)

    @extend_schema_field(OpenApiTypes.STR)
    def of_sector(self, found: QuerySet[Call], name: str, sector: str) -> QuerySet[Call]:
        """Those of programmes of this field."""
        return found.filter(program__sectors__contains=[sector])

    @extend_schema_field(OpenApiTypes.DATE)
    def closing_by(self, found: QuerySet[Call], name: str, day: date) -> QuerySet[Call]:
        """Those that close on this day in Seoul or before."""
        return found.filter(closes_at__lt=seoul_midnight(day + timedelta(days=1)))

    def sorted_by(self, found: QuerySet[Call], name: str, order: str) -> QuerySet[Call]:
        """The same calls in another order."""
        return found.order_by(*ORDERS[order])


def _named(row: Any) -> str:
    return str(row.name_ko if in_korean() else row.name_en or row.name_ko)
