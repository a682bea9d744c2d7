"""The register: every proposal that somebody may see, as one list that can be narrowed and taken along."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

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

ROWS_AT_ONCE = 2_000
"""How many rows an export holds at a time."""
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
    for proposal in narrowed(actor, conditions, at).qs.iterator(chunk_size=ROWS_AT_ONCE):
        yield _row(proposal, korean=in_korean())


def _row(proposal: Proposal, *, korean: bool) -> tuple[Cell, ...]:
    shown, sent = titled(proposal), proposal.submission
    lead, region = proposal.lead_organization, proposal.region
    return (
        proposal.number,
        shown.title_ko if korean else shown.title_en or shown.title_ko,
        proposal.call.code,
        lead.name_ko if korean else lead.name_en or lead.name_ko,
        region.name_ko if korean else region.name_en,
        str(label(f"proposal.{proposal.state}")),
        _minute(sent.arrived_at) if sent else None,
        *((sent.grant_krw, sent.regional_krw, sent.own_krw, sent.total_krw) if sent else (None,) * 4),
    )


def _minute(moment: datetime) -> str:
    return moment.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M")
