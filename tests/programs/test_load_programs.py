"""`manage.py load_programs`: all presets at once, the same once more, and a broken one."""

from __future__ import annotations

import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.actions import add_organization, delegate
from accounts.models import Delegation, Organization
from accounts.roles import Kind, Power
from core.models import Event
from core.refusals import RuleBroken
from programs.actions import load_programs, preset_files, preset_names, read_preset
from programs.models import Program, RuleSet
from tests.build import SINCE, a_ministry_world, sign_in
from tests.build_programs import BEFORE, SYSTEM, a_program, it_is

pytestmark = pytest.mark.django_db
MCIE, ITEP = "산업자원부", "한국산업기술평가원"


def loaded(*options: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("load_programs", "--json", *options, stdout=out)
    found: list[dict[str, Any]] = json.loads(out.getvalue())["programs"]
    return found


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Program, RuleSet, Organization, Delegation, Event))


def test_all_are_loaded_with_ministry_agency_and_published_rules_and_once_more_changes_nothing() -> None:
    first = loaded()
    assert [one["preset"] for one in first] == preset_names()
    stand = counts()
    assert loaded() == first
    assert counts() == stand
    for one in first:
        rule_set = RuleSet.objects.get(program__code=one["code"])
        assert (rule_set.state, rule_set.version, rule_set.checksum) == ("published", 1, one["checksum"])
    assert Organization.objects.filter(kind=Kind.MINISTRY).count() == 6
    assert Organization.objects.filter(kind=Kind.MINISTRY, is_sample=True).count() == 2
    nuri = Program.objects.get(code="nuri")
    assert nuri.agency is not None
    assert Delegation.objects.get(program_uid=nuri.uid).agency == nuri.agency
    assert set(RuleSet.objects.get(program=nuri).excluded_regions) == {"seoul", "incheon", "gyeonggi"}


def test_one_is_loaded_for_the_ministry_and_agency_that_are_there() -> None:
    ministry = add_organization(name_ko=MCIE, kind=Kind.MINISTRY, by=SYSTEM, at=BEFORE)
    agency = add_organization(name_ko=ITEP, kind=Kind.AGENCY, by=SYSTEM, at=BEFORE)
    delegate(
        ministry_uid=ministry.uid,
        agency_uid=agency.uid,
        powers=[Power.CALLS],
        starts_on=SINCE,
        reference="고시 1호",
        by=SYSTEM,
        at=BEFORE,
    )
    [one] = loaded("--only", "technopark")
    assert (one["code"], one["route"], one["ministry"], one["agency"]) == ("technopark", "commissioned", MCIE, ITEP)
    assert Program.objects.get().ministry == ministry
    assert Delegation.objects.count() == 1, "the one there was reaches every programme"
    assert Organization.objects.count() == 2
    assert "quota.counts" in one["assumed"]["rules"]


def test_a_code_that_another_ministry_has_is_refused_and_nothing_is_left() -> None:
    a_program(code="technopark")
    stand = counts()
    with pytest.raises(RuleBroken) as refused:
        load_programs(by=SYSTEM, at=BEFORE)
    [one] = refused.value.violations
    assert (one.code, one.field, one.clause) == ("program.code_taken", "technopark.program.toml", "program.code")
    assert counts() == stand


def test_broken_files_are_refused_whole_with_every_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(preset_files.FOLDER, tmp_path / "presets"))
    monkeypatch.setattr(preset_files, "FOLDER", folder)
    _change(folder / "bk21.program.toml", 'route = "competed"', 'route = "lottery"\ncolour = "red"')
    _change(folder / "it-start-ups.program.toml", 'route = "competed"', 'route = "lottery"')
    _change(folder / "nuri-2004.program.toml", '"agency.powers"', '"agency.colour"')
    _change(folder / "nuri-2004.toml", "bands = 6", "bands = 1")
    _change(folder / "nuri-2004.toml", "max_grant_krw = 2_999_999_999", "max_grant_krw = 3_000_000_000")
    (folder / "rrc.program.toml").write_text("[program", encoding="utf-8")
    stand = counts()
    out = StringIO()
    with pytest.raises(CommandError, match=r"nuri-2004\.toml: balance\.bands: "):
        call_command("load_programs", "--json", stdout=out)
    faults = json.loads(out.getvalue())["faults"]
    assert [one for one in faults if one["text"] in ("", one["code"])] == []
    places = {(one["file"], one["path"]) for one in faults}
    assert places == {
        ("bk21.program.toml", "program.colour"),
        ("it-start-ups.program.toml", "program.route"),
        ("nuri-2004.program.toml", "assumed"),
        ("nuri-2004.toml", "balance.bands"),
        ("nuri-2004.toml", "tiers.levels[0].min_grant_krw"),
        ("rrc.program.toml", ""),
        ("rrc.toml", "schema"),
    }
    assert counts() == stand


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(CommandError, match=r"program\.preset_unknown"):
        call_command("load_programs", only=["lottery"])
    with pytest.raises(RuleBroken):
        read_preset("lottery")
    assert not Program.objects.exists()


def test_the_page_offers_each_preset_and_fills_itself_with_one(client: Client) -> None:
    it_is(BEFORE)
    officer = sign_in(client, a_ministry_world().ministry_officer)
    text = officer.get(reverse("programs:new-program"), {"preset": "daedeok-cluster-2005"}).text
    assert [name for name in preset_names() if f"?preset={name}" not in text] == []
    assert [name for name in preset_names() if f'value="{name}"' not in text] == []
    assert 'value="daedeok-cluster"' in text
    assert "항공우주" in text


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
