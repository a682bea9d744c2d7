"""A ministry before its call, and its officer in a browser."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.build import World, a_ministry_world, sign_in
from tests.build_programs import BEFORE, it_is


@pytest.fixture
def world(db: None) -> World:
    it_is(BEFORE)
    return a_ministry_world()


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    return sign_in(client, world.ministry_officer)
