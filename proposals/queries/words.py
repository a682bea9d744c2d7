"""Search proposals by words."""

from __future__ import annotations

import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower, StrIndex
from django.db.models.lookups import GreaterThan

from proposals.models import Proposal, ProposalWords

WORDS = 10
"""Words of a search that count."""
GRAM = 2
"""Characters of the longest piece in the index: what is longer is looked for in the text, too."""


def with_words(found: QuerySet[Proposal], text: str) -> QuerySet[Proposal]:
    """Those in which every word occurs: in the number, the leading institution, or a title that was handed in.

    Where a word is rare, PostgreSQL begins with the index of words; where it is common, with the list itself.
    """
    words = unicodedata.normalize("NFC", text).split()[:WORDS]
    if not words:
        return found
    return found.filter(pk__in=ProposalWords.objects.filter(*map(_occurs, words)).values("proposal"))


def _occurs(word: str) -> Q:
    small = Lower(Value(word))
    pieces = Func(small, function="public.baro_grams", output_field=ArrayField(TextField()))
    condition = Q(grams__contains=pieces)
    return condition if len(word) <= GRAM else condition & Q(GreaterThan(StrIndex("text", small), 0))
