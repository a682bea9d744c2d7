"""What beat looks for in this room."""

from datetime import datetime

from core.sweeps import Sweep
from programs.models import Call
from proposals.actions.ranking import close_rankings
from proposals.queries.regional import rankings_to_close


def _close(call: Call, at: datetime) -> None:
    close_rankings(call=call, at=at)


RANKINGS_CLOSE = Sweep("proposals.rankings_close", due=rankings_to_close, act=_close, every_seconds=30)
SWEEPS = (RANKINGS_CLOSE,)
