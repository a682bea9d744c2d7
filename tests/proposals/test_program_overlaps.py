"""Overlaps of programmes live as those of proposals: found by a sweep, advised on, answered, told to both."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import scope
from core.models import Delivery, Event
from core.refusals import NotAllowed
from core.sweeps import run
from programs.actions import IndicatorTerms, add_indicator, change_program
from programs.models import Program
from programs.queries import program_terms
from proposals.actions.comparing import compare_program
from proposals.actions.overlaps import answer_overlap, give_opinion
from proposals.models import Overlap
from proposals.permissions.overlaps import may_view_overlap
from proposals.queries.due import work_for
from proposals.queries.overlaps import overlaps_visible_to
from proposals.queries.program_overlaps import programs_to_compare
from proposals.tasks import ANSWERS_OVERDUE, PROGRAMS
from reporting.queries.overview import overview
from tests.build import MARCH, World, a_ministry_world, later
from tests.build_programs import BEFORE, SYSTEM, a_program, a_rule_set
from tests.programs.policies import text_with
from tests.proposals.portal import at_the_clock, signed_in

pytestmark = pytest.mark.django_db
LATER = later(days=60)
GOAL = "지역의 대학과 기업이 함께 창업을 돕습니다."


@dataclass
class Scene:
    """A ministry with a programme, and another whose programme came later, under the same rules."""

    early: World
    late: World
    first: Program
    second: Program

    @property
    def overlap(self) -> Overlap:
        return Overlap.objects.select_related("first_program", "second_program").get()


def _program(world: World, name: str) -> Program:
    program = a_program(world.ministry, name_ko=name, name_en=f"{name} programme", goal_ko=GOAL)
    terms = IndicatorTerms(code="jobs", name_ko="신규 일자리", unit_ko="명")
    add_indicator(program_uid=program.uid, terms=terms, by=SYSTEM, at=BEFORE)
    return program


@pytest.fixture(scope="module")
def first_scene(shared_db: None) -> Scene:
    early, late = a_ministry_world("daejeon"), a_ministry_world("busan")
    second, first = _program(late, "창업보육"), _program(early, "창업")
    a_rule_set(first, at=BEFORE)
    a_rule_set(second, at=MARCH)
    assert run(PROGRAMS, at=MARCH).done == 2
    return Scene(early, late, first, second)


@pytest.fixture
def scene(db: None, first_scene: Scene) -> Scene:
    at_the_clock(MARCH)
    return deepcopy(first_scene)


def rewrite(program: Program, **changes: str) -> None:
    terms = program_terms(program)
    changed = {name: changes.get(name, getattr(terms, name)) for name in terms.__dataclass_fields__}
    change_program(program_uid=program.uid, terms=type(terms)(**changed), by=SYSTEM, at=MARCH)


def told(name: str) -> set[int]:
    return set(Delivery.objects.filter(event__name=f"proposals.{name}").values_list("user_id", flat=True))


def test_it_is_noted_once_and_told_to_both_ministries(scene: Scene) -> None:
    overlap = scene.overlap
    assert (overlap.kind, overlap.state) == ("program", "open")
    assert (overlap.first_program, overlap.second_program) == (scene.first, scene.second)
    assert overlap.alike_bp > 6_000
    assert told("overlap_found") == {scene.early.ministry_officer.pk, scene.late.ministry_officer.pk}
    assert run(PROGRAMS, at=MARCH).done == 0
    event = Event.objects.get(name="proposals.overlap_found")
    assert (event.data["first_ko"], event.data["second_ko"]) == ("창업", "창업보육")
    with pytest.raises(NotAllowed):
        compare_program(program_uid=scene.first.uid, by=scene.late.actor("ministry_officer"), at=MARCH)


def test_it_is_due_again_when_words_rules_or_indicators_change_and_ends_with_the_likeness(scene: Scene) -> None:
    assert not programs_to_compare(MARCH).exists()
    terms = IndicatorTerms(code="firms", name_ko="기업", unit_ko="개사")
    add_indicator(program_uid=scene.second.uid, terms=terms, by=SYSTEM, at=MARCH)
    assert run(PROGRAMS, at=MARCH).done == 1
    a_rule_set(scene.second, text_with("eligibility.lead_kinds", ["cooperative"]), at=MARCH)
    rewrite(scene.second, goal_ko="바다에서 고기를 잡습니다.")
    assert run(PROGRAMS, at=MARCH).done == 1
    assert scene.overlap.state == "ended"
    a_rule_set(scene.second, at=MARCH)
    rewrite(scene.second, goal_ko=GOAL)
    assert run(PROGRAMS, at=MARCH).done == 1
    assert scene.overlap.state == "open"


def test_the_committee_advises_and_the_later_programmes_ministry_answers_by_a_date(scene: Scene) -> None:
    committee, desk = scene.early.actor("coordinator"), scene.late.actor("ministry_officer")
    uid = scene.overlap.uid
    with pytest.raises(NotAllowed):
        give_opinion(overlap_uid=uid, opinion="merge", text="하나로", by=desk, at=MARCH)
    give_opinion(overlap_uid=uid, opinion="merge", text="하나로", by=committee, at=MARCH)
    assert told("overlap_opinion_given") == {scene.early.ministry_officer.pk, scene.late.ministry_officer.pk}
    assert [one.code for one in work_for(desk, MARCH)] == ["work.proposals.answer_overlap"]
    assert run(ANSWERS_OVERDUE, at=MARCH).done == 0
    assert run(ANSWERS_OVERDUE, at=LATER).done == 1
    assert told("overlap_overdue") == {scene.late.ministry_officer.pk, scene.early.coordinator.pk}
    other = scene.early.actor("ministry_officer")
    with pytest.raises(NotAllowed):
        answer_overlap(overlap_uid=uid, answer="joined", text="함께", by=other, at=LATER)
    assert answer_overlap(overlap_uid=uid, answer="joined", text="함께", by=desk, at=LATER).state == "joined"
    rewrite(scene.second, goal_ko="바다에서 고기를 잡습니다.")
    run(PROGRAMS, at=LATER)
    assert scene.overlap.state == "joined", "what was said stands"
    scene.second.refresh_from_db()
    assert scene.second.name_ko == "창업보육"


def test_what_is_visible_equals_the_permission_and_the_second_wall(scene: Scene) -> None:
    stranger = a_ministry_world("ulsan")
    for world in (scene.early, scene.late, stranger):
        for role in world.users():
            actor = world.actor(role)
            may = may_view_overlap(actor, scene.overlap)
            assert overlaps_visible_to(actor).exists() == may
            with scope.within(actor.scope):
                assert Overlap.objects.exists() or not may
    assert not may_view_overlap(stranger.actor("ministry_officer"), scene.overlap)


def test_an_overlap_is_of_two_of_one_kind(scene: Scene) -> None:
    for values in ({"kind": "proposal"}, {"second_program": scene.first}, {"alike_bp": 10_001}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Overlap.objects.update(**values)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_list_page_and_sheet_show_both_kinds_with_a_filter(scene: Scene, language: str) -> None:
    committee, page = signed_in(scene.early.coordinator, language), reverse("proposals:overlaps")
    name = "창업 / 창업보육" if language == "ko" else "창업 programme / 창업보육 programme"
    assert name in committee.get(page, {"kind": "program"}).content.decode()
    assert name not in committee.get(page, {"kind": "proposal"}).content.decode()
    sheet = committee.get(reverse("proposals:overlaps-sheet"), {"kind": "program"}).content.decode()
    assert scene.first.code in sheet
    path = reverse("proposals:overlap", args=[scene.overlap.uid])
    text = committee.get(path).content.decode()
    assert "신규 일자리" in text
    given = {"opinion": "keep_apart", "text": "따로 하세요."}
    assert committee.post(reverse("proposals:overlap-opinion", args=[scene.overlap.uid]), given).status_code == 302
    desk = signed_in(scene.late.ministry_officer, language)
    answered = desk.post(
        reverse("proposals:overlap-answer", args=[scene.overlap.uid]),
        {"answer": "accepted", "text": "대상이 다릅니다.", "opinion_read": "keep_apart"},
    )
    assert answered.status_code == 302
    assert "대상이 다릅니다." in committee.get(path).content.decode()


def test_api_report_and_the_counts_by_ministry_know_it(scene: Scene) -> None:
    committee = signed_in(scene.early.coordinator)
    (row,) = committee.get(reverse("api:overlaps"), {"kind": "program"}).json()
    assert (row["kind"], row["first_call"], row["second_program"]) == ("program", "", scene.second.code)
    assert committee.get(reverse("api:overlaps"), {"kind": "proposal"}).json() == []
    assert [committee.get(reverse("api:overlaps"), {"state": one}).json() for one in ("open", "ended")] == [[row], []]
    assert committee.get(reverse("api:overlaps"), {"state": "burnt"}).status_code in {400, 422}
    whole = committee.get(reverse("api:overlap", args=[row["uid"]])).json()
    assert whole["passages"] == []
    out = StringIO()
    call_command("overlap_report", "--json", stdout=out)
    (pair,) = json.loads(out.getvalue())["programs"]
    assert (pair["first"], pair["second"], pair["state"]) == (scene.first.code, scene.second.code, "open")
    found = overview(scene.early.actor("coordinator"), MARCH)
    assert found.overlaps == {"open": 1}
