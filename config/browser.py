"""Finds a Chromium for the browser tests, installing Debian's where we may: ``python -m config.browser``.

The headless shell is the same engine without the windows' machinery: it takes half the processor time.
"""

from __future__ import annotations

import os
import shutil
import sys

from config import debian

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """The path of a Chromium, ``BARO_BROWSER`` first; ``None`` if there is none."""
    return os.environ.get("BARO_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


def main() -> int:
    """Have a browser, or say loudly that its tests won't run; with ``CI=true`` that is a failure."""
    if "BARO_BROWSER" not in os.environ and shutil.which(SHELL) is None:
        debian.install(SHELL)
    if find() is None:
        debian.install("chromium")
    if find() is not None:
        return 0
    print("!!! NO CHROMIUM: the browser tests are left out. Install it or name one in BARO_BROWSER. !!!")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
