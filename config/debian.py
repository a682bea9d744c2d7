"""Asks the system's package manager for what tests need, where there is one and we may."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

QUIET = ("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0")


def may_install() -> bool:
    """Whether this is a Debian (or its kin) and we are root."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(package: str) -> None:
    """Install a package, if it can be had; whoever needs it looks afterwards whether it is there."""
    if may_install() and _apt("update"):
        _apt("install", "-y", "--no-install-recommends", package)


def unpack(package: str, folder: Path) -> None:
    """Lay a package's files into a folder and install nothing: a server's package would start the server."""
    if not may_install() or not _apt("update"):
        return
    folder.mkdir(parents=True, exist_ok=True)
    if _apt("download", package, cwd=folder):
        for archive in folder.glob(f"{package}_*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(archive), str(folder)], check=False)
            archive.unlink()


def _apt(*words: str, cwd: Path | None = None) -> bool:
    """Run apt-get quietly; tells whether it went well."""
    done = subprocess.run(
        [*QUIET, *words],
        cwd=cwd,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0
