"""Search over calls, proposals and, for who reads the directory, people and organisations.

Nothing is found that the actor could not open: each part starts from its room's own visible rows. Of a proposal that
is not his own, only what was handed in is looked at and shown, never the working copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.actors import Actor
from accounts.models import Organization, Person
from accounts.queries import search_organizations, search_people
from programs.models import Call
from programs.queries import calls_visible_to
from proposals.models import Proposal
from proposals.queries import of_actor, visible_to, with_words
from reporting.permissions import reads_directory

Row = TypeVar("Row", bound=Model)
SHOWN = 10
MOST_WORDS = 6
CALL_TEXTS = ("title_ko", "title_en", "code", "program__name_ko", "program__name_en")
HANDED_IN_TEXTS = (
    *("number", "submission__title_ko", "submission__title_en"),
    *("lead_organization__name_ko", "lead_organization__name_en"),
)
OWN_TEXTS = ("title_ko", "title_en")


@dataclass(frozen=True, slots=True)
class FoundProposal:
    """A proposal with the title that the actor may read."""

    proposal: Proposal
    title_ko: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Found:
    """At most SHOWN of each kind; `more` names the kinds of which there are others."""

    calls: tuple[Call, ...] = ()
    proposals: tuple[FoundProposal, ...] = ()
    people: tuple[Person, ...] = ()
    organizations: tuple[Organization, ...] = ()
    more: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        return len(self.calls) + len(self.proposals) + len(self.people) + len(self.organizations)


def search(text: str, actor: Actor) -> Found:
    """Where every word of the text occurs: six queries at most. Nothing for a text without words."""
    words = text.split()[:MOST_WORDS]
    if not words:
        return Found()
    more: set[str] = set()
    reads_all = reads_directory(actor)
    return Found(
        calls=_first("calls", calls_visible_to(actor).filter(_each(words, CALL_TEXTS)).order_by("-opens_at"), more),
        proposals=_proposals(words, actor, more),
        people=_first("people", search_people(actor, q=text), more) if reads_all else (),
        organizations=_first("organizations", search_organizations(q=text), more) if reads_all else (),
        more=frozenset(more),
    )


def _proposals(words: list[str], actor: Actor, more: set[str]) -> tuple[FoundProposal, ...]:
    """The newest first. What everybody reads is found by its words; his own, few, also by their working copy."""
    if not actor.is_known:
        return ()
    own = set(of_actor(actor).prefetch_related(None).order_by().values_list("pk", flat=True))
    joins = ("call", "lead_organization", "region", "submission")
    seen = visible_to(actor).select_related(*joins).defer("submission__content").order_by("-id")
    found = set(with_words(seen, " ".join(words))[: SHOWN + 1])
    if own:
        found |= set(seen.filter(_each(words, (*HANDED_IN_TEXTS, *OWN_TEXTS)), pk__in=own)[: SHOWN + 1])
    if len(found) > SHOWN:
        more.add("proposals")
    return tuple(_titled(row, own) for row in sorted(found, key=lambda row: -row.pk)[:SHOWN])


def _titled(row: Proposal, own: set[int]) -> FoundProposal:
    said = row if row.pk in own or row.submission is None else row.submission
    return FoundProposal(row, said.title_ko, said.title_en)


def _each(words: Iterable[str], texts: Iterable[str]) -> Q:
    """Every word occurs in one of the texts, whatever its case."""
    names = tuple(texts)
    matches = Q()
    for word in words:
        one = Q()
        for name in names:
            one |= Q(**{f"{name}__icontains": word})
        matches &= one
    return matches


def _first(kind: str, found: QuerySet[Row], more: set[str]) -> tuple[Row, ...]:
    rows = tuple(found[: SHOWN + 1])
    if len(rows) > SHOWN:
        more.add(kind)
    return rows[:SHOWN]
