"""The clock of a test's world is forgotten with its database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def clock_forgotten() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
