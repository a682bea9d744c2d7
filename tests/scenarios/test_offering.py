"""A call of each programme in the sample world: the file's faults, and all of it through the actions, once."""

from __future__ import annotations

import pytest

from accounts.roles import Kind, Role
from core import sweeps
from core.events import first_broken_seal
from programs.actions import preset_names, read_preset
from programs.models import Call, CallFile, Program
from proposals.models import Attachment, Proposal, RegionalPlan
from scenarios import sample
from scenarios.driver.offering import steps
from scenarios.driver.playing import play
from scenarios.file import ScenarioInvalid
from scenarios.file.offering import parse_offering, read_offering
from tests.build import MARCH, an_officer, an_organization

TEXT = sample.PROGRAMS.read_text(encoding="utf-8")
UNTIL = read_offering(sample.PROGRAMS).answers[-1].ends_at


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ("schema = 1", "schema = 2", "schema"),
        ('preset = "bk21"', 'presets = "bk21"', "calls[1].presets"),
        ('kind = "university"', 'kind = "school"', "institutions[2].kind"),
        ("budget_krw = 300_000_000_000", 'budget_krw = "300"', "calls[1].budget_krw"),
        ('call = "bk21-2004"', 'call = "bk21-2005"', "drafts[0].call"),
        ('code = "bk21-2004"', 'code = "nuri-2004"', "calls"),
        ('"drafts"]', '"drafts", "poems"]', "assumed"),
        ("closes_at = 2004-06-30T18:00:00+09:00", "closes_at = 2004-04-01T18:00:00+09:00", "calls[1].closes_at"),
    ],
)
def test_a_broken_file_is_refused_with_its_path(before: str, after: str, path: str) -> None:
    assert before in TEXT
    with pytest.raises(ScenarioInvalid) as raised:
        parse_offering(TEXT.replace(before, after, 1))
    assert path in {one.field for one in raised.value.violations}


@pytest.mark.django_db
def test_each_programme_has_its_call_and_the_routes_their_answers() -> None:
    for region in ("busan", "daegu", "daejeon", "jeju"):
        an_officer(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, region))
    dria = an_organization(Kind.REGIONAL_AGENCY, "daejeon", "대전 지역기관 DRIA")
    an_officer(Role.INSTITUTION_OFFICER, dria)
    play([], until=UNTIL, more=tuple(steps(read_offering(sample.PROGRAMS))))
    told = {read_preset(name).program.code for name in preset_names()}
    with_calls = set(Program.objects.filter(calls__announced_at__isnull=False).values_list("code", flat=True))
    assert told - with_calls == {"ris-pilot"}  # the sample world's scenarios have it
    plans = RegionalPlan.objects.values_list("call__code", "region__code", "state")
    assert set(plans) == {
        ("technopark-2004", "busan", "handed_in"),
        ("technopark-2004", "daegu", "writing"),
        ("technopark-2004", "jeju", "declined"),
        ("daedeok-2005", "daejeon", "handed_in"),
    }
    assert len(Call.objects.get(code="technopark-2004").asked_regions or ()) == 16
    assert CallFile.objects.get().call.code == "technopark-2004"
    draft = Proposal.objects.get(call__code="bk21-2004")
    assert Attachment.objects.get(proposal=draft).document == "graduate_school"
    assert [sweeps.run(one, at=UNTIL).failed for one in sweeps.all_sweeps().values()] == [0] * len(sweeps.all_sweeps())
    assert first_broken_seal() is None
    assert UNTIL > MARCH
