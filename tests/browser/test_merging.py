"""The terms of a merge, an offer and its answer, in a browser: reachable by everybody, as wide as the screen."""

from typing import Any

import pytest

from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import serving
from tests.proposals.portal import at_the_clock
from tests.proposals.test_merging_pages import AT, Desk, at

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("contexts")]  # the terms are read as a page has them

LOOKS: dict[str, dict[str, Any]] = {
    "phone, English": {"width": 390, "language": "en"},
    "desk, Korean": {"width": 1280, "language": "ko"},
}


def test_the_terms_and_the_offer_are_for_everybody(committed_db: str, opens: Opens) -> None:
    at_the_clock(AT)
    desk = Desk(4)
    offer = desk.offer()
    paths = {
        desk.new(2): desk.officer,
        at("merge", offer.uid): desk.officer,
        at("merge-answer", offer.uid, desk.originals[0].uid): desk.teams[0].office_user,
        at("merge-region", offer.uid): desk.region,
    }
    desk.hold()
    held = desk.offer(2, override_reason="지역이 한 팀을 원합니다.")
    paths[at("merge-sign", held.uid)] = desk.approver
    found: list[str] = []
    with serving() as site:
        at_the_clock(AT)
        for name, look in LOOKS.items():
            page = opens(f"{site.address}/health/", **look)
            for path, user in paths.items():
                site.sign_in(page, user)
                page.goto(site.address + path)
                found += [f"{name} {path}: {one}" for one in axe_violations(page)]
                if overflow_px(page) > 0:
                    found.append(f"{name} {path}: wider than the screen")
    assert found == []
