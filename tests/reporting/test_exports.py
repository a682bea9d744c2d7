"""Lists taken along: asked for, made behind the asker's own wall, fetched by him alone, stopped, cleared."""

from __future__ import annotations

import csv
import io
import json
from copy import deepcopy
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Appointment
from core import jobs, sweeps
from core.models import Event, Job, StoredFile
from core.refusals import RuleBroken, WrongState
from proposals.models import Submission
from reporting import actions
from reporting.queries import exports
from reporting.tasks import CLEARING
from reporting.tasks import EXPORTS as MAKING
from tests.proposals.regional import IN_TIME, Regions, some_regions
from tests.reporting.doors import at_moment, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def first_regions(shared_db: None) -> Regions:
    return some_regions(2)


@pytest.fixture
def regions(first_regions: Regions, db: None) -> Regions:
    at_moment(IN_TIME)
    return deepcopy(first_regions)


def asked_by(regions: Regions, role: str = "ministry_officer", conditions: str = "", form: str = "csv") -> Job:
    return actions.ask_for_export(
        kind="proposals",
        conditions=conditions,
        form=form,
        language="en",
        by=regions.world.actor(role, IN_TIME),
        at=IN_TIME,
    )


def content(client: Client, job: Job) -> bytes:
    answer = client.get(reverse("reporting:export-file", args=[job.uid]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return bytes(answer.getvalue())


def test_an_officer_takes_the_register_along_by_page(regions: Regions) -> None:
    client = signed_in(regions.world.ministry_officer)
    asked = client.post(reverse("reporting:register-export"), {"form": "csv", "conditions": "region=daejeon"})
    job = Job.objects.get()
    assert asked["Location"] == reverse("reporting:export", args=[job.uid])
    assert 'data-hx-trigger="every 1s"' in client.get(asked["Location"]).content.decode()
    assert client.get(reverse("reporting:export-file", args=[job.uid])).status_code == 404
    sweeps.run(MAKING, at=IN_TIME)
    page = client.get(asked["Location"]).content.decode()
    assert "2 rows." in page
    assert "every 1s" not in page
    rows = list(csv.reader(io.StringIO(content(client, job).decode("utf-8-sig"))))
    assert rows[0][:3] == ["Number", "Title", "Call"]
    assert {row[0] for row in rows[1:]} == {one.number for one in regions.mine}
    assert f"/exports/{job.uid}/file/" in client.get(reverse("reporting:exports")).content.decode()


def test_a_workbook_holds_text_and_no_formula(regions: Regions) -> None:
    first = regions.mine[0].submission
    assert first is not None
    copy = {field.attname: getattr(first, field.attname) for field in Submission._meta.concrete_fields}
    changed = Submission.objects.create(
        **{**copy, "id": None, "uid": regions.mine[0].uid, "sequence": 2, "title_en": "=1+1"}
    )
    type(regions.mine[0]).objects.filter(pk=regions.mine[0].pk).update(submission=changed)
    job = asked_by(regions, form="xlsx")
    sweeps.run(MAKING, at=IN_TIME)
    with ZipFile(io.BytesIO(content(signed_in(regions.world.ministry_officer), job))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1" in sheet
    assert "<f>" not in sheet


def test_a_region_takes_its_own_and_nobody_else_opens_it(regions: Regions) -> None:
    job = asked_by(regions, "region_officer")
    sweeps.run(MAKING, at=IN_TIME)
    rows = content(signed_in(regions.world.region_officer), job).decode("utf-8-sig")
    assert all(one.number in rows for one in regions.mine)
    assert all(one.number not in rows for one in regions.theirs)
    officer = signed_in(regions.world.ministry_officer)
    for name in ("reporting:export", "reporting:export-file", "api:export", "api:export-file"):
        assert officer.get(reverse(name, args=[job.uid])).status_code == 404


def test_it_is_made_with_the_rights_of_now(regions: Regions) -> None:
    job = asked_by(regions, "region_officer")
    Appointment.objects.filter(person=regions.world.region_officer.person).update(ends_on=IN_TIME.date())
    sweeps.run(MAKING, at=IN_TIME)
    assert exports.own(job.uid, regions.world.actor("region_officer")).result["rows"] == 0  # type: ignore[index]


def test_a_worker_that_died_leaves_nothing_lost(regions: Regions) -> None:
    job = asked_by(regions)
    jobs.begin(job)
    jobs.advance(job, 40)
    sweeps.run(MAKING, at=IN_TIME)
    job.refresh_from_db()
    assert (job.state, job.percent, StoredFile.objects.filter(name__endswith=".csv").count()) == ("done", 100, 1)
    sweeps.run(MAKING, at=IN_TIME)
    assert StoredFile.objects.filter(name__endswith=".csv").count() == 1


def test_it_is_stopped_before_and_while_it_is_made_and_not_after(regions: Regions) -> None:
    by = regions.world.actor("ministry_officer", IN_TIME)
    waiting, running = asked_by(regions), asked_by(regions)
    jobs.begin(running)
    for job in (waiting, running):
        actions.stop_export(job_uid=job.uid, by=by, at=IN_TIME)
    sweeps.run(MAKING, at=IN_TIME)
    assert set(Job.objects.values_list("state", flat=True)) == {"stopped"}
    with pytest.raises(WrongState):
        actions.stop_export(job_uid=waiting.uid, by=by, at=IN_TIME)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "people"}, "export.unknown_kind"),
        ({"form": "pdf"}, "export.unknown_form"),
        ({"conditions": "region=atlantis"}, "export.conditions_wrong"),
    ],
)
def test_what_is_not_understood_is_refused(regions: Regions, changes: dict[str, str], code: str) -> None:
    terms = {"kind": "proposals", "conditions": "", "form": "csv", "language": "ko"}
    with pytest.raises(RuleBroken) as refused:
        actions.ask_for_export(**{**terms, **changes}, by=regions.world.actor("auditor"), at=IN_TIME)
    assert [one.code for one in refused.value.violations] == [code]


