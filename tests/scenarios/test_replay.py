"""A small scenario is played through the real actions, as far and with what a file says, by the command too."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.fixtures import Settings

from accounts.models import Person
from core import clock
from core.calendar import SEOUL
from core.models import Event
from proposals.models import MatchPledge, Proposal
from scenarios.driver import Played, StepFailed, open_world, play
from scenarios.file import parse_scenario
from scenarios.report import world_hash
from tests.scenarios.files import MINI, mini_with

pytestmark = pytest.mark.django_db
END = datetime(2004, 5, 31, tzinfo=SEOUL)


def played(text: str, until: datetime = END) -> Played:
    return play([open_world(parse_scenario(text))], until=until)


def test_a_replay_stops_at_its_moment() -> None:
    played(mini_with(), until=datetime(2004, 4, 20, tzinfo=SEOUL))
    assert Proposal.objects.count() == 5
    assert not MatchPledge.objects.exists()
    assert Event.objects.order_by("-at")[0].at <= datetime(2004, 4, 20, tzinfo=SEOUL)


def test_another_seed_gives_another_world() -> None:
    """That the same seed gives the same one is shown by NURI's file, which is played twice."""
    hashes = []
    for seed in ("seed = 7", "seed = 8"):
        with transaction.atomic():
            played(mini_with(("seed = 7", seed)), until=datetime(2004, 4, 20, tzinfo=SEOUL))
            hashes.append(world_hash())
            transaction.set_rollback(True)
    assert hashes[0] != hashes[1]


def test_a_scenario_that_the_rules_refuse_says_which_step() -> None:
    text = mini_with(("ranking_due_at = 2004-05-21", "ranking_due_at = 2004-05-12"))
    with pytest.raises(StepFailed, match=r"call\.announce.*call\.ranking_too_short"):
        played(text)


def test_a_refusal_that_does_not_come_is_told() -> None:
    text = mini_with(("share_bp = 999", "share_bp = 1000"), ("match.below_share", "match.never_heard_of"))
    outcome = next(one for one in played(text).refusals if one.code == "match-below-ten-percent")
    assert not outcome.holds
    assert outcome.got != outcome.expected


def test_the_command_prints_json_and_sets_the_clock() -> None:
    out = StringIO()
    call_command("replay", str(MINI), "--until", "2004-05-31", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["totals"] == {
        "drafted": 5,
        "submitted": 5,
        "withdrawn": 0,
        "ranked": 3,
        "pledged": 3,
        "pledged_krw": found["totals"]["pledged_krw"],
        "institutions": 5,
    }
    assert found["totals"]["pledged_krw"] > 0
    assert abs(clock.now() - datetime(2004, 5, 31, 23, 59, 59, tzinfo=SEOUL)) < timedelta(minutes=5)


def test_the_command_prints_a_table() -> None:
    out = StringIO()
    call_command("replay", str(MINI), "--until", "2004-04-20", stdout=out)
    assert "Busan" in out.getvalue()
    assert "world " in out.getvalue()


def test_the_command_tells_how_far_it_is_beside_its_report() -> None:
    out, told = StringIO(), StringIO()
    call_command("replay", str(MINI), "--until", "2004-04-20", "--json", stdout=out, stderr=told)
    assert json.loads(out.getvalue())["steps"] > 0
    assert f"{MINI.stem} is being played: 100%" in told.getvalue()


def test_a_bad_file_is_refused_whole_with_its_paths(tmp_path: object) -> None:
    bad = MINI.parent / "none.toml"
    with pytest.raises(CommandError, match=r"scenario\.unreadable"):
        call_command("replay", str(bad), "--until", "2004-05-31")
    assert not Person.objects.exists()


def test_production_replays_nothing(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("replay", str(MINI), "--until", "2004-05-31")
