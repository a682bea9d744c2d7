"""The portal's pages of judgement: what each reader gets, what each deed answers, and how many queries it takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from reviews import actions
from reviews.models import Assignment, AssignmentPlan, Conflict, Decision, Expert, Review, Round, Selection
from reviews.queries import work_for
from tests.build import MARCH, sign_in
from tests.build_proposals import a_submission, a_team
from tests.build_reviews import (
    CRITERIA,
    DUE_AT,
    OPENED_AT,
    SELECTED_AT,
    Panel,
    a_judged_call,
    a_panel,
    a_panel_of,
    an_expert,
)
from tests.proposals.portal import at_the_clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]
LATER = {"due_at": "2004-06-30T18:00"}


@pytest.fixture(autouse=True)
def in_2004(db: None) -> None:
    """Requests arrive while the round is at work."""
    at_the_clock(OPENED_AT)


def get(client: Client, name: str, *args: object) -> HttpResponse:
    response: Any = client.get(reverse(f"reviews:{name}", args=args))
    return response  # type: ignore[no-any-return]  # the test client's own


def answers(client: Client, routes: Iterable[tuple[str, tuple[object, ...]]]) -> list[int]:
    """The status of each page, a file read to its end."""
    found = []
    for name, args in routes:
        response: Any = get(client, name, *args)
        if response.streaming:
            assert b"".join(response.streaming_content).startswith(b"%PDF")
        found.append(response.status_code)
    return found


def post(client: Client, name: str, *args: object, **data: Any) -> HttpResponse:
    response: Any = client.post(reverse(f"reviews:{name}", args=args), {"csrfmiddlewaretoken": "", **data})
    return response  # type: ignore[no-any-return]  # the test client's own


def page(client: Client, name: str, *args: object) -> str:
    response = get(client, name, *args)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def written(**changes: Any) -> dict[str, Any]:
    """A review as its form sends it."""
    words = {f"points.{code}": "4" for code in CRITERIA} | {
        f"comments.{code}": "근거가 분명합니다." for code in CRITERIA
    }
    return {**words, "comment": "좋습니다.", **changes}


def test_a_round_from_its_opening_to_the_published_result(client: Client) -> None:
    world, call, _ = a_judged_call(1)
    experts = [an_expert() for _ in range(3)]
    users = [User.objects.get(person=expert.person) for expert in experts]
    officer = sign_in(client, world.ministry_officer)
    assert "reviews:open-round" in [item.url_name for item in work_for(world.actor("ministry_officer"), OPENED_AT)]
    page(officer, "open-round", call.uid)
    assert post(officer, "open-round", call.uid, due_at="2004-04-01T10:00").status_code == 422
    assert post(officer, "open-round", call.uid, **LATER).status_code == 302
    round_ = Round.objects.get()
    assert post(officer, "invite", round_.uid).status_code == 422
    assert post(officer, "invite", round_.uid, expert=[expert.uid for expert in experts]).status_code == 302
    for user in users:
        expert = sign_in(Client(), user)
        assert post(expert, "declare", round_.uid).status_code == 422, "the box is not ticked"
        assert post(expert, "declare", round_.uid, all="on").status_code == 302
    assert "배정안 만들기" in page(officer, "assign", round_.uid)
    assert post(officer, "assign", round_.uid, act="propose").status_code == 302
    assert "상한" in page(officer, "assign", round_.uid)
    plan = AssignmentPlan.objects.get(round=round_)
    assert post(officer, "assign", round_.uid, act="confirm", plan=str(plan.uid)).status_code == 302
    page(officer, "advance", round_.uid, "start_scoring")
    assert post(officer, "advance", round_.uid, "start_scoring").status_code == 302
    for assignment in Assignment.objects.select_related("expert"):
        expert = sign_in(Client(), users[experts.index(assignment.expert)])
        assert post(expert, "review", assignment.uid, **written(then="submit")).status_code == 302
        assert post(expert, "submit", assignment.uid).status_code == 302
    assert "reviews:round" in [item.url_name for item in work_for(world.actor("ministry_officer"), OPENED_AT)]
    assert post(officer, "advance", round_.uid, "close_round").status_code == 302
    assert post(officer, "propose", call.uid).status_code == 302
    selection, decision = Selection.objects.get(), Decision.objects.get()
    assert post(officer, "override", decision.uid, outcome="waiting", reason="").status_code == 422
    assert post(officer, "override", decision.uid, outcome="waiting", reason="=확약 보완").status_code == 302
    assert get(Client(), "results", selection.uid).status_code == 404
    for verb in ("decide", "publish"):
        page(officer, "move", selection.uid, verb)
        assert post(officer, "move", selection.uid, verb).status_code == 302
    public = Client()
    result = page(public, "results", selection.uid)
    assert "=확약 보완" in result
    assert world.ministry_officer.person.name_ko in result  # type: ignore[union-attr]  # has a person
    assert "'=확약 보완" in page(public, "results-csv", selection.uid), "no cell is a formula"
    page(public, "all-results")


def test_a_review_is_saved_as_it_is_typed_and_words_are_never_lost(client: Client) -> None:
    panel = a_panel(1, 3)
    panel.start()
    assignment = panel.given()
    url = reverse("reviews:review", args=[assignment.uid])
    typed: Any = {"HTTP_X_REQUESTED_WITH": "autosave"}
    assert client.post(url, written(), **typed).status_code == 401
    kept: Any = client.post(url, written(comment="길게 쓴 의견"))
    assert (kept.status_code, "길게 쓴 의견" in kept.content.decode()) == (401, True)
    sign_in(client, panel.users[0])
    saved = client.post(url, written(), HTTP_IF_MATCH='"v1"', **typed)
    assert (saved.status_code, saved.json()) == (200, {"version": "v2", "errors": {}})
    stale = client.post(url, written(comment="다른 창"), HTTP_IF_MATCH='"v1"', **typed)
    assert (stale.status_code, stale.json()["current"]) == (412, {"comment": "좋습니다."})
    both: Any = client.post(url, written(comment="다른 창", version="v1"))
    assert both.status_code == 412
    assert "좋습니다." in both.content.decode()
    wrong = client.post(url, written(**{"points.fit": "9"}), **typed)
    assert wrong.status_code == 422
    assert post(client, "review", assignment.uid, **written(version="v2", then="stay")).status_code == 302
    assert post(client, "submit", assignment.uid).status_code == 302
    assert 'name="points.fit"' not in page(client, "review", assignment.uid), "read-only afterwards"
    assert client.post(url, written(), **typed).status_code == 409


def test_what_is_missing_and_what_is_late_is_told_before_submitting(client: Client) -> None:
    panel = a_panel(1, 3)
    panel.start()
    sign_in(client, panel.users[0])
    assignment = panel.given()
    assert "#id_points.fit" in page(client, "submit", assignment.uid)
    assert post(client, "submit", assignment.uid).status_code == 422
    panel.save(assignment)
    at_the_clock(DUE_AT + timedelta(minutes=1))
    assert post(client, "submit", assignment.uid).status_code == 422
    assert Review.objects.get().state == "draft"


def test_an_expert_is_answered_nothing_of_cases_that_are_not_his(client: Client) -> None:
    panel = a_panel_of(lambda call: [a_submission(a_team(), call, at=MARCH).proposal], experts=4)
    panel.start()
    case = panel.case()
    document = case.dossier["files"][0]["uid"]
    given = set(Assignment.objects.values_list("expert_id", flat=True))
    idle = next(number for number, expert in enumerate(panel.experts) if expert.pk not in given)
    judge = next(number for number, expert in enumerate(panel.experts) if expert.pk in given)
    assignment = panel.given(judge)
    routes = (
        ("review", (assignment.uid,)),
        ("submit", (assignment.uid,)),
        ("file", (case.uid, document)),
        ("case", (case.uid,)),
        ("round", (panel.round.uid,)),
        ("conflicts", (panel.round.uid,)),
    )
    sign_in(client, panel.users[judge])
    assert answers(client, routes[:3]) == [200, 200, 200]
    assert answers(client, routes[3:]) == [404, 404, 404]
    for user in (panel.users[idle], panel.outsider, panel.world.member, panel.world.region_officer):
        sign_in(client, user)
        assert answers(client, routes) == [404] * 6
        assert case.title_ko not in page(client, "mine")
    sign_in(client, panel.users[judge])
    assert (
        post(
            client,
            "declare",
            panel.round.uid,
            **{f"conflict-{case.uid}": "on", f"ground-{case.uid}": "rivalry", f"note-{case.uid}": "", "all": "on"},
        ).status_code
        == 302
    )
    assert Conflict.objects.get().ground == "rivalry"
    assert answers(client, routes) == [404] * 6
    assert case.title_ko not in page(client, "mine")
    sign_in(client, panel.world.ministry_officer)
    assert answers(client, routes[2:]) == [200] * 4


def test_others_scores_are_on_the_page_only_when_the_round_is_open_to_the_panel(client: Client) -> None:
    panel = a_panel(1, 3)
    panel.start()
    panel.score()
    sign_in(client, panel.users[0])
    other = panel.experts[1].person.name_ko
    assert other not in page(client, "review", panel.given().uid)
    actions.open_to_panel(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    assert other in page(client, "review", panel.given().uid)
    actions.close_round(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    assert get(client, "review", panel.given().uid).status_code == 404


def test_a_desk_sets_and_lifts_a_conflict_gives_back_and_gives_time(client: Client) -> None:
    panel = a_panel(1, 4)
    panel.start()
    sign_in(client, panel.world.agency_officer)
    assignment = Assignment.objects.select_related("expert", "case").all()[0]
    panel.submit(assignment)
    assert post(client, "reopen", assignment.uid, reason="").status_code == 422
    assert post(client, "reopen", assignment.uid, reason="보완").status_code == 302
    sent = {"case": assignment.case.uid, "expert": assignment.expert.uid, "ground": "other", "note": "제보"}
    assert post(client, "conflicts", panel.round.uid).status_code == 422
    assert post(client, "conflicts", panel.round.uid, **sent).status_code == 302
    conflict = Conflict.objects.get()
    page(client, "conflicts", panel.round.uid)
    assert post(client, "lift", conflict.uid, why="").status_code == 422
    assert post(client, "lift", conflict.uid, why="오해").status_code == 302
    assert post(client, "postpone", panel.round.uid, due_at="2004-04-16T10:00", reason="x").status_code == 422
    assert post(client, "postpone", panel.round.uid, reason="연휴", **LATER).status_code == 302
    unfinished: Any = post(client, "advance", panel.round.uid, "close_round")
    assert (unfinished.status_code, "제출" in unfinished.text) == (422, True), "the refusal is told"
    panel.score()
    assert panel.case().number in page(client, "advance", panel.round.uid, "close_round"), "short of an expert"
    short: Any = post(client, "advance", panel.round.uid, "close_round", reason="")
    assert (short.status_code, short.context["form"].has_error("reason", "round.cases_short")) == (422, True)
    assert post(client, "advance", panel.round.uid, "close_round", reason="대신할 전문가 없음").status_code == 302
    assert Round.objects.get().state == "closed"
    assert get(client, "advance", panel.round.uid, "explode").status_code == 404


def test_the_register_is_searched_and_kept(client: Client) -> None:
    panel = a_panel(1, 3)
    sign_in(client, panel.world.ministry_officer)
    name = panel.experts[0].person.name_ko
    assert name in client.get(reverse("reviews:experts"), {"words": name}).content.decode()
    assert name not in client.get(reverse("reviews:experts"), {"words": "없는이름"}).content.decode()
    person = panel.world.member.person
    assert person is not None
    assert person.name_ko in client.get(reverse("reviews:find-person"), {"person": person.name_ko}).content.decode()
    assert post(client, "register", person.uid, fields_known="it, bio", max_cases="0").status_code == 422
    assert post(client, "register", person.uid, fields_known="it, bio", max_cases="5").status_code == 302
    assert Expert.objects.get(person=person).fields == ["bio", "it"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_is_drawn_in_both_languages(client: Client, language: str) -> None:
    panel = a_panel_of(lambda call: [a_submission(a_team(), call, at=MARCH).proposal], experts=3)
    panel.start()
    expert, officer = panel.users[0], panel.world.ministry_officer
    User.objects.filter(pk__in=[expert.pk, officer.pk]).update(language=language)
    expert.language = officer.language = language
    sign_in(client, expert)
    for name, args in (("mine", ()), ("declare", (panel.round.uid,)), ("review", (panel.given().uid,))):
        page(client, name, *args)
    sign_in(client, officer)
    for name in ("round", "invite", "conflicts", "assign", "postpone"):
        page(client, name, panel.round.uid)
    for name in ("desk", "experts", "find-person"):
        page(client, name)
    page(client, "case", panel.case().uid)
    page(client, "register", panel.experts[0].person.uid)
    panel.pledge()
    panel.score()
    actions.close_round(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    page(client, "propose", panel.call.uid)
    selection = panel.propose()
    for name in ("selection", "discard", "reasons", "reasons-csv", "shares"):
        page(client, name, selection.uid)
    page(client, "override", panel.decision().uid)
    for act in (actions.decide_selection, actions.publish_selection):
        act(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    assert panel.proposals[0].title_ko in page(client, "results", selection.uid) or language == "en"


def counted(client: Client, user: User, name: str, *args: object) -> int:
    """Queries of a page, without the world's clock, whose answer is kept for seconds."""
    sign_in(client, user)
    page(client, name, *args)
    with CaptureQueriesContext(connection) as captured:
        page(client, name, *args)
    return sum("worldclock" not in query["sql"] for query in captured)


