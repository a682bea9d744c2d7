"""Pages and API of regions' plans: what each sees, how many queries they ask."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs.actions import read_preset
from programs.policy import Source
from programs.policy.checks import Line
from proposals import actions as proposals
from proposals.models import MatchPledge, RegionalPlan
from reviews import actions as reviews
from tests.build import MARCH, sign_in
from tests.build_plans import AFTER, CLOSES_AT, STARTS_ON, Round, a_round
from tests.build_programs import a_call, a_rule_set, it_is
from tests.build_proposals import pdf

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    return sign_in(Client(headers={"accept-language": "en"}), user)


@pytest.fixture
def round_(db: None) -> Round:
    it_is(MARCH)
    return a_round()


def test_the_public_page_says_who_answers(round_: Round) -> None:
    page = Client(headers={"accept-language": "en"}).get(reverse("programs:call", args=[round_.call.uid]))
    assert "Regions answer this call, each with one plan" in page.text
    assert reverse("proposals:start", args=[round_.call.uid]) not in page.text


def test_a_region_begins_and_finds_its_plan_again(round_: Round) -> None:
    region = client_of(round_.world.region_officer)
    page = region.get(reverse("proposals:call-plans", args=[round_.call.uid]))
    assert reverse("proposals:plan-begin", args=[round_.call.uid]) in page.text
    answer = region.post(
        reverse("proposals:plan-begin", args=[round_.call.uid]),
        {"lead_organization": str(round_.world.institution.uid), "title_ko": "대전 계획", "title_en": ""},
    )
    plan = RegionalPlan.objects.get()
    assert plan.proposal is not None
    assert answer.headers["Location"] == reverse("proposals:detail", args=[plan.proposal.uid])
    assert region.get(answer.headers["Location"]).status_code == 200
    assert reverse("proposals:plan", args=[plan.uid]) in region.get("/").text


def test_another_region_sees_only_its_own_line(round_: Round) -> None:
    plan = round_.handed_in()
    busan = client_of(round_.busan_officer_user)
    assert busan.get(reverse("proposals:plan", args=[plan.uid])).status_code == 404
    page = busan.get(reverse("proposals:call-plans", args=[round_.call.uid]))
    assert "부산" in page.text
    assert "대전" not in page.text.split("<table")[1]


def test_the_ministry_sends_back_and_accepts_on_its_pages(round_: Round) -> None:
    plan = round_.handed_in()
    it_is(AFTER)
    officer = client_of(round_.world.ministry_officer)
    assert reverse("proposals:plan", args=[plan.uid]) in officer.get("/").text
    due = (AFTER + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    said = {"parts": ["budget"], "note": "예산을 줄여 주세요.", "due_at": due}
    assert officer.post(reverse("proposals:plan-return", args=[plan.uid]), said).status_code == 302
    page = client_of(round_.world.region_officer).get(reverse("proposals:plan", args=[plan.uid]))
    assert "예산을 줄여 주세요." in page.text
    refused = officer.post(reverse("reviews:accept-plan", args=[plan.uid]))
    assert refused.status_code == 409  # it is with the region
    assert officer.post(reverse("reviews:refuse-plan", args=[plan.uid]), {"reason": "준비 부족"}).status_code == 302


def test_the_interface_does_the_same(round_: Round) -> None:
    region = client_of(round_.world.region_officer)
    url = reverse("api:call-plans", args=[round_.call.uid])
    given = {"lead_organization": str(round_.world.institution.uid), "title_ko": "대전 계획"}
    made = region.post(url, json.dumps(given), content_type="application/json")
    assert made.status_code == 201, made.text
    again = region.post(url, json.dumps(given), content_type="application/json")
    assert (again.status_code, again.json()["violations"][0]["code"]) == (422, "plan.region_has_one")
    assert [one["state"] for one in region.get(url).json()] == ["writing"]
    plan_url = reverse("api:plan", args=[made.json()["uid"]])
    assert region.get(plan_url).json()["state"] == "writing"
    said = {"region": "busan", "reason": "없음"}
    other = region.post(reverse("api:plan-decline", args=[round_.call.uid]), said, content_type="application/json")
    assert other.status_code == 403


def test_an_accepted_plan_is_told_apart_in_the_results(round_: Round) -> None:
    plan = round_.handed_in()
    decision = reviews.accept_plan(plan_uid=plan.uid, by=round_.ministry, at=CLOSES_AT)
    page = Client(headers={"accept-language": "en"}).get(reverse("reviews:results", args=[decision.selection.uid]))
    assert "No committee judged here" in page.text
    assert "Merit of the proposed choice" not in page.text


@pytest.mark.parametrize("name", ["proposals:call-plans", "proposals:plans"])
def test_lists_ask_as_often_for_three_as_for_one(round_: Round, name: str, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    officer = client_of(round_.world.ministry_officer)
    url = reverse(name, args=[round_.call.uid] if name == "proposals:call-plans" else [])
    round_.begin()
    officer.get(url)
    with django_assert_max_num_queries(16) as one:
        officer.get(url)
    RegionalPlan.objects.update(state="declined", reason="없음", decided_at=MARCH)
    for _ in range(2):
        round_.begin()
        RegionalPlan.objects.update(state="declined", reason="없음", decided_at=MARCH)
    with django_assert_max_num_queries(len(one)):
        officer.get(url)


def test_a_region_pledges_with_the_answer_that_it_hands_in(round_: Round) -> None:
    """Rules that ask for a match and its document: both come with the plan, or it is not handed in."""
    text = read_preset("technopark").rules.replace("share_bp = 0\nbasis", "share_bp = 1000\nbasis")
    text = text.replace("document_required = false", "document_required = true")
    text = text.replace('sources = ["grant"]', 'sources = ["grant", "regional"]')
    program = round_.call.program
    call = a_call(program, a_rule_set(program, text), project_starts_on=STARTS_ON["technopark"])
    round_.call = call
    plan = round_.begin()
    proposal = round_.write(plan)
    years = range(1, 6)
    lines = [Line(year, "running", source, 100_000_000) for year in years for source in (Source.GRANT, Source.REGIONAL)]
    proposals.save_budget(proposal_uid=proposal.uid, lines=lines, by=round_.region, at=MARCH)
    region, page = client_of(round_.world.region_officer), reverse("proposals:submit", args=[proposal.uid])
    proposal.refresh_from_db()
    agreed = {"version": f"v{proposal.version}", "agreed": "on"}
    assert region.post(page, agreed).status_code == 422
    assert not MatchPledge.objects.exists()
    assert region.post(page, {**agreed, "pledge_document": pdf("pledge.pdf")}).status_code == 302
    pledge = MatchPledge.objects.get()
    assert (pledge.state, pledge.year_krw) == ("made", [100_000_000] * 5)
