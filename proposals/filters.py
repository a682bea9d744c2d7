"""Lists of proposals filtered by the address alone."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from proposals import queries
from proposals.models import Proposal
from proposals.states import PROPOSAL


class ProposalFilter(filters.FilterSet):  # type: ignore[misc]  # the package tells no types
    """Proposals by call, state, region and words."""

    call = filters.CharFilter(field_name="call__code")
    state = filters.MultipleChoiceFilter(choices=[(state, state) for state in PROPOSAL.states])
    region = filters.CharFilter(field_name="region__code")
    q = filters.CharFilter(method="with_words")

    class Meta:
        model = Proposal
        fields = ()

    def with_words(self, found: QuerySet[Proposal], name: str, text: str) -> QuerySet[Proposal]:
        """Those in which every word occurs: in the number, the institution, or a title that was handed in."""
        return queries.with_words(found, text)
