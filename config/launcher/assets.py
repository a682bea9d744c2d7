"""Makes what the page needs from the repository alone: compiled catalogues and collected static files.

``python -m config.launcher.assets`` does it; a stamp of what it was made from lets the launcher skip it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from config import env, messages

STAMP = env.ROOT / "var" / "static.stamp"


def _sources() -> Iterator[Path]:
    for folder in ("var/assets", "locale"):
        yield from sorted(path for path in (env.ROOT / folder).rglob("*") if path.is_file())
    yield env.ROOT / "requirements.lock"


def _mark() -> str:
    """A mark of the sources' names, sizes and times: enough to notice a change, quick to take."""
    seen = hashlib.sha256()
    for path in _sources():
        stat = path.stat()
        seen.update(f"{path.relative_to(env.ROOT)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def stale() -> bool:
    """Tell whether anything changed since it was made last."""
    return not STAMP.exists() or STAMP.read_text() != _mark()


def main() -> None:
    """Compile the catalogues, collect the static files and leave the stamp."""
    mark = _mark()
    messages.compile_catalogues()
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    for unused in ("redoc*", "*.js.map", "rest_framework"):
        collect += ["--ignore", unused]
    # The same files whoever asks for them: a test's settings would put them elsewhere, under other names.
    plain = {name: value for name, value in os.environ.items() if name not in ("BARO_MODE", "DJANGO_SETTINGS_MODULE")}
    subprocess.run(collect, cwd=env.ROOT, env=plain, check=True)
    STAMP.write_text(mark)


if __name__ == "__main__":
    main()
