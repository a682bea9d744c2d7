"""Load a programme that comes with Baro: its description, its indicators and its published rules."""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Organization
from accounts.roles import Kind
from core import clock
from core.refusals import Refused
from core.wording import say_violation
from programs.actions import load_preset, preset_names


class Command(BaseCommand):
    """`manage.py load_preset ris-pilot-2004 --ministry 산업자원부`; running it again changes nothing."""

    help = "Loads a programme that comes with Baro. Presets: " + ", ".join(preset_names())

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("preset", help="name of the preset")
        parser.add_argument("--ministry", required=True, help="the ministry's name (either language) or uid")
        parser.add_argument("--agency", help="the managing agency's name or uid")

    def handle(self, *args: Any, **options: Any) -> None:
        ministry = organization_named(options["ministry"], Kind.MINISTRY)
        agency = organization_named(options["agency"], Kind.AGENCY) if options["agency"] else None
        try:
            program, rule_set = load_preset(
                options["preset"],
                ministry_uid=ministry.uid,
                agency_uid=agency.uid if agency else None,
                by=Actor.system("load_preset"),
                at=clock.now(),
            )
        except Refused as refused:
            raise CommandError("\n".join(say_violation(violation) for violation in refused.violations)) from refused
        self.stdout.write(f"{program.code}: rule set version {rule_set.version}, {rule_set.checksum}")


def organization_named(text: str, kind: Kind) -> Organization:
    """The organisation of this kind by name or uid. Raises CommandError where there is none, or more than one."""
    named = Q(name_ko=text) | Q(name_en=text)
    with suppress(ValueError):
        named |= Q(uid=UUID(text))
    found = list(Organization.objects.filter(named, kind=kind)[:2])
    if len(found) != 1:
        raise CommandError(f"There is {'no' if not found else 'more than one'} {kind.value} called {text!r}.")
    return found[0]
