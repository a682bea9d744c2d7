"""Every deed is on the record, and the application can't change what must stand."""

from __future__ import annotations

import ast
from functools import cache

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from accounts.roles import Kind, Role
from accounts.tasks import SWEEPS
from contracts.actions import mark_batch_paid, order_batch, recover, sign_match
from contracts.queries import commitment_of
from contracts.rules import hash_of
from core import sweeps
from core.models import Observation
from programs.actions import answer, ask, load_preset
from tests.build import MARCH, actor_for, an_officer, an_organization
from tests.build_contracts import JULY, a_desk, an_approved_batch
from tests.build_programs import SYSTEM
from tests.contracts.banking import a_paying_account, read, statement
from tests.house.sources import ROOMS, Source, dotted, sources

pytestmark = pytest.mark.xdist_group("habits")  # the worker that has read the source
UNRECORDED = {
    "programs/actions/subscriptions.py:send_to_subscriber": "a letter on its way; its end is on the record",
    "accounts/actions/delivery.py:deliver": "a message on its way; the deed it tells of is on the record",
    "proposals/actions/sketching.py:keep_sketch": "hashes of a submission that is on the record; nothing happens to it",
    "proposals/actions/opening.py:opened": "holds the row for the deed that follows, and writes nothing",
    "contracts/actions/ledger.py:account_of": "an empty account; won come by transfers, which are never changed",
    "contracts/actions/ledger.py:move_won": "one transfer of a deed that is on the record",
    "contracts/actions/ledger.py:reverse": "one transfer of a deed that is on the record",
    "contracts/actions/ledger.py:appropriate": "one transfer of a deed that is on the record",
    "reporting/actions/sweeps.py:run_sweep": "looks for due rows; each that is found is an action of its own",
    "reviews/actions/appeals.py:seat_judges": "seats of an appeal that is admitted or goes on, which is on the record",
    "scenarios/actions.py:look": "looks for due rows; each that is found is an action of its own",
    "scenarios/actions.py:follow": "looks for due rows; each that is found is an action of its own",
}
"""Functions of actions that write and record nothing themselves, and why."""
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete", "save"}
STANDING = """
    SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND tgname LIKE %s
"""


@cache
def deeds() -> tuple[tuple[Source, ast.FunctionDef], ...]:
    """Every function of every room's actions."""
    return tuple(
        (source, node)
        for source in sources(*ROOMS)
        if source.path.parts[1].removesuffix(".py") == "actions"
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef)
    )


@cache
def called(function: ast.FunctionDef) -> set[str]:
    return {dotted(node.func).split(".")[-1] for node in ast.walk(function) if isinstance(node, ast.Call)}


def takes_a_deed(function: ast.FunctionDef) -> bool:
    return {"by", "at"} <= {argument.arg for argument in function.args.kwonlyargs}


def recording() -> set[str]:
    """The names of functions that record an event, themselves or by another function of actions."""
    known = {"record"}
    while found := {function.name for _source, function in deeds() if called(function) & known} - known:
        known |= found
    return known


def test_every_action_leaves_an_event() -> None:
    """An action takes who does it: whatever takes `by` and `at` is a deed, and leaves its event."""
    known = recording()
    faults = {
        f"{source}:{function.name}"
        for source, function in deeds()
        if not function.name.startswith("_") and function.name not in known
        if takes_a_deed(function) or called(function) & WRITES
    }
    assert sorted(faults - UNRECORDED.keys()) == []


def test_views_and_interfaces_write_nothing_past_the_actions() -> None:
    faults = [
        f"{source}:{line} {name}"
        for source in sources(*ROOMS)
        if source.path.parts[1].removesuffix(".py") in {"views", "api", "forms", "tasks"}
        for line, name in source.calls()
        if ".objects." in name and name.split(".")[-1] in WRITES
    ]
    assert faults == []


def tables_with(trigger: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [f"pgtrigger_{trigger}_%"])
        return sorted(name for (name,) in cursor.fetchall())


def refused(deed: str, table: str = "") -> bool:
    """Whether the database refuses a statement; `{}` in it stands for the table."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.SQL(deed).format(sql.Identifier(table)))
    except DatabaseError:
        return True
    return False


def has_row(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))
        return bool(cursor.fetchone()[0])


@pytest.fixture
def lived(db: None) -> None:
    """A call's life as far as won that came back, sealed: something stands in every table that never changes."""
    desk = a_desk()
    batch = an_approved_batch(desk)
    payment = batch.payments.get()
    contract = payment.tranche.contract
    desk.at = JULY
    a_paying_account(desk)
    order_batch(batch_uid=batch.uid, by=desk.officer, at=JULY)
    read(desk, statement())
    mark_batch_paid(batch_uid=batch.uid, references={payment.end_to_end_id: "KB-1"}, by=desk.officer, at=JULY)
    recover(
        contract_uid=contract.uid,
        index=1,
        notice_on=JULY.date(),
        eligible_krw=0,
        reason="중단",
        by=desk.officer,
        at=JULY,
    )
    region = an_officer(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, "daejeon"))
    sha256 = hash_of(commitment_of(contract))
    sign_match(contract_uid=contract.uid, sha256=sha256, by=actor_for(region, JULY), at=JULY)
    inquiry = ask(call_uid=desk.call.uid, text="?", by=desk.team.leader, at=MARCH)
    answer(inquiry_uid=inquiry.uid, text_ko="답", by=SYSTEM, at=MARCH)
    load_preset("nuri-2004", ministry_uid=desk.call.program.ministry.uid, by=SYSTEM, at=MARCH)
    Observation.objects.create(probe="outside", at=JULY, up=True, status=200, milliseconds=5)
    for sweep in (sweeps.all_sweeps()["programs.closing_checks"], *SWEEPS):
        sweeps.run(sweep, at=JULY)


def test_what_stands_is_never_changed_by_the_application(lived: None) -> None:
    append_only = tables_with("append_only")
    assert {"core_event", "core_eventseal", "proposals_submission"} <= set(append_only)
    assert {"contracts_signature", "contracts_transfer", "contracts_approval"} <= set(append_only)
    empty = [table for table in append_only if not has_row(table)]
    assert empty == [], "nothing would be tried there"
    accepted = [
        f"{table}: {deed}"
        for table in append_only
        for deed in ("UPDATE {} SET id = id", "DELETE FROM {}")
        if not refused(deed, table)
    ]
    assert accepted == []


def test_no_table_of_the_record_or_the_books_is_emptied(db: None) -> None:
    guarded = tables_with("never_emptied")
    assert set(tables_with("append_only")) | {"contracts_account", "contracts_contract"} <= set(guarded)
    assert [table for table in guarded if not refused("TRUNCATE {} CASCADE", table)] == []


def test_the_application_owns_no_table_and_can_lift_no_guard(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchall() == []
    assert refused("ALTER TABLE core_event DISABLE TRIGGER ALL")
    assert refused("SET session_replication_role = replica")
