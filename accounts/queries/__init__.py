"""Find people, organisations, offices, delegations, messages; who holds what at a moment."""

from accounts.queries.actors import actor_of, actor_of_office, holders, running, seats
from accounts.queries.desks import NOTHING, desk_rows, overseen_rows
from accounts.queries.directory import (
    Desk,
    all_offices,
    appointments,
    appointments_in,
    appointments_of,
    delegations,
    desks,
    institutions_of,
    names_of,
    offices,
    organizations,
    organizations_like,
    people,
    people_like,
    person_is,
    regions_on,
    vacant_offices,
)
from accounts.queries.history import history_of
from accounts.queries.inbox import inbox_of, unread_count
from accounts.queries.locks import locked, unique_or_refused
from accounts.queries.logins import factors_of, has_second_factor, held_by, is_linked, unlinked_account, user_of
from accounts.queries.search import search_delegations, search_offices, search_organizations, search_people
from accounts.queries.work import work_for

__all__ = [
    "NOTHING",
    "Desk",
    "actor_of",
    "actor_of_office",
    "all_offices",
    "appointments",
    "appointments_in",
    "appointments_of",
    "delegations",
    "desk_rows",
    "desks",
    "factors_of",
    "has_second_factor",
    "held_by",
    "history_of",
    "holders",
    "inbox_of",
    "institutions_of",
    "is_linked",
    "locked",
    "names_of",
    "offices",
    "organizations",
    "organizations_like",
    "overseen_rows",
    "people",
    "people_like",
    "person_is",
    "regions_on",
    "running",
    "search_delegations",
    "search_offices",
    "search_organizations",
    "search_people",
    "seats",
    "unique_or_refused",
    "unlinked_account",
    "unread_count",
    "user_of",
    "vacant_offices",
    "work_for",
]
