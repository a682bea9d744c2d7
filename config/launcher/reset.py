"""``python -m config.launcher.reset``: forget the data of the embedded servers and the stored files."""

from __future__ import annotations

import os
import shutil

from config import env
from config.embedded.postgres import Cluster
from config.embedded.processes import CannotRun, locked
from config.embedded.sharing import launcher_lock, users_lock

DATA = ("valkey", "files", "mail", "log", "probe", "secret_key", "run", "worlds")


def main() -> None:
    """Delete what an installation keeps. Raises ``CannotRun`` while anything uses it."""
    given = env.read(os.environ)
    if given.mode == "production":
        raise CannotRun("This is a production installation: `make reset` does not touch it.")
    try:
        with locked(launcher_lock(given.var), wait=False), locked(users_lock(given.var), wait=False):
            Cluster(given.var / "postgres").remove()
            for name in DATA:
                path = given.var / name
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    except BlockingIOError:
        raise CannotRun("Baro is running: stop it first.") from None
    print("All data is gone; `make run` starts afresh.")


if __name__ == "__main__":
    main()
