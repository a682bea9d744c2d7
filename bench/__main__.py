"""`python -m bench [SIZES]`: build a world at each size (1000,10000,100000), measure, write `docs/performance.md`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

import json  # noqa: E402
import subprocess  # noqa: E402

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench import load as serve  # noqa: E402
from bench import report  # noqa: E402
from bench.cost import cost  # noqa: E402
from bench.many import World, a_world, copy_in  # noqa: E402
from bench.measured import Size, Taken  # noqa: E402
from bench.pages import pages  # noqa: E402
from bench.screening import screening_cost  # noqa: E402
from bench.trials import trial_cost  # noqa: E402
from config.embedded.postgres import ADMIN  # noqa: E402
from config.launcher import assets  # noqa: E402
from core import clock  # noqa: E402
from tests.build import MARCH, sign_in  # noqa: E402
from tests.build_programs import it_is  # noqa: E402
from tests.database import test_databases  # noqa: E402
from tests.proposals.regional import IN_TIME  # noqa: E402

SIZES = (1_000, 10_000, 100_000)


def main(sizes: list[int]) -> None:
    if assets.stale():
        assets.main()
    measured = []
    for proposals in sizes:
        with test_databases() as clones, clones.clone() as name, clones.connected(name):
            cache.clear()
            say(f"{proposals:,} proposals: building and copying in.")
            world = a_world()
            copy_in(clones.access.url(ADMIN, name), world, proposals)
            it_is(IN_TIME)
            with override_settings(ALLOWED_HOSTS=["*"], BARO_RESTING_SCOPE=""):
                measured.append(_measured(world, proposals))
    say("RIS 2004 is played up to its selection.")
    with test_databases() as clones:
        report.write(measured, trial_cost(clones))


def _measured(world: World, proposals: int) -> Size:
    found = {}
    asked = pages(world)
    for page in asked:
        one = found[page.name] = cost(page.ask, asked[0].ask)
        say(f"  {page.name}: {one.whole_ms:.1f} ms, {one.times_empty:.1f} times empty, {one.queries} queries")
    exports = [_taken(form, world.officer.pk) for form in ("csv", "xlsx")]
    loads, memory = _loads(world)
    queries, ms = _submission(world)
    asked_ms = screening_cost(world)
    return Size(proposals, proposals * 10, found, queries, ms, exports, loads, memory, asked_ms)


def _submission(world: World) -> tuple[int, float]:
    """The office hands in over the API: what it asks in its one transaction, and how long it waits for the database."""
    it_is(MARCH)
    clock.now()  # where the sample world's clock stands is kept between requests
    office = sign_in(Client(), world.team.office_user)
    path = reverse("api:proposal-submit", args=[world.draft.uid])
    with CaptureQueriesContext(connection) as asked:
        answer = office.post(path, {}, content_type="application/json")
    assert answer.status_code in {200, 201}, answer.content.decode()
    queries = [one for one in asked.captured_queries if one["sql"] not in {"BEGIN", "COMMIT"}]
    return len(queries), sum(float(one["time"]) for one in asked.captured_queries) * 1_000


def _taken(form: str, owner_id: int) -> Taken:
    given = {name: str(connection.settings_dict[name]) for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    done = subprocess.run(
        [sys.executable, "-m", "bench.taking", form, str(owner_id)],
        env=os.environ | {"BENCH_DATABASE": json.dumps(given)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    taken = Taken(**json.loads(done.stdout.splitlines()[-1]))
    say(f"  {form} of {taken.rows:,} rows: {taken.seconds:.1f} s, at most {taken.peak_mb:.0f} MB")
    return taken


def _loads(world: World) -> tuple[list[serve.Load], dict[str, float]]:
    officer = sign_in(Client(), world.officer)
    asked = (
        (officer, reverse("reporting:register")),
        (officer, reverse("proposals:detail", args=[world.ranked.uid])),
        (Client(), reverse("programs:calls")),
    )
    with serve.serving(Path("var/bench").resolve()) as (port, server):
        found = [serve.load(port, client, path) for client, path in asked]
        for one in found:
            say(f"  {one.path}: {one.answers_a_second:.0f} a second, p95 {one.p95_ms:.0f} ms, {one.failed} failed")
        return found, serve.memory_mb(server)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1].split(",")] if len(sys.argv) > 1 else list(SIZES))
