"""How a selection shares its money between regions and fields: sums, kept by the actions that change an outcome."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from accounts.models import User
from accounts.queries import holders
from accounts.roles import Role
from core.refusals import NotFound
from reviews import permissions
from reviews.models import Decision, Member, Selection, Share


def keep_shares(selection: Selection) -> None:
    """Count the shares of a selection anew, as its outcomes are now."""
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    rows = Decision.objects.filter(selection=selection).values_list("region_id", "sector", "grant_krw", "outcome")
    for region_id, sector, grant_krw, outcome in rows:
        found = sums[region_id, sector]
        found[0] += 1
        found[1] += grant_krw
        if outcome == "selected":
            found[2] += 1
            found[3] += grant_krw
    Share.objects.filter(selection=selection).delete()
    Share.objects.bulk_create(
        Share(
            selection=selection,
            selection_uid=selection.uid,
            call=selection.call,
            region_id=region_id,
            sector=sector,
            asked_teams=asked,
            asked_krw=asked_krw,
            selected_teams=inside,
            selected_krw=inside_krw,
        )
        for (region_id, sector), (asked, asked_krw, inside, inside_krw) in sums.items()
    )


def forget_shares(selection: Selection) -> None:
    """Of a selection that was given up nobody reads the shares."""
    Share.objects.filter(selection=selection).delete()


def shares_of(selection_uid: UUID, by: Actor) -> list[Share]:
    """The shares of a selection for its desks, overseers, committee and the regions that handed something in.

    Raises NotFound, also where there are none.
    """
    joins = ("region", "call__program__ministry")
    rows = list(
        Share.objects.filter(selection_uid=selection_uid).select_related(*joins).order_by("region__order", "id")
    )
    if not rows:
        raise NotFound.because("http.not_found")
    call = rows[0].call
    sits = Member.objects.filter(round__call=call, expert__person_id=by.person_id or 0).exists()
    regions = {row.region_id for row in rows}
    if not permissions.may_see_shares(by, call.program.ministry_id, call.program.uid, regions, sits=sits):
        raise NotFound.because("http.not_found")
    return rows


def told_of_proposal(selection: Selection, at: datetime, by: Actor) -> set[int]:
    """Who hears that a selection was proposed: officers of the regions that handed in, and the committee."""
    regions = set(Share.objects.filter(selection=selection).values_list("region_id", flat=True))
    officers = set(holders(Role.REGION_OFFICER, at=at, region_ids=regions))
    people = Member.objects.filter(round__call=selection.call_id).values("expert__person")
    members = set(User.objects.filter(person__in=people, is_active=True).values_list("pk", flat=True))
    return (officers | members) - {by.user_id or 0}
