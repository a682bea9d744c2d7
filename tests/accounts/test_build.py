"""The world that other tests stand on."""

import pytest

from tests.build import MARCH, a_ministry_world, actor_for

pytestmark = pytest.mark.django_db


def test_everybody_holds_exactly_his_role() -> None:
    world = a_ministry_world()
    for role, user in world.users().items():
        expected = set() if role == "member" else {role}
        assert {held.role.value for held in actor_for(user, MARCH).offices} == expected


def test_roles_that_decide_wait_for_the_second_factor() -> None:
    world = a_ministry_world()
    actor = actor_for(world.ministry_officer, MARCH, second_factor=False)
    assert actor.offices == ()
    assert actor.waiting == {"ministry_officer"}
