"""Figures of the regions: put down by the desk, kept as versions, read by everybody, over pages, files and the API."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from core.models import Event
from core.refusals import NotAllowed, RuleBroken, Stale
from programs import actions
from programs.models import Program, RegionalFigures
from tests.build import MARCH, World, a_ministry_world, sign_in
from tests.build_programs import BEFORE, SYSTEM, it_is, the_ris_program

TERMS = actions.read_preset("nuri-2004").figures
assert TERMS is not None
MEASURES = ("youth_population", "large_firms", "research_investment", "fiscal_independence")


@pytest.fixture
def world(db: None) -> World:
    it_is(MARCH)
    return a_ministry_world()


@pytest.fixture
def program(world: World) -> Program:
    """With the figures that come with its preset."""
    return actions.load_preset("nuri-2004", ministry_uid=world.ministry.uid, by=SYSTEM, at=BEFORE)[0]


def changed(jeju: str) -> actions.FigureTerms:
    assert TERMS is not None
    cells = {**TERMS.cells, "jeju": {**TERMS.cells["jeju"], "large_firms": jeju}}
    return replace(TERMS, cells=cells, note="다시 셌습니다.")


def test_a_new_table_is_a_new_version_and_the_same_again_is_none(world: World, program: Program) -> None:
    officer = world.actor("ministry_officer")
    record = actions.record_figures
    second = record(program_uid=program.uid, terms=changed("1"), version=1, by=officer, at=MARCH)
    assert (second.version, second.recorded_by_name, second.cells["jeju"]["large_firms"]) == (2, officer.name, "1")
    assert record(program_uid=program.uid, terms=changed("1"), by=officer, at=MARCH).pk == second.pk
    with pytest.raises(Stale):
        record(program_uid=program.uid, terms=changed("2"), version=1, by=officer, at=MARCH)
    event = Event.objects.filter(name="programs.figures_recorded").latest("id")
    assert (event.reason, event.data["version"]) == ("다시 셌습니다.", 2)
    with pytest.raises(DatabaseError), transaction.atomic():
        RegionalFigures.objects.filter(pk=second.pk).update(year=2004)


def test_only_who_runs_its_calls_puts_figures_down_and_only_under_an_index(world: World, program: Program) -> None:
    stranger = a_ministry_world().actor("ministry_officer")
    for actor in (stranger, world.actor("region_officer")):
        with pytest.raises(NotAllowed):
            actions.record_figures(program_uid=program.uid, terms=changed("1"), by=actor, at=MARCH)
    ris, _ = the_ris_program(world.ministry)
    with pytest.raises(RuleBroken, match=r"figures\.no_index"):
        actions.record_figures(program_uid=ris.uid, terms=changed("1"), by=world.actor("ministry_officer"), at=MARCH)


def test_everybody_reads_bands_index_and_versions(client: Client, world: World, program: Program) -> None:
    page = client.get(reverse("programs:figures", args=[program.uid])).content.decode()
    assert "강원" in page
    assert "5.50" in page, "the weakest region's index"
    assert "별표" in page
    assert (
        reverse("programs:figures", args=[program.uid])
        in client.get(reverse("programs:program", args=[program.uid])).content.decode()
    )
    assert client.get(reverse("programs:figures", args=[program.uid]), {"version": "9"}).status_code == 404
    ris, _ = the_ris_program(world.ministry)
    assert client.get(reverse("programs:figures", args=[ris.uid])).status_code == 404


def test_the_desk_changes_a_cell_or_takes_a_file(client: Client, world: World, program: Program) -> None:
    sign_in(client, world.users()["ministry_officer"])
    url = reverse("programs:record-figures", args=[program.uid])
    assert "daejeon.large_firms" in client.get(url).content.decode()
    assert TERMS is not None
    cells = {f"{region}.{code}": cell for region, row in TERMS.cells.items() for code, cell in row.items()}
    sent = {"year": "2003", "source": "통계청", "version": "1", **cells}
    refused = client.post(url, {**sent, "jeju.large_firms": "없음", "ulsan.large_firms": ""})
    assert refused.status_code == 422
    assert "없음" in refused.content.decode()
    assert client.post(url, {**sent, "jeju.large_firms": "3"}).status_code == 302
    table = client.get(reverse("programs:figures-csv", args=[program.uid])).content.replace(
        b"jeju,'-5*,3", b"jeju,'-5*,4"
    )
    file = SimpleUploadedFile("figures.csv", table, "text/csv")
    assert client.post(url, {**sent, "version": "2", "file": file}).status_code == 302
    assert program.regional_figures.latest("version").cells["jeju"]["large_firms"] == "4"
    assert client.post(url, {**sent, "version": "2"}).status_code == 422, "somebody was quicker"
    older = client.get(reverse("programs:figures", args=[program.uid]), {"version": "1"}).content.decode()
    assert reverse("programs:record-figures", args=[program.uid]) in older


def test_the_interface_gives_every_version_and_takes_a_new_one(client: Client, world: World, program: Program) -> None:
    url = reverse("api:program-figures", args=[program.uid])
    [first] = client.get(url).json()["results"]
    assert (first["version"], first["year"], first["cells"]["daejeon"]["large_firms"]) == (1, 2003, "15*")
    body = {"year": 2003, "source": "통계청", "cells": changed("7").cells}
    sign_in(client, world.users()["ministry_officer"])

    def send(body: dict[str, object], match: str) -> tuple[int, dict[str, object]]:
        answer = client.post(url, json.dumps(body), content_type="application/json", headers={"If-Match": match})
        return answer.status_code, answer.json()

    assert send(body, '"v1"')[0] == 201
    assert send(body | {"year": 2002}, '"v1"')[0] == 412
    status, problem = send(body | {"cells": {"daejeon": {}}}, '"v2"')
    assert status == 422
    assert "figures.missing" in json.dumps(problem)
