"""Home, funnel, history, overview, search and scheduled work in a browser, with the second wall up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from accounts.models import User
from accounts.roles import Kind
from core.events import seal_new
from core.sweeps import run
from proposals.tasks import PROGRAMS
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import Site, serving
from tests.build import an_organization
from tests.build_programs import a_call, a_draft_call, a_program, a_rule_set, shifted
from tests.build_proposals import a_submission, a_team
from tests.proposals.regional import IN_TIME, Regions, a_submitted_proposal, some_regions
from tests.reporting.doors import at_moment

pytestmark = pytest.mark.browser
VIEWS = ((390, "ko"), (1280, "en"))


def a_busy_spring() -> tuple[Regions, User, dict[str, str]]:
    """Two calls, one with the regions and one open; a team's leader; the addresses of what joins rooms."""
    regions = some_regions(2)
    elsewhere = an_organization(Kind.UNIVERSITY, "gwangju")
    a_submitted_proposal(regions.call, elsewhere)
    a_draft_call(regions.call.program)
    open_call = a_call(regions.call.program, regions.call.rule_set, **shifted(20))
    team = a_team()
    project_uid = a_submission(team, open_call, at=IN_TIME).proposal.project_uid
    regions.save()
    regions.submit()
    regions.pledge()
    twin = a_program(goal_ko=regions.call.program.goal_ko)
    a_rule_set(twin)
    run(PROGRAMS, at=IN_TIME)
    seal_new(at=IN_TIME)
    paths = {
        "funnel": f"/calls/{regions.call.uid}/funnel/",
        "call": f"/calls/{regions.call.uid}/history/",
        "ranked": f"/history/{regions.mine[0].project_uid}/",
        "project": f"/history/{project_uid}/",
        "alike": f"/programs/{twin.uid}/alike/",
    }
    return regions, team.leader_user, paths


def test_every_page_is_sound_on_a_phone_and_on_a_desk(committed_db: str, opens: Opens) -> None:
    regions, leader, paths = a_busy_spring()
    world = regions.world
    at_moment(IN_TIME + timedelta(days=9))
    visits: list[tuple[User | None, str]] = [
        (None, "/"),
        (None, "/search/?q=RIS"),
        (leader, "/"),
        (leader, paths["project"]),
        (world.ministry_officer, "/"),
        (world.ministry_officer, paths["funnel"]),
        (world.ministry_officer, paths["ranked"]),
        (regions.other_officer, "/"),
        (regions.other_officer, paths["call"]),
        (world.coordinator, "/overview/"),
        (None, paths["alike"]),
        (world.administrator, "/scheduled/"),
    ]
    with serving() as site:
        faults = [fault for look in VIEWS for fault in _faults(site, opens, visits, *look)]
    assert faults == []


def _faults(
    site: Site, opens: Opens, visits: list[tuple[User | None, str]], width: int, language: str
) -> Iterator[str]:
    page = opens("about:blank", width=width, language=language)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.address}])
    for user, path in visits:
        site.sign_out(page)
        if user is not None:
            site.sign_in(page, user)
        answer = page.goto(site.address + path)
        if answer is None or answer.status != 200:
            yield f"{path}: {answer and answer.status}"
        yield from (f"{path} {width} {language}: {violation}" for violation in axe_violations(page))
        if overflow_px(page) > 0:
            yield f"{path} is wider than {width}"
