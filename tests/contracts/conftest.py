"""Who is who around one selected proposal, made once a module."""

from __future__ import annotations

from copy import deepcopy

import pytest

from tests.build_contracts import JULY, JUNE
from tests.build_programs import it_is
from tests.contracts.portal import Around, around
from tests.contracts.sides import Side, a_side


@pytest.fixture(scope="module")
def first_world(shared_db: None) -> Around:
    it_is(JUNE)
    return around()


@pytest.fixture
def world(first_world: Around, db: None) -> Around:
    return deepcopy(first_world)


@pytest.fixture(scope="module")
def first_side(shared_db: None) -> Side:
    it_is(JULY)
    return a_side()


@pytest.fixture
def side(first_side: Side, db: None) -> Side:
    return deepcopy(first_side)
