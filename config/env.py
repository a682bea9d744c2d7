"""The environment, parsed once into typed values; every fault is told together with a hint.

Nothing else in Baro reads ``os.environ`` for its settings. The names are listed in ``docs/settings.md``.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal, cast
from urllib.parse import parse_qsl, unquote, urlsplit

Mode = Literal["sample", "test", "production"]
Process = Literal["command", "migrate", "web", "worker", "beat", "probe"]
MODES: tuple[Mode, ...] = ("sample", "test", "production")
PROCESSES: tuple[Process, ...] = ("command", "migrate", "web", "worker", "beat", "probe")
Style = Literal["json", "plain"]
STYLES: tuple[Style, ...] = ("json", "plain")
Network = IPv4Network | IPv6Network

WORLD = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
ROOT = Path(__file__).resolve().parent.parent


class BadEnvironment(SystemExit):
    """The environment can't be used; the message names each variable and what to write there."""


@dataclass(frozen=True)
class Database:
    """One PostgreSQL database as Django wants to hear of it."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: dict[str, str]


@dataclass(frozen=True)
class Mail:
    """Where e-mail is handed over; ``host`` is empty when it is kept in a folder."""

    host: str
    port: int
    user: str
    password: str
    security: Literal["", "starttls", "tls"]


@dataclass(frozen=True)
class Oidc:
    """The OpenID Connect provider by which people may sign in; `origin` is where its sign-in page stands."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    origin: str


@dataclass(frozen=True)
class Environment:
    """Everything that may differ from one installation to the next."""

    mode: Mode
    process: Process
    debug: bool
    var: Path
    secret_key: str
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    trusted_proxies: tuple[Network, ...]
    https: bool
    address: str
    world: str
    database: Database | None
    migration_database: Database | None
    broker_url: str
    cache_url: str
    mail: Mail
    mail_from: str
    oidc: Oidc | None
    exports_at_once: int
    step_up_minutes: int
    office_idle_minutes: int
    office_session_hours: int
    idle_minutes: int
    session_hours: int
    log_style: Style
    metrics_token: str
    probe_address: str
    probe_seconds: int


def database_from_url(url: str) -> Database:
    """Parse ``postgresql://user:password@host:port/name?sslmode=...``; the host may be a folder (%2F).

    Raises ``ValueError`` with a hint when the address is of another kind or names no database.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("write postgresql://user:password@host:5432/name")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("the name of the database is missing after the last slash")
    options = dict(parse_qsl(parts.query))
    written = parts.netloc.rpartition("@")[2]
    folder = unquote(written.partition(":")[0]) if written.lower().startswith("%2f") else ""
    host = options.pop("host", "") or folder or parts.hostname or ""
    return Database(
        name=name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=host,
        port=str(parts.port or ""),
        options=options,
    )


def world_folder(var: Path, world: str) -> Path:
    """Where a world keeps its stored files and mail; the main one keeps them in ``var`` itself."""
    return var / "worlds" / world if world else var


def local_secret(path: Path) -> str:
    """Return the secret kept at ``path``, making it (mode 600) when there is none yet."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = secrets.token_urlsafe(50)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(fresh)
    return fresh


