"""Proposals over the API: as a team writes and hands in, and as others read or are kept out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import clock
from core.http import PROBLEM
from programs.models import Call
from proposals.models import Attachment, Proposal, Submission
from proposals.rules import SECTIONS
from tests.build import MARCH, World, a_ministry_world, sign_in
from tests.build_programs import CLOSES_AT, a_call
from tests.build_proposals import PDF, Team, a_complete_draft, a_submission, a_team, grid

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spring_of_2004() -> None:
    move_to(MARCH)


def move_to(moment: datetime) -> None:
    """Set the world's clock, known at once also where nothing is committed."""
    clock.move_to(moment)
    cache.delete(clock.OFFSET_KEY)


def client_of(user: User) -> Client:
    return sign_in(Client(), user)


def path_of(proposal: Proposal, rest: str = "") -> str:
    return f"/api/v1/proposals/{proposal.uid}{rest}"


def put(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.put(path, json.dumps(body), content_type="application/json", headers=headers)


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    return client.post(path, json.dumps(body or {}), content_type="application/json", headers=headers)


def codes_of(response: Any) -> list[str]:
    assert response["Content-Type"] == PROBLEM
    return [one["code"] for one in response.json()["violations"]]


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    move_to(moment)
    yield
    move_to(MARCH)


def cells(changes: dict[tuple[int, str, str], int] | None = None) -> dict[str, Any]:
    return {
        "lines": [
            {"year": one.year, "category": one.category, "source": one.source.value, "amount_krw": one.amount_krw}
            for one in grid(changes)
        ]
    }


def test_a_team_writes_and_its_office_hands_in() -> None:
    team, call = a_team(), a_call()
    leader, office = client_of(team.leader_user), client_of(team.office_user)
    begun = post(
        leader,
        "/api/v1/proposals",
        {"call": str(call.uid), "lead_organization": str(team.lead.uid), "title_ko": "과제"},
    )
    assert begun.status_code == 201, begun.content
    path = begun["Location"]
    for code in SECTIONS:
        assert put(leader, f"{path}/sections/{code}", {"text": "글"}, **{"If-Match": '"v0"'})["ETag"] == '"v1"'
    partner = {"organization": str(team.partner.uid), "contribution": "시제품"}
    assert post(leader, f"{path}/partners", partner).status_code == 200
    for user, part in ((team.leader_user, "leader"), (team.partner_user, "member")):
        assert user.person is not None
        seat = {"part": part, "person_kind": "researcher", "share_bp": 2_000}
        assert put(leader, f"{path}/people/{user.person.uid}", seat).status_code == 200
    saved = put(leader, f"{path}/budget", cells(), **{"If-Match": '"v1"'})
    assert saved.json()["sums"]["total_krw"] == 3_000_000_000
    promised = [{"indicator": one.code, "year": 3, "value": "12.50"} for one in call.program.indicators.all()[:3]]
    assert put(leader, f"{path}/targets", {"targets": promised}).status_code == 200
    for document in ("plan", "consent"):
        upload = SimpleUploadedFile(f"{document}.pdf", PDF, content_type="application/pdf")
        assert leader.post(f"{path}/files", {"document": document, "file": upload}).status_code == 201
    assert {task["status"] for task in leader.get(f"{path}/progress").json()} == {"done"}

    refused = post(leader, f"{path}/submit")
    assert (refused.status_code, codes_of(refused)) == (403, ["http.not_allowed"])
    receipt = post(office, f"{path}/submit")

    assert receipt.status_code == 200
    assert receipt.json()["number"] == f"{call.code.upper()}-0001"
    assert office.get(f"{path}/receipt").json() == receipt.json()
    open_moves = {move["verb"] for move in office.get(f"{path}/moves").json() if move["open"]}
    assert open_moves == {"replace", "withdraw"}


def test_a_double_click_hands_in_once() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    office = client_of(team.office_user)
    first = post(office, path_of(proposal, "/submit"), None, **{"Idempotency-Key": "once"})
    second = post(office, path_of(proposal, "/submit"), None, **{"Idempotency-Key": "once"})
    third = post(office, path_of(proposal, "/submit"))
    assert first.json() == second.json() == third.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Submission.objects.count() == 1


def test_one_second_late_is_a_problem_document_with_its_seconds() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    with at(CLOSES_AT + timedelta(seconds=1)):
        client = client_of(team.office_user)
        response = post(client, path_of(proposal, "/submit"))
    assert (response.status_code, codes_of(response)) == (422, ["proposal.late"])
    violation = response.json()["violations"][0]
    assert violation["values"]["late_seconds"] >= 1
    assert "마감" in violation["text"]["ko"]
    assert "closed" in violation["text"]["en"]


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (100.5, "money.not_whole"),
        ("1000.0", "money.not_whole"),
        (-1, "money.negative"),
        ("1e9", "money.not_number"),
        ("", "money.blank"),
        (10**16, "money.too_large"),
    ],
)
def test_an_amount_that_is_not_whole_won_is_refused_beside_its_cell(amount: Any, code: str) -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    body = cells({(2, "running", "grant"): amount})
    response = put(client_of(team.leader_user), path_of(proposal, "/budget"), body)
    assert (response.status_code, codes_of(response)) == (422, [code])
    assert response.json()["violations"][0]["field"] == "lines.2.running.grant"
    assert proposal.lines.get(year=2, category="running", source="grant").amount_krw == 700_000_000


