"""Blind, then open to the panel, then closed: what an expert sees and changes in each phase, and what is noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event
from core.refusals import NotAllowed, RuleBroken, Stale
from programs.models import Call
from programs.policy import Phase, parse_policy
from reviews import actions, queries
from reviews.models import Assignment, Review
from reviews.permissions import Sight, Standing, sight
from reviews.rules import Marks, review_violations
from tests.build import sign_in
from tests.build_programs import a_rule_set
from tests.build_reviews import CRITERIA, Panel, a_panel
from tests.programs.policies import full_with, text_with

pytestmark = pytest.mark.django_db
JUDGE = Standing(member=True, declared=True, given=True)


def phase(*, sees_others: bool, may_score: bool) -> Phase:
    return Phase(code="any", name_ko="단계", sees_others=sees_others, may_score=may_score)


BLIND = phase(sees_others=False, may_score=True)
READING = phase(sees_others=True, may_score=False)
REVISING = phase(sees_others=True, may_score=True)


@pytest.mark.parametrize(
    ("state", "phases", "expected"),
    [
        ("preparing", (BLIND, REVISING), Sight()),
        ("scoring", (BLIND, REVISING), Sight(reads=True, scores=True)),
        ("scoring", (REVISING,), Sight(reads=True, scores=True, sees_others=True)),
        ("opened", (BLIND, READING), Sight(reads=True, sees_others=True)),
        ("opened", (BLIND, REVISING), Sight(reads=True, sees_others=True, revises=True)),
        ("closed", (BLIND, REVISING), Sight()),
    ],
)
def test_one_function_says_what_is_seen_and_done_in_each_phase(
    state: str, phases: tuple[Phase, ...], expected: Sight
) -> None:
    assert sight(JUDGE, state, phases) == expected


def test_who_is_barred_was_not_given_the_case_or_has_not_declared_sees_nothing_in_any_phase() -> None:
    strangers = [
        replace(JUDGE, conflicted=True),
        replace(JUDGE, given=False),
        replace(JUDGE, declared=False),
        replace(JUDGE, member=False),
    ]
    for standing, state in product(strangers, ("preparing", "scoring", "opened", "closed")):
        assert sight(standing, state, (BLIND, REVISING)) == Sight()


@pytest.mark.parametrize(
    ("where", "points", "comment", "codes"),
    [
        ("always", 3, "", {"review.comment_missing"}),
        ("always", 3, "짧다", {"review.comment_too_short"}),
        ("always", 3, "까닭을 열 글자 넘게 썼습니다", set()),
        ("at_ends", 3, "", set()),
        ("at_ends", 5, "", {"review.comment_missing"}),
        ("at_ends", 1, "짧다", {"review.comment_too_short"}),
        ("never", 5, "", set()),
    ],
)
def test_a_comment_is_wanted_where_the_rules_say(where: str, points: int, comment: str, codes: set[str]) -> None:
    policy = parse_policy(full_with("comments.where", where))
    marks = Marks(dict.fromkeys(CRITERIA, points), dict.fromkeys(CRITERIA, comment))
    assert {one.code for one in review_violations(marks, policy)} == codes


def with_revising(panel: Panel) -> None:
    """Rules that let experts change their points once the panel has seen them."""
    text = text_with("review.phases.1.may_score", True)
    assert parse_policy(text).review.phases[1].variant == "open_scoring"
    panel.call.rule_set = a_rule_set(panel.call.program, text)
    Call.objects.filter(pk=panel.call.pk).update(rule_set=panel.call.rule_set)


def given_in(panel: Panel) -> list[Assignment]:
    return list(Assignment.objects.filter(case__round=panel.round, state="given").select_related("expert"))


def opened(*, revising: bool = True) -> tuple[Panel, Assignment]:
    panel = a_panel(1)
    if revising:
        with_revising(panel)
    panel.open()
    return panel, given_in(panel)[0]


def revise(panel: Panel, assignment: Assignment, **changes: Any) -> Review:
    given: dict[str, Any] = {
        "points": {"fit": 2},
        "reason": "토론에서 근거가 부족함을 알았습니다.",
        "version": None,
        "by": panel.actor_of(assignment),
        "at": panel.at,
    }
    return actions.revise_review(assignment_uid=assignment.uid, **{**given, **changes})


def test_a_change_stands_beside_the_first_points_with_its_reason() -> None:
    panel, assignment = opened()
    revise(panel, assignment)
    revise(panel, assignment, points={"fit": 3}, reason="다시 보니 그렇지 않습니다.")
    score = assignment.review.scores.get(criterion="fit")
    assert (score.first_points, score.points, score.revised_why) == (4, 3, "다시 보니 그렇지 않습니다.")
    assert assignment.review.scores.filter(first_points__isnull=False).count() == 1
    events = Event.objects.filter(name="reviews.review_revised").order_by("id")
    assert [one.data["changes"] for one in events] == ["fit 4 → 2", "fit 2 → 3"]
    assert events[0].reason == "토론에서 근거가 부족함을 알았습니다."
    counted = queries.reviews_given(panel.call, parse_policy(panel.call.rule_set.text))
    assert len({score for _, score in counted[panel.proposals[0].pk]}) == 2, "what was changed counts"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"points": {"fit": 9}}, "review.points_off_scale"),
        ({"points": {"beauty": 3}}, "review.criterion_unknown"),
        ({"points": {"fit": 4}}, "review.nothing_changed"),
        ({"reason": " "}, "review.revision_reason_missing"),
    ],
)
def test_a_change_is_refused_whole_with_its_reason(changes: dict[str, Any], code: str) -> None:
    panel, assignment = opened()
    with pytest.raises(RuleBroken) as refused:
        revise(panel, assignment, **changes)
    assert code in {one.code for one in refused.value.violations}
    assert not assignment.review.scores.filter(revised_at__isnull=False).exists()


def test_points_stand_where_the_rules_have_no_phase_for_changing_them_and_once_the_round_is_closed() -> None:
    panel, assignment = opened(revising=False)
    with pytest.raises(NotAllowed):
        revise(panel, assignment)
    client = sign_in(Client(), panel.users[panel.experts.index(assignment.expert)])
    assert client.get(reverse("reviews:revise", args=[assignment.uid])).status_code == 403


def test_a_change_over_a_newer_one_is_told() -> None:
    panel, assignment = opened()
    version = assignment.review.version
    revise(panel, assignment, version=version)
    with pytest.raises(Stale):
        revise(panel, assignment, points={"fit": 5}, version=version)


def test_the_expert_changes_on_the_page_and_over_the_api_and_all_read_both() -> None:
    panel, assignment = opened()
    number = panel.experts.index(assignment.expert)
    client = sign_in(Client(), panel.users[number])
    page = reverse("reviews:review", args=[assignment.uid])
    assert "내 점수 고치기" in client.get(page).content.decode()
    form = reverse("reviews:revise", args=[assignment.uid])
    sent = {f"points.{code}": "4" for code in CRITERIA}
    assert "고친 점수가 없습니다" in client.post(form, sent).content.decode()
    assert client.post(form, {**sent, "points.fit": "2", "reason": "다시 생각했습니다."}).status_code == 302
    assert "처음 4점" in client.get(page).content.decode()
    other = given_in(panel)[1]
    seen = sign_in(Client(), panel.users[panel.experts.index(other.expert)]).get(
        reverse("reviews:review", args=[other.uid])
    )
    assert "다시 생각했습니다." in seen.content.decode()
    address = reverse("api:assignment-revision", args=[assignment.uid])
    body = {"scores": [{"criterion": "readiness", "points": 5}], "reason": "시제품을 보았습니다."}
    answer = client.post(address, body, content_type="application/json").json()
    told = {one["criterion"]: (one["first_points"], one["points"]) for one in answer["scores"]}
    assert (told["readiness"], told["fit"], told["capacity"]) == ((4, 5), (4, 2), (None, 4))


def test_opening_papers_is_noted_once_a_sitting_on_page_and_api() -> None:
    panel = a_panel(1)
    panel.start()
    assignment = given_in(panel)[0]
    number = panel.experts.index(assignment.expert)
    client = sign_in(Client(), panel.users[number])
    client.get(reverse("reviews:review", args=[assignment.uid]))
    client.get(reverse("api:case", args=[assignment.case.uid]))
    noted = Event.objects.filter(name="reviews.papers_read")
    assert [one.subject_uid for one in noted] == [assignment.uid]
    assignment.refresh_from_db()
    assert assignment.read_at is not None
    later = assignment.read_at + timedelta(hours=1)
    assert actions.note_reading(assignment_uid=assignment.uid, by=panel.expert(number), at=later)
    assert noted.all().count() == 2


def test_a_desk_that_takes_a_document_along_is_noted() -> None:
    panel = a_panel(1)
    actions.note_paper_taken(case_uid=panel.case().uid, name="plan.pdf", by=panel.officer, at=panel.at)
    assert Event.objects.get(name="reviews.paper_taken").data["name"] == "plan.pdf"
