"""Load all programmes that come with Baro, each for its ministry and agency, with its published rules."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actors import Actor
from core import clock
from core.refusals import Refused, Violation
from core.wording import say_violation
from programs.actions import LoadedProgram, load_programs, preset_names
from programs.policy import parse_policy


class Command(BaseCommand):
    """`manage.py load_programs [--only nuri-2004] [--json]`; running it again changes nothing.

    Exit code 1 where a file is broken: every fault with its file and path, and nothing is loaded.
    """

    help = "Loads the programmes that come with Baro: " + ", ".join(preset_names())

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", action="append", default=[], metavar="NAME", help="this preset; may be repeated")
        parser.add_argument("--json", action="store_true", help="print what stands, or the faults, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_programs(options["only"], by=Actor.system("load_programs"), at=clock.now())
        except Refused as refused:
            if options["json"]:
                self._print({"faults": [_fault(one) for one in refused.violations]})
            lines = (_line(one) for one in refused.violations)
            raise CommandError("\n".join(["Nothing was loaded:", *lines])) from refused
        if options["json"]:
            self._print({"programs": [_shown(one) for one in loaded]})
        else:
            self.stdout.write("\n".join(_told(one) for one in loaded))

    def _print(self, found: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))


def _line(violation: Violation) -> str:
    place = ": ".join(part for part in (violation.field, violation.clause) if part)
    return f"  {place}: {say_violation(violation)} [{violation.code}]"


def _fault(violation: Violation) -> dict[str, str]:
    text = say_violation(violation)
    return {"file": violation.field, "path": violation.clause, "code": violation.code, "text": text}


def _told(loaded: LoadedProgram) -> str:
    return f"{loaded.program.code}: rule set version {loaded.rule_set.version}, {loaded.rule_set.checksum}"


def _shown(loaded: LoadedProgram) -> dict[str, Any]:
    program, agency = loaded.program, loaded.program.agency
    return {
        "preset": loaded.name,
        "code": program.code,
        "name_ko": program.name_ko,
        "name_en": program.name_en,
        "ministry": program.ministry.name_ko,
        "agency": agency.name_ko if agency else None,
        "route": program.route,
        "version": loaded.rule_set.version,
        "checksum": loaded.rule_set.checksum,
        "assumed": {"program": list(loaded.preset.assumed), "rules": list(parse_policy(loaded.preset.rules).assumed)},
    }
