"""Open a new installation's first administrator's office: ``manage.py first_administrator NAME E-MAIL MINISTRY``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import actions, queries
from accounts.actors import Actor
from accounts.roles import Kind, Role
from core import clock
from core.refusals import Refused
from core.wording import SEOUL, say_violation

TITLE_KO, TITLE_EN = "시스템 관리", "System administration"


class Command(BaseCommand):
    """Whoever holds this office enters everybody else in the portal. Refused where somebody holds one already."""

    help = "Open the first administrator's office and invite its holder by e-mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the person's name in Hangul")
        parser.add_argument("email", help="where the invitation goes")
        parser.add_argument("ministry", help="the ministry's name in Korean")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        if queries.holders(Role.ADMINISTRATOR, at=at):
            raise CommandError("There is an administrator already: he or she enters others in the portal.")
        try:
            _open(options["name"], options["email"], options["ministry"])
        except Refused as refused:
            raise CommandError(" ".join(say_violation(one) for one in refused.violations)) from refused
        self.stdout.write(f"The invitation goes to {options['email']} with the next delivery of messages.")


def _open(name: str, email: str, ministry: str) -> None:
    at = clock.now()
    asker: dict[str, Any] = {"by": Actor.system("first_administrator"), "at": at}
    with transaction.atomic():
        organization = queries.organizations().filter(name_ko=ministry, kind=Kind.MINISTRY).first()
        organization = organization or actions.add_organization(name_ko=ministry, kind=Kind.MINISTRY, **asker)
        person = actions.add_person(name_ko=name, organization_uid=organization.uid, **asker)
        office = actions.open_office(
            organization_uid=organization.uid,
            role=Role.ADMINISTRATOR,
            title_ko=TITLE_KO,
            title_en=TITLE_EN,
            **asker,
        )
        actions.open_account(person_uid=person.uid, email=email, **asker)
        actions.appoint(office_uid=office.uid, person_uid=person.uid, starts_on=at.astimezone(SEOUL).date(), **asker)
