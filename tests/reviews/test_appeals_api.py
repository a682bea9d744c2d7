"""An appeal over the API, by the same actions with the same refusals as its pages."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from core.models import Event
from reviews.models import Appeal
from tests.build import sign_in
from tests.build_appeals import FILED_AT, STATEMENT, WHY, Contest, a_contest
from tests.build_reviews import CRITERIA, GROUND
from tests.proposals.portal import at_the_clock

pytestmark = pytest.mark.django_db
TYPED = {"ground": "procedure", "disputed": "decision", "statement": STATEMENT}
MARKS = {"scores": [{"criterion": code, "points": 5, "comment": GROUND} for code in CRITERIA]}


@pytest.fixture(scope="module")
def published(shared_db: None) -> Contest:
    return a_contest()


@pytest.fixture
def contest(published: Contest) -> Contest:
    at_the_clock(FILED_AT)
    return deepcopy(published)


def as_(actor: Actor) -> Client:
    return sign_in(Client(), User.objects.get(pk=actor.user_id or 0))


def ask(client: Client, name: str, uid: Any, body: Any = None, **options: Any) -> Any:
    method, status = options.pop("method", "post"), options.pop("status", 200)
    sent = {} if method == "get" else {"data": body or {}, "content_type": "application/json", **options}
    answer = getattr(client, method)(reverse(f"api:{name}", args=[uid]), **sent)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def codes(problem: Any) -> list[str]:
    return [one["code"] for one in problem["violations"]]


def listed(client: Client) -> list[str]:
    return [one["state"] for one in client.get(reverse("api:appeals")).json()["results"]]


def test_an_appeal_goes_its_whole_way(contest: Contest) -> None:
    leader, officer = as_(contest.leader()), as_(contest.officer)
    judges = [as_(contest.judge(number)) for number in range(6)]
    proposal, experts = contest.panel.proposals[0].uid, [str(one.uid) for one in contest.fresh]
    terms = ask(leader, "proposal-appeal", proposal, method="get")
    assert (terms["grounds"], terms["judges"], terms["appeal"]) == (["procedure", "fact"], 3, None)
    assert "decision" in terms["findings"]
    ask(officer, "proposal-appeal", proposal, method="get", status=404)
    uid = ask(leader, "proposal-appeal", proposal, {**TYPED, "statement": "짧음"}, method="put")["uid"]
    assert codes(ask(leader, "appeal-file", uid, status=422)) == ["appeal.statement_missing"]
    assert (listed(leader), listed(officer), listed(judges[0])) == (["draft"], [], [])
    stale = ask(leader, "proposal-appeal", proposal, TYPED, method="put", headers={"If-Match": '"v1"'}, status=412)
    assert codes(stale) == ["appeal.changed_meanwhile"]
    ask(leader, "proposal-appeal", proposal, TYPED, method="put", headers={"If-Match": '"v2"'})
    ask(officer, "appeal", uid, method="get", status=404)
    filed = ask(leader, "appeal-file", uid)
    assert (filed["state"], filed["held"], filed["verbs"], filed["papers"]) == (
        "filed",
        1,
        ["attach", "withdraw"],
        None,
    )
    assert codes(ask(leader, "appeal-file", uid, status=409)) == ["appeal.wrong_state"]
    ask(leader, "appeal-admit", uid, {"experts": experts[:3]}, status=403)
    assert codes(ask(officer, "appeal-turn-away", uid, {"reason": " "}, status=422)) == ["appeal.reason_missing"]
    assert codes(ask(officer, "appeal-admit", uid, {"experts": experts[:2]}, status=422)) == ["appeal.too_few_judges"]
    assert ask(officer, "appeal-admit", uid, {"experts": experts[:2] + experts[4:5]})["state"] == "admitted"
    again = ask(officer, "appeal-judges", uid, {"experts": experts[:1]}, status=422)
    assert codes(again) == ["appeal.bar.seated"]
    ask(judges[5], "appeal", uid, method="get", status=404)
    swap = {"experts": experts[3:4], "leaves": experts[4], "reason": WHY}
    ask(officer, "appeal-judges", uid, swap)
    ask(officer, "appeal-judges", uid, {"experts": experts[4:5], "leaves": experts[3], "reason": WHY})
    seen = ask(judges[0], "appeal", uid, method="get")
    assert (seen["verbs"], seen["seats"], seen["seat"]["part"]) == (["vote"], [], "body")
    assert seen["papers"]["cases"][0]["number"] == contest.panel.case(0).number
    assert Event.objects.filter(name="reviews.appeal_papers_read").count() == 1
    ask(judges[5], "appeal-vote", uid, {"vote": "anew", "opinion": WHY}, status=404)
    for judge in (judges[0], judges[1], judges[4]):
        ask(judge, "appeal-vote", uid, {"vote": "anew", "opinion": WHY})
    twice = ask(judges[0], "appeal-vote", uid, {"vote": "anew", "opinion": WHY}, status=409)
    assert codes(twice) == ["appeal.voted_before"]
    seated = ask(officer, "appeal-conclude", uid, {"reason": WHY, "experts": experts[:3]}, status=422)
    assert codes(seated) == ["appeal.bar.seated", "appeal.bar.seated"]
    ask(officer, "appeal-conclude", uid, {"reason": WHY, "experts": [experts[2], experts[3], experts[5]]})
    for judge in (judges[2], judges[3], judges[5]):
        ask(judge, "appeal-judgement", uid, MARKS)
    upheld = ask(officer, "appeal-conclude", uid, {"reason": WHY})
    assert (upheld["state"], upheld["new_score_bp"], len(upheld["seats"])) == ("upheld", 10_000, 6)
    assert contest.outcome(0) == ("selected", "selected")


def test_a_leader_withdraws_and_only_a_leader(contest: Contest) -> None:
    appeal = contest.file()
    for by, status in ((contest.officer, 403), (contest.judge(0), 404)):
        ask(as_(by), "appeal-withdraw", appeal.uid, status=status)
    assert ask(as_(contest.leader()), "appeal-withdraw", appeal.uid)["verbs"] == []
    assert Appeal.objects.get().state == "withdrawn"


def test_the_list_asks_as_often_for_two_as_for_one(contest: Contest) -> None:
    officer = as_(contest.officer)

    def asked(states: list[str]) -> int:
        with CaptureQueriesContext(connection) as found:
            assert listed(officer) == states
        return len(found)

    contest.file(0)
    listed(officer)
    before = asked(["filed"])
    contest.file(3)
    assert asked(["filed", "filed"]) == before
