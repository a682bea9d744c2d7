"""Writing the next version of a programme's rules: kept sound or not, by whom, two at once, until it is published."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actors import Actor
from accounts.roles import Power
from core.models import Event
from core.refusals import NotAllowed, NotFound, RuleBroken, Stale, WrongState
from core.wording import known_codes
from programs import actions, queries
from programs.models import RuleDraft, RuleSet
from programs.permissions import may_run_program, may_view_rule_draft, may_write_rules
from programs.policy import checksum
from tests.build import World, a_ministry_world
from tests.build_programs import BEFORE, SYSTEM, a_program, a_rule_set, ris_rules
from tests.programs.policies import full_with, ris_raw, text_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return a_ministry_world()


def a_rule_draft(preset: str = "ris-pilot-2004", **program: Any) -> RuleDraft:
    """A draft from the RIS Pilot's preset, of a programme that has no rules yet."""
    return actions.begin_rule_draft(program_uid=a_program(**program).uid, preset=preset, by=SYSTEM, at=BEFORE)


def save(draft: RuleDraft, group: str, values: dict[str, Any] | None, **more: Any) -> RuleDraft:
    given: dict[str, Any] = {"version": None, "by": SYSTEM, "at": BEFORE, **more}
    return actions.save_rule_group(draft_uid=draft.uid, group=group, values=values, **given)


def publish(draft: RuleDraft) -> RuleSet:
    return actions.publish_rule_draft(draft_uid=draft.uid, by=SYSTEM, at=BEFORE)


def test_a_programme_from_nothing_has_every_rule_still_to_write() -> None:
    draft = a_rule_draft(preset="")
    with pytest.raises(RuleBroken) as refused:
        publish(draft)
    missing = {one.clause for one in refused.value.violations if one.code == "policy.missing_key"}
    assert {"match.share_bp", "budget.categories", "review.criteria", "selection.merging"} <= missing
    assert ("reference_ko", "policy.blank") in {(one.clause, one.code) for one in refused.value.violations}
    assert not RuleSet.objects.filter(program=draft.program).exists(), "nothing half published"


def test_what_is_wrong_is_kept_as_it_was_typed_and_named_with_its_path() -> None:
    draft = a_rule_draft()
    kept = save(draft, "match", {**draft.content["match"], "share_bp": "ten percent"})
    assert RuleDraft.objects.get().content["match"]["share_bp"] == "ten percent"
    with pytest.raises(RuleBroken) as refused:
        publish(kept)
    assert [(one.clause, one.code) for one in refused.value.violations] == [("match.share_bp", "policy.wrong_type")]


def test_publishing_makes_the_next_version_final_and_ends_the_draft() -> None:
    draft = a_rule_draft()
    program = draft.program
    save(draft, "match", {**draft.content["match"], "share_bp": 1500})
    made = publish(draft)
    assert (made.version, made.state, made.checksum) == (1, "published", checksum(made.text))
    assert queries.policy_of(made).match.share_bp == 1500
    assert queries.rule_draft_of(program.pk) is None
    again = actions.begin_rule_draft(program_uid=program.uid, by=SYSTEM, at=BEFORE)
    assert again.content == json.loads(made.text), "a new version starts from the last one"
    assert again.base == made
    with pytest.raises(RuleBroken) as refused:
        publish(again)
    assert refused.value.violations[0].code == "rule_set.unchanged"


def test_a_published_version_is_changed_by_no_raw_statement() -> None:
    made = publish(a_rule_draft())
    statements = (
        "update programs_ruleset set text = '{}' where id = %s",
        "update programs_ruleset set state = 'draft' where id = %s",
        "delete from programs_ruleset where id = %s",
        "alter table programs_ruleset disable trigger all",
        "truncate programs_ruleset cascade",
        "set session_replication_role = replica",
    )
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [made.pk] if "%s" in statement else None)
    assert RuleSet.objects.get(pk=made.pk).text == made.text


def test_one_programme_has_one_draft() -> None:
    draft = a_rule_draft()
    with pytest.raises(WrongState):
        actions.begin_rule_draft(program_uid=draft.program.uid, by=SYSTEM, at=BEFORE)
    actions.discard_rule_draft(draft_uid=draft.uid, by=SYSTEM, at=BEFORE)
    assert not RuleDraft.objects.exists()


def test_two_writers_hinder_each_other_only_in_the_same_group() -> None:
    draft = a_rule_draft()
    first = {**draft.content["match"], "share_bp": 2000}
    save(draft, "match", first, version=1)
    save(draft, "quota", {**draft.content["quota"], "teams_per_region": 3}, version=1)
    with pytest.raises(Stale) as refused:
        save(draft, "match", {**draft.content["match"], "share_bp": 3000}, version=1)
    assert refused.value.violations[0].code == "rule_draft.changed_meanwhile"
    stored = RuleDraft.objects.get().content
    assert (stored["match"]["share_bp"], stored["quota"]["teams_per_region"]) == (2000, 3)
    assert save(draft, "match", {**first, "share_bp": 3000}, version=2).version_of("match") == 3


