"""One person who holds every office, with work of every kind: his home names it all with thirteen queries at most."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import Organization, User
from accounts.roles import TRAITS, Kind, Role
from contracts import actions
from contracts.models import Contract, PaymentBatch
from programs.models import Call
from proposals.models import MergeOffer, MergeShare
from reporting.queries.work import work_for
from reviews.models import Expert, Member, Round, Selection
from tests.build import a_delegation, a_person, a_user, actor_for, an_office, an_organization
from tests.build_contracts import JUNE, Desk, a_batch, a_desk, a_drawn_contract
from tests.build_programs import a_call, a_draft_call, shifted
from tests.build_proposals import a_draft, a_submission, a_team
from tests.reporting.doors import at_moment, signed_in

pytestmark = pytest.mark.django_db
LATE = JUNE + timedelta(days=12)
RANKING: dict[str, Any] = {**shifted(80), "project_starts_on": date(2005, 7, 1)}
"""A call of which the regions rank at LATE."""
OPEN: dict[str, Any] = {**shifted(100), "project_starts_on": date(2005, 7, 1)}
"""A call that is open at LATE."""


def a_person_of_all_offices(ministry: Organization, desks: list[Desk]) -> User:
    """Every office that does not merely oversee, of this ministry, its agency, a region and the teams' institutions."""
    agency = an_organization(Kind.AGENCY, None)
    a_delegation(ministry, agency)
    places = {
        Role.AGENCY_OFFICER: [agency],
        Role.REGION_OFFICER: [an_organization(Kind.REGIONAL_GOVERNMENT, "daejeon")],
        Role.INSTITUTION_OFFICER: [desk.team.lead for desk in desks],
    }
    person = a_person(ministry)
    for role in Role:
        if not TRAITS[role].overseer:
            for place in places.get(role, [ministry]):
                an_office(role, place, person)
    an_office(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, "busan"))
    return a_user(person)


def an_offer(desk: Desk) -> MergeOffer:
    """An offer that its institution and its region have not answered."""
    proposal, leader = desk.proposal, desk.team.leader_user.person
    assert leader is not None
    offer = MergeOffer.objects.create(
        call=desk.call,
        region=proposal.region,
        ministry=desk.ministry,
        organization_ids=proposal.organization_ids,
        leading=proposal,
        coordinator=leader,
        terms={"title_ko": "통합 과제", "title_en": ""},
        sha256="0" * 64,
        offered_at=JUNE,
    )
    MergeShare.objects.create(offer=offer, proposal=proposal, year_krw=[1])
    return offer


def a_round(call: Call, judge: User, **changes: Any) -> Round:
    """A round of a call on whose committee this user sits."""
    round_ = Round.objects.create(
        call=call,
        ministry_id=call.program.ministry_id,
        reviewers_per_case=3,
        due_at=LATE + timedelta(days=3),
        created_at=JUNE,
        **changes,
    )
    expert, _new = Expert.objects.get_or_create(person=judge.person, defaults={"max_cases": 9, "registered_at": JUNE})
    Member.objects.create(round=round_, expert=expert, max_cases=9, invited_at=JUNE)
    return round_


def work_of_every_kind(ministry: Organization) -> tuple[User, Actor]:
    """Desks at every stage from a draft call to an approved batch, and the person who holds all offices around them."""
    desks = [a_desk(ministry=ministry) for _ in range(5)]
    undrawn, unnamed, named, signed, batched = desks
    user = a_person_of_all_offices(ministry, desks[:3])
    a_drawn_contract(unnamed)
    for desk in (named, signed):
        contract = a_drawn_contract(desk)
        account = {"bank": "표본은행", "number": "123-456-789012", "holder": "표본대학교"}
        actions.name_account(contract_uid=contract.uid, **account, by=desk.office, at=JUNE)
    Contract.objects.filter(proposal=signed.proposal).update(state="institution_signed")
    a_batch(batched)
    approved = a_batch(a_desk(ministry=ministry))
    PaymentBatch.objects.filter(pk=approved.pk).update(state="approved")
    an_offer(undrawn)
    program = undrawn.call.program
    a_draft_call(program)
    ranking = a_call(program, **RANKING)
    team = a_team()
    a_submission(team, ranking, at=ranking.opens_at)
    a_draft(team, a_call(program, **OPEN), at=LATE)
    a_submission(a_team(), a_call(program))
    judged = a_call(program)
    a_round(judged, user)
    selected = a_call(program)
    a_round(selected, user, state="closed")
    Selection.objects.create(
        call=selected, ministry=ministry, value=1, bound=1, inputs_sha256="0" * 64, solver="by hand", proposed_at=JUNE
    )
    return user, actor_for(user, LATE)


def test_whoever_holds_every_office_finds_all_his_work_with_thirteen_queries() -> None:
    ministry = an_organization(Kind.MINISTRY, None)
    user, actor = work_of_every_kind(ministry)
    at_moment(LATE)
    codes = {item.code.removeprefix("work.") for item in work_for(actor, LATE)}
    assert codes >= {
        *("accounts.vacant_office", "reporting.announce", "reporting.follow_ranking"),
        *("proposals.rank", "proposals.pledge", "proposals.answer_merge", "proposals.merge_waits"),
        *("reviews.open", "reviews.declare", "reviews.decide"),
        *("contracts.draw", "contracts.name_account", "contracts.confirm_account", "contracts.sign"),
        *("contracts.approve", "contracts.mark_paid"),
    }, codes
    client = signed_in(user)
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/")
    assert page.status_code == 200
    assert reverse("contracts:payments") in page.text
    asked = [query["sql"] for query in captured.captured_queries if "core_worldclock" not in query["sql"]]
    assert len(asked) <= 13, asked
