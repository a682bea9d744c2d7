"""Conflicts from data, from applicants and by look: who is barred, what becomes void, who hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import Person
from core import sweeps
from core.models import Delivery
from core.refusals import NotAllowed, NotFound, RuleBroken
from core.scope import SYSTEM, within
from proposals.models import Proposal
from reviews import actions, queries, rules
from reviews.models import Assignment, Conflict, Expert, Objection, Post
from reviews.rules.conflicts import MOST_OBJECTIONS
from reviews.tasks import SWEEPS
from tests.build import MARCH, a_person, an_organization, sign_in
from tests.build_proposals import Team, a_submission, a_team
from tests.build_reviews import OPENED_AT, Panel, a_panel, a_panel_of, an_expert

WRITTEN = rules.CoAuthor("이저자", "바다대", "해양 촉매의 합성")
LOOKS = next(one for one in SWEEPS if one.name == "reviews.objections")
PARTY = rules.Party(1, frozenset({7}), frozenset({70}), 3)


def known(**values: Any) -> rules.Known:
    return rules.Known(**{"expert_id": 5, "person_id": 50, "organization_ids": frozenset(), **values})


@pytest.mark.parametrize(
    ("people", "found"),
    [
        ({("이저자", "바다대")}, [("detected", "co_author", "해양 촉매의 합성")]),
        ({("이저자", "하늘대")}, []),
        ({("김저자", "바다대")}, []),
        (set(), []),
    ],
)
def test_a_co_author_is_known_by_name_and_institution_together(
    people: set[tuple[str, str]], found: list[tuple[str, str, str]]
) -> None:
    party = replace(PARTY, people=frozenset(people))
    conflicts = rules.conflicts_of([party], [known(coauthors=(WRITTEN, WRITTEN))])
    assert [(one.source, one.ground, one.note) for one in conflicts] == found


@pytest.mark.parametrize(
    ("judge", "grounds"),
    [
        (known(), []),
        (known(person_id=70), ["own_proposal"]),
        (known(organization_ids=frozenset({7})), ["same_institution"]),
        (known(recent_organization_ids=frozenset({7})), ["recent_institution"]),
        (known(colleague_ids=frozenset({70})), ["shared_project"]),
        (known(office_region_ids=frozenset({3})), ["office_of_region"]),
    ],
)
def test_each_ground_is_found_from_its_own_data(judge: rules.Known, grounds: list[str]) -> None:
    assert [one.ground for one in rules.conflicts_of([PARTY], [judge])] == grounds


def test_an_applicant_means_a_number_or_a_name_at_an_institution() -> None:
    judge = known(name="김하나", number="10000001", institutions=frozenset({"한빛대"}))
    for name, institution, number, meant in (
        ("아무나", "", "10000001", True),
        ("김하나", "한빛대", "", True),
        ("김하나", "다른대", "", False),
        ("김하나", "한빛대", "99999999", False),
        ("김둘", "한빛대", "", False),
    ):
        named = rules.Named(1, name, institution, number, "family", "사촌")
        found = rules.conflicts_of([PARTY], [judge], [named, named])
        assert found == ([rules.FoundConflict(1, 5, "family", "applicant", "사촌")] if meant else [])


@pytest.mark.django_db
def test_an_institution_left_lately_bars_and_one_left_long_ago_does_not() -> None:
    panel = a_panel(1, 3)
    place = panel.world.institution
    ends = {"lately": date(2002, 6, 1), "long ago": date(1999, 1, 1), "still": None, "not yet": date(2010, 1, 1)}
    starts = {"not yet": date(2009, 1, 1)}
    judges = {}
    for name, ends_on in ends.items():
        expert = judges[name] = an_expert()
        Post.objects.create(
            expert=expert, organization=place, starts_on=starts.get(name, date(1998, 1, 1)), ends_on=ends_on
        )
    uids = [one.uid for one in judges.values()]
    actions.invite_experts(round_uid=panel.round.uid, expert_uids=uids, by=panel.officer, at=OPENED_AT)
    found = dict(Conflict.objects.filter(source="detected").values_list("expert_id", "ground"))
    assert found == {judges["lately"].pk: "recent_institution", judges["still"].pk: "same_institution"}


@pytest.mark.django_db
def test_a_look_finds_what_came_since_voids_it_and_leaves_the_lifted() -> None:
    panel = a_panel(1, 4)
    panel.declare()
    panel.assign()
    given = Assignment.objects.select_related("expert")[0]
    by, uid = panel.officer, panel.round.uid
    assert actions.look_for_conflicts(round_uid=uid, by=by, at=OPENED_AT) == 0
    Post.objects.create(expert=given.expert, organization=panel.world.institution, starts_on=date(2003, 1, 1))
    with within(by.scope, back_to=SYSTEM):
        assert actions.look_for_conflicts(round_uid=uid, by=by, at=OPENED_AT) == 1
    given.refresh_from_db()
    assert given.state == "void"
    conflict = Conflict.objects.get()
    actions.lift_conflict(conflict_uid=conflict.uid, why="겸직이 끝났습니다", by=by, at=OPENED_AT)
    assert actions.look_for_conflicts(round_uid=uid, by=by, at=OPENED_AT) == 0
    for role in ("auditor", "ministry_approver", "expert", "region_officer"):
        with pytest.raises((NotAllowed, NotFound)):
            actions.look_for_conflicts(round_uid=uid, by=panel.role(role), at=OPENED_AT)


def objects(team: Team, proposal: Proposal, by: Actor | None = None, **said: Any) -> Objection:
    given = {"name": "박경쟁", "institution": "경쟁대", "ground": "rivalry", "note": "같은 특허를 다툽니다.", **said}
    return actions.object_to_expert(proposal_uid=proposal.uid, **given, by=by or team.office, at=OPENED_AT)


@pytest.fixture
def judged(db: None) -> tuple[Panel, Team, Proposal]:
    team = a_team()
    panel = a_panel_of(lambda call: [a_submission(team, call, at=MARCH).proposal], experts=4)
    return panel, team, panel.proposals[0]


def test_a_co_author_of_the_register_is_a_conflict_that_an_officer_may_lift(
    judged: tuple[Panel, Team, Proposal],
) -> None:
    panel, *_ = judged
    person = Person.objects.select_related("organization").get(pk=panel.case().person_ids[0])
    assert person.organization is not None
    told = {"name": person.name_ko, "institution": person.organization.name_ko, "publication": "촉매의 합성"}
    expert, stranger = an_expert(), an_expert()
    Expert.objects.filter(pk=expert.pk).update(coauthors=[told])
    Expert.objects.filter(pk=stranger.pk).update(coauthors=[{**told, "institution": "다른 대학"}])
    uids = [expert.uid, stranger.uid]
    actions.invite_experts(round_uid=panel.round.uid, expert_uids=uids, by=panel.officer, at=OPENED_AT)
    (found,) = Conflict.objects.filter(expert__in=[expert, stranger], ground="co_author")
    assert (found.expert_id, found.source, found.note) == (expert.pk, "detected", "촉매의 합성")
    lifted = actions.lift_conflict(conflict_uid=found.uid, why="동명이인입니다.", by=panel.officer, at=OPENED_AT)
    assert lifted.state == "lifted"
    assert actions.look_for_conflicts(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT) == 0


def test_whom_a_team_names_is_barred_when_he_comes_or_at_once(judged: tuple[Panel, Team, Proposal]) -> None:
    panel, team, proposal = judged
    rival = a_person(an_organization(name_ko="경쟁대"), "박경쟁")
    expert = Expert.objects.create(person=rival, max_cases=3, registered_at=OPENED_AT)
    with within(team.office.scope, back_to=SYSTEM):
        objects(team, proposal)
    actions.invite_experts(round_uid=panel.round.uid, expert_uids=[expert.uid], by=panel.officer, at=OPENED_AT)
    conflict = Conflict.objects.get(expert=expert)
    assert (conflict.source, conflict.ground, conflict.note) == ("applicant", "rivalry", "같은 특허를 다툽니다.")
    panel.declare()
    panel.assign()
    given = Assignment.objects.filter(state="given").select_related("expert__person__organization")[0]
    sitting = given.expert.person
    assert sitting.organization is not None
    objects(team, proposal, name=sitting.name_ko, institution=sitting.organization.name_ko, ground="family")
    assert sweeps.run(LOOKS, at=OPENED_AT).done == 2
    given.refresh_from_db()
    assert given.state == "void"
    assert Delivery.objects.filter(event__name="reviews.conflicts_looked_for").exists()
    assert sweeps.run(LOOKS, at=OPENED_AT).done == 0
    assert not queries.cases_visible_to(panel.actor_of(given)).exists()


def test_a_team_says_who_and_why_and_not_without_end(judged: tuple[Panel, Team, Proposal], client: Client) -> None:
    panel, team, proposal = judged
    faults: tuple[tuple[str, dict[str, Any]], ...] = (
        ("objection.name_missing", {"name": " "}),
        ("objection.institution_missing", {"institution": ""}),
        ("objection.reason_missing", {"note": " "}),
        ("conflict.ground_unknown", {"ground": "own_proposal"}),
        ("expert.text_too_long", {"note": "가" * 401}),
    )
    for code, said in faults:
        with pytest.raises(RuleBroken) as refused:
            objects(team, proposal, **said)
        assert [one.code for one in refused.value.violations] == [code]
    for role in ("ministry_officer", "region_officer", "expert", "auditor"):
        with pytest.raises((NotAllowed, NotFound)):
            objects(team, proposal, by=panel.role(role))
    sign_in(client, team.leader_user)
    page = reverse("reviews:objections", args=[proposal.uid])
    assert client.post(page, {"name": "박경쟁", "ground": "rivalry"}).status_code == 422
    sent = {"name": "박경쟁", "institution": "경쟁대", "ground": "rivalry", "note": "경쟁 관계"}
    assert client.post(page, sent).status_code == 302
    assert "박경쟁" in client.get(page).content.decode()
    api = f"/api/v1/proposals/{proposal.uid}/objections"
    assert client.post(api, sent, content_type="application/json").status_code == 201
    assert len(client.get(api).json()) == 2
    sign_in(client, panel.world.ministry_officer)
    assert client.get(page).status_code == 403
    desk = reverse("reviews:conflicts", args=[panel.round.uid])
    assert "경쟁 관계" in client.get(desk).content.decode()
    assert client.post(reverse("reviews:look", args=[panel.round.uid])).status_code == 302
    looked = client.post(f"/api/v1/rounds/{panel.round.uid}/conflicts/look", {}, content_type="application/json")
    assert looked.json() == {"found": 0}
    for _ in range(MOST_OBJECTIONS - 2):
        objects(team, proposal)
    with pytest.raises(RuleBroken):
        objects(team, proposal)
