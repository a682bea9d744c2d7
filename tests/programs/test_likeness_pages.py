"""What is alike is shown while a programme, its rules or a call is written, and to everybody over page and API."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.actions import IndicatorTerms, add_indicator, begin_rule_draft, save_rule_group
from programs.models import Program, RuleDraft
from programs.queries.likeness import (
    alike_with,
    alike_with_program,
    calls_beside,
    codes,
    known_programs,
    pairs,
    profile_of_draft,
    ruled_in_draft,
)
from programs.rules.likeness import KNOWN_FROM_BP, Ruled
from tests.build import MARCH, World, a_ministry_world, sign_in
from tests.build_programs import BEFORE, SYSTEM, a_call, a_program, a_rule_set, it_is
from tests.programs.policies import ris_raw, text_with

pytestmark = pytest.mark.django_db
GOAL: dict[str, Any] = {"goal_ko": "지역의 대학과 기업이 함께 창업을 돕습니다.", "sectors": ("IT",)}


@dataclass
class Scene:
    """Two ministries: `own` of the first and `twin` of the second have the same rules; `bare` has none yet."""

    world: World
    own: Program
    twin: Program
    bare: Program


def _counting(program: Program) -> Program:
    terms = IndicatorTerms(code="jobs", name_ko="신규 일자리", name_en="New jobs", unit_ko="명")
    add_indicator(program_uid=program.uid, terms=terms, by=SYSTEM, at=BEFORE)
    return program


@pytest.fixture(scope="module")
def first_scene(shared_db: None) -> Scene:
    world = a_ministry_world()
    own = _counting(a_program(world.ministry, name_ko="창업 지원사업", **GOAL))
    twin = _counting(a_program(name_ko="창업보육 지원사업", **GOAL))
    a_rule_set(own)
    a_call(twin, a_rule_set(twin))
    bare = a_program(name_ko="바다의 날", goal_ko="어업", sectors=("해양",))
    return Scene(world, own, twin, bare)


@pytest.fixture
def scene(db: None, first_scene: Scene) -> Scene:
    it_is(MARCH)
    return deepcopy(first_scene)


def officer(scene: Scene, language: str = "en") -> Client:
    client = sign_in(Client(), scene.world.ministry_officer)
    client.cookies["django_language"] = language
    return client


def test_a_programme_is_compared_with_all_others_at_once(scene: Scene) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            alike_with_program(scene.own, MARCH)
        return len(captured)

    found = alike_with_program(scene.own, MARCH)
    assert [one.program.pk for one in found] == [scene.twin.pk, scene.bare.pk]
    assert found[0].likeness.is_overlap
    assert found[1].likeness.known_bp < KNOWN_FROM_BP, "a programme without rules is known by its text alone"
    once = asked()
    a_rule_set(_counting(a_program(**GOAL)))
    assert asked() == once == 4


def test_every_pair_is_compared_once_the_most_alike_first(scene: Scene) -> None:
    found = pairs(known_programs(MARCH))
    assert len(found) == 3
    assert {found[0].first.pk, found[0].second.pk} == {scene.own.pk, scene.twin.pk}


def test_a_draft_is_compared_as_it_is_written(scene: Scene) -> None:
    draft = begin_rule_draft(program_uid=scene.own.uid, by=SYSTEM, at=BEFORE)
    budget = {**ris_raw()["budget"], "categories": ris_raw()["budget"]["categories"][:1]}
    save_rule_group(draft_uid=draft.uid, group="budget", values=budget, version=None, by=SYSTEM, at=BEFORE)
    save_rule_group(draft_uid=draft.uid, group="pay", values={"rules": "?"}, version=None, by=SYSTEM, at=BEFORE)
    draft = RuleDraft.objects.select_related("program").get()
    twin = alike_with(profile_of_draft(draft, MARCH), known_programs(MARCH), scene.own.pk)[0]
    assert twin.program.pk == scene.twin.pk
    assert 0 < (twin.likeness.part("cost").degree_bp or 0) < 10_000
    page = officer(scene).get(reverse("programs:rule-draft", args=[draft.uid])).content.decode()
    assert reverse("programs:program", args=[scene.twin.uid]) in page


def test_of_a_draft_that_can_not_be_read_nothing_is_known() -> None:
    assert ruled_in_draft({"eligibility": {}, "regions": {"only": 3}, "budget": [], "pay": None}, {"seoul"}) == Ruled()


def test_calls_that_are_open_for_the_same_are_shown_beside(scene: Scene) -> None:
    ruled = Ruled(regions=frozenset({"daejeon"}))
    (beside,) = calls_beside(scene.own, ruled, MARCH)
    assert (beside.call.program_id, beside.regions, beside.sectors) == (scene.twin.pk, ("daejeon",), ("IT",))
    assert calls_beside(scene.twin, ruled, MARCH) == []
    assert calls_beside(scene.bare, ruled, MARCH) == [], "another sector"
    assert calls_beside(scene.own, Ruled(regions=frozenset()), MARCH) == []
    other = a_program(sectors=("IT",))
    a_call(other, a_rule_set(other, text_with("eligibility.excluded_regions", ["daejeon"])))
    assert [one.call.program_id for one in calls_beside(scene.own, ruled, MARCH)] == [scene.twin.pk]
    assert "daejeon" in codes(MARCH)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_pages_show_it(scene: Scene, language: str) -> None:
    client = officer(scene, language)
    for path in (
        reverse("programs:alike", args=[scene.own.uid]),
        reverse("programs:edit-program", args=[scene.own.uid]),
        reverse("programs:draft-call", args=[scene.own.uid]),
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert str(reverse("programs:program", args=[scene.twin.uid])) in answer.content.decode(), path
    assert reverse("programs:call", args=[scene.twin.calls.get().uid]) in answer.content.decode(), "beside a new call"
    assert Client().get(reverse("programs:alike", args=[scene.own.uid])).status_code == 200


def test_the_form_of_a_new_programme_tells_while_it_is_typed(scene: Scene) -> None:
    client, path = officer(scene), reverse("programs:alike-as-typed")
    link = reverse("programs:program", args=[scene.twin.uid])
    typed = {
        "name_ko": "창업 보육사업",
        "goal_ko": GOAL["goal_ko"],
        "sectors": "it, 바이오",
        "preset": "ris-pilot-2004",
    }
    assert link in client.post(path, typed).content.decode()
    assert link not in client.post(path, {"name_ko": " ", "preset": "none"}).content.decode()
    assert link not in client.post(path).content.decode()
    changed = reverse("programs:alike-as-changed", args=[scene.own.uid])
    assert (
        link in client.post(changed, {"name_ko": "창업", "goal_ko": GOAL["goal_ko"], "sectors": "IT"}).content.decode()
    )
    assert client.post(reverse("programs:alike-as-changed", args=[scene.twin.uid])).status_code == 403
    desk = sign_in(Client(), scene.world.agency_officer)
    assert desk.post(path, typed).status_code == 403


def test_the_api_tells_everybody(scene: Scene) -> None:
    first = Client().get(reverse("api:program-alike", args=[scene.own.uid])).json()[0]
    assert (first["uid"], first["is_overlap"]) == (str(scene.twin.uid), True)
    parts = {part["name"]: part for part in first["parts"]}
    assert parts["outcome"] == {
        "name": "outcome",
        "degree_bp": 10_000,
        "shared": [{"what": "measure", "name_ko": "신규 일자리", "name_en": "New jobs"}],
    }
