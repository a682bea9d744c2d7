"""`make lighthouse`: build the sample world, serve it as the launcher does, visit, write `docs/pages.md`."""

from __future__ import annotations

import os
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.cache import cache  # noqa: E402
from django.test import override_settings  # noqa: E402

from bench.lighthouse import table  # noqa: E402
from bench.lighthouse.visits import install, visited, visits  # noqa: E402
from bench.load import serving  # noqa: E402
from config.browser import find  # noqa: E402
from config.launcher import assets  # noqa: E402
from scenarios import sample  # noqa: E402
from tests.database import test_databases  # noqa: E402

PASSWORD = "sample-world-2004"


def main() -> None:
    if find() is None:
        raise SystemExit("There is no Chromium: `make browser` installs one, BARO_BROWSER names one.")
    install()
    if assets.stale():
        assets.main()
    with test_databases() as clones, clones.clone() as name, clones.connected(name):
        cache.clear()
        sample.load(if_empty=True, password=PASSWORD)
        pages = visits()
        with (
            override_settings(ALLOWED_HOSTS=["*"], BARO_RESTING_SCOPE=""),
            serving(Path("var/bench").resolve()) as (port, _),
        ):
            origin = f"http://localhost:{port}"
            visited(origin, pages[:1], "desktop")  # so that templates and files are loaded, as on a server that serves
            phone, desk = visited(origin, pages, "mobile"), visited(origin, pages, "desktop")
    table.write(phone, desk)


if __name__ == "__main__":
    main()
