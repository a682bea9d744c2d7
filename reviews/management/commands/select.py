"""`manage.py select CALL [--json]`: the best selection of a judged call, its proof, and the reason of each proposal."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.refusals import Refused
from core.wording import label, say_violation
from programs.models import Call
from programs.queries import policy_of
from reviews.models import Round
from reviews.queries import explained


class Command(BaseCommand):
    """Exit code 1 where there is no such judged call, or no selection can keep its rules (they are named)."""

    help = "Computes who would be selected now and why. Nothing is kept: proposing it is the officer's deed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("call", help="the call's code, such as ris-2004")
        parser.add_argument("--json", action="store_true", help="print value, bound and every reason as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        call = Call.objects.select_related("program", "rule_set").filter(code=options["call"]).first()
        if call is None:
            raise CommandError(f"There is no call with the code {options['call']!r}.")
        if not Round.objects.filter(call=call, state="closed").exists():
            raise CommandError("The review round of this call is not closed yet.")
        try:
            found = explained(call, policy_of(call.rule_set))
        except Refused as refused:
            raise CommandError("\n".join(say_violation(one) for one in refused.violations)) from refused
        lines = [json.dumps(found, ensure_ascii=False, indent=2)] if options["json"] else as_text(found)
        self.stdout.write("\n".join(lines))


def as_text(found: dict[str, Any]) -> Iterator[str]:
    """The proof, then a line for each proposal, the best first."""
    yield f"{found['call']}: value {found['value']:,}, bound {found['bound']:,}, {found['selected']} in"
    for row in sorted(found["proposals"], key=lambda one: (-one["merit"], one["number"])):
        score = "-" if row["score_bp"] is None else f"{row['score_bp'] / 100:.2f}"
        room = f"margin {row['margin']:,}" if row["margin"] is not None else f"need {row['need'] or 0:,}"
        others = ", ".join(row["displaced"])
        yield f"{row['number']:24} {label('decision.' + row['outcome']):10} {score:>7} {room} {others}".rstrip()
