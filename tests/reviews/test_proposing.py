"""A large selection is worked out by a worker: with percent, stoppable, never from what has changed meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Appointment, User
from accounts.roles import Role
from core import jobs
from core.models import Event, Job
from core.refusals import NotAllowed, WrongState
from core.sweeps import run
from proposals.models import MatchPledge
from reviews import actions, queries
from reviews.models import Decision, Selection
from reviews.tasks import PROPOSINGS
from tests.build import a_ministry_world
from tests.build_programs import it_is
from tests.build_reviews import SELECTED_AT, Panel, a_panel
from tests.proposals.regional import signed_in
from tests.reviews.test_api import API, codes, made, send

pytestmark = pytest.mark.django_db
LATER = SELECTED_AT + timedelta(seconds=5)


@pytest.fixture
def panel(monkeypatch: pytest.MonkeyPatch) -> Panel:
    """A judged call of two proposals, which counts as a large one."""
    monkeypatch.setattr("reviews.queries.proposing.AT_ONCE", 1)
    found = a_panel(2, 4)
    found.pledge()
    found.close(5, 3)
    it_is(SELECTED_AT)
    return found


def asked(panel: Panel) -> Job:
    return actions.ask_for_selection(call_uid=panel.call.uid, by=panel.officer, at=SELECTED_AT)


def test_a_worker_proposes_it_in_the_name_of_who_asked(panel: Panel) -> None:
    job = asked(panel)
    assert run(PROPOSINGS, at=LATER).failed == 0
    job.refresh_from_db()
    selection = Selection.objects.get()
    assert (job.state, job.percent, job.result) == ("done", 100, {"selection": str(selection.uid)})
    assert selection.proposed_by == panel.officer.user_id
    assert Decision.objects.filter(selection=selection).exclude(ground="").count() == 2
    at_once = queries.selection_page(selection.uid, panel.officer)
    assert at_once.value == at_once.bound
    assert {"reviews.selection_asked", "reviews.selection_proposed"} <= set(
        Event.objects.values_list("name", flat=True)
    )


def test_it_is_asked_for_once_and_by_who_may(panel: Panel) -> None:
    asked(panel)
    with pytest.raises(WrongState) as refused:
        asked(panel)
    assert [one.code for one in refused.value.violations] == ["selection.is_worked_out"]
    with pytest.raises(NotAllowed):
        actions.ask_for_selection(call_uid=panel.call.uid, by=panel.role("auditor"), at=SELECTED_AT)
    with pytest.raises(NotAllowed):
        actions.stop_selection(call_uid=panel.call.uid, by=panel.role("auditor"), at=SELECTED_AT)


@pytest.fixture
def moving(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> Panel:
    """The same, but a pledge is taken back while the worker tells how far it is."""
    tell = jobs.advance

    def told(job: Job, percent: int, note: str = "") -> None:
        MatchPledge.objects.filter(proposal=panel.proposals[0]).update(state="withdrawn")
        tell(job, percent, note)

    monkeypatch.setattr(jobs, "advance", told)
    return panel


def test_nothing_is_proposed_from_what_has_changed_meanwhile(moving: Panel) -> None:
    job = asked(moving)
    run(PROPOSINGS, at=LATER)
    job.refresh_from_db()
    assert (job.state, job.note, Selection.objects.exists()) == ("failed", "selection.changed_meanwhile", False)
    page = desk(moving).get(reverse("reviews:propose", args=[moving.call.uid])).content.decode()
    assert "Propose it again." in page


def test_a_lost_office_proposes_nothing(panel: Panel) -> None:
    job = asked(panel)
    Appointment.objects.filter(person_id=panel.officer.person_id or 0, office__role=Role.MINISTRY_OFFICER).update(
        ends_on=SELECTED_AT.date()
    )
    run(PROPOSINGS, at=LATER)
    job.refresh_from_db()
    assert (job.state, Selection.objects.exists()) == ("failed", False)


def test_a_worker_that_died_is_followed_by_another(panel: Panel) -> None:
    job = asked(panel)
    jobs.begin(job)
    assert run(PROPOSINGS, at=LATER).done == 1
    assert Selection.objects.get().state == "proposed"


def test_it_is_stopped_while_it_waits_and_while_it_runs(panel: Panel) -> None:
    with pytest.raises(WrongState):
        actions.stop_selection(call_uid=panel.call.uid, by=panel.officer, at=SELECTED_AT)
    waiting = asked(panel)
    actions.stop_selection(call_uid=panel.call.uid, by=panel.officer, at=SELECTED_AT)
    running = asked(panel)
    jobs.begin(running)
    actions.stop_selection(call_uid=panel.call.uid, by=panel.officer, at=SELECTED_AT)
    run(PROPOSINGS, at=LATER)
    for job in (waiting, running):
        job.refresh_from_db()
    assert (waiting.state, running.state, Selection.objects.exists()) == ("stopped", "stopped", False)
    with pytest.raises(WrongState):
        actions.stop_selection(call_uid=panel.call.uid, by=panel.officer, at=SELECTED_AT)


def desk(panel: Panel) -> Client:
    return signed_in(User.objects.get(pk=panel.officer.user_id or 0), "en")


def test_the_page_tells_how_far_it_is_and_leads_to_the_selection(panel: Panel) -> None:
    page, client = reverse("reviews:propose", args=[panel.call.uid]), desk(panel)
    assert client.post(page)["Location"] == page
    assert "data-hx-get" in client.get(page).content.decode()
    part = client.get(page, headers={"HX-Request": "true"})
    assert ("HX-Redirect" in part.headers, "<html" in part.content.decode()) == (False, False)
    run(PROPOSINGS, at=LATER)
    ended = client.get(page, headers={"HX-Request": "true"})
    assert ended.headers["HX-Redirect"] == reverse("reviews:selection", args=[Selection.objects.get().uid])


def test_it_is_stopped_on_its_page(panel: Panel) -> None:
    client = desk(panel)
    client.post(reverse("reviews:propose", args=[panel.call.uid]))
    stopped = client.post(reverse("reviews:stop-proposing", args=[panel.call.uid]), follow=True).content.decode()
    assert "none is proposed" in stopped
    assert Job.objects.get().state == "stopped"


def test_the_api_answers_with_work_that_is_followed_to_the_selection(panel: Panel) -> None:
    client, body = desk(panel), {"call": panel.call.uid}
    first, again = (send(client, "POST", "selections", body, **{"Idempotency-Key": "propose-1"}) for _ in range(2))
    job = made(first, 202)
    assert (made(again, 202), Job.objects.count()) == (job, 1)
    assert (job["state"], job["percent"], job["selection"], job["violations"]) == ("waiting", 0, None, [])
    assert first.headers["Location"] == again.headers["Location"] == f"{API}selection-jobs/{job['uid']}"
    assert codes(send(client, "POST", "selections", body)) == {"selection.is_worked_out"}
    run(PROPOSINGS, at=LATER)
    done = made(send(client, "GET", f"selection-jobs/{job['uid']}"), 200)
    assert (done["state"], done["percent"], done["call"]) == ("done", 100, str(panel.call.uid))
    assert made(send(client, "GET", f"selections/{done['selection']}"), 200)["state"] == "proposed"
    assert codes(send(client, "DELETE", f"selection-jobs/{job['uid']}")) == {"job.wrong_state"}
    assert codes(send(client, "POST", "selections", body)) == {"selection.stands"}


def test_the_api_stops_the_work_it_names_and_no_other(panel: Panel) -> None:
    client = desk(panel)
    old = asked(panel)
    stopped = made(send(client, "DELETE", f"selection-jobs/{old.uid}"), 200)
    assert (stopped["state"], stopped["selection"]) == ("stopped", None)
    new = asked(panel)
    jobs.begin(new)
    assert codes(send(client, "DELETE", f"selection-jobs/{old.uid}")) == {"job.wrong_state"}
    assert not made(send(client, "GET", f"selection-jobs/{new.uid}"), 200)["stop_wanted"]
    asked_to_end = made(send(client, "DELETE", f"selection-jobs/{new.uid}"), 200)
    assert (asked_to_end["state"], asked_to_end["stop_wanted"]) == ("running", True)
    run(PROPOSINGS, at=LATER)
    assert made(send(client, "GET", f"selection-jobs/{new.uid}"), 200)["state"] == "stopped"
    assert not Selection.objects.exists()


def test_the_api_tells_in_both_languages_why_there_is_no_selection(moving: Panel) -> None:
    job = asked(moving)
    run(PROPOSINGS, at=LATER)
    found = made(send(desk(moving), "GET", f"selection-jobs/{job.uid}"), 200)
    assert (found["state"], found["selection"]) == ("failed", None)
    (why,) = found["violations"]
    assert why["code"] == "selection.changed_meanwhile"
    assert "Propose it again." in why["text"]["en"]
    assert why["text"]["ko"] not in {"", why["text"]["en"]}


def test_the_work_is_nothing_to_others_and_read_alone_by_overseers(panel: Panel) -> None:
    path, other = f"selection-jobs/{asked(panel).uid}", jobs.open_job(kind="other", owner_id=None, at=SELECTED_AT)
    strangers = (panel.users[0], panel.world.member, panel.world.region_officer, a_ministry_world().ministry_officer)
    for user in strangers:
        client = signed_in(user, "en")
        assert [send(client, verb, path).status_code for verb in ("GET", "DELETE")] == [404, 404]
        refused = send(client, "POST", "selections", {"call": panel.call.uid})
        assert refused.status_code in {403, 404}
    assert send(desk(panel), "GET", f"selection-jobs/{other.uid}").status_code == 404
    auditor = signed_in(User.objects.get(pk=panel.role("auditor").user_id or 0), "en")
    assert made(send(auditor, "GET", path), 200)["state"] == "waiting"
    assert send(auditor, "DELETE", path).status_code == 403
    assert Job.objects.get(kind=queries.PROPOSING).state == "waiting"
