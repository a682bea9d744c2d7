"""Whom each event tells, and what its sentence says of the thing. Takes ids that were fetched; asks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.actors import Actor
from programs.models import Call, Program, RuleSet

Ids = Iterable[int]


def said_of_call(call: Call) -> dict[str, Any]:
    """The names and dates that every sentence about a call may use."""
    return {
        "title_ko": call.title_ko,
        "title_en": call.title_en,
        "opens_at": call.opens_at.isoformat(),
        "closes_at": call.closes_at.isoformat(),
        "ranking_due_at": call.ranking_due_at.isoformat(),
    }


def said_of_program(program: Program) -> dict[str, Any]:
    """The name of a programme."""
    return {"name_ko": program.name_ko, "name_en": program.name_en}


def said_of_rule_set(rule_set: RuleSet) -> dict[str, Any]:
    """The name of the programme, and which version of its rules."""
    return {
        "name_ko": rule_set.program.name_ko,
        "name_en": rule_set.program.name_en,
        "version": rule_set.version,
        "checksum": rule_set.checksum,
    }


def on_published(desks: Ids, by: Actor) -> set[int]:
    """The programme's other desks: who published it knows."""
    return {user for user in desks if user != by.user_id}


def on_scheduled(*, desks: Ids, by: Actor) -> set[int]:
    """The programme's other desks: who planned the announcement, or took it back, knows."""
    return {user for user in desks if user != by.user_id}


def on_announcement_refused(*, desks: Ids) -> set[int]:
    """The programme's desks, one of whom has to mend the draft."""
    return set(desks)


def on_asked(*, desks: Ids) -> set[int]:
    """The programme's desks, one of whom has to answer."""
    return set(desks)


def on_answered(asked_by: int) -> set[int]:
    """Who asked."""
    return {asked_by}


def on_announced(*, desks: Ids, regions: Ids, by: Actor) -> set[int]:
    """The programme's other desks, and the regions that will rank."""
    return {user for user in (*desks, *regions) if user != by.user_id}


def on_dates_moved(*, desks: Ids, regions: Ids, institutions: Ids) -> set[int]:
    """Everybody who plans by these dates."""
    return {*desks, *regions, *institutions}


def on_closing_stood(*, desks: Ids) -> set[int]:
    """The programme's desks, where a person has to look at a closing that stood."""
    return set(desks)


def on_cancelled(*, desks: Ids, regions: Ids, institutions: Ids) -> set[int]:
    """Everybody who may have begun to work on it."""
    return {*desks, *regions, *institutions}


def on_opened(*, institutions: Ids) -> set[int]:
    """The offices that hand in."""
    return set(institutions)


def on_closing_near(*, institutions: Ids) -> set[int]:
    """The offices that hand in."""
    return set(institutions)


def on_closed(*, desks: Ids, regions: Ids) -> set[int]:
    """Those whose turn it is now, and the programme's desks."""
    return {*desks, *regions}


def on_ranking_near(*, regions: Ids) -> set[int]:
    """Those who rank and pledge."""
    return set(regions)


def on_ranking_ended(*, desks: Ids) -> set[int]:
    """Those whose turn it is now."""
    return set(desks)
