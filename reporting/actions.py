"""What may be done from this room's pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from accounts.actors import Actor
from core import scope
from core.models import SweepRun
from core.refusals import NotFound
from core.sweeps import all_sweeps, look
from reporting.queries.sweeps import require_administrator


def run_sweep(*, name: str, by: Actor) -> SweepRun | None:
    """Look once at this sweep now; None where a worker is at it already. Each of its deeds is on the record by itself.

    Raises NotAllowed, NotFound.
    """
    require_administrator(by)
    if name not in all_sweeps():
        raise NotFound.because("http.not_found")
    with _as_system(by):
        ran = look(name)
    return SweepRun.objects.get(name=name) if ran else None


@contextmanager
def _as_system(by: Actor) -> Iterator[None]:
    """A sweep reaches every row, whoever starts it; afterwards the connection is the asker's again."""
    if not settings.BARO_SCOPED:
        yield
        return
    with scope.within(scope.SYSTEM, back_to=by.scope):
        yield
