"""Calls from the first draft to the last move, against PostgreSQL."""

from __future__ import annotations

import pytest

from tests.build_programs import a_call

pytestmark = pytest.mark.django_db


def test_a_call_is_announced() -> None:
    call = a_call()
    assert call.state == "announced"
