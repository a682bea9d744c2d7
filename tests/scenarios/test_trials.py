"""Other rules on a call that was held: the small scenario to its published selection, tried again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Kind, Role
from core.calendar import SEOUL
from core.models import Event
from core.refusals import NotAllowed, NotFound, RuleBroken
from programs.models import Call, RuleSet
from programs.queries import policy_of
from proposals.models import Proposal
from reviews.models import Decision, Selection
from scenarios import actions, queries
from scenarios.driver import World, open_world, play
from scenarios.file import parse_scenario
from scenarios.models import Trial
from tests.build import actor_for, an_officer, an_organization, sign_in
from tests.build_programs import it_is
from tests.scenarios.files import later_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]
JULY = datetime(2004, 7, 2, 12, tzinfo=SEOUL)
BY = Actor.system("tests")


@pytest.fixture(scope="module")
def played(shared_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two regions, five proposals, two of them merged, four teams; the selection is published."""
    folder = tmp_path_factory.mktemp("played")
    with override_settings(MEDIA_ROOT=folder / "files", EMAIL_FILE_PATH=folder / "mail"):
        world = open_world(parse_scenario(later_with()))
        play([world], until=datetime(2004, 6, 24, 12, tzinfo=SEOUL))
        yield world


@pytest.fixture
def world(played: World) -> World:
    it_is(JULY)
    return deepcopy(played)


@pytest.fixture
def call(world: World) -> Call:
    return Call.objects.select_related("program__ministry", "rule_set").get(code="mini-2004")


def tried(call: Call, **changes: Any) -> Trial:
    return actions.try_rules(
        call_uid=call.uid, changes={name.replace("__", "."): value for name, value in changes.items()}, by=BY, at=JULY
    )


def inside(found: Trial, side: str) -> set[str]:
    teams = found.result["teams"]
    return {team["number"] for team in teams if team[side] and team[side]["outcome"] == "selected"}


def test_the_calls_own_rules_choose_again_exactly_what_was_proposed(call: Call) -> None:
    found = tried(call, call__budget_krw=call.budget_krw + 1)
    assert found.result["as_proposed"] is True
    assert inside(found, "before") == inside(found, "after")
    assert found.result["before"]["teams"] == Decision.objects.filter(outcome="selected").count() == 4
    assert found.result["before"]["originals"] == 5


def test_a_smaller_quota_takes_the_weakest_team_of_each_region_out(call: Call) -> None:
    found = tried(call, quota__teams_per_region=1)
    assert len(inside(found, "after")) == 2
    assert inside(found, "after") < inside(found, "before")
    by_region = {row["code"]: row["teams"] for row in found.result["after"]["regions"] if row["teams"]}
    assert by_region == {"busan": 1, "jeju": 1}
    out = [team for team in found.result["teams"] if team["number"] not in inside(found, "after")]
    assert {team["after"]["ground"] for team in out} == {"quota_or_budget_full"}


def test_without_merging_the_originals_stand_for_themselves_again(call: Call) -> None:
    merging = {"allowed": False, "max_originals": 1, "region_consents": False}
    found = tried(call, selection__merging=merging)
    merged = Proposal.objects.get(merged_from__isnull=False)
    rows = {team["number"]: team for team in found.result["teams"]}
    assert rows[merged.number]["after"] is None
    assert len(rows[merged.number]["before"]["originals"]) == 2
    originals = [rows[number] for number in rows[merged.number]["before"]["originals"]]
    assert all(team["before"] is None and team["after"] is not None for team in originals)
    assert len(inside(found, "after")) == 4


def test_who_would_have_been_refused_is_out_with_the_clause(call: Call) -> None:
    found = tried(call, eligibility__excluded_regions=["jeju"])
    refused = [team for team in found.result["teams"] if team["after"] and team["after"]["outcome"] == "refused"]
    assert {team["region"] for team in refused} == {"jeju"}
    assert len(refused) == 2
    for team in refused:
        [violation] = team["after"]["violations"]
        assert (violation["code"], violation["clause"]) == (
            "eligibility.region_excluded",
            "eligibility.excluded_regions",
        )


def test_a_refused_original_undoes_its_merge(call: Call) -> None:
    found = tried(call, eligibility__excluded_regions=["busan"])
    merged = Proposal.objects.get(merged_from__isnull=False)
    rows = {team["number"]: team for team in found.result["teams"]}
    assert rows[merged.number]["after"] is None
    assert all(rows[number]["after"]["outcome"] == "refused" for number in rows[merged.number]["before"]["originals"])


def test_a_higher_match_leaves_pledges_short(call: Call) -> None:
    found = tried(call, match__share_bp=3_000)
    assert found.result["after"]["teams"] == 0


