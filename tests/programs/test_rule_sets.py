"""Rule sets: versions, immutability, the preset."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from accounts.roles import Kind
from core.models import Event
from core.refusals import NotAllowed, NotFound, RuleBroken, WrongState
from programs import actions, queries
from programs.models import Indicator, Program, RuleSet
from programs.policy import checksum
from tests.build import a_ministry_world, an_organization
from tests.build_programs import BEFORE, SYSTEM, a_program, a_rule_set, ris_rules, the_ris_program
from tests.programs.policies import text_with

pytestmark = pytest.mark.django_db


def test_the_stored_text_is_canonical_and_its_checksum_holds() -> None:
    rule_set = a_rule_set(a_program())
    assert rule_set.text.startswith("{")
    assert rule_set.checksum == checksum(rule_set.text)
    assert queries.policy_of(rule_set).budget.max_grant_per_year_krw == 1_300_000_000
    assert queries.policy_of(rule_set) is queries.policy_of(RuleSet.objects.get(pk=rule_set.pk)), "parsed once"


def test_versions_count_up_by_programme() -> None:
    first, second = a_program(), a_program()
    assert a_rule_set(first).version == 1
    assert a_rule_set(first, text_with("match.share_bp", 2000)).version == 2
    assert a_rule_set(second).version == 1


@pytest.mark.parametrize("change", [{"text": "{}"}, {"state": "draft"}, {"checksum": "0" * 64}, {"version": 9}])
def test_a_published_rule_set_never_changes(change: dict[str, object]) -> None:
    rule_set = a_rule_set(a_program())
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleSet.objects.filter(pk=rule_set.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleSet.objects.filter(pk=rule_set.pk).delete()


def test_publishing_twice_is_refused() -> None:
    rule_set = a_rule_set(a_program())
    with pytest.raises(WrongState):
        actions.publish_rule_set(rule_set_uid=rule_set.uid, by=SYSTEM, at=BEFORE)


def test_rules_are_the_ministrys_alone() -> None:
    world = a_ministry_world()
    program = a_program(world.ministry)
    agency = world.actor("agency_officer", BEFORE)
    with pytest.raises(NotAllowed):
        actions.draft_rule_set(program_uid=program.uid, text=ris_rules(), by=agency, at=BEFORE)
    draft = a_rule_set(program, published=False)
    with pytest.raises(NotAllowed):
        actions.publish_rule_set(rule_set_uid=draft.uid, by=agency, at=BEFORE)
    with pytest.raises(NotFound):
        actions.publish_rule_set(rule_set_uid=draft.uid, by=world.actor("institution_officer"), at=BEFORE)
    officer = world.actor("ministry_officer", BEFORE)
    assert actions.publish_rule_set(rule_set_uid=draft.uid, by=officer, at=BEFORE).state == "published"


def test_a_bad_text_is_refused_whole_with_every_path() -> None:
    program = a_program()
    with pytest.raises(RuleBroken) as refused:
        a_rule_set(program, text_with("match.share_bp", 10_001))
    assert [(one.code, one.clause) for one in refused.value.violations] == [("policy.too_large", "match.share_bp")]
    assert not RuleSet.objects.filter(program=program).exists()


def test_loading_the_preset_twice_changes_nothing() -> None:
    ministry = an_organization(Kind.MINISTRY, None, name_ko="산업자원부")
    program, rule_set = the_ris_program(ministry)
    events = Event.objects.count()
    again, same = the_ris_program(ministry)
    assert (again.pk, same.pk) == (program.pk, rule_set.pk)
    assert Event.objects.count() == events
    assert Indicator.objects.filter(program=program).count() == 7
    assert not Indicator.objects.filter(program=program, is_assumed=False).exists(), "the source names none"


def test_the_command_loads_a_preset_for_a_ministry_by_name() -> None:
    an_organization(Kind.MINISTRY, None, name_ko="산업자원부")
    out = StringIO()
    call_command("load_preset", "ris-pilot-2004", ministry="산업자원부", stdout=out)
    assert "ris-pilot: rule set version 1" in out.getvalue()
    assert Program.objects.get(code="ris-pilot").ministry.name_ko == "산업자원부"
    with pytest.raises(CommandError, match="no ministry"):
        call_command("load_preset", "ris-pilot-2004", ministry="없는 부처")
    with pytest.raises(CommandError):
        call_command("load_preset", "no-such-preset", ministry="산업자원부")


def test_a_programme_needs_its_ministrys_officer() -> None:
    world, other = a_ministry_world(), a_ministry_world()
    terms = actions.ProgramTerms(code="new", name_ko="새 사업", goal_ko="목표")
    officer = other.actor("ministry_officer", BEFORE)
    with pytest.raises(NotAllowed):
        actions.create_program(ministry_uid=world.ministry.uid, terms=terms, by=officer, at=BEFORE)
    with pytest.raises(NotFound):
        actions.create_program(ministry_uid=world.agency.uid, terms=terms, by=officer, at=BEFORE)
    made = actions.create_program(ministry_uid=other.ministry.uid, terms=terms, by=officer, at=BEFORE)
    assert made.code == "new"
