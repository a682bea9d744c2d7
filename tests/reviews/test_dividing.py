"""Money divided between regions before anything is chosen: refused without figures, kept as it was proposed with."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core.refusals import NotFound, RuleBroken
from programs import actions as programs
from programs.models import RuleSet
from programs.policy import checksum, policy_to_json, with_changes
from programs.queries import policy_of, regions_of_year
from reviews import actions, queries
from reviews.models import DividedMoney
from reviews.rules import Candidate
from tests.build import a_ministry_world, sign_in
from tests.build_programs import BEFORE, SYSTEM, a_rule_set, it_is
from tests.build_reviews import SELECTED_AT, Panel, a_panel

pytestmark = pytest.mark.django_db
MEASURE = {"code": "firms", "name_ko": "기업 수", "name_en": "Firms", "weight_bp": 10_000}
DIVIDED = {
    "balance": {"weight_bp": 1_500, "bands": 6, "measures": [MEASURE]},
    "division": {"basis": "asked", "cut": "by_order", "most_above_bp": 1_000, "least_below_bp": 1_000},
}


def balanced(panel: Panel, **groups: object) -> RuleSet:
    """The call under a later version of its rules, with a balance index and a division."""
    policy = with_changes(panel.call.rule_set.text, {**DIVIDED, **groups})
    newer = a_rule_set(panel.call.program, policy_to_json(policy))
    assert newer.checksum == checksum(newer.text)
    type(panel.call).objects.filter(pk=panel.call.pk).update(rule_set=newer)
    panel.call.refresh_from_db()
    return newer


def put_down(panel: Panel, firms: str) -> None:
    policy = policy_of(panel.call.rule_set)
    regions = [region.code for region in regions_of_year(policy, 2003)]
    terms = programs.FigureTerms(
        year=2003, source="표본", note="", cells={region: {"firms": firms} for region in regions}
    )
    programs.record_figures(program_uid=panel.call.program.uid, terms=terms, by=SYSTEM, at=BEFORE)


def test_without_figures_nothing_is_proposed_and_with_them_the_shares_are_kept() -> None:
    panel = a_panel(3, 4)
    balanced(panel)
    panel.pledge()
    panel.close(3, 5, 4)
    with pytest.raises(RuleBroken, match=r"figures\.missing"):
        panel.propose()
    put_down(panel, "3*")
    selection = panel.propose()
    [row] = DividedMoney.objects.filter(selection=selection)
    assert row.share_krw == panel.call.budget_krw
    assert (row.cells, row.bands, row.mean_bp) == ({"firms": "3*"}, {"firms": 1}, 10_000)
    assert row.most_krw == panel.call.budget_krw * 11 // 10
    asked = sum(panel.decision(number).grant_krw for number in range(3))
    assert row.least_krw == panel.call.budget_krw * 9 // 10 > asked, "more than all ask for: the two best are enough"
    assert [panel.decision(number).outcome for number in range(3)] == ["waiting", "selected", "selected"]
    put_down(panel, "4")
    assert queries.division_of(panel.call, policy_of(panel.call.rule_set))[0].cells == {"firms": "3*"}
    actions.discard_selection(selection_uid=selection.uid, reason="재평가", by=panel.officer, at=SELECTED_AT)
    assert queries.division_of(panel.call, policy_of(panel.call.rule_set))[0].cells == {"firms": "4"}


def test_money_is_divided_between_those_who_are_looked_at_and_not_those_who_stand_by_now() -> None:
    """A trial looks at a call whose proposals were decided long ago."""
    panel = a_panel(2, 3)
    policy = policy_of(balanced(panel))
    put_down(panel, "3*")
    region_id = panel.proposals[0].region_id
    type(panel.proposals[0]).objects.filter(call=panel.call).update(state="rejected")
    candidate = Candidate(id=1, region_id=region_id, score_bp=9_000, merit=9_000, grant_krw=1_000_000_000)
    quotas = queries.quotas_of(panel.call, policy, [candidate], budget_krw=500_000_000)
    assert quotas.most_krw_by_region == {region_id: 550_000_000}
    assert quotas.least_krw_by_region == {region_id: 450_000_000}
    assert queries.division_of(panel.call, policy) == []


def test_desks_look_at_the_shares_before_regions_and_the_committee_once_there_is_a_selection(client: Client) -> None:
    it_is(SELECTED_AT)
    panel = a_panel(3, 4)
    balanced(panel, division={**DIVIDED["division"], "least_below_bp": "none"})
    panel.pledge()
    panel.close(3, 5, 4)
    sign_in(client, panel.world.users()["ministry_officer"])
    url = reverse("reviews:division", args=[panel.call.uid])
    assert "지표가 없습니다" in client.get(url).content.decode()
    put_down(panel, "3*")
    page = client.get(url).content.decode()
    assert "선정하기 전" in page
    assert "15%" in page
    inside = (panel.role("region_officer"), panel.expert(0))
    for actor in inside:
        with pytest.raises(NotFound):
            queries.call_of_division(panel.call.uid, actor)
    panel.propose()
    for actor in inside:
        assert queries.call_of_division(panel.call.uid, actor).pk == panel.call.pk
    with pytest.raises(NotFound):
        queries.call_of_division(panel.call.uid, a_ministry_world().actor("ministry_officer", SELECTED_AT))
    assert "선정안을 만들 때" in client.get(url).content.decode()
    [row] = client.get(reverse("api:call-division", args=[panel.call.uid])).json()
    assert (row["region"], row["bands"], row["least_krw"], row["figures_version"]) == ("daejeon", {"firms": 1}, None, 1)
    assert row["share_krw"] == row["basis_krw"] + row["index_krw"]
