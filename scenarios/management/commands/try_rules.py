"""`manage.py try_rules CALL --set quota.teams_per_region=3 [--json]`: hold a closed call again under other rules."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.actors import Actor
from core import clock
from core.refusals import Refused, Violation
from core.wording import say_violation
from programs.models import Call
from scenarios import actions
from scenarios.models import Trial
from scenarios.rules import Unreadable, read_settings


class Command(BaseCommand):
    """Exit code 1 where there is no such closed call, or the rules that are tried are none."""

    help = "Tries other rules on a closed call. Nothing of the call changes; with --keep the trial stays in the portal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("call", help="the call's code, such as ris-2004")
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="CLAUSE=VALUE",
            help="a clause and its new value, such as quota.teams_per_region=3; as often as needed",
        )
        parser.add_argument("--note", default="", help="a name by which the trial is found again")
        parser.add_argument("--keep", action="store_true", help="keep the trial for the pages of the portal")
        parser.add_argument("--json", action="store_true", help="print both sides as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changes = read_settings(options["set"])
        except Unreadable as given:
            raise CommandError(f"{given}: write a clause, an equals sign and its new value.") from given
        call = Call.objects.filter(code=options["call"]).first()
        if call is None:
            raise CommandError(f"There is no call with the code {options['call']!r}.")
        found = self._tried(call, changes, options["note"], keep=options["keep"])
        lines = (
            [json.dumps({"changes": found.changes, **found.result}, ensure_ascii=False, indent=2)]
            if options["json"]
            else as_text(found)
        )
        self.stdout.write("\n".join(lines))

    def _tried(self, call: Call, changes: dict[str, Any], note: str, *, keep: bool) -> Trial:
        """The trial; one that is not kept leaves nothing behind, not even its event."""
        by, at = Actor.system("try_rules"), clock.now()
        try:
            with transaction.atomic():
                found = actions.try_rules(call_uid=call.uid, changes=changes, note=note, by=by, at=at)
                transaction.set_rollback(not keep)
        except Refused as refused:
            said = [
                f"{one.clause or one.field or '-'}: {say_violation(one)} [{one.code}]" for one in refused.violations
            ]
            raise CommandError("\n".join(said)) from refused
        return found


def _line(violation: Violation) -> str:
    return f"{violation.clause or violation.field or '-'}: {say_violation(violation)} [{violation.code}]"


def as_text(found: Trial) -> Sequence[str]:
    """A trial as lines for a terminal: what was changed, both sides in figures, who comes in and who goes out."""
    before, after, teams = found.result["before"], found.result["after"], found.result["teams"]
    names = ("teams", "originals", "grant_krw", "capital_bp", "gini_bp", "days_to_money", "funded_months")
    lines = [f"{path} = {json.dumps(value, ensure_ascii=False)}" for path, value in found.changes.items()]
    lines += ["", f"{'':16}{'own rules':>20}{'as tried':>20}"]
    lines += [f"{name:16}{before[name]:>20,}{after[name]:>20,}" for name in names]
    for title, here, there in (("comes in", "after", "before"), ("goes out", "before", "after")):
        moved = [team for team in teams if _is_in(team[here]) and not _is_in(team[there])]
        lines += ["", f"{title}: {len(moved)}"]
        lines += [f"  {team['number']}  {team['region']:10} {team['lead_ko']}" for team in moved]
    return lines


def _is_in(side: dict[str, Any] | None) -> bool:
    return side is not None and side["outcome"] == "selected"
