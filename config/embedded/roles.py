"""The two roles and the databases: the owner migrates, the application serves and owns nothing."""

from __future__ import annotations

import psycopg
from psycopg import sql

from config.embedded.postgres import ADMIN, APPLICATION, OWNER, Access

MAIN = "baro"


def database_name(world: str) -> str:
    """The database of a world; the empty name is the main one."""
    return f"{MAIN}_{world.replace('-', '_')}" if world else MAIN


def ensure_roles(access: Access) -> None:
    """Make the owner (may create databases) and the application role, with the passwords of ``access``.

    Neither is a superuser and neither may pass by row-level security.
    """
    wanted = ((OWNER, access.owner, "CREATEDB"), (APPLICATION, access.application, "NOCREATEDB"))
    with psycopg.connect(access.url(ADMIN, "postgres"), autocommit=True) as connection:
        for role, password, databases in wanted:
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            verb = "ALTER" if found else "CREATE"
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS {} PASSWORD {}").format(
                    sql.SQL(verb), sql.Identifier(role), sql.SQL(databases), sql.Literal(password)
                )
            )


def ensure_database(owner_url: str, name: str) -> bool:
    """Make the database ``name`` for the owner unless it is there; tells whether it was made.

    ``owner_url`` may name any database of the same server; the owner must be allowed to create databases.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return True


def drop_database(owner_url: str, name: str) -> None:
    """Delete the database ``name`` if it is there, ending whatever uses it."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    with psycopg.connect(owner_url, autocommit=True) as connection:
        try:
            connection.execute(drop + sql.SQL(" WITH (FORCE)"))
        except psycopg.errors.InsufficientPrivilege:
            # An autovacuum worker was in it: FORCE may not end a superuser's process, a plain DROP sends it away.
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND backend_type = 'client backend'",
                [name],
            )
            connection.execute(drop)


def clone_database(owner_url: str, template: str, name: str) -> None:
    """Make ``name`` a copy of ``template``, which nobody may be using."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def grant_application(owner_url: str, application: str) -> None:
    """Let the application role read and write rows of every table the owner has and will make.

    Not TRUNCATE, not REFERENCES, not TRIGGER; a migration takes away more where a table may only grow.
    """
    role = sql.Identifier(application)
    rows = "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}"
    numbers = "GRANT USAGE, SELECT ON SEQUENCES TO {}"
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        for grant in (rows, numbers):
            statement = "ALTER DEFAULT PRIVILEGES IN SCHEMA public " + grant
            connection.execute(sql.SQL(statement).format(role))
