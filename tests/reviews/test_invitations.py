"""Invitations: by letter and signed link without an account, answered once, sent again; and what comes of service."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import sweeps
from core.models import Delivery, Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, WrongState
from core.scope import PUBLIC, SYSTEM, within
from reviews import actions, inviting, queries, rules
from reviews.models import Assignment, Conflict, Expert, Member
from reviews.tasks import SWEEPS
from tests.build import a_person, actor_for, an_organization, sign_in
from tests.build_programs import it_is
from tests.build_reviews import OPENED_AT, Panel, a_panel, an_expert

pytestmark = pytest.mark.django_db
LETTERS = next(one for one in SWEEPS if one.name == "reviews.invitations")


def a_stranger(email: str = "stranger@example.org", **values: Any) -> Expert:
    """On the register, without an account."""
    person = a_person(an_organization(region="busan"))
    return Expert.objects.create(person=person, email=email, max_cases=5, registered_at=OPENED_AT, **values)


def invited(panel: Panel, expert: Expert) -> Member:
    actions.invite_experts(round_uid=panel.round.uid, expert_uids=[expert.uid], by=panel.officer, at=OPENED_AT)
    return Member.objects.get(expert=expert)


def link_of(letter: str) -> str:
    found = re.search(r"https?://[^/]+(/reviews/invitations/\S+)", letter)
    assert found
    return found[1]


def sends(at: Any = OPENED_AT) -> list[str]:
    mail.outbox.clear()
    assert sweeps.run(LETTERS, at=at).failed == 0
    return [str(one.body) for one in mail.outbox]


def refusal(act: object) -> str:
    with pytest.raises(Refused) as problem:
        act()  # type: ignore[operator]  # a call without arguments
    return problem.value.violations[0].code


def test_who_has_no_account_answers_and_declares_by_a_link_and_gets_an_account(client: Client) -> None:
    it_is(OPENED_AT)
    panel = a_panel(2, 3)
    member = invited(panel, a_stranger())
    (letter,) = sends()
    assert sends() == [], "one letter"
    page = link_of(letter)
    shown: Any = client.get(page)
    assert (shown.status_code, panel.case().number in shown.text) == (200, False), "no case before he accepts"
    assert Member.objects.get(pk=member.pk).answer == "", "a program that follows links answers nothing"
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"accepts": "yes"}).status_code == 302
    assert User.objects.filter(person=member.expert.person, email="stranger@example.org").exists()
    shown = client.get(page)
    assert panel.case(0).number in shown.text
    Conflict.objects.create(
        case=panel.case(0), expert=member.expert, source="officer", ground="other", found_at=OPENED_AT
    )
    shown = client.get(page)
    assert (panel.case(0).number in shown.text, panel.case(1).number in shown.text) == (False, True)
    chosen = panel.case(1)
    sent = {f"conflict-{chosen.uid}": "on", f"ground-{chosen.uid}": "relation", "all": "on"}
    assert client.post(page, {"all": ""}).status_code == 422
    assert client.post(page, sent).status_code == 302
    member.refresh_from_db()
    assert (member.answer, member.declared_at is not None) == ("accepted", True)
    assert Conflict.objects.get(case=chosen, expert=member.expert).source == "declared"
    done: Any = client.get(page)
    assert (done.status_code, chosen.number in done.text) == (200, False)
    assert client.post(page, {"accepts": "no"}).status_code == 409, "a link that has done its work does no more"
    told = Delivery.objects.filter(event__name="reviews.invitation_accepted").values_list("user_id", flat=True)
    assert panel.world.ministry_officer.pk in set(told)


def test_a_link_that_is_forged_replaced_or_too_old_opens_nothing(client: Client) -> None:
    it_is(OPENED_AT)
    panel = a_panel(1, 3)
    member = invited(panel, a_stranger())
    first = link_of(sends()[0])
    forged = signing.dumps([str(member.uid), 1], key="another key", salt=inviting.SALT)
    elsewhere = signing.dumps([str(member.uid), 1], salt="programs.subscription.confirm")
    for token in (forged, elsewhere, "rubbish", signing.dumps(["no uid", 1], salt=inviting.SALT), first[22:-4]):
        assert client.get(reverse("reviews:invitation", args=[token])).status_code == 403, token
    with within(PUBLIC, back_to=SYSTEM):
        assert client.get(first).status_code == 200
    actions.invite_again(member_uid=member.uid, by=panel.officer, at=OPENED_AT)
    second = link_of(sends()[0])
    assert (client.get(first).status_code, client.get(second).status_code) == (403, 200)
    it_is(OPENED_AT + queries.LINK_DAYS)
    assert (client.get(second).status_code, client.post(second, {"accepts": "yes"}).status_code) == (403, 403)
    assert Member.objects.get(pk=member.pk).answer == ""


def test_an_answer_is_given_once_and_a_no_takes_the_seat_away() -> None:
    panel = a_panel(1, 4)
    by = panel.expert(0)
    uid = panel.round.uid
    actions.answer_invitation(round_uid=uid, accepts=True, by=by, at=OPENED_AT)
    again = lambda: actions.answer_invitation(round_uid=uid, accepts=True, by=by, at=OPENED_AT)  # noqa: E731
    assert refusal(again) == "invitation.answered"
    panel.declare()
    actions.answer_invitation(round_uid=uid, accepts=False, why="바쁩니다", by=by, at=OPENED_AT)
    member = Member.objects.get(expert=panel.experts[0])
    assert (member.answer, member.declared_at, member.declined_why) == ("declined", None, "바쁩니다")
    assert not queries.rounds_visible_to(by).exists()
    assert refusal(again) == "http.not_found"
    panel.assign()
    assert not Assignment.objects.filter(expert=panel.experts[0]).exists()
    given = panel.actor_of(Assignment.objects.select_related("expert")[0])
    late = lambda: actions.answer_invitation(round_uid=uid, accepts=False, by=given, at=OPENED_AT)  # noqa: E731
    assert refusal(late) == "invitation.has_cases"
    for role in ("auditor", "region_officer", "expert"):
        with pytest.raises((NotAllowed, NotFound)):
            actions.invite_again(member_uid=member.uid, by=panel.role(role), at=OPENED_AT)
    actions.invite_again(member_uid=member.uid, by=panel.officer, at=OPENED_AT)
    assert queries.rounds_visible_to(by).exists()
    declared = Member.objects.filter(declared_at__isnull=False)[0]
    with pytest.raises(WrongState):
        actions.invite_again(member_uid=declared.uid, by=panel.officer, at=OPENED_AT)


def test_who_is_away_or_sits_in_enough_rounds_is_not_invited() -> None:
    panel = a_panel(1, 3)
    on = OPENED_AT.date()
    away = a_stranger(away_from=on - timedelta(days=1), back_on=on + timedelta(days=90))
    back_soon = a_stranger("b@example.org", away_from=on - timedelta(days=1), back_on=on + timedelta(days=2))
    full = panel.experts[0]
    Expert.objects.filter(pk=full.pk).update(max_rounds=1)
    uids = [away.uid, back_soon.uid]
    with pytest.raises(RuleBroken) as refused:
        actions.invite_experts(round_uid=panel.round.uid, expert_uids=uids, by=panel.officer, at=OPENED_AT)
    assert [(one.code, one.values["name"]) for one in refused.value.violations] == [
        ("expert.away", away.person.name_ko)
    ]
    full.refresh_from_db()
    (found,) = rules.invitation_violations(queries.invited_of([full, panel.experts[1]], panel.round, OPENED_AT))
    assert (found.code, found.values) == ("expert.rounds_full", {"name": full.person.name_ko, "rounds": 1})
    assert not Member.objects.filter(expert=back_soon).exists(), "nothing half done"


def test_the_pages_and_the_api_of_invitations(client: Client) -> None:
    panel = a_panel(1, 3)
    user = panel.users[0]
    sign_in(client, user)
    assert client.get(reverse("reviews:answer", args=[panel.round.uid])).status_code == 200
    api = f"/api/v1/rounds/{panel.round.uid}/answer"
    answer: Any = client.post(api, {"accepts": False, "why": "출장"}, content_type="application/json")
    assert (answer.status_code, answer.json()["answer"]) == (200, "declined")
    sign_in(client, panel.world.ministry_officer)
    assert "출장" in client.get(reverse("reviews:round", args=[panel.round.uid])).content.decode()
    member = Member.objects.get(expert=panel.experts[0])
    page = reverse("reviews:invite-again", args=[member.uid])
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 302
    again: Any = client.post(f"/api/v1/members/{member.uid}/invite", {}, content_type="application/json")
    assert (again.status_code, again.json()["answer"]) == (200, "")
    assert Event.objects.filter(name="reviews.expert_invited_again").count() == 2
    sign_in(client, user)
    page = reverse("reviews:answer", args=[panel.round.uid])
    assert client.post(page, {"accepts": "yes"}).status_code == 302
    assert client.get(reverse("reviews:declare", args=[panel.round.uid])).status_code == 200


def test_service_is_what_became_of_seats_and_cases(client: Client) -> None:
    panel = a_panel(2, 4)
    panel.start()
    mine = Assignment.objects.filter(state="given").select_related("expert").order_by("id")
    judge = mine[0].expert
    panel.submit(mine[0])
    Assignment.objects.filter(expert=judge).exclude(pk=mine[0].pk).update(state="given")
    expected = mine.filter(expert=judge).count()
    assert queries.services([judge.pk])[judge.pk] == rules.Service(rounds=1, given=expected, submitted=1)
    type(panel.round).objects.update(state="closed")
    service = queries.services([judge.pk])[judge.pk]
    assert service.reliability_bp == 10_000 // expected
    assert rules.Service().reliability_bp is None
    Expert.objects.filter(pk=judge.pk).update(trained_on=date(2004, 1, 5), science_fields=["EE02"])
    sign_in(client, panel.world.agency_officer)
    page: Any = client.get(reverse("reviews:expert", args=[judge.uid]))
    assert (page.status_code, "2004-01-05" in page.text, "소프트웨어" in page.text) == (200, True, True)
    one: Any = client.get(f"/api/v1/experts/{judge.uid}")
    assert one.json()["service"]["submitted"] == 1
    sign_in(client, panel.users[0])
    assert client.get(reverse("reviews:expert", args=[judge.uid])).status_code == 403
    assert actor_for(panel.users[0], OPENED_AT).person_id
    assert an_expert().email == ""
