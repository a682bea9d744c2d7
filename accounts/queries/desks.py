"""Rows at an actor's desk: those of the ministries that his offices work for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from accounts.actors import Actor
from accounts.roles import Power, Role

EVERYTHING = Q(pk__isnull=False)
"""Unlike the empty condition it stays what it is when another is put beside it with `|`."""
NOTHING = Q(pk__in=())
OF_MINISTRIES = frozenset({Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER})


def desk_rows(
    actor: Actor,
    power: Power | None,
    *,
    ministry: str = "ministry_id",
    program: str | None = "call__program__uid",
    roles: Collection[Role] = OF_MINISTRIES,
) -> Q:
    """Rows whose ministry an office of one of `roles` works for, and those of an agency with the delegated power.

    An agency's office reaches the programmes over which it has `power` (any, if none is named). `ministry` and
    `program` are the lookups of a row's ministry and its programme's uid; with `program` None, for rows that are of no
    one programme, only a power over all of the ministry's counts. Equals `Actor.holds_for_ministry` row by row.
    """
    found = NOTHING
    for held in actor.offices:
        if held.role in roles:
            found |= Q(**{f"{ministry}__in": sorted(held.ministry_ids)})
        elif held.role is Role.AGENCY_OFFICER:
            for given in held.powers:
                if power is not None and given.power != power:
                    continue
                if given.program_uid is None:
                    found |= Q(**{ministry: given.ministry_id})
                elif program is not None:
                    found |= Q(**{ministry: given.ministry_id, program: given.program_uid})
    return found


def overseen_rows(actor: Actor, power: Power | None, **lookups: Any) -> Q:
    """The same as `desk_rows` with its lookups; everything for those who oversee everything, and for the system."""
    return EVERYTHING if actor.is_system or actor.is_overseer else desk_rows(actor, power, **lookups)