def test_the_live_check_says_what_the_submission_would() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    body = cells({(1, "salaries", "grant"): 200_100_000, (1, "running", "grant"): 699_900_000})
    leader = client_of(team.leader_user)
    checked = post(leader, path_of(proposal, "/budget/check"), body).json()
    assert [one["code"] for one in checked] == ["budget.salaries_above_cap"]
    assert put(leader, path_of(proposal, "/budget"), body).status_code == 200
    refused = post(client_of(team.office_user), path_of(proposal, "/submit"))
    assert codes_of(refused) == ["budget.salaries_above_cap"]


def test_two_writers_of_one_section_both_keep_their_words() -> None:
    team = a_team()
    path = path_of(a_complete_draft(team), "/sections/summary")
    first, second = client_of(team.leader_user), client_of(team.partner_user)
    read = first.get(path)["ETag"]
    assert put(first, path, {"text": "첫째 글"}, **{"If-Match": read}).status_code == 200
    stale = put(second, path, {"text": "둘째 글"}, **{"If-Match": read})
    assert (stale.status_code, codes_of(stale)) == (412, ["http.changed_meanwhile"])
    values = stale.json()["violations"][0]["values"]
    assert (values["current"], values["yours"], values["version"]) == ("첫째 글", "둘째 글", 2)


def test_a_stale_grid_is_refused() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    response = put(client_of(team.leader_user), path_of(proposal, "/budget"), cells(), **{"If-Match": '"v1"'})
    assert (response.status_code, codes_of(response)) == (412, ["proposal.changed_meanwhile"])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("plan.exe", PDF, "file.kind_not_allowed"),
        ("plan.pdf", b"MZ\x90\x00" + b"\x00" * 100, "file.content_is_not_its_kind"),
    ],
)
def test_a_file_of_a_wrong_type_is_refused(name: str, content: bytes, code: str) -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    upload = {"document": "plan", "file": SimpleUploadedFile(name, content)}
    response = client_of(team.leader_user).post(path_of(proposal, "/files"), upload)
    assert (response.status_code, codes_of(response)) == (422, [code])
    assert proposal.attachments.count() == 2


def test_a_path_in_a_file_s_name_leads_nowhere() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="document"\r\n\r\nplan\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../etc/passwd.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + PDF + b"\r\n--x--\r\n"
    )
    client = client_of(team.leader_user)
    client.post(path_of(proposal, "/files"), body, content_type="multipart/form-data; boundary=x")
    for file in (one.file for one in Attachment.objects.filter(proposal=proposal)):
        assert "/" not in file.name
        assert file.uid.hex in str(file.content.name)


