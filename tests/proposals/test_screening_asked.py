"""May we apply, asked of a real call: three queries, one answer on the page, over the API and at submission."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from accounts.roles import Kind
from core.refusals import NotFound, RuleBroken
from core.wording import say_violation
from programs.models import Call
from programs.queries import calls, policy_of
from proposals import actions, queries
from proposals.models import Participation, Proposal
from proposals.queries import Asked, Named
from proposals.rules import Known, Screening, screening
from tests.build import MARCH, a_person, an_organization, sign_in
from tests.build_programs import a_call, it_is
from tests.build_proposals import Team, a_complete_draft, a_submission, a_team

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A team whose leader is bound to a first call's project with 60% of his time, and a second call."""

    team: Team
    bound: Proposal
    call: Call

    @property
    def leader(self) -> Person:
        assert self.team.leader_user.person is not None
        return self.team.leader_user.person

    @property
    def member(self) -> Person:
        assert self.team.partner_user.person is not None
        return self.team.partner_user.person

    @property
    def asked(self) -> Asked:
        return Asked(
            lead=self.team.lead.uid,
            partners=(self.team.partner.uid,),
            people=(Named(self.leader.uid, 6_000, leads=True), Named(self.member.uid, 6_000)),
            grants_krw=(900_000_000,),
        )


@pytest.fixture(scope="module")
def first_scene(shared_db: None) -> Scene:
    team = a_team()
    return Scene(team, a_submission(team, share_bp=6_000).proposal, a_call())


@pytest.fixture
def scene(first_scene: Scene, db: None) -> Scene:
    return deepcopy(first_scene)


def screened(scene: Scene, asked: Asked) -> Screening:
    application = queries.application_of(scene.call, asked, scene.team.leader)
    return screening(application.facts, application.policy, application.known, MARCH)


def test_one_application_costs_three_queries_whatever_it_names(scene: Scene) -> None:
    strangers = tuple(Named(a_person(scene.team.lead).uid, 100) for _ in range(5))
    asked = replace(scene.asked, people=(*scene.asked.people, *strangers))
    with CaptureQueriesContext(connection) as seen:
        call = calls().get(pk=scene.call.pk)
        application = queries.application_of(call, asked, scene.team.leader)
        found = screening(application.facts, policy_of(call.rule_set), application.known, MARCH)
    assert len(seen) == 3
    assert len(found.against) == 2


def test_the_answer_is_what_the_same_draft_is_refused_with(scene: Scene) -> None:
    told = {(one.code, one.field, one.clause) for one in screened(scene, scene.asked).against}
    draft = a_complete_draft(scene.team, scene.call, share_bp=6_000)
    with pytest.raises(RuleBroken) as refused:
        actions.submit_proposal(proposal_uid=draft.uid, by=scene.team.office, at=MARCH)
    assert told == {(one.code, one.field, one.clause) for one in refused.value.violations}
    fields = {f"people.{one.uid}.share_bp" for one in (scene.leader, scene.member)}
    assert told == {("people.time_above_whole", field, "") for field in fields}


def test_projects_of_ones_own_people_are_named_and_those_of_others_only_counted(scene: Scene) -> None:
    by_person = {one.field.split(".")[1]: one for one in screened(scene, scene.asked).against}
    own, other = by_person[str(scene.leader.uid)], by_person[str(scene.member.uid)]
    assert scene.bound.number in say_violation(own)
    assert scene.bound.call.program.ministry.name_ko in say_violation(own)
    assert other.values["counting"] == ()
    assert scene.bound.number not in say_violation(other)
    assert own.values["elsewhere_bp"] == other.values["elsewhere_bp"] == 6_000


def test_a_draft_names_what_binds_its_team_with_the_title_only_for_who_may_see_it(scene: Scene) -> None:
    draft = a_complete_draft(scene.team, scene.call, share_bp=6_000)
    other_team = a_team()
    for by, titled in ((scene.team.leader, True), (scene.team.office, True), (other_team.leader, False)):
        bound = queries.elsewhere(queries.page(draft.uid, scene.team.leader), by).commitments
        assert {one.project.number for one in bound if one.project} == {scene.bound.number}
        titles = {one.project.title_ko for one in bound if one.project}
        assert titles == ({scene.bound.title_ko} if titled else {""})
    tasks = queries.progress(queries.page(draft.uid, scene.team.leader), MARCH, scene.team.leader)
    [people] = [one for one in tasks if one.code == "people"]
    assert all(scene.bound.number in say_violation(one) for one in people.violations)


