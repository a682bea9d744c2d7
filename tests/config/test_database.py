"""The tests stand on the application role and on databases of their own."""

import pytest
from django.db import DatabaseError, connection


def one(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    assert row is not None
    return row[0]


@pytest.mark.django_db
def test_the_application_role_owns_nothing_and_passes_by_no_wall() -> None:
    assert one("SELECT current_user") == "baro_app"
    assert one("SELECT rolsuper OR rolbypassrls OR rolcreatedb FROM pg_roles WHERE rolname = current_user") is False
    assert one("SELECT count(*) FROM pg_class WHERE relowner = (current_user::text)::regrole") == 0
    assert one("SELECT current_setting('baro.scope')") == "system"


@pytest.mark.django_db
def test_the_application_role_may_not_empty_a_table() -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        one("TRUNCATE django_session")


@pytest.mark.django_db
def test_hangul_is_text_to_the_database() -> None:
    assert one("SELECT upper('가나 abc') || (lower('가') < lower('나'))::text") == "가나 ABCtrue"


def test_what_a_test_commits_stays_in_its_own_clone(committed_db: str) -> None:
    one("INSERT INTO django_content_type (app_label, model) VALUES ('kept', 'here') RETURNING id")
    connection.close()
    assert one("SELECT count(*) FROM django_content_type WHERE app_label = 'kept'") == 1
    assert one("SELECT current_database()") == committed_db


@pytest.mark.django_db
def test_nothing_of_another_tests_commit_is_seen() -> None:
    assert one("SELECT count(*) FROM django_content_type WHERE app_label = 'kept'") == 0