def counts(client: Client, panel: Panel) -> dict[str, int]:
    """The pages of a panel at scoring, before and after its selection."""
    officer, expert = panel.world.ministry_officer, panel.users[0]
    panel.start()
    panel.score()
    found = {
        name: counted(client, officer, name, panel.round.uid) for name in ("round", "invite", "conflicts", "assign")
    }
    found |= {name: counted(client, officer, name) for name in ("desk", "experts")}
    found["case"] = counted(client, officer, "case", panel.case().uid)
    found["mine"] = counted(client, expert, "mine")
    found["declare"] = counted(client, expert, "declare", panel.round.uid)
    found["review"] = counted(client, expert, "review", panel.given().uid)
    panel.pledge()
    actions.close_round(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    selection = panel.propose()
    for name in ("selection", "reasons", "shares"):
        found[name] = counted(client, officer, name, selection.uid)
    for act in (actions.decide_selection, actions.publish_selection):
        act(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    found["results"] = counted(client, officer, "results", selection.uid)
    return found


def test_three_cases_take_as_many_queries_as_one(client: Client) -> None:
    found = []
    for cases in (1, 3):
        with transaction.atomic():
            found.append(counts(client, a_panel(cases, 3)))
            transaction.set_rollback(True)
    assert found[0] == found[1]
