"""`python -m bench.overlap [PROPOSALS]`: what is alike with one of so many (50,000), and which are due to be drawn."""

from __future__ import annotations

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

import statistics  # noqa: E402
import time  # noqa: E402
from random import Random  # noqa: E402
from uuid import UUID  # noqa: E402

import psycopg  # noqa: E402
from django.db import connection  # noqa: E402

from config.embedded.postgres import ADMIN  # noqa: E402
from proposals.models import Proposal, Sketch, Submission  # noqa: E402
from proposals.queries.alike import alike, put_sketch, sketches_due  # noqa: E402
from proposals.rules.alike import HALF_BITS, draw  # noqa: E402
from scenarios.plan.draws import Draw  # noqa: E402
from scenarios.plan.planting import a_sample  # noqa: E402
from tests.build import MARCH  # noqa: E402
from tests.build_proposals import a_submission, a_team  # noqa: E402
from tests.database import test_databases  # noqa: E402

MARKS, COMMON, PHRASES = 150, 30, 400
"""Marks of each text, how many of them are phrases of the trade, and how many such phrases there are."""
ROUNDS = 20
BOUND_MS = 300
DUE = 20
"""Of the proposals how many are due to be drawn when the sweep's question is asked a second time."""

LIKE_THE_FIRST = """
INSERT INTO proposals_proposal
SELECT (jsonb_populate_record(one, jsonb_build_object(
    'id', n, 'uid', gen_random_uuid(), 'project_uid', gen_random_uuid(), 'number', 'N' || n, 'submission_id', n,
    'sketched_id', n
))).* FROM proposals_proposal AS one, generate_series(%(first)s, %(last)s) AS n WHERE one.id = %(like)s
"""


def main(proposals: int) -> None:
    with test_databases() as clones, clones.clone() as name, clones.connected(name):
        submission = a_submission(a_team())
        _copy_in(clones.access.url(ADMIN, name), submission, proposals)
        asked = [draw(a_sample(Draw(number, "bench"))) for number in range(ROUNDS)]
        times = []
        for drawn in asked:
            began = time.perf_counter()
            alike(drawn, None)
            times.append(1_000 * (time.perf_counter() - began))
        copied = _known(submission)
        sys.stdout.write(
            f"{Sketch.objects.count():,} proposals, {len(asked[0].values)} marks asked: median "
            f"{statistics.median(times):.0f} ms, worst {max(times):.0f} ms (below {BOUND_MS}); "
            f"of phrases that others have: {copied:.0f} ms\n"
        )
        for due in (0, DUE):
            Proposal.objects.filter(pk__in=range(1_000_000, 1_000_000 + due)).update(sketched_id=None)
            sys.stdout.write(f"{due} due to be drawn: {_asked_for_due()}\n")


def _asked_for_due() -> str:
    """What the sweep asks, as PostgreSQL tells it: how it found the rows, and how long it took (the best of five)."""
    rows = sketches_due(MARCH).filter(pk__gt=0).order_by("pk")
    told = [rows.explain(analyze=True, timing=False).splitlines() for _ in range(5)]
    best = min(told, key=lambda lines: float(lines[-1].split()[-2]))
    scan = next(line.strip(" ->") for line in best if "Scan" in line)
    return f"{scan}; {best[-1]}"


def _known(submission: Submission) -> float:
    """Of a text all of whose marks are held by others, rare ones and phrases: the dearest question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(mark) FROM proposals_sketchmark WHERE sketch_id = 1000007")
        (marks,) = cursor.fetchone() or ([],)
    drawn = draw(submission.content)
    known = type(drawn)(drawn.text, tuple(type(drawn.marks[0])(mark, 0, 1) for mark in marks), drawn.people)
    began = time.perf_counter()
    alike(known, None)
    return 1_000 * (time.perf_counter() - began)


def _copy_in(url: str, submission: Submission, proposals: int) -> None:
    proposal, random = submission.proposal, Random(2004)
    proposal.refresh_from_db()
    put_sketch(proposal)
    phrases = [random.randrange(-HALF_BITS, HALF_BITS) for _ in range(PHRASES)]
    with psycopg.connect(url, autocommit=True, options="-c baro.scope=system") as admin:
        admin.execute("SET session_replication_role = replica")  # submissions are not needed for these questions
        with admin.cursor().copy(
            "COPY proposals_sketch (id, proposal_id, submission_id, call_id, number, arrived_at, marks, people, firms, "
            "equipment) FROM STDIN"
        ) as rows:
            for number in range(1_000_000, 1_000_000 + proposals):
                people = [str(UUID(int=random.randrange(1, 60_000))) for _ in range(5)]
                firms = [str(UUID(int=random.randrange(1, 20_000))) for _ in range(3)]
                rows.write_row(
                    (
                        number,
                        number,
                        number,
                        proposal.call_id,
                        f"N{number}",
                        submission.arrived_at,
                        MARKS,
                        people,
                        firms,
                        [],
                    )
                )
        with admin.cursor().copy("COPY proposals_sketchmark (mark, sketch_id) FROM STDIN") as rows:
            for number in range(1_000_000, 1_000_000 + proposals):
                own = {random.randrange(-HALF_BITS, HALF_BITS) for _ in range(MARKS - COMMON)}
                for mark in own | set(random.sample(phrases, COMMON)):
                    rows.write_row((mark, number))
        admin.execute(LIKE_THE_FIRST, {"like": proposal.pk, "first": 1_000_000, "last": 999_999 + proposals})
        admin.execute("VACUUM ANALYZE proposals_proposal, proposals_sketch, proposals_sketchmark")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