def test_weights_that_are_changed_change_the_order_and_no_points(call: Call) -> None:
    weights = [1_000, 7_000, 1_000, 1_000]
    raw = json.loads(call.rule_set.text)["review"]["criteria"]
    assert len(raw) == len(weights)
    changed = [{**one, "weight_bp": weight} for one, weight in zip(raw, weights, strict=True)]
    found = tried(call, review__criteria=changed)
    before = {team["number"]: team["before"]["score_bp"] for team in found.result["teams"] if team["before"]}
    after = {team["number"]: team["after"]["score_bp"] for team in found.result["teams"] if team["after"]}
    assert before != after


def test_experts_are_not_asked_again(call: Call) -> None:
    raw = json.loads(call.rule_set.text)["review"]["criteria"]
    with pytest.raises(RuleBroken) as refused:
        tried(call, review__criteria=[{**raw[0], "code": "novelty"}, *raw[1:]])
    assert [one.code for one in refused.value.violations] == ["trial.criterion_never_scored"]
    with pytest.raises(RuleBroken) as refused:
        tried(call, review__criteria=[{**raw[0], "scale_max": 2, "anchors": []}, *raw[1:]])
    assert [one.code for one in refused.value.violations] == ["trial.points_off_scale"]


@pytest.mark.parametrize(
    ("changes", "code", "clause"),
    [
        ({"quota.teams_per_region": 2}, "trial.nothing_changed", ""),
        ({}, "trial.nothing_changed", ""),
        ({"quota.teams_per_region": "two"}, "policy.wrong_type", "quota.teams_per_region"),
        ({"quota.teams": 3}, "policy.no_such_clause", "quota.teams"),
        ({"match.share_bp": 12_000}, "policy.too_large", "match.share_bp"),
        ({"budget": None}, "policy.missing_key", "budget"),
        ({"call.budget_krw": 0}, "trial.budget_unknown", ""),
        ({"call.budget_krw": "much"}, "trial.budget_unknown", ""),
    ],
)
def test_what_is_no_rule_is_refused_with_its_path(call: Call, changes: Any, code: str, clause: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.try_rules(call_uid=call.uid, changes=changes, by=BY, at=JULY)
    assert [(one.code, one.clause) for one in refused.value.violations] == [(code, clause)]
    assert not Trial.objects.exists()


def test_nothing_of_the_call_changes(call: Call) -> None:
    def everything() -> list[Any]:
        tables = (Call, RuleSet, Proposal, Selection, Decision)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    before = everything()
    found = tried(call, quota__teams_per_region=1, selection__min_score_bp=9_999)
    assert everything() == before
    event = Event.objects.get(name="scenarios.rules_tried")
    assert event.data["paths"] == "quota.teams_per_region, selection.min_score_bp"
    assert found.text != call.rule_set.text


def test_a_call_that_is_open_is_not_tried_on(call: Call) -> None:
    with pytest.raises(NotFound):
        actions.try_rules(call_uid=call.uid, changes={"quota.teams_per_region": 1}, by=BY, at=call.opens_at)


def test_a_list_and_a_trial_ask_as_often_for_three_as_for_one(client: Client, world: World, call: Call) -> None:
    page = sign_in(client, officer_of(world))

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert page.get(reverse("scenarios:trials", args=[call.uid])).status_code == 200
        return len(found)

    one = tried(call, quota__teams_per_region=1)
    asked()
    before = asked()
    tried(call, quota__teams_per_region=3)
    tried(call, selection__min_score_bp=9_000)
    assert asked() == before
    with CaptureQueriesContext(connection) as of_one:
        assert page.get(reverse("scenarios:trial", args=[one.uid])).status_code == 200
    assert len(of_one) <= before + 3


def test_trying_asks_the_database_the_same_whatever_the_number_of_teams(call: Call) -> None:
    with CaptureQueriesContext(connection) as found:
        queries.tried(call, policy_of(call.rule_set), call.budget_krw)
    assert len(found) == 21


def officer_of(world: World, role: Role = Role.MINISTRY_OFFICER) -> User:
    ministry = world.organization("mcie")
    user = User.objects.filter(
        person__appointments__office__organization=ministry, person__appointments__office__role=role
    ).first()
    return user or an_officer(role, ministry)


def test_only_the_ministrys_desks_try_and_overseers_read(world: World, call: Call) -> None:
    found = tried(call, quota__teams_per_region=1)
    officer = actor_for(officer_of(world), JULY)
    assert queries.trial(found.uid, officer).pk == found.pk
    stranger = actor_for(an_officer(Role.MINISTRY_OFFICER, an_organization(kind=Kind.MINISTRY)), JULY)
    with pytest.raises(NotFound):
        queries.trial(found.uid, stranger)
    with pytest.raises(NotFound):
        actions.try_rules(call_uid=call.uid, changes={"quota.teams_per_region": 1}, by=stranger, at=JULY)
    auditor = actor_for(an_officer(Role.AUDITOR, an_organization(kind=Kind.COMMITTEE)), JULY)
    assert queries.trial(found.uid, auditor).pk == found.pk
    with pytest.raises(NotAllowed):
        actions.forget_trial(trial_uid=found.uid, by=auditor, at=JULY)
    actions.forget_trial(trial_uid=found.uid, by=officer, at=JULY)
    assert not Trial.objects.exists()


def test_the_officer_tries_rules_on_the_page(client: Client, world: World, call: Call) -> None:
    page = sign_in(client, officer_of(world))
    assert reverse("scenarios:trials", args=[call.uid]) in page.get(reverse("scenarios:calls-to-try")).content.decode()
    address = reverse("scenarios:try", args=[call.uid])
    form = page.get(address)
    typed = fields_of(form.context["rules"])
    assert page.post(address, typed).status_code == 422  # as it stands there is nothing to try
    wrong = page.post(address, {**typed, "quota.teams_per_region": "-1", "call.budget_krw": "many"})
    assert wrong.status_code == 422
    assert "id_quota.teams_per_region" in wrong.content.decode()
    answer = page.post(address, {**typed, "quota.teams_per_region": "1", "note": "한 팀씩"})
    made = Trial.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("scenarios:trial", args=[made.uid])
    assert set(made.changes) == {"quota"}
    shown = page.get(answer["Location"]).content.decode()
    assert "한 팀씩" in shown
    assert "quota.teams_per_region" in shown
    assert "한 팀씩" in page.get(reverse("scenarios:trials", args=[call.uid])).content.decode()
    sheet = page.get(reverse("scenarios:trial-csv", args=[made.uid])).content.decode()
    assert all(team["number"] in sheet for team in made.result["teams"])
    page.post(reverse("scenarios:forget-trial", args=[made.uid]))
    assert not Trial.objects.exists()


def fields_of(form: Any) -> dict[str, Any]:
    """Everything that the form's fields hold, as a browser sends it."""
    found: dict[str, Any] = {"call.budget_krw": form.budget, "note": ""}

    def put(drawn: Any) -> None:
        for inner in drawn.fields:
            put(inner)
        for row in drawn.rows:
            for inner in row.fields:
                put(inner)
        if drawn.options:
            found[drawn.name] = [option.value for option in drawn.options if option.chosen]
        elif not drawn.fields and drawn.kind != "rows":
            found[drawn.name] = drawn.value

    for section in form.sections():
        for field in section.fields:
            put(field)
    return found


def test_a_trial_begins_with_the_rules_being_written_or_another_version(
    client: Client, world: World, call: Call
) -> None:
    page = sign_in(client, officer_of(world))
    form = page.get(reverse("scenarios:try", args=[call.uid]), {"from": "nowhere"}).context["rules"]
    assert [source.code for source in form.sources if source.chosen] == ["own"]


def test_an_agency_tries_rules_over_the_api(client: Client, world: World, call: Call) -> None:
    page = sign_in(client, officer_of(world))
    address = reverse("api:trials", args=[call.uid])
    wrong = page.post(address, {"changes": {"quota.teams": 1}}, content_type="application/json")
    assert wrong.status_code == 422
    made = page.post(address, {"changes": {"quota.teams_per_region": 1}}, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["after"]["teams"] == 2
    assert page.get(made["Location"]).json()["before"]["teams"] == 4
    assert [one["uid"] for one in page.get(address).json()["results"]] == [made.json()["uid"]]
    assert page.delete(made["Location"]).status_code == 204


def test_the_command_prints_both_sides_and_keeps_nothing_unless_asked(call: Call) -> None:
    out = StringIO()
    call_command("try_rules", "mini-2004", "--set", "selection.region_quota=1", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["before"]["teams"], found["after"]["teams"]) == (4, 2)
    assert not Trial.objects.exists()
    out = StringIO()
    call_command("try_rules", "mini-2004", "--set", "quota.teams_per_region=none", "--keep", stdout=out)
    assert "own rules" in out.getvalue()
    assert Trial.objects.count() == 1
    for wrong in (["nowhere", "--set", "a=1"], ["mini-2004", "--set", "quota"], ["mini-2004", "--set", "quota.x=1"]):
        with pytest.raises(CommandError):
            call_command("try_rules", *wrong)