def test_a_file_is_taken_whole_or_not_at_all() -> None:
    draft = a_rule_draft()
    raw = ris_raw()
    raw["weather"] = 1
    raw["match"]["share_bp"] = "10%"
    del raw["quota"]["teams_per_region"]
    with pytest.raises(RuleBroken) as refused:
        actions.replace_rule_draft(draft_uid=draft.uid, text=json.dumps(raw), by=SYSTEM, at=BEFORE)
    assert {(one.clause, one.code) for one in refused.value.violations} == {
        ("weather", "policy.unknown_key"),
        ("match.share_bp", "policy.wrong_type"),
        ("quota.teams_per_region", "policy.missing_key"),
    }
    assert RuleDraft.objects.get().content == draft.content
    taken = actions.replace_rule_draft(draft_uid=draft.uid, text=full_with(), by=SYSTEM, at=BEFORE)
    assert taken.content["appeal"] == {"within_days": 14, "decision_service_days": 20}
    assert taken.version_of("match") == 2, "who has the old text open is told"


def test_groups_may_be_added_and_left_out_where_a_programme_may_do_without() -> None:
    draft = a_rule_draft()
    assert save(draft, "appeal", {}).content["appeal"] == {}
    assert "appeal" not in save(draft, "appeal", None).content
    with pytest.raises(RuleBroken) as refused:
        save(draft, "match", None)
    assert refused.value.violations[0].code == "rule_draft.group_needed"
    with pytest.raises(NotFound):
        save(draft, "weather", {})


def test_marks_follow_their_clauses() -> None:
    draft = a_rule_draft()
    budget = draft.content["budget"]
    without = {**budget, "categories": [one for one in budget["categories"] if one["code"] != "running"]}
    marks = save(draft, "budget", without).content["assumed"]
    assert "budget.categories.running" not in marks
    assert "budget.categories.fixed_capital.cap_bp" in marks
    unmarked = save(draft, "timeline", draft.content["timeline"], assumed=["timeline.ranking_days"])
    assert [one for one in unmarked.content["assumed"] if one.startswith("timeline")] == ["timeline.ranking_days"]


def without(actor: Actor, power: Power) -> Actor:
    """The same agency's officer, had the ministry kept this power."""
    kept = [
        replace(one, powers=frozenset(given for given in one.powers if given.power != power)) for one in actor.offices
    ]
    return replace(actor, offices=tuple(kept))


def test_who_writes_and_who_publishes(world: World) -> None:
    program = a_program(world.ministry)
    officer, agency = world.actor("ministry_officer", BEFORE), world.actor("agency_officer", BEFORE)
    with pytest.raises(NotAllowed):
        actions.begin_rule_draft(program_uid=program.uid, by=without(agency, Power.RULES), at=BEFORE)
    draft = actions.begin_rule_draft(program_uid=program.uid, preset="ris-pilot-2004", by=agency, at=BEFORE)
    with pytest.raises(NotAllowed):
        actions.publish_rule_draft(draft_uid=draft.uid, by=agency, at=BEFORE)
    with pytest.raises(NotFound):
        save(draft, "appeal", {}, by=world.actor("institution_officer", BEFORE))
    with pytest.raises(NotAllowed):
        save(draft, "appeal", {}, by=world.actor("auditor", BEFORE))
    other = a_program(a_ministry_world("busan").ministry)
    assert not may_write_rules(agency, other)
    assert not may_view_rule_draft(agency, other)
    assert may_write_rules(agency, program)
    assert not may_run_program(agency, program)
    assert actions.publish_rule_draft(draft_uid=draft.uid, by=officer, at=BEFORE).state == "published"


def test_every_deed_leaves_its_event_and_every_event_has_its_words() -> None:
    draft = a_rule_draft()
    save(draft, "appeal", {})
    actions.replace_rule_draft(draft_uid=draft.uid, text=ris_rules(), by=SYSTEM, at=BEFORE)
    publish(draft)
    names = [name for name in Event.objects.order_by("id").values_list("name", flat=True) if "rule" in name]
    assert names == [
        "programs.rules_begun",
        "programs.rules_written",
        "programs.rules_replaced",
        "programs.rule_set_drafted",
        "programs.rule_set_published",
    ]
    assert set(names) <= known_codes()[1]


def test_new_versions_must_go_together_whichever_way_they_come() -> None:
    program = a_program()
    with pytest.raises(RuleBroken) as refused:
        a_rule_set(program, text_with("quota.counts", "original"))
    assert [one.code for one in refused.value.violations] == ["policy.merge_above_quota"]


@pytest.mark.parametrize("odd", ["\x00", "\ud800", float("nan")])
def test_what_no_text_can_hold_is_refused(odd: object) -> None:
    draft = a_rule_draft()
    with pytest.raises(RuleBroken) as refused:
        save(draft, "appeal", {"within_days": odd})
    assert refused.value.violations[0].code == "policy.unreadable"
