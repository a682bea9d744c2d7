"""A small world of everything, and many more rows of it, copied in by COPY."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from accounts.models import Region, User
from accounts.roles import Kind, Role
from programs.models import Call
from proposals.models import Proposal
from reviews.models import Assignment
from tests.build import an_officer, an_organization
from tests.build_programs import a_call
from tests.build_proposals import Team, a_complete_draft, a_submission, a_team
from tests.build_reviews import Panel, a_panel
from tests.proposals.regional import a_submitted_proposal

CALL_SIZE = 110
"""Proposals a call, as in the RIS Pilot of 2004."""
DAYS_BETWEEN = 3
EVENTS_EACH = 10
LEADS = 300
RANKED = 7
FIELDS = ("바이오", "정보통신", "물류", "기계", "신소재", "관광", "해양", "디자인")
Changes = Callable[[int], dict[str, Any]]


@dataclass(frozen=True)
class World:
    """Who asks, and for what."""

    panel: Panel
    team: Team
    draft: Proposal
    ranked: Proposal
    region_officer: User

    judged: Assignment
    """What the first expert to judge was given."""

    @property
    def judge(self) -> User:
        return User.objects.get(person=self.judged.expert.person)

    @property
    def officer(self) -> User:
        return self.panel.world.ministry_officer


def a_world() -> World:
    """A call in judgement, one in which a region ranks as many proposals as in 2004, and a draft to be handed in."""
    panel = a_panel(2, 4)
    panel.start()
    call = a_call(panel.call.program, panel.call.rule_set)
    call.program = panel.call.program
    lead = panel.world.institution
    ranked = a_submission(a_team(), call).proposal
    for _ in range(RANKED - 1):
        a_submitted_proposal(call, lead)
    ranked.refresh_from_db()
    team = a_team()
    draft = a_complete_draft(team, call)
    government = an_organization(Kind.REGIONAL_GOVERNMENT, "daejeon")
    judged = Assignment.objects.filter(state="given").order_by("id")[0]
    return World(panel, team, draft, ranked, an_officer(Role.REGION_OFFICER, government), judged)


def copy_in(address: str, world: World, proposals: int) -> None:
    """So many submitted proposals, in calls of CALL_SIZE, with EVENTS_EACH events each; ids go on where they stood."""
    with psycopg.connect(address) as connection:
        known = _Known(connection, world)
        leads = [an_organization(Kind.UNIVERSITY, None, name_ko=f"표본대학교 {n}").pk for n in range(LEADS)]
        regions = list(Region.objects.filter(valid_to__isnull=True).order_by("order").values_list("pk", flat=True))
        calls = known.copy("programs_call", world.panel.call.pk, -(-proposals // CALL_SIZE), _a_call(world.panel.call))
        first = known.next_id("proposals_proposal")
        first_submission = known.next_id("proposals_submission")
        projects = [uuid4() for _ in range(proposals)]

        def a_proposal(number: int) -> dict[str, Any]:
            return {
                **_titles(number),
                "project_uid": projects[number],
                "call_id": calls[number // CALL_SIZE],
                "number": f"BENCH-{number:06}",
                "lead_organization_id": leads[number % LEADS],
                "region_id": regions[number % len(regions)],
                "organization_ids": [leads[number % LEADS]],
                "state": "submitted",
                "submission_id": first_submission + number,
            }

        def a_submission(number: int) -> dict[str, Any]:
            return {**_titles(number), "proposal_id": first + number, "content": Jsonb({}), "sequence": 1}

        def an_event(number: int) -> dict[str, Any]:
            return {"project_uid": projects[number // EVENTS_EACH], "subject_uid": projects[number // EVENTS_EACH]}

        known.execute("ALTER TABLE proposals_proposal DISABLE TRIGGER ALL")
        known.copy("proposals_proposal", world.ranked.pk, proposals, a_proposal)
        submission = world.ranked.submission_id
        known.copy("proposals_submission", submission, proposals, a_submission)
        known.execute("ALTER TABLE proposals_proposal ENABLE TRIGGER ALL")
        known.execute("SET baro.scope = 'system'")
        known.execute("SELECT public.baro_put_words(array_agg(id)) FROM proposals_proposal")
        known.copy("core_event", known.last("core_event"), proposals * EVENTS_EACH, an_event)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _a_call(like: Call) -> Changes:
    """Like this one, each some days before the last: the calls of a ministry follow one another over years."""
    moments = ("opens_at", "closes_at", "ranking_due_at", "announced_at", "created_at")

    def changes(number: int) -> dict[str, Any]:
        earlier = timedelta(days=DAYS_BETWEEN * (number + 1))
        named = {"code": f"bench-{number}", "title_ko": f"표본 공고 {number}", "title_en": f"Sample call {number}"}
        return named | {name: getattr(like, name) - earlier for name in moments}

    return changes


def _titles(number: int) -> dict[str, Any]:
    field = FIELDS[number % len(FIELDS)]
    return {"title_ko": f"{field} 혁신 과제 {number}", "title_en": f"Innovation {number}"}


class _Known:
    """Rows that stand, as patterns of the many."""

    def __init__(self, connection: psycopg.Connection[Any], world: World) -> None:
        self.connection = connection

    def execute(self, text: str) -> None:
        self.connection.execute(text.encode())

    def next_id(self, table: str) -> int:
        return self.last(table) + 1

    def last(self, table: str) -> int:
        row = self.connection.execute(sql.SQL("SELECT max(id) FROM {}").format(sql.Identifier(table))).fetchone()
        return int(row[0]) if row else 0

    def copy(self, table: str, like: int | None, count: int, changes: Changes) -> list[int]:
        """Copy a row so often, each with its own uid and with what `changes(number)` says; the ids of the new rows."""
        name = sql.Identifier(table)
        cursor = self.connection.execute(sql.SQL("SELECT * FROM {} WHERE id = %s").format(name), [like])
        columns = [column.name for column in cursor.description or ()]
        values = cursor.fetchone() or ()
        pattern = {key: Jsonb(one) if isinstance(one, dict) else one for key, one in zip(columns, values, strict=True)}
        first = self.next_id(table)
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(name, sql.SQL(", ").join(map(sql.Identifier, columns)))
        with self.connection.cursor() as writer, writer.copy(into) as rows:
            for number in range(count):
                own: dict[str, Any] = {"id": first + number, "uid": uuid4()}
                row = {**pattern, **own, **changes(number)}
                rows.write_row([row[column] for column in columns])
        self.connection.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), {})").format(first + count), [table]
        )
        return list(range(first, first + count))
