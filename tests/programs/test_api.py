"""The interface for machines: reads without sign-in, writes of desks, the same refusals as the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event
from programs.models import Call
from tests.build import MARCH, World, sign_in
from tests.build_programs import CLOSES_AT, a_call, a_draft_call, a_program, it_is, ris_rules, the_ris_program
from tests.programs.test_pages import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]


def post(client: Client, name: str, args: list[Any], body: dict[str, Any] | None = None, **headers: str) -> Any:
    return client.post(reverse(name, args=args), body or {}, content_type="application/json", headers=headers)


def codes(answer: Any) -> set[str]:
    assert answer["Content-Type"] == "application/problem+json"
    return {one["code"] for one in answer.json()["violations"]}


def call_body(program: Any, rule_set: Any, **changes: Any) -> dict[str, Any]:
    return {
        "program": str(program.uid),
        "rule_set": str(rule_set.uid),
        "code": "ris-2004",
        "title_ko": "2004년 공고",
        "title_en": "Call of 2004",
        "summary_ko": "지역 사업을 지원합니다.",
        "summary_en": "Supports regional projects.",
        "opens_at": "2004-03-02T09:00:00+09:00",
        "closes_at": "2004-03-31T18:00:00+09:00",
        "ranking_due_at": "2004-04-14T18:00:00+09:00",
        "project_starts_on": "2004-07-01",
        "budget_krw": 120_000_000_000,
        "contact": "지역산업과",
        **changes,
    }


PART = {"title_ko": "신청 방법", "title_en": "How", "text_ko": "제출합니다.", "text_en": "Hand it in."}


def test_the_public_reads_calls_programmes_and_rules(client: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry, world.agency)
    call = a_call(program, rule_set)
    a_draft_call(program, rule_set)
    it_is(MARCH)
    listed = client.get(reverse("api:calls")).json()
    assert [row["uid"] for row in listed["results"]] == [str(call.uid)]
    assert (listed["results"][0]["phase"], listed["next"]) == ("open", None)
    read = client.get(reverse("api:call", args=[call.uid]))
    assert read["ETag"] == f'"v{call.version}"'
    assert read.json()["guidelines"][0]["order"] == 1
    assert read.json()["moves"] == []
    rules = client.get(reverse("api:rule-set", args=[rule_set.uid])).json()
    clauses = {clause["path"]: clause for clause in rules["clauses"]}
    share = clauses["match.share_bp"]
    assert (share["values"], share["unit"], share["assumed"]) == ({"share_bp": 1000}, "bp", False)
    assert "10%" in share["text_ko"]
    assert "10%" in share["text_en"]
    assert share["text_ko"] != share["text_en"]
    found = client.get(reverse("api:program", args=[program.uid])).json()
    assert [one["code"] for one in found["indicators"]][:2] == ["jobs", "firms-supported"]
    assert client.get(reverse("api:programs")).json()["results"][0]["code"] == "ris-pilot"
    assert len(client.get(reverse("api:rule-sets"), {"program": str(program.uid)}).json()["results"]) == 1
    assert client.get(reverse("api:rule-sets"), {"program": str(uuid4())}).json()["results"] == []


def test_filters_are_the_pages(client: Client, world: World) -> None:
    a_call(*the_ris_program(world.ministry))
    it_is(MARCH)
    url = reverse("api:calls")
    assert len(client.get(url, {"state": "open", "region": "seoul"}).json()["results"]) == 1
    assert client.get(url, {"state": "closed"}).json()["results"] == []
    wrong = client.get(url, {"state": "soon"})
    assert wrong.status_code == 422
    assert codes(wrong) == {"input.invalid"}


def test_lists_come_in_pages_with_cursors(client: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    uids = [str(a_call(program, rule_set).uid) for _ in range(3)]
    first = client.get(reverse("api:calls"), {"page_size": "2"}).json()
    second = client.get(first["next"]).json()
    assert [row["uid"] for row in first["results"] + second["results"]] == uids
    assert second["next"] is None


def test_an_officer_runs_a_call_from_draft_to_cancellation(officer: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    made = post(officer, "api:calls", [], call_body(program, rule_set))
    assert made.status_code == 201
    uid = made.json()["uid"]
    assert made["Location"] == reverse("api:call", args=[uid])
    not_yet = officer.get(reverse("api:call-readiness", args=[uid])).json()
    assert (not_yet["ready"], [one["code"] for one in not_yet["violations"]]) == (False, ["call.guideline_missing"])
    assert post(officer, "api:call-guidelines", [uid], PART).status_code == 201
    rewritten = officer.put(
        reverse("api:call-guideline", args=[uid, 1]), {**PART, "title_ko": "제출"}, content_type="application/json"
    )
    assert rewritten.json()["guidelines"][0]["title_ko"] == "제출"
    assert officer.get(reverse("api:call-readiness", args=[uid])).json() == {"ready": True, "violations": []}
    announced = post(officer, "api:call-announce", [uid])
    assert (announced.status_code, announced.json()["phase"]) == (200, "coming")
    assert announced.json()["moves"] == ["move_dates", "cancel"]
    it_is(MARCH)
    moved = {"reason": "장애", "closes_at": "2004-04-01T18:00:00+09:00", "ranking_due_at": "2004-04-15T18:00:00+09:00"}
    answer = post(officer, "api:call-dates", [uid], moved).json()
    assert datetime.fromisoformat(answer["closes_at"]) > CLOSES_AT
    assert post(officer, "api:call-cancel", [uid], {"reason": "삭감"}).json()["cancel_reason"] == "삭감"
    assert codes(post(officer, "api:call-cancel", [uid], {"reason": "삭감"})) == {"call.wrong_state"}


def test_a_draft_changes_only_as_it_was_read(officer: Client, world: World) -> None:
    call = a_draft_call(*the_ris_program(world.ministry))
    url = reverse("api:call", args=[call.uid])
    read = officer.get(url)["ETag"]
    change = {"contact": "다른 과"}
    answer = officer.patch(url, change, content_type="application/json", headers={"If-Match": read})
    assert (answer.status_code, answer.json()["contact"]) == (200, "다른 과")
    assert answer.json()["title_ko"] == call.title_ko, "what is left out stays"
    assert answer["ETag"] != read
    stale = officer.patch(url, {"contact": "또"}, content_type="application/json", headers={"If-Match": read})
    assert stale.status_code == 412
    assert codes(stale) == {"call.changed_meanwhile"}


def test_the_same_key_drafts_one_call(officer: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    body = call_body(program, rule_set)
    first = post(officer, "api:calls", [], body, **{"Idempotency-Key": "draft-1"})
    again = post(officer, "api:calls", [], body, **{"Idempotency-Key": "draft-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["uid"] == again.json()["uid"]
    assert Call.objects.count() == 1
    assert Event.objects.filter(name="programs.call_drafted").count() == 1
    other = post(officer, "api:calls", [], {**body, "code": "other"}, **{"Idempotency-Key": "draft-1"})
    assert codes(other) == {"idempotency.key_used_for_another_request"}


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"closes_at": "2004-03-01T09:00"}, "call.closes_before_opening"),
    ({"ranking_due_at": "2004-03-31T18:00"}, "call.ranking_before_closing"),
]


@pytest.mark.parametrize(("changes", "code"), WRONG)
def test_page_and_interface_refuse_with_the_same_code(
    officer: Client, world: World, changes: dict[str, Any], code: str
) -> None:
    program, rule_set = the_ris_program(world.ministry)
    sent = {name: f"{moment}:00+09:00" for name, moment in changes.items()}
    answer = post(officer, "api:calls", [], call_body(program, rule_set, **sent))
    assert answer.status_code == 422
    page = officer.post(reverse("programs:draft-call", args=[program.uid]), form_of(rule_set, **changes))
    on_page = {error.code for errors in page.context["form"].errors.as_data().values() for error in errors}
    assert codes(answer) == on_page == {code}


def test_input_of_a_wrong_kind_is_named_field_by_field(officer: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    answer = post(
        officer, "api:calls", [], call_body(program, rule_set, budget_krw="1.5", opens_at="soon", title_ko="")
    )
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["violations"]} == {"budget_krw", "opens_at", "title_ko"}


WRITES = [
    ("api:calls", False),
    ("api:call-announce", True),
    ("api:call-cancel", True),
    ("api:call-dates", True),
    ("api:call-guidelines", True),
]


@pytest.mark.parametrize(("name", "of_a_call"), WRITES)
@pytest.mark.parametrize("role", ["", "institution_officer", "region_officer", "auditor"])
def test_nobody_else_writes(client: Client, world: World, name: str, of_a_call: bool, role: str) -> None:
    program, rule_set = the_ris_program(world.ministry)
    call = a_call(program, rule_set)
    events = Event.objects.count()
    asker = sign_in(client, world.users()[role]) if role else client
    body = {**call_body(program, rule_set), **PART, "reason": "이유"}
    answer = post(asker, name, [call.uid] if of_a_call else [], body)
    assert answer.status_code == 403
    assert Event.objects.count() == events


def test_rules_are_drafted_and_published(officer: Client, world: World) -> None:
    program = a_program(world.ministry)
    bad = post(officer, "api:rule-sets", [], {"program": str(program.uid), "text": "schema = 1"})
    assert bad.status_code == 422
    assert len(bad.json()["violations"]) > 5
    made = post(officer, "api:rule-sets", [], {"program": str(program.uid), "text": ris_rules()})
    assert (made.status_code, made.json()["state"], made.json()["version"]) == (201, "draft", 1)
    uid = made.json()["uid"]
    assert Client().get(reverse("api:rule-set", args=[uid])).status_code == 404
    assert post(officer, "api:rule-set-publish", [uid]).json()["state"] == "published"
    assert codes(post(officer, "api:rule-set-publish", [uid])) == {"rule_set.wrong_state"}
    assert Client().get(reverse("api:rule-set", args=[uid])).status_code == 200


def test_a_programme_is_made_with_what_it_counts(officer: Client, world: World) -> None:
    body = {"code": "new", "ministry": str(world.ministry.uid), "name_ko": "새 사업", "goal_ko": "목표"}
    made = post(officer, "api:programs", [], body)
    assert made.status_code == 201
    indicator = {"code": "jobs", "name_ko": "일자리", "unit_ko": "명"}
    counted = post(officer, "api:program-indicators", [made.json()["uid"]], indicator)
    assert [one["code"] for one in counted.json()["indicators"]] == ["jobs"]
    assert codes(post(officer, "api:programs", [], body)) == {"program.code_taken"}
