"""`python -m bench.taking FORM OWNER`: makes one export as a worker does, and prints its time and its peak of memory.

A process of its own for each, on the database that BENCH_DATABASE names: a process gives little memory back.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection  # noqa: E402  the settings must stand before the models

from core import clock, jobs  # noqa: E402
from reporting.actions.exports import run_export  # noqa: E402
from reporting.queries import exports  # noqa: E402


def _peak_mb() -> float:
    """The most memory this program had. The kernel's `ru_maxrss` would count the process that started it, too."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1_024 for line in status.splitlines() if line.startswith("VmHWM:"))


def main(form: str, owner_id: int) -> None:
    connection.settings_dict.update(json.loads(os.environ["BENCH_DATABASE"]))
    asked = {"list": "proposals", "conditions": "", "form": form, "language": "ko"}
    job = jobs.open_job(kind=exports.KIND, owner_id=owner_id, at=clock.now(), parameters=asked)
    began = clock.monotonic()
    run_export(job=job, at=clock.now())
    job.refresh_from_db()
    told = {
        "form": form,
        "rows": (job.result or {})["rows"],
        "seconds": clock.monotonic() - began,
        "peak_mb": _peak_mb(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
