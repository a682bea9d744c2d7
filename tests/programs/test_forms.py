"""The form editor: written, copied and frozen with its call; over its pages and over the interface."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from core.models import Event
from core.refusals import Refused, Stale
from programs import actions, queries
from programs.models import Call, Form
from tests.build import World, a_ministry_world, sign_in
from tests.build_forms import a_form, a_question
from tests.build_programs import BEFORE, SYSTEM, a_draft_call, it_is, the_ris_program
from tests.programs.test_pages import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    it_is(BEFORE)
    return a_ministry_world()


@pytest.fixture
def call(world: World) -> Call:
    return a_draft_call(*the_ris_program(world.ministry, world.agency))


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    return sign_in(client, world.ministry_officer)


def write(call: Call, content: object, **changes: Any) -> Call:
    return actions.write_form(call_uid=call.uid, content=content, by=SYSTEM, at=BEFORE, **changes)


def codes_of(act: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return [one.code for one in refused.value.violations]


def test_a_form_is_written_whole_and_the_same_again_leaves_no_trace(call: Call) -> None:
    write(call, a_form(), version=0)
    row = Form.objects.get(call=call)
    assert row.version == 1
    event = Event.objects.latest("id")
    assert (event.name, event.data["changed"], event.data["questions"]) == ("programs.call_changed", ["form"], 10)
    write(call, a_form(), version=1)
    assert Event.objects.latest("id") == event
    with pytest.raises(Stale):
        write(call, {}, version=0)
    assert codes_of(lambda: write(call, {"sections": [{"code": "a"}], "other": 1})) == [
        "form.missing_key",
        "form.unknown_key",
    ]
    row.refresh_from_db()
    assert row.version == 1, "nothing half kept"


def test_an_announced_form_never_changes_by_any_route(call: Call) -> None:
    write(call, a_form())
    actions.announce_call(call_uid=call.uid, by=SYSTEM, at=BEFORE)
    assert codes_of(lambda: write(call, {})) == ["call.wrong_state"]
    for statement in (
        "UPDATE programs_form SET text = '{}'",
        "DELETE FROM programs_form",
        "TRUNCATE programs_form CASCADE",
        "UPDATE programs_call SET state = 'draft'",
        "INSERT INTO programs_form (call_id, text, checksum, version, changed_at) SELECT id, '{}', '', 1, now() "
        "FROM programs_call",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_call_is_not_announced_with_a_form_in_korean_alone(call: Call) -> None:
    content = a_form()
    del content["sections"][0]["questions"][0]["title_en"]
    write(call, content)
    found = queries.readiness(queries.call(call.uid, SYSTEM), BEFORE)
    assert [(one.code, one.values["path"]) for one in found] == [
        ("form.english_missing", "sections[0].questions[0].title_en")
    ]


def test_a_form_is_copied_from_a_call_that_one_may_read(world: World, call: Call) -> None:
    write(call, a_form())
    other = a_draft_call(call.program, call.rule_set)
    officer = world.actor("ministry_officer", BEFORE)
    actions.copy_form(call_uid=other.uid, from_call_uid=call.uid, by=officer, at=BEFORE)
    assert Form.objects.get(call=other).text == Form.objects.get(call=call).text
    stranger = a_ministry_world("busan")
    foreign = a_draft_call(*the_ris_program(stranger.ministry))
    assert codes_of(
        lambda: actions.copy_form(
            call_uid=foreign.uid,
            from_call_uid=call.uid,
            by=stranger.actor("ministry_officer", BEFORE),
            at=BEFORE,
        )
    ) == ["http.not_found"]


def test_an_officer_builds_a_form_page_by_page(officer: Client, call: Call) -> None:
    new_section = reverse("programs:form-new-section", args=[call.uid])
    assert officer.get(new_section).status_code == 200
    assert officer.post(new_section, {"title_ko": "계획", "title_en": "Plan"}).status_code == 302
    new = reverse("programs:form-new-question", args=[call.uid, "s1"])
    yes_no = {"type": "yes_no", "title_ko": "시제품이 있습니까?", "title_en": "Is there a prototype?"}
    assert officer.post(new, yes_no).status_code == 302
    page = officer.get(new).text
    assert 'value="answer:q1:yes"' in page
    assert 'value="lead_kind::firm"' in page
    choice = {"type": "one_choice", "title_ko": "단계", "title_en": "Stage", "required": "on"}
    wrong = officer.post(new, {**choice, "options": "early, late"})
    assert wrong.status_code == 422
    assert "1째 줄" in wrong.text
    few = officer.post(new, {**choice, "options": "early | 초기 | Early"})
    assert "보기를 두 개 이상" in few.text
    two = ["answer:q1:yes", "lead_kind::firm"]
    lines = "early | 초기 | Early\nlate | 후기 | Late"
    assert officer.post(new, {**choice, "options": lines, "condition": two}).status_code == 422
    assert officer.post(new, {**choice, "options": lines, "condition": two[:1]}).status_code == 302
    form = queries.form_of(queries.call(call.uid, SYSTEM))
    made = form.questions[1]
    assert made.condition is not None
    assert (made.code, made.condition.question, made.answers) == ("q2", "q1", ("early", "late"))
    one = reverse("programs:form-question", args=[call.uid, "q2"])
    assert "early | 초기 | Early" in officer.get(one).text
    stale = officer.post(one, {**choice, "options": lines, "version": "1"})
    assert stale.status_code == 422
    assert "다른 사람이 문항을 바꾸었습니다" in stale.text


def test_a_move_that_would_break_a_condition_is_refused_with_its_place(officer: Client, call: Call) -> None:
    write(call, a_form())
    change = reverse("programs:form-change", args=[call.uid])
    answer = officer.post(change, {"what": "question", "code": "method", "deed": "up"}, follow=True).text
    assert "plan · method" in answer
    assert officer.post(change, {"what": "question", "code": "pilot", "deed": "remove"}, follow=True).status_code == 200
    form = queries.form_of(queries.call(call.uid, SYSTEM))
    assert [one.code for one in form.questions][:2] == ["pilot", "method"], "nothing was moved or taken out"
    officer.post(change, {"what": "question", "code": "staff", "deed": "down"})
    officer.post(change, {"what": "section", "code": "about", "deed": "up"})
    form = queries.form_of(queries.call(call.uid, SYSTEM))
    assert [one.code for one in form.sections] == ["about", "plan"]
    assert [one.code for one in form.sections[1].questions][2:4] == ["stage", "staff"]


def test_a_standard_part_gets_its_hint_or_is_left_out(officer: Client, call: Call) -> None:
    url = reverse("programs:form-part", args=[call.uid, "technology"])
    assert officer.post(url, {"dropped": "on"}).status_code == 302
    assert "technology" not in queries.form_of(queries.call(call.uid, SYSTEM)).standard_parts
    assert officer.post(url, {"help_ko": "<b>짧게</b>"}).status_code == 302
    assert "technology" in queries.form_of(queries.call(call.uid, SYSTEM)).standard_parts
    summary = reverse("programs:form-part", args=[call.uid, "summary"])
    assert officer.post(summary, {"dropped": "on"}).status_code == 422
    assert "dropped" not in officer.get(summary).text
    assert officer.get(reverse("programs:form-part", args=[call.uid, "poem"])).status_code == 404


def test_over_the_interface_a_form_is_taken_whole_or_refused_whole(officer: Client, call: Call) -> None:
    url = reverse("api:call-form", args=[call.uid])
    empty = officer.get(url)
    assert (empty.json()["version"], empty["ETag"]) == (0, '"v0"')
    kept = officer.put(url, a_form(), content_type="application/json", headers={"If-Match": '"v0"'})
    assert kept.status_code == 200, kept.text
    assert kept.json()["sections"][0]["questions"][0]["code"] == "pilot"
    broken = a_form() | {"surprise": 1}
    broken["sections"][0]["questions"][1]["condition"]["question"] = "licence"
    refused = officer.put(url, json.dumps(broken), content_type="application/json")
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["violations"]] == ["form.surprise"]
    del broken["surprise"]
    refused = officer.put(url, json.dumps(broken), content_type="application/json")
    assert [one["field"] for one in refused.json()["violations"]] == [
        "form.sections[0].questions[1].condition.question"
    ]
    assert officer.put(url, "[]", content_type="application/json").status_code == 422
    nul = json.dumps({"sections": [{"code": "a", "title_ko": "\0"}]})
    assert officer.put(url, nul, content_type="application/json").json()["violations"][0]["field"] == (
        "form.sections[0].title_ko"
    )
    assert officer.put(url, {}, content_type="application/json", headers={"If-Match": '"v0"'}).status_code == 412
    assert Client().get(url).status_code == 404, "a draft's form is its desks'"


def test_the_public_page_and_the_editor_ask_the_same_of_one_question_and_of_many(officer: Client, call: Call) -> None:
    write(call, {"sections": [{"code": "a", "title_ko": "쪽", "questions": [a_question("q")]}]})
    pages = [reverse("programs:form", args=[call.uid]), reverse("programs:call", args=[call.uid])]
    few = [queries_of(officer, page) for page in pages]
    write(call, a_form())
    assert [queries_of(officer, page) for page in pages] == few
    assert "추진 계획" in officer.get(pages[1]).text
