"""What is alike is found across ministries, and tells nobody a word that he may not read."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from core import scope
from core.refusals import NotAllowed
from core.sweeps import run
from programs.models import Call
from proposals import actions, queries
from proposals.actions.sketching import keep_sketch
from proposals.models import Proposal, Sketch, SketchMark
from proposals.queries.alike import Alike, alike_for, sketches_due
from proposals.tasks import SKETCHES
from tests.build import MARCH
from tests.build_programs import CLOSES_AT, a_call
from tests.build_proposals import Team, a_complete_draft, a_team
from tests.proposals.portal import at_the_clock, signed_in

pytestmark = pytest.mark.django_db

SHARED = (
    "대덕의 센서 기업 열두 곳이 반도체 검사 장비의 부품을 국산으로 바꾸고, 시험 성적서를 함께 쓰며, "
    "해마다 두 차례 공동 시연회를 열어 완성차 회사의 구매 담당자에게 시제품을 보입니다. "
    "Twelve sensor firms replace imported parts of wafer inspection and share their test reports with every buyer."
)
SECRET = "경쟁 기업에는 알리지 않은 새 공정의 온도는 칠백이십 도이며 특허는 아직 출원하지 않았습니다."
AFTER = CLOSES_AT + timedelta(days=1)


def write(proposal: Proposal, team: Team, text: str) -> None:
    actions.save_section(
        proposal_uid=proposal.uid, code="technology", text=text, version=None, by=team.leader, at=MARCH
    )


def handed_in(call: Call, text: str) -> tuple[Proposal, Team]:
    team = a_team()
    proposal = a_complete_draft(team, call)
    write(proposal, team, text)
    actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH)
    proposal.refresh_from_db()
    return proposal, team


def told(by: Actor, proposal: Proposal, at: datetime = AFTER) -> list[Alike]:
    with scope.within(by.scope):
        whole = queries.page(proposal.uid, by)
        return alike_for(by, whole.pk, queries.content_for(by, whole)[0], at)


@pytest.fixture(scope="module")
def first_pair(shared_db: None) -> tuple[Proposal, Team, Proposal, Team]:
    """A proposal handed in, and a draft of another team in another ministry's call, with one passage in common."""
    other, other_team = handed_in(a_call(), f"{SECRET} {SHARED}")
    run(SKETCHES, at=MARCH)
    team = a_team()
    draft = a_complete_draft(team, a_call())
    write(draft, team, f"우리는 다음을 합니다. {SHARED}")
    return draft, team, other, other_team


@pytest.fixture
def pair(first_pair: tuple[Proposal, Team, Proposal, Team], db: None) -> tuple[Proposal, Team, Proposal, Team]:
    return deepcopy(first_pair)


def test_an_author_is_told_of_it_in_his_own_words_alone(pair: tuple[Proposal, Team, Proposal, Team]) -> None:
    draft, team, other, _ = pair
    (found,) = told(team.leader, draft)
    assert found.sketch.number == other.number
    assert found.common.is_overlap
    assert found.passages[0] in f"우리는 다음을 합니다. {SHARED}"
    assert (found.proposal, found.theirs) == (None, ())


