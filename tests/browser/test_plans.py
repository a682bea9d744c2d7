"""Regions' plans, whom a call asks, and a hand-over list, in a browser: for everybody, as wide as the screen."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Office
from proposals import actions
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import serving
from tests.build import MARCH
from tests.build_plans import AFTER, STARTS_ON, a_round
from tests.build_programs import a_draft_call
from tests.proposals.portal import at_the_clock

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "phone-en": {"width": 390, "language": "en"},
    "desk-ko": {"width": 1280, "language": "ko"},
}


def test_plans_and_hand_over_lists_are_for_everybody(committed_db: str, opens: Opens) -> None:
    at_the_clock(MARCH)
    round_ = a_round()
    draft = a_draft_call(round_.call.program, round_.call.rule_set, project_starts_on=STARTS_ON["technopark"])
    plan = round_.handed_in()
    world = round_.world
    officer, region = world.ministry_officer, world.region_officer
    actions.give_plan_back(
        plan_uid=plan.uid, parts=["sections"], note="요약을 다시 써 주세요.", due_at=AFTER, by=round_.ministry, at=MARCH
    )
    office = Office.objects.get(role="ministry_officer", organization=world.ministry)
    busan = round_.busan_officer_user
    paths = {
        reverse("programs:call", args=[round_.call.uid]): region,
        reverse("programs:ask-regions", args=[draft.uid]): officer,
        reverse("programs:call-files", args=[draft.uid]): officer,
        reverse("proposals:plans"): officer,
        reverse("proposals:call-plans", args=[round_.call.uid]): officer,
        reverse("proposals:plan-begin", args=[round_.call.uid]): busan,
        reverse("proposals:plan-decline", args=[round_.call.uid, "busan"]): busan,
        reverse("proposals:plan", args=[plan.uid]): region,
        reverse("reviews:refuse-plan", args=[plan.uid]): officer,
        reverse("reporting:handover", args=[office.uid]): officer,
    }
    found: list[str] = []
    with serving() as site:
        at_the_clock(MARCH)
        for name, look in LOOKS.items():
            page = opens(f"{site.address}/health/", **look)
            for path, user in paths.items():
                site.sign_in(page, user)
                page.goto(site.address + path)
                assert page.locator("main h1").count() == 1, f"{name} {path}"
                found += [f"{name} {path}: {one}" for one in axe_violations(page)]
                if overflow_px(page) > 0:
                    found.append(f"{name} {path}: wider than the screen")
    assert found == []
