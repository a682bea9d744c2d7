"""Search by words: what is found follows what was handed in, and tells nothing of rows that the asker may not see."""

from __future__ import annotations

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import change_organization
from accounts.actors import Actor
from core import scope
from proposals.models import Proposal, ProposalWords
from proposals.queries import visible_to, with_words
from tests.proposals.regional import IN_TIME, Regions, some_regions
from tests.reporting.doors import at_moment, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]


def found(actor: Actor, text: str) -> set[str]:
    with scope.within(actor.scope):
        return {one.number for one in with_words(visible_to(actor), text)}


@pytest.fixture
def regions() -> Regions:
    return some_regions(1)


def test_words_of_any_length_are_found_whatever_their_case_and_form(regions: Regions) -> None:
    """Hangul of one, two and more syllables, composed or not; figures; Latin letters; two words in two places."""
    desk = regions.world.actor("ministry_officer", IN_TIME)
    mine = regions.mine[0]
    assert mine.submission is not None
    title, institution = mine.submission.title_ko, mine.lead_organization.name_ko
    longest = max((word for word in title.split() if not word.isascii()), key=len)
    decomposed = "".join(chr(0x1100 + (ord(longest[0]) - 0xAC00) // 588)) + longest[1:]
    assert mine.number in found(desk, mine.number.lower())
    for text in (longest, longest[:2], longest[0], institution, f"{institution[:2]} {mine.number[-3:]}"):
        assert mine.number in found(desk, text), text
    assert mine.number not in found(desk, decomposed), "half a syllable is another text"
    assert found(desk, f"{longest}없음") == found(desk, "%") == found(desk, "_") == set()


def test_what_was_handed_in_counts_and_a_new_name_of_the_institution(regions: Regions) -> None:
    world, mine = regions.world, regions.mine[0]
    desk = world.actor("ministry_officer", IN_TIME)
    Proposal.objects.filter(pk=mine.pk).update(title_ko="비밀 초안")
    assert found(desk, "비밀") == set()
    Proposal.objects.filter(pk=mine.pk).update(number="다른번호-7")
    assert found(desk, "다른번호-7") == {"다른번호-7"}
    lead = mine.lead_organization
    before = found(desk, lead.name_ko)
    change_organization(
        organization_uid=lead.uid,
        name_ko="새이름대학교",
        name_en=lead.name_en,
        region_code=lead.region.code if lead.region else "",
        business_number=lead.business_number,
        version=lead.version,
        by=world.actor("administrator", IN_TIME),
        at=IN_TIME,
    )
    assert found(desk, "새이름") == before
    assert found(desk, lead.name_ko) == set()


def test_the_words_of_rows_out_of_sight_are_out_of_reach(regions: Regions) -> None:
    """The view shows the scope's rows alone, and the table behind it can't be read at all, nor written."""
    stranger, other = regions.stranger(), regions.theirs[0]
    assert found(stranger, regions.mine[0].number) == set()
    with scope.within(stranger.scope):
        shown = set(ProposalWords.objects.values_list("proposal", flat=True))
        assert shown == set(Proposal.objects.values_list("pk", flat=True))
        assert other.pk in shown
        assert regions.mine[0].pk not in shown
    with scope.within(scope.NOBODY):
        assert not ProposalWords.objects.exists()
    for statement in ("SELECT 1 FROM search.proposal_words", "DELETE FROM search.proposal_words"):
        with pytest.raises(ProgrammingError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_a_page_says_the_same_of_a_word_out_of_sight_and_of_one_that_is_nowhere(regions: Regions) -> None:
    at_moment(IN_TIME)
    client = signed_in(regions.other_officer)
    hidden, nowhere = regions.mine[0].number, "x" * len(regions.mine[0].number)
    said, queries = [], []
    client.get(reverse("reporting:register"))  # what is asked once for all is asked
    for text in (hidden, nowhere):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("reporting:register"), {"q": text})
        said.append(page.content.decode().replace(text, "").split("<main", 1)[1])
        queries.append(len(asked))
        assert page.context["page"].paginator.count == 0
    assert queries[0] == queries[1]
    assert said[0] == said[1]
