"""Lists of this room filtered by the address alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.fields import LongSelect
from core.wording import in_korean, label
from programs.models import Call
from programs.queries import regions
from proposals.models import Proposal
from proposals.queries import with_words
from proposals.states import PROPOSAL

CALLS_OFFERED = 200


class RegisterFilter(filters.FilterSet):  # type: ignore[misc]  # the package tells no types
    """The register by words, call, region and state."""

    q = filters.CharFilter(
        method="with_words", label=_("Words"), help_text=_("Number, title or institution"), max_length=200
    )
    call = filters.ChoiceFilter(field_name="call__code", label=_("Call"), empty_label=_("All"), widget=LongSelect)
    region = filters.ChoiceFilter(field_name="region__code", label=_("Region"), empty_label=_("All"))
    state = filters.ChoiceFilter(label=_("State"), empty_label=_("All"))

    class Meta:
        model = Proposal
        fields = ()

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        calls = Call.objects.filter(announced_at__isnull=False).order_by("-opens_at")[:CALLS_OFFERED]
        titles = calls.values_list("code", "title_ko", "title_en")
        self.filters["call"].extra["choices"] = [(code, _named(korean, english)) for code, korean, english in titles]
        self.filters["region"].extra["choices"] = [(row.code, _named(row.name_ko, row.name_en)) for row in regions(at)]
        self.filters["state"].extra["choices"] = [(state, label(f"proposal.{state}")) for state in PROPOSAL.states]

    def with_words(self, found: QuerySet[Proposal], name: str, text: str) -> QuerySet[Proposal]:
        """Those in which every word occurs."""
        return with_words(found, text)


def _named(korean: str, english: str) -> str:
    return korean if in_korean() else english or korean
