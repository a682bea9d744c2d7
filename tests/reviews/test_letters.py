"""Letters to teams: who gets which, what stands in them, that none names an expert, and that none is sent twice."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from core.models import Delivery, Event, Job
from core.refusals import NotAllowed, NotFound, RuleBroken, WrongState
from core.scope import SYSTEM, within
from reviews import actions, permissions, queries
from reviews.models import Letter, Score, Selection
from tests.build import a_ministry_world, actor_for, sign_in
from tests.build_reviews import CRITERIA, OPENED_AT, SELECTED_AT, Panel, a_panel
from tests.proposals.portal import at_the_clock
from tests.reviews.test_round_actions import BYSTANDERS, refused

pytestmark = pytest.mark.django_db


def published(panel: Panel, *points: int) -> Selection:
    selection = panel.selected(*points)
    for act in (actions.decide_selection, actions.publish_selection):
        act(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    selection.refresh_from_db()
    return selection


def ask(panel: Panel, selection: Selection, by: Actor | None = None) -> Job:
    return actions.ask_for_letters(selection_uid=selection.uid, by=by or panel.officer, at=SELECTED_AT)


def test_every_team_gets_its_scores_and_comments_once_and_no_expert_is_named() -> None:
    panel = a_panel(3, 4)
    selection = published(panel, 3, 5, 4)
    one = Score.objects.filter(criterion="fit").earliest("id")
    Score.objects.filter(pk=one.pk).update(comment="과제 목표가 뚜렷합니다.")
    job = ask(panel, selection)
    refused(lambda: ask(panel, selection), "letters.being_sent", WrongState)
    actions.run_letters(job=job, at=SELECTED_AT)
    progress = queries.letter_progress(selection)
    assert (progress.teams, progress.sent, progress.percent, progress.goes_on) == (3, 3, 100, False)
    refused(lambda: ask(panel, selection), "letters.all_sent", RuleBroken)
    letters = {letter.decision.number: letter for letter in Letter.objects.select_related("decision")}
    [part] = letters[panel.proposals[1].number].content["parts"]
    assert [row["code"] for row in part["criteria"]] == list(CRITERIA)
    assert {row["mean_hundredths"] for row in part["criteria"]} == {500}
    assert (part["reviews"], len(part["criteria"][0]["comments"])) == (3, 3)
    told = Delivery.objects.filter(event__name="reviews.letter_sent").values_list("user_id", flat=True)
    assert panel.world.institution_officer.pk in told
    assert Event.objects.filter(name="reviews.letter_sent").count() == 3
    written = json.dumps([letter.content for letter in letters.values()], ensure_ascii=False)
    assert "과제 목표가 뚜렷합니다." in written
    for expert in panel.experts:
        assert expert.person.name_ko not in written
        assert str(expert.uid) not in written


def test_letters_stop_and_go_on_where_they_stopped() -> None:
    panel = a_panel(2, 4)
    selection = published(panel)
    job = ask(panel, selection)
    actions.stop_letters(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    assert queries.letter_progress(selection).sent == 0
    assert not queries.letters_to_write(SELECTED_AT).exists()
    decision = queries.without_letter(selection)[0]
    for _ in range(2):
        actions.send_letter(decision=decision, selection=selection, by=panel.officer, at=SELECTED_AT)
    assert queries.letter_progress(selection).sent == 1
    job = ask(panel, selection)
    Job.objects.filter(pk=job.pk).update(stop_wanted=True)
    actions.run_letters(job=Job.objects.get(pk=job.pk), at=SELECTED_AT)
    assert (Job.objects.get(pk=job.pk).state, queries.letter_progress(selection).sent) == ("stopped", 1)
    actions.run_letters(job=ask(panel, selection), at=SELECTED_AT)
    assert queries.letter_progress(selection).sent == 2


def test_only_the_ministry_sends_letters_and_only_of_what_is_published() -> None:
    panel = a_panel(1, 3)
    selection = panel.selected()
    refused(lambda: ask(panel, selection), "letters.not_published", WrongState)
    for role in ("agency_officer", "ministry_approver", "auditor"):
        with pytest.raises(NotAllowed):
            ask(panel, selection, panel.role(role))
    for role in BYSTANDERS:
        with pytest.raises(NotFound):
            ask(panel, selection, panel.role(role))


def test_a_letter_is_its_teams_alone_on_both_walls(client: Client) -> None:
    panel = a_panel(1, 3)
    at_the_clock(SELECTED_AT)
    selection = published(panel)
    actions.run_letters(job=ask(panel, selection), at=SELECTED_AT)
    letter = Letter.objects.select_related("selection__call__program").get()
    strangers = [panel.expert(0), a_ministry_world().actor("ministry_officer", OPENED_AT), Actor.anonymous()]
    for user in panel.world.users().values():
        actor = actor_for(user, OPENED_AT)
        may = permissions.may_read_letter(actor, letter, panel.call.program.uid)
        with within(actor.scope, back_to=SYSTEM):
            reached = Letter.objects.exists()
        assert reached or not may, user.email
    for actor in strangers:
        with pytest.raises(NotFound):
            queries.letter_page(letter.uid, actor)
        with within(actor.scope, back_to=SYSTEM):
            assert not Letter.objects.exists()
    sign_in(client, panel.world.institution_officer)
    page = client.get(reverse("reviews:letter", args=[letter.uid])).content.decode()
    assert "4.00" in page
    assert panel.experts[0].person.name_ko not in page
    read = client.get(reverse("api:letter", args=[letter.uid])).json()
    assert read["parts"][0]["criteria"][0]["mean_hundredths"] == 400
    sign_in(client, panel.world.ministry_officer)
    assert "100" in client.get(reverse("reviews:letters", args=[selection.uid])).content.decode()
    assert client.post(reverse("reviews:send-letters", args=[selection.uid])).status_code == 302
    assert client.get(reverse("api:selection-letters", args=[selection.uid])).json()["sent"] == 1
