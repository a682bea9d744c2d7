"""Find people, organisations, offices, delegations, messages; who holds what at a moment."""

from accounts.queries.actors import actor_of, holders, running
from accounts.queries.directory import (
    Desk,
    delegations,
    desks,
    institutions_of,
    names_of,
    offices,
    offices_with_holders,
    organizations,
    organizations_like,
    people,
    people_like,
    person_is,
    regions_on,
    vacant_offices,
)
from accounts.queries.inbox import inbox_of, unread_count
from accounts.queries.locks import locked, unique_or_refused
from accounts.queries.work import work_for

__all__ = [
    "Desk",
    "actor_of",
    "delegations",
    "desks",
    "holders",
    "inbox_of",
    "institutions_of",
    "locked",
    "names_of",
    "offices",
    "offices_with_holders",
    "organizations",
    "organizations_like",
    "people",
    "people_like",
    "person_is",
    "regions_on",
    "running",
    "unique_or_refused",
    "unread_count",
    "vacant_offices",
    "work_for",
]
