"""Two at the same moment on a region's plan, each on a connection of his own."""

from __future__ import annotations

from functools import partial

import pytest

from proposals import actions
from proposals.models import RegionalPlan
from tests.build import MARCH
from tests.build_plans import a_round
from tests.proposals.test_regional_races import at_once

pytestmark = pytest.mark.usefixtures("committed_db")


def test_two_offices_that_begin_at_once_leave_one_plan() -> None:
    round_ = a_round()
    begin = partial(
        actions.begin_plan,
        call_uid=round_.call.uid,
        lead_organization_uid=round_.world.institution.uid,
        title_ko="계획",
        by=round_.region,
        at=MARCH,
    )
    assert at_once(begin, begin) == ["RegionalPlan", "RuleBroken"]
    assert RegionalPlan.objects.count() == 1
