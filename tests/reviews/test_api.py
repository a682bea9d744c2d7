"""The interface for machines: the whole round over JSON, what is refused, what leaks to nobody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from accounts.models import User
from reviews import actions
from reviews.models import Assignment, Decision, Review, Round
from tests.build import MARCH, a_ministry_world, sign_in
from tests.build_proposals import a_submission, a_team
from tests.build_reviews import CRITERIA, DUE_AT, OPENED_AT, SELECTED_AT, a_judged_call, a_panel, a_panel_of, an_expert
from tests.proposals.portal import at_the_clock

pytestmark = pytest.mark.django_db
API = "/api/v1/"
SCORES = [{"criterion": code, "points": 4, "comment": "근거"} for code in CRITERIA]


@pytest.fixture(autouse=True)
def in_2004(db: None) -> None:
    at_the_clock(OPENED_AT)


def send(client: Client, verb: str, path: str, body: object = None, **headers: str) -> Any:
    given: Any = {} if body is None else body
    return client.generic(verb, API + path, json.dumps(given, default=str), "application/json", headers=headers)


def codes(answer: Any) -> set[str]:
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    return {violation["code"] for violation in answer.json()["violations"]}


def made(answer: Any, status: int = 201) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_round_from_its_opening_to_the_published_result() -> None:
    world, call, _ = a_judged_call(1)
    experts = [an_expert() for _ in range(3)]
    desk = sign_in(Client(), world.ministry_officer)
    person = world.member.person
    assert person is not None
    made(send(desk, "POST", "experts", {"person": person.uid, "fields_known": ["it"], "max_cases": 3}))
    opened = send(desk, "POST", "rounds", {"call": call.uid, "due_at": DUE_AT.isoformat()})
    round_ = f"rounds/{made(opened)['uid']}"
    assert opened.headers["Location"] == API + round_
    made(send(desk, "POST", f"{round_}/members", {"experts": [expert.uid for expert in experts]}))
    judges = {expert.pk: sign_in(Client(), User.objects.get(person=expert.person)) for expert in experts}
    for judge in judges.values():
        assert len(made(send(judge, "GET", f"{round_}/interests"), 200)) == 1
        made(send(judge, "POST", f"{round_}/interests", {"conflicts": []}), 200)
    plan = made(send(desk, "GET", f"{round_}/assignments"), 200)
    assert plan == made(send(desk, "POST", f"{round_}/assignments"), 200)
    assert plan["value"] == plan["bound"]
    assert made(send(desk, "POST", f"{round_}/start-scoring"), 200)["moves"] == ["open_to_panel", "close_round"]
    for judge in judges.values():
        mine = made(send(judge, "GET", "assignments"), 200)
        review = f"assignments/{mine[0]['uid']}"
        assert made(send(judge, "GET", f"cases/{mine[0]['case']['uid']}"), 200)["dossier"]
        saved = send(judge, "PUT", f"{review}/review", {"scores": SCORES, "comment": "좋음"})
        assert (made(saved, 200)["version"], saved.headers["ETag"]) == (2, '"v2"')
        made(send(judge, "POST", f"{review}/submit"), 200)
    made(send(desk, "POST", f"{round_}/close"), 200)
    selection = f"selections/{made(send(desk, 'POST', 'selections', {'call': call.uid}))['uid']}"
    decision = f"decisions/{Decision.objects.get().uid}"
    assert codes(send(desk, "PUT", decision, {"outcome": "waiting"})) == {"decision.reason_missing"}
    made(send(desk, "PUT", decision, {"outcome": "waiting", "reason": "확약 보완"}), 200)
    public = Client()
    result = selection.replace("selections", "results")
    assert send(public, "GET", result).status_code == 404
    for verb in ("decide", "publish"):
        made(send(desk, "POST", f"{selection}/{verb}"), 200)
    shown = made(send(public, "GET", result), 200)
    assert shown["teams"][0]["override_reason"] == "확약 보완"
    assert "score_bp" not in shown["teams"][0]
    assert len(made(send(public, "GET", "results"), 200)["results"]) == 1


def test_one_key_does_one_thing() -> None:
    world, call, _ = a_judged_call(1)
    desk = sign_in(Client(), world.ministry_officer)
    body = {"call": call.uid, "due_at": DUE_AT.isoformat()}
    first, again = (send(desk, "POST", "rounds", body, **{"Idempotency-Key": "open-1"}) for _ in range(2))
    assert (first.json(), first.status_code) == (again.json(), again.status_code)
    assert Round.objects.count() == 1
    assert codes(send(desk, "POST", "rounds", body)) == {"round.opened_before"}


def test_versions_scales_and_deadlines_are_refused_with_their_codes() -> None:
    panel = a_panel(1, 3)
    panel.start()
    judge = sign_in(Client(), panel.users[0])
    review = f"assignments/{panel.given().uid}"
    assert send(judge, "GET", f"{review}/review").status_code == 404
    made(send(judge, "PUT", f"{review}/review", {"scores": SCORES}), 200)
    stale = send(judge, "PUT", f"{review}/review", {"scores": SCORES}, **{"If-Match": '"v1"'})
    assert (stale.status_code, codes(stale)) == (412, {"review.changed_meanwhile"})
    off = [{**SCORES[0], "points": 6}]
    assert codes(send(judge, "PUT", f"{review}/review", {"scores": off})) == {"review.points_off_scale"}
    assert send(judge, "PUT", f"{review}/review", {"scores": [{**SCORES[0], "points": 3.5}]}).status_code == 422
    at_the_clock(DUE_AT)
    assert codes(send(judge, "POST", f"{review}/submit")) == {"review.late"}
    assert Review.objects.get().state == "draft"


def test_nothing_of_a_case_leaks_by_its_number() -> None:
    panel = a_panel_of(lambda call: [a_submission(a_team(), call, at=MARCH).proposal], experts=4)
    panel.start()
    case, assignment = panel.case(), Assignment.objects.select_related("expert")[0]
    given = set(Assignment.objects.values_list("expert_id", flat=True))
    idle = next(number for number, expert in enumerate(panel.experts) if expert.pk not in given)
    paths = (
        f"cases/{case.uid}",
        f"cases/{case.uid}/reviews",
        f"cases/{case.uid}/files/{case.dossier['files'][0]['uid']}",
        f"assignments/{assignment.uid}/review",
        f"assignments/{assignment.uid}/others",
        f"rounds/{panel.round.uid}/cases",
        f"rounds/{panel.round.uid}/members",
        f"rounds/{panel.round.uid}/conflicts",
        f"rounds/{panel.round.uid}/assignments",
        f"rounds/{panel.round.uid}/assignment-plans",
        f"rounds/{panel.round.uid}/pairs",
    )
    stranger = a_ministry_world().ministry_officer
    for user in (panel.users[idle], panel.outsider, panel.world.member, panel.world.region_officer, stranger):
        client = sign_in(Client(), user)
        assert {path: send(client, "GET", path).status_code for path in paths} == dict.fromkeys(paths, 404)
        assert made(send(client, "GET", "assignments"), 200) == []
    judge = sign_in(Client(), panel.users[panel.experts.index(assignment.expert)])
    assert send(judge, "GET", paths[0]).status_code == 200
    named = {"conflicts": [{"case": case.uid, "ground": "relation"}]}
    made(send(judge, "POST", f"rounds/{panel.round.uid}/interests", named), 200)
    assert {path: send(judge, "GET", path).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_whoever_is_not_signed_in_is_answered_with_results_alone() -> None:
    panel = a_panel(1, 3)
    for path in ("experts", "rounds", "assignments", "selections", f"cases/{panel.case().uid}"):
        assert send(Client(), "GET", path).status_code == 403
    assert send(Client(), "GET", "results").status_code == 200
    for user in (panel.world.member, panel.users[0]):
        assert send(sign_in(Client(), user), "GET", "experts").status_code == 403


def test_conflicts_and_returns_over_the_api() -> None:
    panel = a_panel(1, 4)
    panel.start()
    desk = sign_in(Client(), panel.world.agency_officer)
    assignment = Assignment.objects.select_related("expert", "case")[0]
    panel.submit(assignment)
    made(send(desk, "POST", f"assignments/{assignment.uid}/reopen", {"reason": "보완"}), 200)
    conflicts = f"rounds/{panel.round.uid}/conflicts"
    barred = {"case": assignment.case.uid, "expert": assignment.expert.uid, "ground": "other", "note": ""}
    conflict = made(send(desk, "POST", conflicts, barred))
    assert [one["uid"] for one in made(send(desk, "GET", conflicts), 200)] == [conflict["uid"]]
    assert made(send(desk, "POST", f"conflicts/{conflict['uid']}/lift", {"why": "오해"}), 200)["state"] == "lifted"
    made(send(desk, "POST", f"rounds/{panel.round.uid}/due", {"due_at": "2004-06-30T18:00+09:00", "reason": "x"}), 200)


def test_lists_take_as_many_queries_for_three_as_for_one() -> None:
    counted = []
    for cases in (1, 3):
        with transaction.atomic():
            panel = a_panel(cases, 3)
            panel.start()
            panel.score()
            panel.pledge()
            desk, judge = sign_in(Client(), panel.world.ministry_officer), sign_in(Client(), panel.users[0])
            round_ = f"rounds/{panel.round.uid}"
            asked = [(desk, f"{round_}/{part}") for part in ("members", "cases", "conflicts")]
            asked += [(desk, "experts"), (desk, "rounds"), (judge, "assignments"), (desk, f"cases/{panel.case().uid}")]
            found = [_queries(*one) for one in asked]
            actions.close_round(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
            selection = panel.propose()
            found.append(_queries(desk, f"selections/{selection.uid}"))
            for act in (actions.decide_selection, actions.publish_selection):
                act(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
            found.append(_queries(Client(), f"results/{selection.uid}"))
            counted.append(found)
            transaction.set_rollback(True)
    assert counted[0] == counted[1]


def _queries(client: Client, path: str) -> int:
    made(send(client, "GET", path), 200)
    with CaptureQueriesContext(connection) as captured:
        send(client, "GET", path)
    return sum("worldclock" not in query["sql"] for query in captured)


def test_the_document_is_made_without_a_warning() -> None:
    GENERATOR_STATS.reset()
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # untyped library
    assert [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache] == []
    assert "/api/v1/rounds/{round_uid}/assignments" in document["paths"]