class _Reader:
    """Reads variables and keeps every fault, so that all are told at once."""

    def __init__(self, source: Mapping[str, str]) -> None:
        self.source = source
        self.faults: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.source.get(name, "").strip() or default

    def world(self, name: str) -> str:
        value = self.text(name)
        if value and not WORLD.fullmatch(value):
            self.faults.append(f"{name}={value}: write small letters, digits and hyphens, such as ris-2004")
            return ""
        return value

    def words(self, name: str, default: str = "") -> tuple[str, ...]:
        return tuple(word.strip() for word in self.text(name, default).split(",") if word.strip())

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, "yes" if default else "no").lower()
        if value not in ("yes", "no", "true", "false", "1", "0"):
            self.faults.append(f"{name}={value}: write yes or no")
        return value in ("yes", "true", "1")

    def number(self, name: str, default: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or not 1 <= int(value) <= most:
            self.faults.append(f"{name}={value}: write a whole number from 1 to {most}")
            return default
        return int(value)

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in allowed:
            self.faults.append(f"{name}={value}: write one of {', '.join(allowed)}")
            return default
        return value

    def networks(self, name: str) -> tuple[Network, ...]:
        found: list[Network] = []
        for word in self.words(name):
            try:
                found.append(ip_network(word))
            except ValueError:
                self.faults.append(f"{name}: {word} is no address or network: write 10.0.0.5 or 172.30.0.0/24")
        return tuple(found)

    def database(self, name: str) -> Database | None:
        url = self.text(name)
        if not url:
            return None
        try:
            return database_from_url(url)
        except ValueError as fault:
            self.faults.append(f"{name}: {fault}")
            return None

    def mail(self, name: str) -> Mail:
        url = self.text(name)
        parts = urlsplit(url)
        kinds: dict[str, Literal["", "starttls", "tls"]] = {
            "smtp": "",
            "smtp+starttls": "starttls",
            "smtp+tls": "tls",
        }
        if url and (parts.scheme not in kinds or not parts.hostname):
            self.faults.append(f"{name}: write smtp+starttls://user:password@host:587")
            return Mail("", 0, "", "", "")
        return Mail(
            host=parts.hostname or "",
            port=(parts.port or 25) if url else 0,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            security=kinds.get(parts.scheme, ""),
        )


def _oidc(reader: _Reader) -> Oidc | None:
    """The provider, if any of its variables is set: then all that it needs must be."""
    issuer, client_id = reader.text("BARO_OIDC_ISSUER").rstrip("/"), reader.text("BARO_OIDC_CLIENT_ID")
    secret, name = reader.text("BARO_OIDC_CLIENT_SECRET"), reader.text("BARO_OIDC_NAME")
    parts = urlsplit(issuer)
    origin = reader.text("BARO_OIDC_ORIGIN", f"{parts.scheme}://{parts.netloc}")
    if not any((issuer, client_id, secret, name)):
        return None
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        reader.faults.append(f"BARO_OIDC_ISSUER={issuer}: write https://... as the provider publishes it")
    for missing, value in (
        ("BARO_OIDC_CLIENT_ID", client_id),
        ("BARO_OIDC_CLIENT_SECRET", secret),
        ("BARO_OIDC_NAME", name),
    ):
        if not value:
            reader.faults.append(f"{missing} is missing: BARO_OIDC_ISSUER needs it")
    return Oidc(issuer, client_id, secret, name, origin.rstrip("/"))


def _address(origins: tuple[str, ...]) -> str:
    """Where a person opens Baro, if it is not said: the first origin that is served."""
    return origins[0] if origins else "http://localhost:8000"


def read(source: Mapping[str, str]) -> Environment:
    """Parse the environment. Raises ``BadEnvironment`` naming every fault with what to write instead."""
    reader = _Reader(source)
    mode = cast(Mode, reader.choice("BARO_MODE", MODES, "sample"))
    process = cast(Process, reader.choice("BARO_PROCESS", PROCESSES, "command"))
    var = Path(reader.text("BARO_VAR", str(ROOT / "var"))).resolve()
    production = mode == "production"
    if production:
        for name, hint in (
            ("BARO_SECRET_KEY", "write at least 50 random characters"),
            ("BARO_HOSTS", "write the host names served, separated by commas"),
            ("DATABASE_URL", "write the application role's address, with sslmode=verify-full"),
            ("CELERY_BROKER_URL", "write rediss://... or amqps://..."),
        ):
            if not reader.text(name):
                reader.faults.append(f"{name} is missing: {hint}")
    secret = reader.text("BARO_SECRET_KEY")
    if production and 0 < len(secret) < 50:
        reader.faults.append("BARO_SECRET_KEY is too short: write at least 50 random characters")
    debug = reader.flag("BARO_DEBUG", False)
    if production and debug:
        reader.faults.append("BARO_DEBUG=yes: not in production")
    database = reader.database("DATABASE_URL")
    migration = reader.database("MIGRATION_DATABASE_URL") or database
    address = reader.text("BARO_ADDRESS", _address(reader.words("BARO_ORIGINS")))
    environment = Environment(
        mode=mode,
        process=process,
        debug=debug,
        var=var,
        secret_key=secret,
        hosts=reader.words("BARO_HOSTS", "localhost,127.0.0.1,[::1]"),
        origins=reader.words("BARO_ORIGINS"),
        trusted_proxies=reader.networks("BARO_TRUSTED_PROXIES"),
        https=reader.flag("BARO_HTTPS", production),
        address=address,
        world=reader.world("BARO_WORLD"),
        database=database,
        migration_database=migration,
        broker_url=reader.text("CELERY_BROKER_URL"),
        cache_url=reader.text("BARO_CACHE_URL"),
        mail=reader.mail("BARO_MAIL_URL"),
        mail_from=reader.text("BARO_MAIL_FROM", "Baro <no-reply@localhost>"),
        oidc=_oidc(reader),
        exports_at_once=reader.number("BARO_EXPORTS_AT_ONCE", 1, most=50),
        step_up_minutes=reader.number("BARO_STEP_UP_MINUTES", 10, most=60),
        office_idle_minutes=reader.number("BARO_OFFICE_IDLE_MINUTES", 30, most=24 * 60),
        office_session_hours=reader.number("BARO_OFFICE_SESSION_HOURS", 9, most=24),
        idle_minutes=reader.number("BARO_IDLE_MINUTES", 120, most=24 * 60),
        session_hours=reader.number("BARO_SESSION_HOURS", 12, most=24),
        log_style=cast(Style, reader.choice("BARO_LOG", STYLES, "json" if production else "plain")),
        metrics_token=reader.text("BARO_METRICS_TOKEN"),
        probe_address=reader.text("BARO_PROBE_ADDRESS", f"{address.rstrip('/')}/health/ready/"),
        probe_seconds=reader.number("BARO_PROBE_SECONDS", 10, most=60),
    )
    if reader.faults:
        raise BadEnvironment("Baro can't start:\n" + "\n".join(f"  {fault}" for fault in reader.faults))
    return environment
