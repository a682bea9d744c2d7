"""The clock of a test's world is forgotten with its database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def clock_forgotten(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """A cache without the clock, and a folder of its own for stored files and mail."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    cache.clear()
    yield
    cache.clear()
