"""`manage.py sweep`: do by hand, once, what beat and the workers would do; for the hour in which they can't."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core.sweeps import all_sweeps, look


class Command(BaseCommand):
    help = "Look once at every sweep and do what is due; one that a worker is at is left to it."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in sorted(all_sweeps()):
            self.stdout.write(f"{name}: {'done' if look(name) else 'a worker is at it'}")
