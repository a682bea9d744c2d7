"""The interface for machines: a programme set up and changed, its rules written, published and compared; the same
refusals as on the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Kind
from programs.models import Program, RuleDraft
from tests.build import World, a_ministry_world, an_organization, sign_in
from tests.build_programs import a_call, a_program, a_rule_set, ris_rules, the_ris_program
from tests.programs.policies import full_with, ris_raw, text_with

pytestmark = pytest.mark.django_db
WHAT = {"code": "ris-next", "name_ko": "다음 사업", "goal_ko": "목표"}


def ask(client: Client, method: str, name: str, args: list[Any], body: Any = None, **headers: str) -> Any:
    send = getattr(client, method)
    return send(reverse(name, args=args), body or {}, content_type="application/json", headers=headers)


def codes(answer: Any) -> dict[str, str]:
    return {one["clause"] or one["field"]: one["code"] for one in answer.json()["violations"]}


def test_a_programme_is_set_up_with_its_delegation_and_preset(officer: Client, world: World) -> None:
    agency = an_organization(Kind.AGENCY, None)
    delegation = {"powers": ["rules"], "starts_on": "2004-03-01", "ends_on": "2007-07-01", "reference": "고시 1호"}
    body = {**WHAT, "ministry": str(world.ministry.uid), "agency": str(agency.uid), "preset": "ris-pilot-2004"}
    bare = ask(officer, "post", "api:programs", [], {**body, "delegation": {"powers": ["rules"]}})
    assert (bare.status_code, codes(bare)) == (422, {"starts_on": "program.delegation_without_start"})
    assert not Program.objects.exists(), "nothing half set up"
    made = ask(officer, "post", "api:programs", [], {**body, "delegation": delegation})
    assert made.status_code == 201
    assert (made.json()["agency"]["uid"], len(made.json()["indicators"])) == (str(agency.uid), 7)
    draft = RuleDraft.objects.get()
    read = ask(officer, "get", "api:rule-draft", [draft.uid]).json()
    assert (read["faults"], read["content"]["match"]["share_bp"]) == ([], 1000)


def test_a_programme_is_changed_unless_somebody_was_faster(officer: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    read = ask(officer, "get", "api:program", [program.uid])
    changed = ask(officer, "patch", "api:program", [program.uid], {"sectors": ["바이오"]}, **{"If-Match": read["ETag"]})
    assert (changed.status_code, changed.json()["sectors"]) == (200, ["바이오"])
    late = ask(officer, "patch", "api:program", [program.uid], {"name_ko": "늦음"}, **{"If-Match": read["ETag"]})
    assert late.status_code == 412
    a_call(program, rule_set)
    stays = ask(officer, "patch", "api:program", [program.uid], {"route": "commissioned"})
    assert (stays.status_code, codes(stays)) == (422, {"route": "program.route_stays"})
    stranger = sign_in(Client(), a_ministry_world("busan").ministry_officer)
    assert ask(stranger, "patch", "api:program", [program.uid], {"name_ko": "남"}).status_code == 403


def test_rules_are_written_group_by_group_and_published(officer: Client, world: World) -> None:
    program = a_program(world.ministry)
    begun = ask(officer, "post", "api:rule-drafts", [], {"program": str(program.uid), "preset": "ris-pilot-2004"})
    assert begun.status_code == 201
    uid = begun.json()["uid"]
    assert ask(officer, "post", "api:rule-drafts", [], {"program": str(program.uid)}).status_code == 409
    match = {**ris_raw()["match"], "share_bp": 12_000}
    wrong = ask(officer, "put", "api:rule-draft-group", [uid, "match"], {"values": match}, **{"If-Match": '"v1"'})
    assert (wrong.status_code, wrong["ETag"]) == (200, '"v2"')
    [fault] = wrong.json()["faults"]
    assert (fault["path"], fault["code"], fault["values"]["maximum"]) == ("match.share_bp", "policy.too_large", 9999)
    assert "99.99%" in fault["text_en"]
    assert (
        ask(
            officer, "put", "api:rule-draft-group", [uid, "match"], {"values": match}, **{"If-Match": '"v1"'}
        ).status_code
        == 412
    )
    refused = ask(officer, "post", "api:rule-draft-publish", [uid])
    assert (refused.status_code, codes(refused)) == (422, {"match.share_bp": "policy.too_large"})
    ask(officer, "put", "api:rule-draft-group", [uid, "match"], {"values": {**match, "share_bp": 1200}})
    published = ask(officer, "post", "api:rule-draft-publish", [uid])
    assert (published.status_code, published.json()["version"]) == (201, 1)
    assert ask(officer, "get", "api:rule-draft", [uid]).status_code == 404


def test_a_whole_text_is_taken_or_refused_whole(officer: Client, world: World) -> None:
    draft = RuleDraft.objects.get(
        uid=ask(officer, "post", "api:rule-drafts", [], {"program": str(a_program(world.ministry).uid)}).json()["uid"]
    )
    wrong = ask(officer, "put", "api:rule-draft-text", [draft.uid], {"text": text_with("match.share_bp", "10%")})
    assert (wrong.status_code, codes(wrong)) == (422, {"match.share_bp": "policy.wrong_type"})
    taken = ask(officer, "put", "api:rule-draft-text", [draft.uid], {"text": ris_rules()})
    assert taken.json()["faults"] == []
    assert ask(officer, "delete", "api:rule-draft", [draft.uid]).status_code == 204
    assert not RuleDraft.objects.exists()


def test_versions_are_compared_for_everybody(client: Client, world: World) -> None:
    program = a_program(world.ministry)
    old, new = a_rule_set(program), a_rule_set(program, full_with("match.share_bp", 2000))
    found = ask(client, "get", "api:rule-set-compare", [new.uid, old.uid]).json()
    assert (found["before"]["version"], found["after"]["version"]) == (1, 2)
    share = next(one for one in found["differences"] if one["path"] == "match.share_bp")
    assert (share["difference"], share["before"]["values"], share["after"]["values"]) == (
        "changed",
        {"share_bp": 1000},
        {"share_bp": 2000},
    )
    assert {one["difference"] for one in found["differences"]} == {"changed", "added"}
