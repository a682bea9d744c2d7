"""Make a world ready to be played: read what the plan needs of the database and of the programme's files."""

from __future__ import annotations

from accounts.queries import regions_on
from core.calendar import seoul_date
from programs.actions import preset_policy, read_preset
from scenarios.driver.world import World
from scenarios.file import Scenario
from scenarios.plan import RegionName, plan_of


def open_world(scenario: Scenario, *, sign_in_password: str = "") -> World:
    """The scenario's world, planned. Sign-ins get the password, or none where it is empty."""
    preset = read_preset(scenario.program.preset)
    policy = preset_policy(scenario.program.preset, scenario.program.set)
    names = {
        region.code: RegionName(region.code, region.name_ko, region.name_en, region.short_ko, region.short_en)
        for region in regions_on(seoul_date(scenario.begins_at))
    }
    indicators = tuple(indicator.code for indicator in preset.indicators)
    plan = plan_of(scenario, policy, indicators, names)
    return World(plan, policy, preset.program.code, sign_in_password)