def test_the_register_knows_a_number_while_it_binds(scene: Scene) -> None:
    rows = Participation.objects.filter(proposal=scene.bound)
    assert {*rows.values_list("bound_number", flat=True)} == {scene.bound.number}
    actions.withdraw_proposal(proposal_uid=scene.bound.uid, by=scene.team.office, at=MARCH)
    assert {*rows.values_list("bound_number", flat=True)} == {""}
    assert screened(scene, scene.asked).may_apply


def test_a_proposal_of_the_call_that_the_leader_leads_is_named(scene: Scene) -> None:
    again = replace(scene, call=scene.bound.call)
    free = replace(scene.asked, people=(Named(scene.leader.uid, leads=True),))
    [found] = screened(again, free).against
    assert (found.code, found.clause) == ("eligibility.person_leads_enough", "eligibility.max_led_per_person")
    assert scene.bound.number in say_violation(found)


def test_of_people_outside_the_consortium_nothing_is_told(scene: Scene) -> None:
    elsewhere = a_team()
    asked = Asked(lead=elsewhere.lead.uid, people=(Named(scene.leader.uid, 10_000),))
    application = queries.application_of(scene.call, asked, elsewhere.leader)
    found = screening(application.facts, application.policy, application.known, MARCH)
    assert [one.code for one in found.against] == ["people.outside_consortium"]


def test_what_another_institution_leads_is_nobodys_business(scene: Scene) -> None:
    stranger = a_team().leader
    asked = Asked(lead=scene.team.lead.uid)
    told = queries.application_of(scene.bound.call, asked, stranger)
    assert (told.facts.elsewhere.led_by_institution, Known.LED in told.known) == ((), False)
    own = queries.application_of(scene.bound.call, asked, scene.team.leader)
    assert [one.number for one in own.facts.elsewhere.led_by_institution if one] == [scene.bound.number]
    assert Known.LED in own.known


def test_who_is_not_there_is_not_found(scene: Scene) -> None:
    for asked in (Asked(lead=uuid4()), Asked(lead=scene.team.lead.uid, people=(Named(uuid4()),))):
        with pytest.raises(NotFound):
            screened(scene, asked)


def test_a_draft_takes_over_what_was_named(scene: Scene) -> None:
    draft = actions.begin_with(
        call_uid=scene.call.uid, asked=scene.asked, title_ko="과제", by=scene.team.leader, at=MARCH
    )
    page = queries.page(draft.uid, scene.team.leader)
    assert [one.organization for one in page.partners.all()] == [scene.team.partner]
    assert {one.person: (one.part, one.share_bp) for one in page.participations.all()} == {
        scene.leader: ("leader", 6_000),
        scene.member: ("member", 6_000),
    }
    assert [line.amount_krw for line in page.lines.all()] == [900_000_000] * 3


def test_a_partner_that_may_not_join_leaves_no_half_of_a_draft(scene: Scene) -> None:
    asked = replace(scene.asked, partners=(an_organization(Kind.MINISTRY).uid,))
    before = Proposal.objects.count()
    with pytest.raises(RuleBroken):
        actions.begin_with(call_uid=scene.call.uid, asked=asked, title_ko="과제", by=scene.team.leader, at=MARCH)
    assert Proposal.objects.count() == before


# --- The page --------------------------------------------------------------------------------------------------------


def page(client: Client, call: Call, **question: Any) -> str:
    answer = client.get(reverse("proposals:screening", args=[call.uid]), question)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_anybody_asks_by_kind_and_region(scene: Scene) -> None:
    it_is(MARCH)
    fine = page(Client(), scene.call, kind="university", region="daejeon")
    assert "지금까지 확인한 결격 사유가 없습니다" in fine
    refused = page(Client(), scene.call, kind="ngo", region="daejeon")
    assert "이러한 기관" in refused
    assert "eligibility.lead_kinds" in refused
    assert "제안서 시작" not in refused
    public = Client().get(reverse("programs:call", args=[scene.call.uid])).content.decode()
    assert reverse("proposals:screening", args=[scene.call.uid]) in public


