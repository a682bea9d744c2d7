"""Pages of an appeal: a team writes and files, an officer admits, judges vote, the officer decides."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from reviews.models import Appeal
from tests.build import sign_in
from tests.build_appeals import FILED_AT, SAID, WHY, Contest, a_contest
from tests.build_reviews import CRITERIA, GROUND
from tests.proposals.portal import at_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(shared_db: None) -> Contest:
    return a_contest()


@pytest.fixture
def contest(published: Contest) -> Contest:
    at_the_clock(FILED_AT)
    return deepcopy(published)


def as_(actor: Actor) -> Client:
    return sign_in(Client(), User.objects.get(pk=actor.user_id or 0))


def test_an_appeal_goes_through_its_pages(contest: Contest) -> None:
    leader, officer = as_(contest.leader()), as_(contest.officer)
    write = reverse("reviews:write-appeal", args=[contest.panel.proposals[0].uid])
    assert "점수가 낮다는 것만으로는" in leader.get(write).content.decode()
    typed = {name: value or "" for name, value in SAID.items()}
    assert leader.post(write, {**typed, "statement": "짧음"}).status_code == 302
    page = reverse("reviews:appeal", args=[Appeal.objects.get().uid])
    refused = leader.post(page, {"do": "file"})
    assert (refused.status_code, "30자" in refused.content.decode()) == (422, True)
    assert officer.get(page).status_code == 404, "a draft is the team's"
    leader.post(write, {**typed, "version": "2"})
    assert leader.post(page, {"do": "file"}).status_code == 302
    assert leader.get(write).url == page  # type: ignore[attr-defined]  # a redirect
    assert leader.post(page, {"do": "admit"}).status_code == 403
    shown = officer.get(page).content.decode()
    assert contest.fresh[0].person.name_ko in shown
    judged = contest.panel.case(0).assignments.select_related("expert")
    assert not any(str(one.expert.uid) in shown for one in judged), "who judged it can't be ticked"
    assert officer.post(page, {"do": "admit"}).status_code == 422
    assert officer.post(page, {"do": "admit", "experts": [one.uid for one in contest.fresh[:3]]}).status_code == 302
    swap = {"do": "replace", "leaves": contest.fresh[2].uid, "reason": WHY, "experts": [contest.fresh[3].uid]}
    assert officer.post(page, swap).status_code == 302
    back = {"leaves": contest.fresh[3].uid, "experts": [contest.fresh[2].uid]}
    assert officer.post(page, {**swap, **back}).status_code == 302
    judges = [as_(contest.judge(number)) for number in range(6)]
    assert judges[5].get(page).status_code == 404
    for judge in judges[:3]:
        assert judge.post(page, {"do": "vote", "vote": "anew", "opinion": WHY}).status_code == 302
    assert contest.fresh[1].person.name_ko not in judges[0].get(page).content.decode()
    news = [one.uid for one in contest.fresh[3:]]
    assert officer.post(page, {"do": "conclude", "reason": WHY, "experts": news}).status_code == 302
    marks = {f"points.{code}": "5" for code in CRITERIA} | {f"comments.{code}": GROUND for code in CRITERIA}
    for judge in judges[3:]:
        assert judge.post(page, {"do": "rejudge", **marks}).status_code == 302
    assert officer.post(page, {"do": "conclude", "reason": WHY}).status_code == 302
    assert contest.outcome(0) == ("selected", "selected")
    selection = contest.panel.decision().selection
    assert WHY in officer.get(reverse("reviews:appeals-csv", args=[selection.uid])).content.decode()
    public = Client().get(reverse("reviews:results", args=[selection.uid])).content.decode()
    assert "절차 · 인용: 1" in public


def test_the_sheet_asks_as_often_for_three_appeals_as_for_one(contest: Contest) -> None:
    officer = as_(contest.officer)
    sheet = reverse("reviews:appeals-csv", args=[contest.panel.decision().selection.uid])

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert b"".join(officer.get(sheet)).count(b"\n") > 1
        return len(found)

    contest.file(0)
    asked()
    before = asked()
    contest.file(3)
    assert asked() == before
