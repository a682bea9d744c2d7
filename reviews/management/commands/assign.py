"""`manage.py assign ROUND [--fresh] [--confirm] [--json]`: propose who judges what, with its proof."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts.actors import Actor
from core import clock
from core.refusals import Refused
from core.wording import say_violation
from reviews import actions
from reviews.models import AssignmentPlan, Round


class Command(BaseCommand):
    """Exit code 1 where there is no such round, or no assignment."""

    help = "Proposes who judges what in a round. Nobody is given anything without --confirm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("round", help="the code of the round's call, such as ris-2004, or the round's uid")
        parser.add_argument("--fresh", action="store_true", help="seek the best anew, whatever stands already")
        parser.add_argument("--confirm", action="store_true", help="give the cases out as proposed")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        by, at = Actor.system("assign"), clock.now()
        try:
            plan = actions.propose_assignment(
                round_uid=_round_of(options["round"]).uid, keep=not options["fresh"], by=by, at=at
            )
            if options["confirm"]:
                plan = actions.confirm_assignment(plan_uid=plan.uid, by=by, at=at)
        except Refused as refused:
            said = "\n".join(f"{say_violation(one)} [{one.code}]" for one in refused.violations)
            raise CommandError(said) from refused
        found = told(plan)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(f"{name:16}{value}" for name, value in found.items()))


def _round_of(named: str) -> Round:
    rows = Round.objects.select_related("call")
    try:
        found = rows.filter(uid=UUID(named)).first()
    except ValueError:
        found = rows.filter(call__code=named).first()
    if found is None:
        raise CommandError(f"There is no round of a call with the code {named!r}.")
    return found


def told(plan: AssignmentPlan) -> dict[str, object]:
    """A plan in figures."""
    return {
        "plan": str(plan.uid),
        "state": plan.state,
        "objective": plan.objective,
        "value": plan.value,
        "bound": plan.bound,
        "proved": plan.proved,
        "worst_case": plan.worst,
        "worst_case_bound": plan.worst_bound,
        "levels_proved": plan.levels,
        "pairs": len(plan.pairs),
        "new": plan.new,
        "moved": len(plan.moved),
        "seconds": plan.milliseconds / 1_000,
        "seed": plan.seed,
        "solver": plan.solver,
        "inputs_sha256": plan.inputs_sha256,
    }
