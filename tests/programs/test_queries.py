"""Lists equal permissions row by row, phases equal the rows' own, and lists take no more queries for more rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actors import Actor
from accounts.models import Delegation
from accounts.roles import Power
from programs import actions, permissions, queries
from programs.models import Call, RuleSet
from tests.build import MARCH, a_ministry_world
from tests.build_programs import (
    BEFORE,
    CLOSES_AT,
    OPENS_AT,
    RANKING_DUE_AT,
    SYSTEM,
    a_call,
    a_draft_call,
    a_program,
    a_rule_set,
    it_is,
    shifted,
    the_ris_program,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_lists_equal_permissions_row_by_row() -> None:
    world, other = a_ministry_world(), a_ministry_world("busan")
    program, rule_set = the_ris_program(world.ministry)
    second = a_program(world.ministry)
    foreign = a_program(other.ministry)
    a_rule_set(second, published=False)
    foreign_rules = a_rule_set(foreign)
    second_rules = a_rule_set(second, actions.read_preset("ris-pilot-2004").rules.replace("= 1000 ", "= 1200 "))
    for call_program, rules in ((program, rule_set), (second, second_rules), (foreign, foreign_rules)):
        a_draft_call(call_program, rules)
        a_call(call_program, rules)
        cancelled = a_draft_call(call_program, rules)
        actions.cancel_call(call_uid=cancelled.uid, reason="취소", by=SYSTEM, at=BEFORE)
    Delegation.objects.filter(ministry=other.ministry).update(program_uid=foreign.uid, powers=[Power.CALLS])
    Delegation.objects.filter(ministry=world.ministry).update(program_uid=program.uid, powers=[Power.CALLS])
    Delegation.objects.create(
        ministry=other.ministry,
        agency=world.agency,
        powers=[Power.RULES],
        starts_on=BEFORE.date(),
        reference="규정 작성 위임",
    )
    for one in (program, second, foreign):
        actions.begin_rule_draft(program_uid=one.uid, by=SYSTEM, at=BEFORE)
    actors = [Actor.anonymous(), Actor.system()]
    actors += [one.actor(role) for one in (world, other) for role in world.users()]
    for actor in actors:
        seen = set(queries.calls_visible_to(actor))
        assert seen == {call for call in queries.calls() if permissions.may_view_call(actor, call)}, actor
        rules_seen = set(queries.rule_sets_visible_to(actor))
        expected = {row for row in RuleSet.objects.all() if permissions.may_view_rule_set(actor, row)}
        assert rules_seen == expected, actor
        drafts = list(queries.rule_drafts())
        drafts_seen = set(queries.rule_drafts_visible_to(actor))
        assert drafts_seen == {row for row in drafts if permissions.may_view_rule_draft(actor, row.program)}, actor
        if not actor.is_system:
            written = set(queries.rule_drafts_written_by(actor))
            assert written == {row for row in drafts if permissions.may_write_rules(actor, row.program)}, actor


@pytest.mark.parametrize(
    "at", [BEFORE, OPENS_AT - SECOND, OPENS_AT, CLOSES_AT - SECOND, CLOSES_AT, RANKING_DUE_AT - SECOND, RANKING_DUE_AT]
)
def test_phases_found_are_the_phases_rows_have(at: datetime) -> None:
    program, rule_set = the_ris_program()
    a_call(program, rule_set)
    a_draft_call(program, rule_set)
    cancelled = a_call(program, rule_set)
    actions.cancel_call(call_uid=cancelled.uid, reason="취소", by=SYSTEM, at=BEFORE)
    for phase in ("draft", *queries.PHASES):
        found = set(queries.in_phase(queries.calls(), phase, at))
        assert found == {call for call in Call.objects.all() if call.phase(at) == phase}, phase


def test_the_public_list_is_in_the_order_of_use() -> None:
    program, rule_set = the_ris_program()
    wanted: dict[str, Any] = {"project_starts_on": BEFORE.date().replace(year=2005, month=7, day=1)}
    later = a_call(program, rule_set, code="open-later", **shifted(5), **wanted)
    sooner = a_call(program, rule_set, code="open-sooner", **wanted)
    coming = a_call(program, rule_set, code="coming", **shifted(60), **wanted)
    old = a_call(program, rule_set, code="old", **shifted(-17), at=BEFORE - timedelta(days=20), **wanted)
    a_draft_call(program, rule_set)
    at = OPENS_AT + timedelta(days=13)
    assert list(queries.public_calls(at)) == [sooner, later, coming, old]


PAGES = ["programs:calls", "api:calls", "api:programs", "api:rule-sets"]


@pytest.mark.parametrize("name", PAGES)
def test_public_lists_take_as_many_queries_at_three_rows(
    client: Client, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    it_is(MARCH)
    a_call()
    cache.clear()
    with django_assert_max_num_queries(8) as small:
        assert client.get(reverse(name)).status_code == 200
    for _ in range(2):
        ministry = a_ministry_world().ministry
        program = a_program(ministry)
        a_call(program, a_rule_set(program))
    cache.clear()
    with django_assert_max_num_queries(len(small)):
        assert client.get(reverse(name)).status_code == 200
