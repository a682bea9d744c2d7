"""`manage.py replay scenarios/ris-2004.toml --until 2004-05-31 [--json]`: play a scenario in a database of its own."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.calendar import SEOUL
from core.events import seal_new
from core.wording import say_violation
from scenarios.driver import StepFailed, open_world, play
from scenarios.file import Scenario, ScenarioInvalid, read_scenario, with_other_rules
from scenarios.report import Report, as_text, report
from scenarios.rules import Unreadable, read_settings

LAST_SECOND = time(23, 59, 59)
EACH_PERCENT = 10


class Command(BaseCommand):
    """Exit code 1 for a file that is no scenario (every fault with its path), or that the rules do not let happen."""

    help = "Plays a scenario file through the same actions as people's clicks, in a database made for it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the scenario, such as scenarios/ris-2004.toml")
        parser.add_argument("--until", help="a day (all of it) or a moment; else as far as the file tells")
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="CLAUSE=VALUE",
            help="play under other rules: a clause and its value, such as quota.teams_per_region=3; as often as needed",
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--check", action="store_true", help="read the file and stop, without a database")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("A production installation replays nothing: it has one world and a real clock.")
        scenario = read_or_refuse(options["file"], options["set"])
        until = moment(options["until"]) if options["until"] else last_moment(scenario)
        if options["check"]:
            return
        found = self._played(scenario, until)
        lines = [json.dumps(found.as_json(), ensure_ascii=False, indent=2)] if options["json"] else as_text(found)
        self.stdout.write("\n".join(lines))
        if settings.BARO.world:
            self.stderr.write(f"Open this world with: make run WORLD={settings.BARO.world}")
        broken = [one["code"] for one in found.refusals if not one["holds"]]
        if broken:
            raise CommandError(f"What had to be refused was not, or for another reason: {', '.join(broken)}")

    def _played(self, scenario: Scenario, until: datetime) -> Report:
        began = clock.monotonic()
        clock.move_to(until)
        world = open_world(scenario, sign_in_password=settings.BARO_SAMPLE_PASSWORD)
        try:
            played = play([world], until=until, told=self._said_each_tenth(scenario.code))
        except StepFailed as failed:
            raise CommandError(f"The world refused what the file tells:\n{failed}") from failed
        clock.move_to(until)
        while seal_new(at=until):
            continue
        return report(
            scenario=scenario.code,
            call_code=scenario.call.code,
            seed=scenario.seed,
            plan_hash=world.plan.fingerprint(),
            until=until,
            played=played,
            seconds=round(clock.monotonic() - began),
        )

    def _said_each_tenth(self, code: str) -> Callable[[int, int], None]:
        """Tell the terminal of each ten percent, once; not on the standard output, which is the report."""
        told: set[int] = set()

        def told_of(done: int, of: int) -> None:
            percent = done * 100 // of // EACH_PERCENT * EACH_PERCENT
            if percent not in told:
                told.add(percent)
                self.stderr.write(f"{code} is being played: {percent}%")

        return told_of


def read_or_refuse(path: Path, changes: Iterable[str] = ()) -> Scenario:
    """The scenario in a file, under other rules if so told. Raises CommandError with every fault and its path."""
    try:
        other = read_settings(changes)
        return with_other_rules(read_scenario(path), other) if other else read_scenario(path)
    except Unreadable as given:
        raise CommandError(f"{given}: write a clause, an equals sign and its new value.") from given
    except ScenarioInvalid as invalid:
        faults = (f"  {one.field or path.name}: {say_violation(one)} [{one.code}]" for one in invalid.violations)
        count = len(invalid.violations)
        raise CommandError("\n".join([f"{path} is no scenario; {count} faults:", *faults])) from invalid


def moment(text: str) -> datetime:
    """A day (to its last second in Seoul) or a moment with its offset. Raises CommandError."""
    try:
        if len(text) == len("2004-05-31"):
            return datetime.combine(date.fromisoformat(text), LAST_SECOND, SEOUL)
        found = datetime.fromisoformat(text)
    except ValueError as problem:
        raise CommandError(f"--until {text}: write a day such as 2004-05-31, or a moment with its offset.") from problem
    return found if found.tzinfo else found.replace(tzinfo=SEOUL)


def last_moment(scenario: Scenario) -> datetime:
    """The end of what the file tells: the day of the last payment, or of whatever comes last before it."""
    moments = [scenario.call.ranking_due_at, *(refusal.at for refusal in scenario.refusals)]
    if scenario.judging is not None:
        moments.append(scenario.judging.closes_at)
    if scenario.selection is not None:
        moments.append(scenario.selection.published_at)
    if scenario.contracts is not None:
        moments.append(scenario.contracts.accounts_confirmed.to_at)
        moments += [payment.paid_at for payment in scenario.contracts.payments]
    return datetime.combine(max(moments).astimezone(SEOUL).date(), LAST_SECOND, SEOUL)
