"""Row-level security: without a scope no rows; with one, only rows of one's own ministry, region or institution."""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from core.models import StoredFile
from core.scope import NOBODY, PUBLIC, SYSTEM, Scope, enter, resting, within

AT = datetime(2004, 4, 1, 9, 0, tzinfo=UTC)


def a_file(*, by: int = 1, **owners: Any) -> StoredFile:
    return StoredFile(
        content=f"x/{uuid.uuid4().hex}",
        name="plan.pdf",
        media_type="application/pdf",
        size_bytes=1,
        sha256="0" * 64,
        uploaded_at=AT,
        uploaded_by=by,
        **owners,
    )


@pytest.fixture
def files(db: None) -> Iterator[None]:
    StoredFile.objects.bulk_create(
        [
            a_file(ministry_id=1, region_id=10, organization_ids=[100, 101]),
            a_file(ministry_id=1, region_id=11, organization_ids=[102]),
            a_file(ministry_id=2, region_id=10, organization_ids=[103], by=9),
        ]
    )
    yield
    enter(SYSTEM)


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (SYSTEM, 3),
        (Scope("overseer"), 3),
        (NOBODY, 0),
        (PUBLIC, 0),
        (Scope("actor"), 0),
        (Scope("actor", ministry_ids=frozenset({1})), 2),
        (Scope("actor", region_ids=frozenset({10})), 2),
        (Scope("actor", region_ids=frozenset({11})), 1),
        (Scope("actor", organization_ids=frozenset({101})), 1),
        (Scope("actor", organization_ids=frozenset({999})), 0),
        (Scope("actor", user_id=9), 1),
        (Scope("stranger", ministry_ids=frozenset({1, 2})), 0),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_scope_reaches_its_own_rows_only(files: None, scope: Scope, seen: int) -> None:
    with within(scope, back_to=SYSTEM):
        assert StoredFile.objects.count() == seen


def test_a_row_outside_the_scope_can_be_neither_written_nor_changed(files: None) -> None:
    with within(Scope("actor", user_id=5, region_ids=frozenset({11})), back_to=SYSTEM):
        assert StoredFile.objects.filter(region_id=10).update(name="x.pdf") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            StoredFile.objects.bulk_create([a_file(region_id=10)])


def test_a_scope_ends_with_its_block(files: None) -> None:
    with within(Scope("actor", ministry_ids=frozenset({1}))):
        assert StoredFile.objects.count() == 2
        with within(SYSTEM):
            assert StoredFile.objects.count() == 3
        assert StoredFile.objects.count() == 2
    assert StoredFile.objects.count() == 3


def test_a_connection_of_the_web_server_rests_behind_the_wall(files: None, settings: Any) -> None:
    settings.BARO_RESTING_SCOPE = ""
    enter(resting())
    with within(Scope("actor", ministry_ids=frozenset({1}))):
        assert StoredFile.objects.count() == 2
    assert StoredFile.objects.count() == 0


@pytest.mark.django_db
def test_every_policy_asks_who_reads_once_a_statement() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies")
        policies = dict(cursor.fetchall())
    assert policies
    asked_for_each_row = re.compile(r"(?<!SELECT )baro_(scope|user|ministries|regions|organizations)\(\)")
    assert {table for table, text in policies.items() if asked_for_each_row.search(text)} == set()
