"""The environment is parsed strictly, and every fault is told at once with what to write."""

import pytest

from config import env

PRODUCTION = {
    "BARO_MODE": "production",
    "BARO_SECRET_KEY": "k" * 50,
    "BARO_HOSTS": "grants.example.org",
    "DATABASE_URL": "postgresql://baro_app:secret@db:5432/baro?sslmode=verify-full",
    "CELERY_BROKER_URL": "rediss://:secret@broker/0",
}


def test_nothing_named_means_a_sample_on_this_machine() -> None:
    found = env.read({})
    assert (found.mode, found.process, found.database, found.https) == ("sample", "command", None, False)
    assert found.var == env.ROOT / "var"


def test_production_is_https_and_the_owner_defaults_to_the_same_address() -> None:
    found = env.read(PRODUCTION)
    assert found.https is True
    assert found.migration_database == found.database
    assert found.database is not None
    assert found.database.options == {"sslmode": "verify-full"}


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(env.BadEnvironment) as told:
        env.read({"BARO_MODE": "production", "BARO_DEBUG": "maybe", "DATABASE_URL": "mysql://x/y"})
    for name in ("BARO_SECRET_KEY", "BARO_HOSTS", "CELERY_BROKER_URL", "BARO_DEBUG", "DATABASE_URL"):
        assert name in str(told.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BARO_MODE", "demo"),
        ("BARO_PROCESS", "shell"),
        ("BARO_MAIL_URL", "http://mail"),
        ("DATABASE_URL", "postgresql://host"),
        ("DATABASE_URL", "sqlite:///baro.db"),
        ("BARO_LOG", "xml"),
        ("BARO_TRUSTED_PROXIES", "10.0.0.5, proxy"),
        ("BARO_TRUSTED_PROXIES", "10.0.0.5/24"),
        ("BARO_WORLD", "../files"),
        ("BARO_WORLD", "RIS 2004"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(env.BadEnvironment, match=name):
        env.read({name: value})


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"BARO_MODE"}))
def test_production_needs_each_of_these(missing: str) -> None:
    with pytest.raises(env.BadEnvironment, match=f"{missing} is missing"):
        env.read({name: value for name, value in PRODUCTION.items() if name != missing})


def test_debug_and_a_short_key_are_refused_in_production() -> None:
    with pytest.raises(env.BadEnvironment, match="BARO_DEBUG"):
        env.read(PRODUCTION | {"BARO_DEBUG": "yes"})
    with pytest.raises(env.BadEnvironment, match="too short"):
        env.read(PRODUCTION | {"BARO_SECRET_KEY": "short"})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://u:p%40ss@host:6432/name", env.Database("name", "u", "p@ss", "host", "6432", {})),
        ("postgres://u:p@[::1]:5432/name", env.Database("name", "u", "p", "::1", "5432", {})),
        ("postgresql://u:p@%2Fvar%2Frun/name", env.Database("name", "u", "p", "/var/run", "", {})),
        (
            "postgresql://u:p@one,two:5432/name?target_session_attrs=read-write",
            env.Database("name", "u", "p", "one,two", "5432", {"target_session_attrs": "read-write"}),
        ),
        ("postgresql://host/name", env.Database("name", "", "", "host", "", {})),
    ],
)
def test_database_addresses(url: str, expected: env.Database) -> None:
    assert env.database_from_url(url) == expected


def test_mail_is_handed_over_securely() -> None:
    mail = env.read({"BARO_MAIL_URL": "smtp+starttls://me:s%3Acret@mail.example.org:587"}).mail
    assert mail == env.Mail("mail.example.org", 587, "me", "s:cret", "starttls")
