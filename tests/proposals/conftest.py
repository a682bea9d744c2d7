"""Where the world's clock stands while pages are asked for."""

import math
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core.cache import cache

from core import clock
from tests.proposals.regional import IN_TIME

Stands = Callable[[datetime], None]


@pytest.fixture
def stands() -> Iterator[Stands]:
    """The world's clock, at IN_TIME until it is told another moment; kept in its cache, as between two reads of it."""

    def at(moment: datetime) -> None:
        seconds = math.ceil((moment - clock.system_now()).total_seconds())  # never a breath before the moment
        cache.set(clock.OFFSET_KEY, seconds, timeout=600)

    at(IN_TIME)
    yield at
    cache.delete(clock.OFFSET_KEY)