def world_with_a_submission() -> tuple[World, Team, Call, Proposal]:
    world, team = a_ministry_world(), a_team()
    call = a_call(ministry=world.ministry)
    return world, team, call, a_submission(team, call).proposal


def test_others_read_what_was_handed_in_and_not_what_is_being_written() -> None:
    world, team, _, proposal = world_with_a_submission()
    leader = client_of(team.leader_user)
    leader.patch(path_of(proposal), json.dumps({"title_ko": "아직 비밀"}), content_type="application/json")
    put(leader, path_of(proposal, "/sections/summary"), {"text": "아직 비밀"})
    for role in ("ministry_officer", "agency_officer", "region_officer", "auditor"):
        client = client_of(world.users()[role])
        for rest in ("", "/sections", "/sections/summary", "/partners", "/people", "/budget", "/targets", "/files"):
            response = client.get(path_of(proposal, rest))
            assert response.status_code == 200, (role, rest)
            assert "비밀" not in response.content.decode()
        assert "비밀" not in client.get("/api/v1/proposals").content.decode()
        for rest in ("/progress", "/differences"):
            assert client.get(path_of(proposal, rest)).status_code == 403
    assert "비밀" in leader.get(path_of(proposal)).json()["content"]["title_ko"]


ROUTES = ("", "/sections", "/sections/summary", "/partners", "/people", "/budget", "/targets", "/files", "/receipt")


def test_to_strangers_every_route_answers_as_if_there_were_nothing() -> None:
    _, _, call, proposal = world_with_a_submission()
    stranger = a_team("busan")
    a_submission(stranger, call)
    file = Attachment.objects.filter(proposal=proposal)[0]
    for client in (client_of(stranger.leader_user), client_of(stranger.office_user), Client()):
        for rest in (*ROUTES, "/moves", "/progress", "/differences"):
            assert client.get(path_of(proposal, rest)).status_code == 404, rest
        for rest in ("/submit", "/withdraw", "/send", "/return"):
            assert post(client, path_of(proposal, rest)).status_code == 404, rest
        assert client.get(f"/api/v1/proposal-files/{file.uid}/content").status_code == 404
        assert client.delete(f"/api/v1/proposal-files/{file.uid}").status_code == 404
        assert str(proposal.uid) not in client.get("/api/v1/proposals").text
    assert Attachment.objects.get(pk=file.pk).removed_at is None


def test_a_file_is_served_as_an_attachment_to_those_who_may_read_it() -> None:
    world, team, _, proposal = world_with_a_submission()
    file = Attachment.objects.filter(proposal=proposal, document="plan")[0]
    client_of(team.leader_user).delete(f"/api/v1/proposal-files/{file.uid}")
    response = client_of(world.region_officer).get(f"/api/v1/proposal-files/{file.uid}/content")
    assert response.getvalue() == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_list_can_be_narrowed() -> None:
    world, _, call, proposal = world_with_a_submission()
    a_submission(a_team("busan"), call)
    client = client_of(world.ministry_officer)

    def found(query: str) -> int:
        return len(client.get(f"/api/v1/proposals?{query}").json()["results"])

    assert (found(""), found("region=busan"), found("region=jeju")) == (2, 1, 0)
    assert (found(f"call={call.code}"), found("state=withdrawn"), found(f"q={proposal.number}")) == (2, 0, 1)


def queries_of(client: Client, path: str) -> int:
    client.get(path)  # so that the world's clock is known already
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_the_number_of_queries_does_not_grow_with_what_is_shown() -> None:
    world, team, call, proposal = world_with_a_submission()
    officer, leader = client_of(world.ministry_officer), client_of(team.leader_user)
    of_one = queries_of(officer, "/api/v1/proposals")
    detail = queries_of(leader, path_of(proposal))
    a_submission(a_team(), call)
    a_submission(a_team("busan"), call)
    assert queries_of(officer, "/api/v1/proposals") == of_one
    assert queries_of(leader, path_of(proposal)) == detail <= 16
