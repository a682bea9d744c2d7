"""Ask the site whether it answers, every few seconds, for as long as it runs: ``manage.py probe``."""

from __future__ import annotations

import signal
import socket
from datetime import datetime, timedelta
from threading import Event as Signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from core import clock
from core.probe import Carrier, Journal, Probe, watch

NAME_LENGTH = 40


class Command(BaseCommand):
    """A process of its own, best on another machine than the web: what it sees is what people outside see."""

    help = "Watch from outside whether the site answers; availability before a closing is judged by it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default=socket.gethostname(), help="which probe this is (the host's name)")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Signal()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        every_seconds = settings.BARO_PROBE_SECONDS
        journal = Journal(settings.WORLD_DIR / "probe")
        carrier = Carrier(journal, stop, every_seconds)

        def now() -> datetime:
            return clock.system_now() + (carrier.offset or timedelta())

        carrier.start()
        name = str(options["name"])[:NAME_LENGTH]
        probe = Probe(name=name, address=settings.BARO_PROBE_ADDRESS, journal=journal, now=now)
        watch(probe, carrier, stop, every_seconds)
        carrier.join(timeout=every_seconds)
