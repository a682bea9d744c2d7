"""Finds a Chromium for the browser tests, installing Debian's where we may: ``python -m config.browser``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """The path of a Chromium, ``BARO_BROWSER`` first; ``None`` if there is none."""
    return os.environ.get("BARO_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Ask the system's package manager for Chromium, where there is one and we are root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            [*quiet, *words],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode != 0:
            return


def main() -> int:
    """Have a browser, or say loudly that its tests won't run; with ``CI=true`` that is a failure."""
    if find() is None:
        install()
    if find() is not None:
        return 0
    print("!!! NO CHROMIUM: the browser tests are left out. Install it or name one in BARO_BROWSER. !!!")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
