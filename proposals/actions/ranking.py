"""A region puts its proposals in order, hands the order in, takes it back until it is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Region
from core.events import record
from core.refusals import refuse_if
from programs.models import Call
from programs.queries import desks
from proposals.models import RegionalRanking
from proposals.permissions import require
from proposals.permissions.regional import may_rank
from proposals.queries import regional as queries
from proposals.queries import regional_work as work
from proposals.queries import regional_writes as writes
from proposals.rules.ranking import (
    Place,
    draft_violations,
    fingerprint,
    ranking_violations,
    tie_violations,
    window_violations,
)
from proposals.states import RANKING


def save_ranking(
    *,
    call_uid: UUID,
    region_id: int,
    places: Sequence[Place],
    note: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> RegionalRanking:
    """Keep a region's order as a draft, in place of the one kept before. It may be unfinished.

    `version` is the one that the officer read (0 before the first save; None: not checked). The same order again
    leaves no event and no new version. Raises NotFound, NotAllowed, WrongState, Stale (`http.changed_meanwhile`),
    RuleBroken (`ranking.call_not_closed`, `.late`, `.in_conflict`, `.foreign`, `.repeated`, `.tie`, `.gap`, ...).
    """
    with transaction.atomic():
        ranking = writes.ranking_locked(call_uid, region_id, by)
        require(may_rank(by, region_id), "rank")
        move = RANKING.require("save_ranking", ranking.state)
        writes.refuse_stale(ranking.uid, ranking.version, version)
        refuse_if(window_violations(queries.window_of(ranking.call), at, "ranking"))
        refuse_if(tie_violations(writes.ties_of(ranking, by)))
        refuse_if(draft_violations(places, writes.to_rank(ranking), note))
        ordered = tuple(sorted(places, key=lambda place: place.position))
        if ranking.version and ordered == writes.places_of(ranking) and note == ranking.note:
            return ranking
        writes.put_places(ranking, ordered, note)
        _record(move.event, ranking, by, at, data={"count": len(ordered)})
    return ranking


def submit_ranking(
    *, call_uid: UUID, region_id: int, version: int | None = None, by: Actor, at: datetime
) -> RegionalRanking:
    """Hand the kept order in; ministry and agency see it from now on. It may be taken back until it is due.

    A proposal without a pledge keeps its place: what is missing is told before, and selection sees it marked.
    Raises as `save_ranking`, and RuleBroken (`ranking.missing`) for each proposal without a place.
    """
    with transaction.atomic():
        ranking = writes.ranking_locked(call_uid, region_id, by)
        require(may_rank(by, region_id), "rank")
        move = RANKING.require("submit_ranking", ranking.state)
        writes.refuse_stale(ranking.uid, ranking.version, version)
        refuse_if(window_violations(queries.window_of(ranking.call), at, "ranking"))
        refuse_if(tie_violations(writes.ties_of(ranking, by)))
        places = writes.places_of(ranking)
        refuse_if(ranking_violations(places, writes.to_rank(ranking)))
        writes.move_ranking(ranking, move.target, by, at)
        data = {
            "count": len(places),
            "sha256": fingerprint(places, ranking.note),
            "order": [str(place.proposal_uid) for place in places],
            "own_agencies": queries.own_agencies_in(ranking),
        }
        _record(move.event, ranking, by, at, data=data, tell=work.told_of_ranking(ranking, by, at))
    return ranking


def reopen_ranking(
    *, call_uid: UUID, region_id: int, reason: str = "", version: int | None = None, by: Actor, at: datetime
) -> RegionalRanking:
    """Take a submitted order back to change it. Until it is submitted again, the region counts as not having ranked.

    Raises NotFound, NotAllowed, WrongState, Stale, RuleBroken (`ranking.late`).
    """
    with transaction.atomic():
        ranking = writes.ranking_locked(call_uid, region_id, by)
        require(may_rank(by, region_id), "rank")
        move = RANKING.require("reopen_ranking", ranking.state)
        writes.refuse_stale(ranking.uid, ranking.version, version)
        refuse_if(window_violations(queries.window_of(ranking.call), at, "ranking"))
        writes.move_ranking(ranking, move.target, by, at)
        tell = work.told_of_ranking(ranking, by, at)
        _record(move.event, ranking, by, at, reason=reason, tell=tell)
    return ranking


def give_rankings_back(*, call: Call, at: datetime) -> int:
    """After an outage moved a closing that had passed: rankings submitted in between go back to their desks.

    They ranked what may still change. Returns how many went back.
    """
    by = Actor.system()
    with transaction.atomic():
        rankings = writes.rankings_before_closing(call)
        for ranking in rankings:
            tell = work.told_of_ranking(ranking, by, at)
            writes.move_ranking(ranking, RANKING.require("give_back_ranking", ranking.state).target, by, at)
            data: dict[str, object] = {"closes_at": call.closes_at.isoformat()}
            _record("proposals.ranking_given_back", ranking, by, at, data=data, tell=tell)
    return len(rankings)


def close_rankings(*, call: Call, at: datetime) -> tuple[str, ...]:
    """What follows when rankings were due: each region that handed none in is named, and its officers told.

    Its proposals stay unranked; nothing else happens to them. The call's desks are told if any is missing. Returns
    the codes of the missing regions.
    """
    by = Actor.system()
    with transaction.atomic():
        asked, missed = work.regions_that_ranked(call)
        for region in missed:
            tell = work.region_officers(region.pk, at)
            _record_on_call("proposals.ranking_missed", call, by, at, _region_values(region), tell)
        values: dict[str, object] = {
            "regions": len(asked),
            "submitted": len(asked) - len(missed),
            "missed_ko": ", ".join(region.short_ko for region in missed) or "-",
            "missed_en": ", ".join(region.short_en for region in missed) or "-",
        }
        tell = desks(call.program, at) if missed else []
        _record_on_call("proposals.rankings_closed", call, by, at, values, tell)
    return tuple(region.code for region in missed)


def _record_on_call(
    name: str, call: Call, by: Actor, at: datetime, data: dict[str, object], tell: Sequence[int]
) -> None:
    record(name, subject=call, by=by, at=at, call_uid=call.uid, rule_set_id=call.rule_set_id, data=data, tell=tell)


def _record(
    name: str,
    ranking: RegionalRanking,
    by: Actor,
    at: datetime,
    *,
    data: dict[str, object] | None = None,
    reason: str = "",
    tell: Sequence[int] = (),
) -> None:
    call = ranking.call
    record(
        name,
        subject=ranking,
        by=by,
        at=at,
        call_uid=call.uid,
        rule_set_id=call.rule_set_id,
        reason=reason,
        data=_region_values(ranking.region) | (data or {}),
        tell=tell,
    )


def _region_values(region: Region) -> dict[str, object]:
    return {"region_code": region.code, "region_ko": region.short_ko, "region_en": region.short_en}
