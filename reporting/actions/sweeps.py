"""Look once at scheduled work."""

from __future__ import annotations

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
    with scope.within(scope.SYSTEM):
        ran = look(name)
    return SweepRun.objects.get(name=name) if ran else None
