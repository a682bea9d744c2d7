"""What is alike stands on the pages of a case: an expert is told the degree, and no word of another proposal."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.sweeps import run
from programs.models import Call
from proposals.models import Proposal
from proposals.tasks import SKETCHES
from reviews import actions
from reviews.models import Case
from tests.build import a_ministry_world
from tests.build_programs import CLOSES_AT, a_call, a_ruled_program, shifted
from tests.build_reviews import OPENED_AT, Panel, a_panel_of
from tests.proposals.portal import at_the_clock, signed_in
from tests.proposals.regional import a_submitted_proposal
from tests.proposals.test_alike import SECRET, SHARED

pytestmark = pytest.mark.django_db
EXPERTS = 4


@dataclass
class Scene:
    """Two cases at scoring that are alike, and others like them in a closed and an open call elsewhere."""

    panel: Panel
    closed: Proposal
    open: Proposal

    @property
    def case(self) -> Case:
        return self.panel.case(0)

    @property
    def other(self) -> Proposal:
        return self.panel.proposals[1]

    def judge(self) -> int:
        """The number of an expert to whom both cases were given."""
        numbers = range(EXPERTS)
        return next(one for one in numbers if self.panel.experts[one].assignments.filter(state="given").count() == 2)

    def told(self, user: User, language: str = "en") -> tuple[str, list[dict[str, Any]]]:
        """The page, and what the API says, to somebody."""
        client = signed_in(user, language)
        page = client.get(reverse("reviews:alike", args=[self.case.uid]))
        said = client.get(reverse("api:case-alike", args=[self.case.uid]))
        assert page.status_code == said.status_code == 200
        return page.content.decode(), said.json()


@pytest.fixture(scope="module")
def first_scene(shared_db: None) -> Scene:
    texts = (f"우리는 다음을 합니다. {SHARED}", f"{SECRET} {SHARED}")
    elsewhere = a_ministry_world("busan")

    def hand_in(call: Call) -> list[Proposal]:
        lead = a_ministry_world().institution
        return [a_submitted_proposal(call, lead, text=text) for text in texts]

    panel = a_panel_of(hand_in, EXPERTS)
    program, rule_set = a_ruled_program(elsewhere.ministry)
    early = a_call(program, rule_set)
    late = a_call(program, rule_set, **shifted((OPENED_AT - CLOSES_AT).days + 9))
    scene = Scene(panel, *(a_submitted_proposal(call, elsewhere.institution, text=texts[1]) for call in (early, late)))
    panel.start()
    run(SKETCHES, at=OPENED_AT)
    return scene


@pytest.fixture
def scene(first_scene: Scene) -> Scene:
    at_the_clock(OPENED_AT)
    return deepcopy(first_scene)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_expert_is_told_the_degree_and_his_own_cases_words_alone(scene: Scene, language: str) -> None:
    page, said = scene.told(scene.panel.users[scene.judge()], language)
    assert {one["number"] for one in said} == {scene.other.number, scene.closed.number}
    assert all(one["is_overlap"] and one["text_bp"] >= 2_500 for one in said)
    for one in said:
        assert one["passages"]
        assert all(pair["own"] in f"우리는 다음을 합니다. {SHARED}" and not pair["other"] for pair in one["passages"])
    for text in (page, str(said)):
        assert "시연회" in text
        for of_another in (SECRET[:8], scene.other.title_ko, scene.closed.title_ko, str(scene.other.uid)):
            assert of_another not in text
    assert scene.open.number not in page
    assert "<h3>" not in page, "headings of a page go down by one"
    shown = signed_in(scene.panel.users[scene.judge()], language).get(
        reverse("reviews:review", args=[scene.panel.given(scene.judge(), scene.case).uid])
    )
    assert reverse("reviews:alike", args=[scene.case.uid]) in shown.content.decode()


def test_a_conflict_keeps_even_the_number_of_the_other_case_away(scene: Scene) -> None:
    judge = scene.judge()
    actions.declare_interests(
        round_uid=scene.panel.round.uid,
        conflicts={scene.panel.case(1).uid: ("relation", "")},
        by=scene.panel.expert(judge),
        at=OPENED_AT,
    )
    page, said = scene.told(scene.panel.users[judge])
    assert [one["number"] for one in said] == [scene.closed.number]
    assert scene.other.number not in page


def test_whoever_may_not_open_the_case_finds_nothing(scene: Scene) -> None:
    judge = scene.judge()
    actions.declare_interests(
        round_uid=scene.panel.round.uid,
        conflicts={scene.case.uid: ("relation", "")},
        by=scene.panel.expert(judge),
        at=OPENED_AT,
    )
    for user in (scene.panel.users[judge], scene.panel.outsider, scene.panel.world.region_officer):
        for name in ("reviews:alike", "api:case-alike"):
            assert signed_in(user).get(reverse(name, args=[scene.case.uid])).status_code == 404


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_desk_reads_both_sides_of_its_own_and_nothing_of_the_other_ministrys(scene: Scene, language: str) -> None:
    officer = scene.panel.world.ministry_officer
    page, said = scene.told(officer, language)
    by_number = {one["number"]: one for one in said}
    assert set(by_number) == {scene.other.number, scene.closed.number}
    assert all("시연회" in pair["other"] for pair in by_number[scene.other.number]["passages"])
    assert all(not pair["other"] for pair in by_number[scene.closed.number]["passages"])
    assert reverse("proposals:detail", args=[scene.other.uid]) in page
    assert str(scene.closed.uid) not in page
    case = signed_in(officer, language).get(reverse("reviews:case", args=[scene.case.uid])).content.decode()
    assert reverse("reviews:alike", args=[scene.case.uid]) in case


def test_it_asks_as_much_for_three_as_for_one(scene: Scene) -> None:
    path = reverse("reviews:alike", args=[scene.case.uid])
    judge, officer = scene.panel.users[scene.judge()], scene.panel.world.ministry_officer

    def counted() -> list[tuple[int, int]]:
        """How many are told, with how many queries, for an expert and for the desk."""
        found = []
        for user in (judge, officer):
            client = signed_in(user)
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                part = client.get(path, headers={"HX-Request": "true"}).content.decode()
            found.append((part.count("<article"), sum("worldclock" not in one["sql"] for one in captured)))
        return found

    at_two = counted()
    for _ in range(2):
        a_submitted_proposal(scene.closed.call, scene.closed.lead_organization, text=SHARED)
    run(SKETCHES, at=OPENED_AT)
    at_four = counted()
    assert [told for told, _ in at_two] == [2, 2]
    assert [told for told, _ in at_four] == [4, 4]
    assert [asked for _, asked in at_two] == [asked for _, asked in at_four]
    assert max(asked for _, asked in at_two) <= 12
