"""Lists of calls filtered by the address alone: the portal's form and the API's parameters are the same."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from accounts.http import asked
from core.wording import in_korean
from programs import queries
from programs.models import Call
from programs.words import LABELS


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
    region = filters.ChoiceFilter(method="for_region", label=_("Region that may lead"), empty_label=_("All"))

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


def _named(row: Any) -> str:
    return str(row.name_ko if in_korean() else row.name_en or row.name_ko)
