"""The first pages of a list that may be very long."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

MOST = 1_000
"""Rows that are counted and paged through: of a longer list it is said that there are more."""


class FirstPages(Paginator):  # type: ignore[type-arg]  # generic in the stubs alone
    """Pages of the ids of the first `most` rows, which are found once: what it costs has an end, however long the list.

    `more` tells that there are others after them.
    """

    def __init__(self, found: QuerySet[Any], rows_a_page: int, most: int = MOST) -> None:
        ids = list(found.values_list("pk", flat=True)[: most + 1])
        self.more = len(ids) > most
        super().__init__(ids[:most], rows_a_page)
