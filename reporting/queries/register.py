"""The register: every proposal that somebody may see, as one list that can be narrowed and taken along."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from core.sheets import Cell
from core.wording import SEOUL, in_korean, label
from proposals.models import Proposal
from proposals.queries import listed
from reporting.filters import RegisterFilter

ROWS_AT_ONCE = 1_000
"""How many rows an export holds at a time."""
COLUMNS = (
    *("number", "state", "title_ko", "title_en", "call__code"),
    *("lead_organization__name_ko", "lead_organization__name_en", "region__name_ko", "region__name_en"),
    *("submission__title_ko", "submission__title_en", "submission__arrived_at"),
    *("submission__grant_krw", "submission__regional_krw", "submission__own_krw", "submission__total_krw"),
)
"""What an export reads of a proposal: one tuple, and not five models."""
HEAD: tuple[Promise, ...] = (
    _("Number"),
    _("Title"),
    _("Call"),
    _("Leading institution"),
    _("Region"),
    _("State"),
    _("Arrived"),
    _("Grant asked for"),
    _("Region's match"),
    _("Own money"),
    _("Total"),
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A proposal as readers outside the team may call it: by the titles that were handed in, once they were."""

    proposal: Proposal
    title_ko: str
    title_en: str


def register(actor: Actor) -> QuerySet[Proposal]:
    """The proposals that the actor sees, the newest first."""
    return listed(actor).order_by("-id")


def narrowed(actor: Actor, conditions: QueryDict, at: datetime) -> RegisterFilter:
    """The register under the conditions of an address."""
    return RegisterFilter(conditions, queryset=register(actor), at=at)


def lines(actor: Actor, ids: Collection[int]) -> list[Proposal]:
    """These lines of his register, the newest first."""
    return list(register(actor).filter(pk__in=ids))


def titled(proposal: Proposal) -> Titled:
    said = proposal.submission or proposal
    return Titled(proposal, said.title_ko, said.title_en)


def cells(actor: Actor, conditions: QueryDict, at: datetime) -> Iterator[tuple[Cell, ...]]:
    """The register as rows of a sheet, in the language in force; read from the database as they are written."""
    korean = in_korean()
    rows = narrowed(actor, conditions, at).qs.values_list(*COLUMNS, named=True)
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield _cells(row, korean=korean)


def _cells(row: Any, *, korean: bool) -> tuple[Cell, ...]:
    """A row of COLUMNS. What was not handed in has no titles but its own, and no sums."""
    arrived = row.submission__arrived_at
    title = (row.submission__title_ko, row.submission__title_en) if arrived else (row.title_ko, row.title_en)
    return (
        row.number,
        _said(*title, korean=korean),
        row.call__code,
        _said(row.lead_organization__name_ko, row.lead_organization__name_en, korean=korean),
        _said(row.region__name_ko, row.region__name_en, korean=korean),
        str(label(f"proposal.{row.state}")),
        _minute(arrived) if arrived else None,
        row.submission__grant_krw,
        row.submission__regional_krw,
        row.submission__own_krw,
        row.submission__total_krw,
    )


def _said(text_ko: str, text_en: str, *, korean: bool) -> str:
    return text_ko if korean else text_en or text_ko


def _minute(moment: datetime) -> str:
    return moment.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M")