def test_no_route_shows_an_author_the_text_of_the_other(pair: tuple[Proposal, Team, Proposal, Team]) -> None:
    draft, team, other, _ = pair
    at_the_clock(AFTER)
    client = signed_in(team.leader_user)
    for path in (
        reverse("proposals:alike", args=[draft.uid]),
        reverse("proposals:detail", args=[draft.uid]),
        reverse("api:proposal-alike", args=[draft.uid]),
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert SECRET[:10] not in text
        assert str(other.uid) not in text
    assert other.number in client.get(reverse("proposals:alike", args=[draft.uid])).content.decode()
    for name in ("proposals:alike", "api:proposal-alike"):
        assert client.get(reverse(name, args=[other.uid])).status_code == 404


def test_who_may_read_both_sees_both_passages(pair: tuple[Proposal, Team, Proposal, Team]) -> None:
    draft, team, other, other_team = pair
    actions.submit_proposal(proposal_uid=draft.uid, by=team.office, at=MARCH)
    run(SKETCHES, at=MARCH)
    (found,) = told(Actor.system(), other)
    assert found.proposal == draft
    assert all("공동 시연회를 열어" in text for text in found.pairs[0])
    words = f"우리는 다음을 합니다. {SECRET} {SHARED}".split()
    assert all(text.split()[0] in words and text.split()[-1] in words for text in found.pairs[0]), "no word is cut"
    (half,) = told(other_team.leader, other)
    assert (half.proposal, half.theirs) == (None, ())


def test_of_an_open_call_a_competitor_is_told_nothing(pair: tuple[Proposal, Team, Proposal, Team]) -> None:
    draft, team, _, _ = pair
    assert told(team.leader, draft, MARCH) == []
    assert len(told(Actor.system(), draft, MARCH)) == 1


def test_what_is_taken_back_is_no_longer_compared(pair: tuple[Proposal, Team, Proposal, Team]) -> None:
    draft, team, other, other_team = pair
    actions.withdraw_proposal(proposal_uid=other.uid, by=other_team.office, at=MARCH)
    assert run(SKETCHES, at=MARCH).done == 1
    assert told(team.leader, draft) == []
    assert not SketchMark.objects.exists()


def test_a_sketch_follows_each_submission_once(pair: tuple[Proposal, Team, Proposal, Team]) -> None:
    draft, team, other, other_team = pair
    assert run(SKETCHES, at=MARCH).done == 0
    write(other, other_team, "이제는 아무것도 같지 않은 짧은 글입니다.")
    actions.submit_proposal(proposal_uid=other.uid, by=other_team.office, at=MARCH)
    assert run(SKETCHES, at=MARCH).done == 1
    assert not keep_sketch(proposal_uid=other.uid, by=Actor.system(), at=MARCH)
    assert Sketch.objects.count() == 1
    assert told(team.leader, draft) == []
    with pytest.raises(NotAllowed):
        keep_sketch(proposal_uid=draft.uid, by=team.office, at=MARCH)


def test_the_sweep_reads_what_is_due_by_its_index_and_nothing_else(pair: tuple[Proposal, Team, Proposal, Team]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = sketches_due(MARCH).filter(pk__gt=0).order_by("pk").explain()
    assert "proposal_sketch_due" in plan
    assert "on proposals_sketch " not in plan
    with CaptureQueriesContext(connection) as asked:
        assert run(SKETCHES, at=MARCH).done == 0
    assert len([one for one in asked if "proposals_" in one["sql"]]) == 1


def test_what_was_drawn_before_the_column_came_is_not_drawn_again(pair: tuple[Proposal, Team, Proposal, Team]) -> None:
    Proposal.objects.update(sketched_id=None)
    assert sketches_due(MARCH).count() == 1
    with connection.cursor() as cursor:
        cursor.execute(import_module("proposals.migrations.0022_sketched").STANDING)
    assert not sketches_due(MARCH).exists()


def test_a_phrase_that_everybody_has_tells_nothing(
    pair: tuple[Proposal, Team, Proposal, Team], monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, team, _, _ = pair
    monkeypatch.setattr("proposals.queries.alike.COMMON_FROM", 2)
    assert len(told(team.leader, draft)) == 1
    handed_in(draft.call, SHARED)
    run(SKETCHES, at=MARCH)
    assert told(team.leader, draft) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_asks_as_much_for_three_as_for_one(pair: tuple[Proposal, Team, Proposal, Team], language: str) -> None:
    draft, team, _, _ = pair
    at_the_clock(AFTER)
    client: Client = signed_in(team.leader_user, language)
    path = reverse("proposals:alike", args=[draft.uid])
    with CaptureQueriesContext(connection) as at_one:
        page = client.get(path).content.decode()
    assert ("비슷한 제안서" if language == "ko" else "What is alike") in page
    for _ in range(2):
        handed_in(a_call(), SHARED)
    run(SKETCHES, at=MARCH)
    with CaptureQueriesContext(connection) as at_three:
        part = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert part.count("<article") == 3
    assert len(at_three) <= len(at_one) <= 20