def test_nobody_keeps_the_worker_busy_alone(regions: Regions) -> None:
    for _ in range(3):
        asked_by(regions)
    with pytest.raises(RuleBroken, match=r"export\.too_many"):
        asked_by(regions)
    page = signed_in(regions.world.ministry_officer).post(reverse("reporting:register-export"), {"form": "csv"})
    assert page.status_code == 422
    assert "still being made" in page.content.decode()


def test_a_file_goes_after_a_week_and_the_export_stays(regions: Regions) -> None:
    job = asked_by(regions)
    sweeps.run(MAKING, at=IN_TIME)
    file = exports.file_of(Job.objects.get())
    assert file is not None
    Job.objects.update(finished_at=IN_TIME)
    sweeps.run(CLEARING, at=IN_TIME + timedelta(days=6))
    assert exports.file_of(Job.objects.get()) is not None
    sweeps.run(CLEARING, at=IN_TIME + timedelta(days=7))
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    page = signed_in(regions.world.ministry_officer).get(reverse("reporting:export", args=[job.uid]))
    assert "thrown away" in page.content.decode()
    kinds = [event.name for event in Event.objects.filter(name__startswith="reporting.").order_by("id")]
    assert kinds == ["reporting.export_asked", "reporting.export_cleared"]


def test_an_agency_does_the_same_over_the_api(regions: Regions) -> None:
    client = signed_in(regions.world.agency_officer)
    body = json.dumps({"list": "proposals", "form": "csv", "conditions": "state=submitted", "language": "en"})
    send = {"content_type": "application/json", "headers": {"Idempotency-Key": "one"}}
    asked, again = (client.post(reverse("api:exports"), body, **send) for _ in range(2))  # type: ignore[arg-type]
    assert (asked.status_code, again.status_code, Job.objects.count()) == (202, 202, 1)
    assert client.get(asked["Location"]).json()["state"] == "waiting"
    sweeps.run(MAKING, at=IN_TIME)
    done = client.get(asked["Location"]).json()
    assert (done["state"], done["percent"], done["rows"]) == ("done", 100, 4)
    assert client.get(f"{asked['Location']}/file").getvalue().startswith(b"\xef\xbb\xbfNumber")
    refused = client.post(f"{asked['Location']}/stop")
    assert refused.status_code == 409
    assert len(client.get(reverse("api:exports")).json()) == 1
