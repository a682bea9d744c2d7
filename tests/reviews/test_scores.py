"""A round's scores on the desk's page, in its sheet and over the API; the draws that tell how far a place is chance."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import jobs
from core.models import Event, Job
from core.refusals import NotAllowed, RuleBroken, WrongState
from core.sweeps import run
from reviews import actions
from reviews.tasks import DRAWINGS
from tests.build import sign_in
from tests.build_reviews import SELECTED_AT, Panel, a_panel

pytestmark = pytest.mark.django_db


def scored(*points: int) -> Panel:
    panel = a_panel(len(points))
    panel.pledge()
    panel.close(*points)
    return panel


def drawn(panel: Panel) -> Job:
    actions.ask_for_drawings(round_uid=panel.round.uid, by=panel.officer, at=SELECTED_AT)
    assert run(DRAWINGS, at=SELECTED_AT).done == 1
    return Job.objects.get(kind=DRAWINGS.name)


def test_scores_stand_side_by_side_and_what_counts_is_said() -> None:
    panel = scored(5, 3)
    page = sign_in(Client(), panel.world.ministry_officer).get(reverse("reviews:scores", args=[panel.round.uid]))
    text = page.content.decode()
    assert "안건의 점수 평균을 반영" in text
    assert "엄격함을 알 수 없습니다" in text, "two experts with two cases each are too few"
    assert text.index(panel.proposals[0].number) < text.index(panel.proposals[1].number)
    sheet = sign_in(Client(), panel.world.ministry_officer).get(reverse("reviews:scores-table", args=[panel.round.uid]))
    assert panel.proposals[1].number in sheet.content.decode()


def test_draws_are_made_by_a_worker_and_stand_on_page_and_api() -> None:
    panel = scored(5, 3, 4)
    job = drawn(panel)
    assert (job.state, job.percent) == ("done", 100)
    client = sign_in(Client(), panel.world.ministry_officer)
    found = client.get(reverse("api:round-scores", args=[panel.round.uid])).json()
    assert [one["inside_bp"] for one in found["cases"]] == [10_000, 10_000, 0]
    assert found["drawings"] == {"state": "done", "percent": 100, "seed": job.pk, "draws": 200}
    assert (found["counts"], found["thin"]) == ("mean", "few_reviews")
    assert "100%" in client.get(reverse("reviews:scores", args=[panel.round.uid])).content.decode()
    part = client.get(reverse("reviews:scores", args=[panel.round.uid]), headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"
    assert set((job.result or {})["inside_bp"]) == {str(one.pk) for one in panel.proposals}
    assert {"reviews.drawings_asked", "reviews.drawings_made"} <= set(Event.objects.values_list("name", flat=True))


def test_draws_of_other_reviews_than_stand_are_not_shown() -> None:
    panel = scored(5, 3)
    drawn(panel)
    panel.round.cases.all()[0].assignments.update(state="void")
    client = sign_in(Client(), panel.world.ministry_officer)
    found = client.get(reverse("api:round-scores", args=[panel.round.uid])).json()
    assert {one["inside_bp"] for one in found["cases"]} == {None}
    assert "다시 뽑아 보세요" in client.get(reverse("reviews:scores", args=[panel.round.uid])).content.decode()


def test_draws_are_refused_while_scoring_twice_and_to_whoever_only_reads() -> None:
    panel = a_panel(2)
    panel.start()
    with pytest.raises(RuleBroken, match=r"round\.scoring_goes_on"):
        actions.ask_for_drawings(round_uid=panel.round.uid, by=panel.officer, at=SELECTED_AT)
    panel.score()
    actions.close_round(round_uid=panel.round.uid, by=panel.officer, at=panel.at)
    with pytest.raises(NotAllowed):
        actions.ask_for_drawings(round_uid=panel.round.uid, by=panel.role("auditor"), at=SELECTED_AT)
    client = sign_in(Client(), panel.world.ministry_officer)
    address = reverse("reviews:draw", args=[panel.round.uid])
    assert client.post(address).status_code == 302
    again = client.post(address, follow=True)
    assert "이미 평가위원을 다시 뽑고 있습니다" in again.content.decode()
    assert Job.objects.filter(kind=DRAWINGS.name).count() == 1


def test_draws_can_be_stopped_and_a_worker_that_died_loses_nothing() -> None:
    panel = scored(5, 3)
    client = sign_in(Client(), panel.world.ministry_officer)
    drawings = reverse("api:round-drawings", args=[panel.round.uid])
    assert client.post(drawings).status_code == 202
    job = Job.objects.get(kind=DRAWINGS.name)
    jobs.begin(job)  # and its worker dies
    jobs.want_stop(job)
    run(DRAWINGS, at=SELECTED_AT)
    job.refresh_from_db()
    assert job.state == "stopped"
    assert client.delete(drawings).status_code == 409
    assert client.post(drawings).status_code == 202
    assert client.delete(drawings).json()["state"] == "stopped"
    with pytest.raises(WrongState):
        actions.stop_drawings(round_uid=panel.round.uid, by=panel.officer, at=SELECTED_AT)


def test_a_failing_draw_says_so_and_another_may_be_asked_for() -> None:
    panel = scored(5, 3)
    actions.ask_for_drawings(round_uid=panel.round.uid, by=panel.officer, at=SELECTED_AT)
    Job.objects.filter(kind=DRAWINGS.name).update(parameters={"round": "00000000-0000-4000-8000-000000000000"})
    run(DRAWINGS, at=SELECTED_AT)
    assert Job.objects.get(kind=DRAWINGS.name).state == "failed"


def test_experts_see_nothing_of_scores() -> None:
    panel = scored(5, 3)
    client = sign_in(Client(), panel.users[0])
    assert client.get(reverse("reviews:scores", args=[panel.round.uid])).status_code == 404
    assert client.get(reverse("api:round-scores", args=[panel.round.uid])).status_code == 404


@pytest.mark.parametrize("points", [(5,), (5, 4, 3)])
def test_more_cases_cost_no_more_queries(points: tuple[int, ...], django_assert_num_queries: Any) -> None:
    panel = scored(*points)
    drawn(panel)
    client = sign_in(Client(), panel.world.ministry_officer)
    address = reverse("reviews:scores", args=[panel.round.uid])
    client.get(address)
    with django_assert_num_queries(22):
        assert client.get(address).status_code == 200
