"""`manage.py restore FOLDER/baro-…`: put a backup into an empty database and prove that all of it is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import backup


class Command(BaseCommand):
    help = "Put a backup into an empty database and the folder of stored files, and compare every hash."
    requires_system_checks = ()  # there is nothing yet that they could check

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="one backup, as `manage.py backup` named it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.restore(options["folder"])
        except backup.Failed as failed:
            raise CommandError(str(failed)) from failed
        rows = sum(count for count, _ in manifest.tables.values())
        self.stdout.write(
            f"{rows} rows in {len(manifest.tables)} tables, {len(manifest.files)} files and "
            f"{manifest.chain_head[0]} events in their chain are as they were at {manifest.made_at}."
        )
