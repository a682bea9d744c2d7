"""Search finds what the asker may open, and leaks nothing else, not even that it is there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from proposals.models import Proposal
from proposals.queries import visible_to
from reporting.queries.search import SHOWN, search
from tests.build import MARCH, a_ministry_world
from tests.build_programs import a_call, a_draft_call, the_ris_program
from tests.build_proposals import a_draft, a_team
from tests.proposals.regional import IN_TIME, a_submitted_proposal, some_regions
from tests.reporting.doors import at_moment, signed_in

pytestmark = pytest.mark.django_db


def titles(text: str, actor: Actor) -> list[str]:
    return [found.title_ko for found in search(text, actor).proposals]


def test_every_word_must_occur_whatever_its_case() -> None:
    regions = some_regions(2)
    desk = regions.world.actor("ministry_officer")
    number = regions.mine[0].number
    assert titles(number.lower(), desk) == [regions.mine[0].title_ko]
    assert titles(f"{number} 제안", desk) == [regions.mine[0].title_ko]
    assert titles(f"{number} 없는말", desk) == []
    assert search("   ", desk).count == 0
    assert search("%", desk).count == 0


def test_nobody_finds_a_proposal_that_he_may_not_see() -> None:
    regions = some_regions(2)
    world = regions.world
    actors = [world.actor(role, IN_TIME) for role in world.users()] + [regions.stranger(), Actor.anonymous()]
    for actor in actors:
        found = {one.proposal.pk for one in search("RIS", actor).proposals}
        assert found == set(visible_to(actor).values_list("pk", flat=True)), actor.name
    assert {one.proposal.region.code for one in search("RIS", regions.stranger()).proposals} == {"busan"}


def test_the_working_copy_is_neither_searched_nor_shown_to_others() -> None:
    regions = some_regions(1)
    Proposal.objects.filter(pk=regions.mine[0].pk).update(title_ko="비밀 초안")
    desk, office = regions.world.actor("ministry_officer"), regions.world.actor("institution_officer")
    assert titles("비밀", desk) == []
    assert titles(regions.mine[0].number, desk) == [regions.mine[0].title_ko]
    assert titles("비밀", office) == ["비밀 초안"]


def test_drafts_are_found_by_their_team_alone() -> None:
    team = a_team()
    draft = a_draft(team, a_call())
    assert titles(draft.title_ko, team.leader) == [draft.title_ko]
    assert titles(draft.title_ko, a_team().leader) == []


def test_draft_calls_and_the_directory_stay_closed() -> None:
    world = a_ministry_world()
    program, rule_set = the_ris_program(world.ministry, world.agency)
    a_draft_call(program, rule_set, title_ko="숨은 공고")
    assert search("숨은", Actor.anonymous()).calls == ()
    assert search("숨은", world.actor("region_officer")).calls == ()
    assert len(search("숨은", world.actor("ministry_officer")).calls) == 1
    name = world.institution.name_ko
    for role in ("administrator", "auditor", "coordinator"):
        assert len(search(name, world.actor(role)).organizations) == 1, role
        assert search("김", world.actor(role)).people, role
    for role in ("ministry_officer", "region_officer", "institution_officer", "expert", "member"):
        found = search(name, world.actor(role))
        assert (found.people, found.organizations) == ((), ()), role


def test_long_lists_are_cut_and_say_so_in_a_constant_number_of_queries() -> None:
    regions = some_regions(1)
    desk = regions.world.actor("ministry_officer")

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            search("RIS", desk)
        return len(captured)

    once = counted()
    for _ in range(SHOWN):
        a_submitted_proposal(regions.call, regions.world.institution)
    assert counted() == once <= 5
    found = search("RIS", desk)
    assert (len(found.proposals), "proposals" in found.more) == (SHOWN, True)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_and_the_interface_answer_everybody(language: str) -> None:
    regions = some_regions(1)
    at_moment(MARCH)
    for client in (signed_in(None, language=language), signed_in(regions.world.auditor, language=language)):
        for query in ("", "RIS", "없음", "x" * 300, "<script>"):
            page = client.get("/search/", {"q": query})
            assert page.status_code == 200, query
            assert "<script>" not in page.content.decode().split("<main", 1)[1]
        assert client.get("/api/v1/search", {"q": "RIS"}).json()["calls"][0]["code"] == regions.call.code
        assert client.get("/api/v1/search").status_code == 422
    assert signed_in(None).get("/api/v1/search", {"q": "RIS"}).json()["proposals"] == []
