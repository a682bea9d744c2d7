"""`manage.py sample_world [--if-empty]`: fill an empty database with the sample world, or go on with a killed load."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.refusals import Refused
from core.wording import say_violation
from scenarios import sample


class Command(BaseCommand):
    """In sample mode only; a production installation refuses."""

    help = "Loads the sample world: the call of March 2004 two days before closing, with sample sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where something stands already")

    def handle(self, *args: Any, **options: Any) -> None:
        began = clock.monotonic()
        try:
            loaded = sample.load(
                if_empty=options["if_empty"],
                password=settings.BARO_SAMPLE_PASSWORD,
                programs=sample.PROGRAMS,
                watch=self._said_each_quarter(),
            )
        except Refused as refused:
            raise CommandError("\n".join(say_violation(one) for one in refused.violations)) from refused
        if loaded.what == "done":
            seconds = round(clock.monotonic() - began)
            self.stdout.write(
                f"The sample world is ready after {seconds} s. Sign in with an address of the sign-in page"
            )
            self.stdout.write(f"and the password {settings.BARO_SAMPLE_PASSWORD}")
        elif not options["if_empty"]:
            said = {"there": "The sample world is there already.", "busy": "Another load is under way."}
            self.stdout.write(said[loaded.what])

    def _said_each_quarter(self) -> Callable[[int], None]:
        """Tell the terminal of 0, 25, 50 and 75 percent, once each."""
        told: set[int] = set()

        def watch(percent: int) -> None:
            quarter = percent // 25 * 25
            if quarter not in told:
                told.add(quarter)
                self.stdout.write(f"The sample world is being loaded: {quarter}%")

        return watch
