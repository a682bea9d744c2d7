"""`manage.py check_books`: prove that every won is accounted for. Exit code 1 names the first row that is not."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from contracts.models import Account, Transfer
from contracts.queries import breaches


class Command(BaseCommand):
    help = "Prove that every won is accounted for; exit with 1 and name each row that is not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = breaches()
        transfers, accounts = Transfer.objects.count(), Account.objects.count()
        if options["json"]:
            rows = [
                {"check": one.check, "row": one.row, "expected_krw": one.expected_krw, "found_krw": one.found_krw}
                for one in found
            ]
            self.stdout.write(json.dumps({"transfers": transfers, "accounts": accounts, "breaches": rows}))
        else:
            for one in found:
                self.stdout.write(f"{one.check}: {one.row}: expected {one.expected_krw:,}, found {one.found_krw:,}")
            self.stdout.write(f"{transfers} transfers in {accounts} accounts, {len(found)} breaches")
        if found:
            raise SystemExit(1)
