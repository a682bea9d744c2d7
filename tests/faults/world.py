"""What the fault runs stand on: the launcher's own database, teams in it, and complete drafts by the hundred."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, TypeVar

from django.conf import settings
from django.db import connections
from django.db.models import Model
from django.test import Client, override_settings

from accounts.models import Person, User
from config.cache import SharedCache
from config.embedded import roles
from config.embedded.postgres import APPLICATION, Cluster
from config.embedded.valkey import Broker
from core import clock
from core.models import StoredFile, WorldClock
from programs.models import Call
from proposals.models import Participation, Proposal
from tests.build import sign_in
from tests.build_proposals import Team, a_complete_draft
from tests.launched import WORLD, Running

Row = TypeVar("Row", bound=Model)
TEAMS = 4
_number = count(1)
_run = uuid.uuid4().hex[:8]


@contextmanager
def inside(running: Running) -> Iterator[None]:
    """Point Django at the launcher's database, files and secret, as one of its own commands."""
    access = Cluster(running.var / "postgres").access
    assert access is not None
    target = connections.settings["default"]
    before = {key: target[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    connections["default"].close()
    target.update(
        NAME=roles.database_name(WORLD),
        USER=APPLICATION,
        PASSWORD=access.application,
        HOST="127.0.0.1",
        PORT=str(access.port),
    )
    secret = (running.var / "secret_key").read_text()
    try:
        with override_settings(SECRET_KEY=secret, MEDIA_ROOT=running.var / "worlds" / WORLD / "files"):
            yield
    finally:
        connections["default"].close()
        target.update(before)


@dataclass(frozen=True)
class Session:
    """A signed-in person as an HTTP client carries him."""

    cookie: str
    token: str

    def headers(self) -> dict[str, str]:
        return {"Cookie": f"{self.cookie}; {settings.CSRF_COOKIE_NAME}={self.token}", "X-CSRFToken": self.token}


def session_of(user: User) -> Session:
    key = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    return Session(f"{settings.SESSION_COOKIE_NAME}={key}", uuid.uuid4().hex)


def it_is(running: Running, moment: datetime) -> float:
    """Set the world's clock, also for servers that asked it a moment ago; how many seconds it stands from real time."""
    clock.move_to(moment)
    shared = SharedCache(Broker(running.var / "valkey").url(1), {"KEY_PREFIX": f"baro:{WORLD}"})
    shared.delete(clock.OFFSET_KEY)
    return float(WorldClock.objects.get(pk=1).offset_seconds)


def drafts(team: Team, call: Call, number: int) -> list[uuid.UUID]:
    """Complete drafts of one call: the first made by the actions, the others copies with people of their own."""
    first = a_complete_draft(team, call)
    people = Person.objects.bulk_create(
        Person(
            organization=organization,
            name_ko=f"박{next(_number)}",
            researcher_number=f"{_run}-{next(_number)}",
        )
        for organization in [team.lead, team.partner] * (number - 1)
    )
    copies = Proposal.objects.bulk_create(
        _copy(first, uid=uuid.uuid4(), project_uid=uuid.uuid4()) for _ in range(number - 1)
    )
    for name in ("partners", "sections", "lines", "targets"):
        rows = list(getattr(first, name).all())
        model = getattr(first, name).model
        model.objects.bulk_create([_copy(row, proposal=one) for one in copies for row in rows])
    _seat(first, copies, people)
    _file(first, copies)
    return [first.uid, *(one.uid for one in copies)]


def drafts_of(teams: list[Team], call: Call, number: int) -> list[uuid.UUID]:
    """So many, in the order of the teams: the first, fifth, ninth are the first team's, where there are four."""
    each = -(-number // len(teams))
    return [uid for row in zip(*(drafts(team, call, each) for team in teams), strict=True) for uid in row][:number]


def _seat(first: Proposal, copies: list[Proposal], people: list[Person]) -> None:
    rows: dict[int | None, Participation] = {row.organization_id: row for row in first.participations.all()}
    pairs = zip(copies, people[::2], people[1::2], strict=True)
    first.participations.model.objects.bulk_create(
        _copy(rows[one.organization_id], uid=uuid.uuid4(), project_uid=copy.project_uid, proposal=copy, person=one)
        for copy, *both in pairs
        for one in both
    )


def _file(first: Proposal, copies: list[Proposal]) -> None:
    """The copies share the bytes of the first one's files; each has rows of its own."""
    for attachment in first.attachments.select_related("file"):
        files = StoredFile.objects.bulk_create([_copy(attachment.file, uid=uuid.uuid4()) for _ in copies])
        first.attachments.model.objects.bulk_create(
            _copy(attachment, uid=uuid.uuid4(), proposal=copy, file=file)
            for copy, file in zip(copies, files, strict=True)
        )


def _copy(row: Row, **changes: Any) -> Row:
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**{key: value for key, value in columns.items() if key != "id"} | _as_columns(row, changes))


def _as_columns(row: Model, changes: dict[str, Any]) -> dict[str, Any]:
    named = {field.name: field.attname for field in row._meta.concrete_fields}
    return {named[name]: getattr(value, "pk", value) for name, value in changes.items()}
