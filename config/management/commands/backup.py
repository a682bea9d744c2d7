"""`manage.py backup FOLDER`: save database and files while people work. Exit code 1 names files that are damaged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import backup
from core import clock


class Command(BaseCommand):
    help = "Save the database and the stored files, all of one moment, into a new folder of FOLDER."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="where backups are kept; files that lie there are not copied again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            folder, damaged = backup.make(options["folder"], at=clock.system_now())
        except backup.Failed as failed:
            raise CommandError(str(failed)) from failed
        self.stdout.write(str(folder))
        if damaged:
            raise CommandError(f"Missing or damaged, and not in this backup: {', '.join(damaged)}")