def test_a_team_asks_by_names_and_takes_them_into_a_draft(scene: Scene) -> None:
    it_is(MARCH)
    client = sign_in(Client(), scene.team.leader_user)
    question = {
        "partner": str(scene.team.partner.uid),
        "person": [str(scene.leader.uid), str(scene.member.uid)],
        "leader": str(scene.leader.uid),
        f"share-{scene.leader.uid}": "60",
        f"share-{scene.member.uid}": "12.5",
        "grant-1": "900,000,000",
    }
    text = page(client, scene.call, **question)
    assert scene.bound.number in text, "his own project is named"
    assert text.count("people.max_total_share_bp") == 0, "this programme has no such clause"
    start = reverse("proposals:start", args=[scene.call.uid])
    assert start in text
    query = client.get(reverse("proposals:screening", args=[scene.call.uid]), question).wsgi_request.GET.urlencode()
    begun = client.post(f"{start}?{query}", {"lead_organization": str(scene.team.lead.uid), "title_ko": "새 과제"})
    assert begun.status_code == 302
    draft = Proposal.objects.get(title_ko="새 과제")
    assert draft.partners.count() == 1
    limits = client.get(reverse("proposals:detail", args=[draft.uid])).content.decode()
    assert scene.bound.number in limits, "warned while it is a draft"


def test_an_amount_that_is_none_stands_beside_its_field(scene: Scene) -> None:
    it_is(MARCH)
    client = sign_in(Client(), scene.team.leader_user)
    answer = client.get(reverse("proposals:screening", args=[scene.call.uid]), {"grant-1": "many"})
    assert answer.status_code == 422


def test_who_may_not_lead_is_told_when_beginning_and_may_begin_all_the_same(scene: Scene) -> None:
    it_is(MARCH)
    team = a_team()
    team.lead.kind = Kind.NGO
    team.lead.save()
    client = sign_in(Client(), team.leader_user)
    start = reverse("proposals:start", args=[scene.call.uid])
    form = {"lead_organization": str(team.lead.uid), "title_ko": "시민 과제"}
    told = client.post(start, form)
    assert told.status_code == 422
    assert not Proposal.objects.filter(title_ko="시민 과제").exists()
    assert 'type="checkbox" name="despite"' in told.content.decode()
    assert client.post(start, {**form, "despite": "on"}).status_code == 302
    draft = Proposal.objects.get(title_ko="시민 과제")
    with pytest.raises(RuleBroken) as refused:
        actions.submit_proposal(proposal_uid=draft.uid, by=team.office, at=MARCH)
    clauses = {(one.code, one.clause) for one in refused.value.violations}
    assert ("eligibility.lead_kind_not_accepted", "eligibility.lead_kinds") in clauses


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ({"lead": "nobody"}, 422),
        ({"lead": str(uuid4())}, 422),
        ({"partner": "nobody", "person": "x", "leader": "1"}, 200),
        ({"person": str(uuid4())}, 404),
        ({"partner": str(uuid4())}, 404),
        ({"grant-1": "-1"}, 422),
    ],
)
def test_whatever_an_address_holds_is_answered(scene: Scene, question: dict[str, str], status: int) -> None:
    it_is(MARCH)
    client = sign_in(Client(), scene.team.leader_user)
    assert client.get(reverse("proposals:screening", args=[scene.call.uid]), question).status_code == status


# --- The API ---------------------------------------------------------------------------------------------------------


def test_the_api_answers_anybody_by_kind_and_region_and_whom_is_signed_in_by_names(scene: Scene) -> None:
    it_is(MARCH)
    path = reverse("api:call-screening", args=[scene.call.uid])
    public = Client().post(path, {"kind": "ngo", "region": "daejeon"}, content_type="application/json")
    assert public.status_code == 200
    found = public.json()
    assert (found["may_apply"], [one["clause"] for one in found["against"]]) == (False, ["eligibility.lead_kinds"])
    assert all(one["text"] for one in (*found["open"], *found["fine"]))
    named = {
        "lead_organization": str(scene.team.lead.uid),
        "people": [{"person": str(scene.leader.uid), "share_bp": 6_000, "leads": True}],
    }
    assert Client().post(path, named, content_type="application/json").status_code == 403
    client = sign_in(Client(), scene.team.leader_user)
    answer = client.post(path, named, content_type="application/json").json()
    [refused] = answer["against"]
    assert refused["values"]["counting"][0]["number"] == scene.bound.number
    assert Decimal(refused["values"]["elsewhere_bp"]) == 6_000
    assert client.post(path, {"kind": "circus"}, content_type="application/json").status_code == 422
