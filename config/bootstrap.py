"""Makes the environment from the lock files: ``python3 config/bootstrap.py``, standard library alone.

A stamp of both lock files is kept, so a second run needs neither time nor network.
"""

from __future__ import annotations  # so that an older Python gets as far as being told

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PACKAGES = ("package.json", "package-lock.json", ".npmrc")
FETCHED_UV = ROOT / "var" / "uv"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
UV = "uv>=0.9,<1"


def mark(*names: str) -> str:
    """A hash of files and folders that are there."""
    seen = hashlib.sha256(sys.version.encode())
    for name in names:
        path = ROOT / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                seen.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()


def run(*command: str, quiet: bool = False, **more: str) -> bool:
    """Run a command in the repository; tells whether it went well."""
    output = subprocess.DEVNULL if quiet else None
    try:
        done = subprocess.run(command, cwd=ROOT, env=os.environ | more, stdout=output, stderr=output, check=False)
    except OSError:
        return False
    return done.returncode == 0


def python_environment() -> None:
    """Make ``.venv`` hold exactly what ``requirements.lock`` names, each file checked by its hash."""
    uv = find_uv() or fetch_uv()
    python = VENV / "bin" / "python"
    if not run(str(python), "-c", "pass", quiet=True):
        shutil.rmtree(VENV, ignore_errors=True)
        if not run(uv, "venv", "--quiet", "--python", sys.executable, str(VENV)):
            raise SystemExit(f"Python can't make an environment in {VENV}: can the folder be written?")
    sync = (uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(python))
    # An office's own certificates are the system's: uv is told to trust those.
    if not run(*sync, "requirements.lock", UV_SYSTEM_CERTS="true"):
        raise SystemExit("The packages of requirements.lock could not be fetched: is the network there?")


def find_uv() -> str | None:
    """A working uv: the system's, else the one fetched earlier."""
    for found in (shutil.which("uv"), str(FETCHED_UV)):
        if found and run(found, "--version", quiet=True):
            return found
    return None


def fetch_uv() -> str:
    """Fetch uv with pip, in an environment that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        if not run(sys.executable, "-m", "venv", folder):
            raise SystemExit("Python's venv module is missing: install it (Debian: apt install python3-venv) or uv.")
        if not run(f"{folder}/bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check", UV):
            raise SystemExit("uv could not be fetched from the package index: is the network there?")
        shutil.copy2(f"{folder}/bin/uv", FETCHED_UV)
    return str(FETCHED_UV)


def with_node() -> str:
    """A search path on which ``npm`` is the system's, when new enough, or else the wheel's."""
    path = os.environ.get("PATH", "")
    node = shutil.which("node")
    if node and shutil.which("npm"):
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        major = said.strip().lstrip("v").partition(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return path
    return os.pathsep.join([str(VENV / "bin"), path])


def node_packages() -> None:
    """Fetch the front end's packages, each file checked by the hash in the lock file."""
    if not run("npm", "ci", "--no-audit", "--no-fund", "--silent", PATH=with_node()):
        raise SystemExit("The packages of package-lock.json could not be fetched: is the network there?")


def front_end() -> None:
    """Build the front end's files into ``var/assets``."""
    if not run("npm", "run", "--silent", "build", PATH=with_node()):
        raise SystemExit("The front-end assets could not be built; what is wrong stands above.")


def main(words: list[str]) -> None:
    """Make the environment unless the stamp says it is there; ``assets`` builds the front end again."""
    if sys.version_info < OLDEST_PYTHON:
        raise SystemExit("Baro needs Python 3.11 or newer: name yours by `make run PYTHON=python3.12`.")
    try:
        (ROOT / "var" / "assets").mkdir(parents=True, exist_ok=True)
        lock = (ROOT / "var" / "bootstrap.lock").open("w")
    except OSError:
        raise SystemExit(f"{ROOT} can't be written: copy Baro to a folder of yours.") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if words == ["assets"]:
            front_end()
            return
        var = ROOT / "var"
        for stamp, names, make in (
            (VENV / "baro.stamp", ("requirements.lock",), python_environment),
            (ROOT / "node_modules" / "baro.stamp", PACKAGES, node_packages),
            (var / "front-end.stamp", (*PACKAGES, "static", "templates"), front_end),
        ):
            wanted = mark(*names)
            if make is not python_environment and not (ROOT / "package.json").exists():
                continue
            if not stamp.exists() or stamp.read_text() != wanted:
                print(f"Preparing the {make.__name__.replace('_', ' ')}.", flush=True)
                make()
                stamp.write_text(wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
