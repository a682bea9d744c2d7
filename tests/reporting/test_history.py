"""The record of a project and of a call: complete for who may see it, and nothing more."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from accounts.roles import Kind, Role
from core.events import seal_new
from core.refusals import NotAllowed, NotFound
from proposals import actions
from proposals.models import Proposal
from reporting.queries import history
from tests.build import MARCH, a_ministry_world, actor_for, an_officer, an_organization
from tests.build_programs import a_call, the_ris_program
from tests.build_proposals import Team, a_complete_draft, a_team
from tests.proposals.regional import IN_TIME, some_regions
from tests.reporting.doors import at_moment, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]


def names(found: history.History) -> list[str]:
    return [deed.event.name for deed in found.deeds]


def a_project() -> tuple[Team, Proposal, dict[str, Actor]]:
    """A proposal handed in, and the actors around it."""
    world = a_ministry_world()
    program, rule_set = the_ris_program(world.ministry, world.agency)
    team = a_team()
    proposal = a_complete_draft(team, a_call(program, rule_set))
    actions.save_section(proposal_uid=proposal.uid, code="summary", text="요약", version=None, by=team.leader, at=MARCH)
    actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH)
    proposal.refresh_from_db()
    readers = {role: world.actor(role) for role in world.users()} | {"team": team.leader, "office": team.office}
    return team, proposal, readers


def test_each_reader_sees_what_is_his() -> None:
    _team, proposal, readers = a_project()
    for role in ("auditor", "coordinator", "team", "office"):
        seen = names(history.of_project(proposal.project_uid, readers[role]))
        assert {"proposals.proposal_started", "proposals.section_saved", "proposals.proposal_submitted"} <= set(seen)
    for role in ("ministry_officer", "agency_officer", "region_officer"):
        seen = names(history.of_project(proposal.project_uid, readers[role]))
        assert "proposals.proposal_submitted" in seen
        assert "proposals.section_saved" not in seen
    assert "programs.call_announced" in names(history.of_project(proposal.project_uid, readers["team"]))


@pytest.mark.parametrize("role", ["expert", "administrator", "member", "institution_officer"])
def test_strangers_find_nothing(role: str) -> None:
    _team, proposal, readers = a_project()
    with pytest.raises(NotFound):
        history.of_project(proposal.project_uid, readers[role])


def test_another_region_and_another_ministry_find_nothing() -> None:
    _team, proposal, _readers = a_project()
    for role, kind, region in (
        (Role.REGION_OFFICER, Kind.REGIONAL_GOVERNMENT, "busan"),
        (Role.MINISTRY_OFFICER, Kind.MINISTRY, None),
    ):
        stranger = actor_for(an_officer(role, an_organization(kind, region)))
        with pytest.raises(NotFound):
            history.of_project(proposal.project_uid, stranger)


def test_the_ranking_is_hidden_from_teams_and_its_draft_from_all_but_the_region() -> None:
    regions = some_regions(2)
    regions.save()
    project = regions.mine[0].project_uid
    office, desk = regions.world.actor("institution_officer"), regions.world.actor("ministry_officer")
    assert "proposals.ranking_saved" in names(history.of_project(project, regions.officer()))
    for actor in (office, desk, regions.world.actor("auditor")):
        assert "proposals.ranking_saved" not in names(history.of_project(project, actor))
    regions.submit()
    assert "proposals.ranking_submitted" in names(history.of_project(project, desk))
    assert "proposals.ranking_submitted" not in names(history.of_project(project, office))
    assert "proposals.ranking_submitted" not in names(history.of_project(regions.theirs[0].project_uid, desk))


def test_the_history_of_a_call_shows_a_region_its_own_ranking_alone() -> None:
    regions = some_regions(2)
    regions.save()
    regions.submit()
    own = names(history.of_call(regions.call.uid, regions.officer()))
    assert {"programs.call_announced", "proposals.ranking_saved", "proposals.ranking_submitted"} <= set(own)
    other = names(history.of_call(regions.call.uid, regions.stranger()))
    assert "programs.call_announced" in other
    assert not [name for name in other if name.startswith("proposals.ranking")]
    desk = names(history.of_call(regions.call.uid, regions.world.actor("ministry_officer")))
    assert "proposals.ranking_submitted" in desk
    assert "proposals.ranking_saved" not in desk
    for role in ("member", "institution_officer", "expert", "administrator"):
        with pytest.raises(NotAllowed):
            history.of_call(regions.call.uid, regions.world.actor(role))


def test_the_page_says_who_when_under_which_rules_and_the_seal() -> None:
    team, proposal, _readers = a_project()
    seal_new(at=MARCH)
    at_moment(MARCH)
    for language, words in (
        ("en", ("was handed in", "rules, version 1", "on the record")),
        ("ko", ("제출", "규칙 1판")),
    ):
        client = signed_in(team.leader_user, language=language)
        text = client.get(f"/history/{proposal.project_uid}/").content.decode()
        assert [word for word in words if word not in text] == []
    narrowed = client.get(f"/history/{proposal.project_uid}/?kind=handing_in&order=newest")
    assert {deed["deed"].kind for deed in narrowed.context["deeds"]} == {"handing_in"}


def test_table_and_interface_hold_the_same_deeds() -> None:
    team, proposal, readers = a_project()
    seal_new(at=MARCH)
    at_moment(MARCH)
    count = len(history.of_project(proposal.project_uid, readers["team"]).deeds)
    client = signed_in(team.leader_user)
    text = client.get(f"/history/{proposal.project_uid}.csv").content.decode()
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert len(rows) == count + 1
    assert all(len(row[8]) == 64 for row in rows[1:])
    answer = client.get(f"/api/v1/projects/{proposal.project_uid}/history").json()
    assert [deed["number"] for deed in answer["deeds"]] == [int(row[7]) for row in rows[1:]]
    assert signed_in(None).get(f"/api/v1/projects/{proposal.project_uid}/history").status_code == 403
    assert signed_in(None).get(f"/history/{proposal.project_uid}/").status_code == 302


def test_the_number_of_queries_does_not_grow_with_the_deeds() -> None:
    regions = some_regions(2)
    actor = regions.officer(IN_TIME)

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            history.of_project(regions.mine[0].project_uid, actor)
        return len(captured)

    regions.save()
    once = counted()
    for _ in range(3):
        regions.save()
    assert counted() == once <= 6


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_words_rankings_and_pledges_for_each_reader(language: str) -> None:
    regions = some_regions(2)
    regions.save()
    regions.submit()
    regions.pledge()
    at_moment(IN_TIME)
    world = regions.world
    for user in (world.ministry_officer, world.institution_officer, world.region_officer, world.auditor):
        client = signed_in(user, language=language)
        page = client.get(f"/history/{regions.mine[0].project_uid}/")
        assert page.status_code == 200
        assert not [deed["text"] for deed in page.context["deeds"] if deed["text"] == deed["deed"].event.name]
        assert client.get(f"/history/{regions.mine[0].project_uid}.csv").status_code == 200
    for user in (world.ministry_officer, world.region_officer):
        client = signed_in(user, language=language)
        assert client.get(f"/calls/{regions.call.uid}/history/").status_code == 200
        assert client.get(f"/calls/{regions.call.uid}/history.csv").status_code == 200
        assert client.get(f"/api/v1/calls/{regions.call.uid}/history").status_code == 200
