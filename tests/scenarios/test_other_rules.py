"""A scenario whose programme has other rules than its preset: played under them, or refused with the clause."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.calendar import SEOUL
from programs.models import Call
from programs.queries import policy_of
from scenarios.driver import open_world, play
from scenarios.file import ScenarioInvalid, parse_scenario
from tests.scenarios.files import MINI, mini_with

PUBLISHED = "published_at = 2004-02-16T10:00:00+09:00\n"


def with_rules(text: str) -> str:
    return mini_with((PUBLISHED, f"{PUBLISHED}\n[program.set]\n{text}\n"))


def test_other_rules_stand_beside_their_preset() -> None:
    scenario = parse_scenario(with_rules('"quota.teams_per_region" = 3\n"match.share_bp" = 1000'))
    assert dict(scenario.program.set) == {"quota.teams_per_region": 3, "match.share_bp": 1000}


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ('"quota.teams" = 3', "policy.no_such_clause", "program.set.quota.teams"),
        ('"match.share_bp" = 12_000', "policy.too_large", "program.set.match.share_bp"),
        ('"match.share_bp" = "a lot"', "policy.wrong_type", "program.set.match.share_bp"),
        ('"eligibility.excluded_regions" = ["busan"]', "scenario.left_out_by_rules", "regions[0].code"),
    ],
)
def test_what_makes_no_rules_is_refused_with_its_path(text: str, code: str, path: str) -> None:
    with pytest.raises(ScenarioInvalid) as invalid:
        parse_scenario(with_rules(text))
    assert (code, path) in [(one.code, one.field) for one in invalid.value.violations]


@pytest.mark.django_db
def test_the_call_pins_the_rules_as_the_file_has_them() -> None:
    people = "people = { max_running_led = 2, max_running = 4, max_total_share_bp = 9000 }"
    world = open_world(parse_scenario(with_rules(f'"quota.teams_per_region" = 1\n{people}')))
    play([world], until=world.plan.scenario.call.announced_at.astimezone(SEOUL))
    policy = policy_of(Call.objects.get().rule_set)
    assert policy.quota.teams_per_region == 1
    assert policy.people is not None
    assert policy.people.max_total_share_bp == 9_000


@pytest.mark.django_db
def test_a_replay_is_told_other_rules(tmp_path: Path) -> None:
    def replay(*options: Any) -> None:
        call_command("replay", str(MINI), "--until", "2004-03-03", *options, stdout=StringIO())

    replay("--set", "selection.region_quota=4")
    assert policy_of(Call.objects.get().rule_set).quota.teams_per_region == 4
    for wrong in ("quota.teams=4", "quota"):
        with pytest.raises(CommandError):
            replay("--set", wrong)
