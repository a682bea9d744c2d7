"""Every page of the team opens for those it is for, is not there for others, and asks the database little."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.models import Proposal
from tests.build import a_person, a_user, an_organization
from tests.build_programs import a_call
from tests.build_proposals import Team, a_complete_draft, a_draft, a_team
from tests.proposals.portal import at_the_clock, page, signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 13
PAGES = ("detail", "basics", "consortium", "people", "budget", "targets", "files", "check", "send")


@pytest.fixture
def team() -> Team:
    at_the_clock()
    return a_team()


@pytest.fixture(scope="module")
def two_drafts(shared_db: None) -> tuple[Team, list[Proposal]]:
    """A team with a draft just begun and one that is complete."""
    at_the_clock()
    team = a_team()
    return team, [a_draft(team), a_complete_draft(team)]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_team_opens_every_page(two_drafts: tuple[Team, list[Proposal]], name: str, language: str) -> None:
    team, proposals = two_drafts
    for proposal in proposals:
        answer = signed_in(team.leader_user, language).get(page(proposal, name))
        assert answer.status_code == 200
        assert "<h1>" in answer.text


def questions(client: Client, url: str) -> list[str]:
    """What a page asks the database, but for the sample clock, which the first of a test's requests reads."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in asked if "core_worldclock" not in query["sql"]]


def test_pages_ask_few_questions(team: Team) -> None:
    call = a_call()
    proposal = a_complete_draft(team, call)
    client = signed_in(team.leader_user)
    for name, args in [(name, ()) for name in PAGES] + [("section", ("summary",))]:
        asked = questions(client, page(proposal, name, *args))
        assert len(asked) <= MOST_QUERIES, (name, asked)


def test_list_asks_the_same_for_one_and_three(team: Team) -> None:
    call = a_call()
    client = signed_in(team.leader_user)
    counts = []
    for wanted in (1, 3):
        while len(proposals := list(team_proposals(team))) < wanted:
            a_complete_draft(team, call)
        counts.append(len(questions(client, reverse("proposals:list"))))
        assert client.get(reverse("proposals:list")).text.count("Regional innovation") >= len(proposals)
    assert counts[0] == counts[1]
    assert counts[0] <= MOST_QUERIES


def team_proposals(team: Team) -> QuerySet[Proposal]:
    return Proposal.objects.filter(lead_organization=team.lead)


@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_learns_that_it_is_there(two_drafts: tuple[Team, list[Proposal]], name: str) -> None:
    _team, (_begun, proposal) = two_drafts
    stranger = a_user(a_person(an_organization()))
    assert signed_in(stranger).get(page(proposal, name)).status_code == 404
