"""Lots within chance of the line: exact against trying everything, fixed by nobody, told to everybody."""

from __future__ import annotations

import hashlib
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models import Job
from core.refusals import RuleBroken
from core.sweeps import run
from programs.policy import policy_to_json, with_changes
from reviews import actions
from reviews.models import Decision, Score, Selection
from reviews.reasoning import why_for_team
from reviews.rules import Candidate, Lots, Quotas, choose, draw_seed, settled_by_lot
from reviews.rules.selection import ticket_of
from reviews.tasks import DRAWINGS
from tests.build import sign_in
from tests.build_programs import a_rule_set
from tests.build_reviews import SELECTED_AT, Panel, a_panel
from tests.reviews.test_selection_rules import by_force, worlds

SEED = 41
GROUPS = {
    "calibration": {"counts": "mean", "least_reviews_per_expert": 3, "resamples": 100, "noise_bp": 500},
    "lottery": {"seed": SEED},
}


@settings(max_examples=50, deadline=None)
@given(worlds(), st.sets(st.integers(1, 8)), st.integers(1, 99))
def test_the_draw_is_the_first_of_all_selections_in_the_order_of_the_lots(
    world: tuple[list[Candidate], Quotas], within: set[int], seed: int
) -> None:
    candidates, quotas = world
    possible = {group for _, group in by_force(candidates, quotas)}
    if not possible:
        return
    before = choose(candidates, quotas)
    chosen = frozenset(before.selected)
    drawn = settled_by_lot(candidates, quotas, before, Lots(str(seed), frozenset(within)))
    others = [group for group in possible if group - within == chosen - within and len(group) == len(chosen)]
    order = [
        one
        for one in sorted(within, key=lambda one: (-ticket_of(str(seed), str(one)), one))
        if any(one in group for group in others) and any(one not in group for group in others)
    ]
    best = max(others, key=lambda group: [one in group for one in order])
    assert drawn.order == tuple(order)
    assert frozenset(drawn.chosen.selected) == best
    assert drawn.places == len(best & set(order))
    assert (drawn.chosen.value, drawn.chosen.bound) == (before.value, before.bound)
    assert not set(drawn.chosen.waiting) & best
    assert all(any(one in group for group in others) for one in order), "the highest lot wins, whose ever it is"


def test_another_seed_moves_only_what_is_within_chance() -> None:
    candidates = [Candidate(one, 1, 9_000 - one * 100, 9_000 - one * 100, 1) for one in range(1, 9)]
    quotas = Quotas(4, 100, 0)
    before = choose(candidates, quotas)
    found = {
        settled_by_lot(candidates, quotas, before, Lots(str(seed), frozenset({3, 4, 5, 6}))).chosen.selected
        for seed in range(40)
    }
    assert len(found) == 6, "two of four, each way"
    assert all({1, 2} < set(one) and len(one) == 4 for one in found)
    assert settled_by_lot(candidates, quotas, before, Lots("1", frozenset({1, 2}))).order == ()


def within_chance() -> Panel:
    """One that is in for sure, two of the same merit whose experts are far apart, and one that is out for sure."""
    panel = a_panel(4, 4)
    policy = with_changes(panel.call.rule_set.text, GROUPS)
    newer = a_rule_set(panel.call.program, policy_to_json(policy))
    type(panel.call).objects.filter(pk=panel.call.pk).update(rule_set=newer)
    panel.call.refresh_from_db()
    panel.pledge()
    panel.close(5, 4, 4, 1)
    for number in (1, 2):
        rows = Score.objects.filter(review__assignment__case__of_proposal__proposal=panel.proposals[number])
        reviews = sorted(set(rows.values_list("review", flat=True)))
        rows.filter(review=reviews[0]).update(points=5)
        rows.filter(review=reviews[1]).update(points=3)
    return panel


def drawn(panel: Panel) -> Job:
    actions.ask_for_drawings(round_uid=panel.round.uid, by=panel.officer, at=SELECTED_AT)
    assert run(DRAWINGS, at=SELECTED_AT).done == 1
    return Job.objects.filter(kind=DRAWINGS.name).latest("id")


@pytest.mark.django_db
def test_without_draws_of_these_reviews_nothing_is_proposed_and_drawing_again_marks_the_same() -> None:
    panel = within_chance()
    with pytest.raises(RuleBroken, match=r"selection\.drawings_missing"):
        panel.propose()
    first = drawn(panel)
    assert (first.result or {})["seed"] == draw_seed(SEED)
    Score.objects.filter(criterion="fit").update(points=4)
    with pytest.raises(RuleBroken, match=r"selection\.drawings_missing"):
        panel.propose()
    again, once_more = drawn(panel), drawn(panel)
    assert again.result == once_more.result
    assert not Selection.objects.exists()


@pytest.mark.django_db
def test_what_an_officer_can_still_change_leaves_the_seed() -> None:
    panel = within_chance()
    drawn(panel)
    first = panel.propose()
    actions.discard_selection(selection_uid=first.uid, reason="다시", by=panel.officer, at=SELECTED_AT)
    type(panel.call).objects.filter(pk=panel.call.pk).update(budget_krw=panel.call.budget_krw - 1)
    with pytest.raises(RuleBroken, match=r"selection\.drawings_missing"):
        panel.propose()
    drawn(panel)
    second = panel.propose()
    assert second.inputs_sha256 != first.inputs_sha256
    assert second.lots == first.lots


@pytest.mark.django_db
def test_lots_decide_are_told_and_can_be_drawn_again_by_anybody() -> None:
    panel = within_chance()
    job = drawn(panel)
    inside = (job.result or {})["inside_bp"]
    shares = [inside[str(one.pk)] for one in panel.proposals]
    assert (shares[0], shares[3]) == (10_000, 0)
    assert all(500 <= share <= 9_500 for share in shares[1:3])
    out = StringIO()
    call_command("select", panel.call.code, "--json", stdout=out)
    forecast = json.loads(out.getvalue())
    selection = panel.propose()
    seed = selection.lots["seed"]
    assert seed.partition(":")[0] == str(SEED)
    assert selection.lots == forecast["lots"] == {"seed": seed, "within": 2, "drawn": 2, "places": 1}
    tickets = {
        one.number: int.from_bytes(hashlib.sha256(f"{seed}:{one.number}".encode()).digest()[:8], "big") % 1_000_000 + 1
        for one in panel.proposals[1:3]
    }
    winner, loser = sorted(tickets, key=lambda number: -tickets[number])
    kept = {one.number: one for one in Decision.objects.filter(selection=selection)}
    assert (kept[winner].proposed, kept[winner].ground, kept[winner].method) == ("selected", "lot_drawn", "lot")
    assert (kept[loser].proposed, kept[loser].ground) == ("waiting", "lot_passed")
    assert kept[loser].lot == {"ticket": tickets[loser], "place": 2, "of": 2, "places": 1}
    assert kept[panel.proposals[0].number].lot is None
    assert kept[panel.proposals[0].number].margin is not None
    assert {row["number"]: row["lot"] for row in forecast["proposals"]} == {n: one.lot for n, one in kept.items()}
    officer = sign_in(Client(), panel.world.ministry_officer)
    page = officer.get(reverse("reviews:selection", args=[selection.uid])).content.decode()
    assert seed in page
    assert "우연의 범위 안: 추첨으로 선정됨" in page
    detail = officer.get(reverse("api:selection", args=[selection.uid])).json()
    assert {one["number"]: one["lot"] for one in detail["decisions"]} == {n: one.lot for n, one in kept.items()}
    for act in (actions.decide_selection, actions.publish_selection):
        act(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    public = Client().get(reverse("reviews:results", args=[selection.uid])).content.decode()
    assert seed in public
    assert f">{tickets[winner]}<" in public
    [lot, passed] = why_for_team(kept[loser])
    assert f"{tickets[loser]:,}" in lot
    assert winner not in lot + passed, "a team is told of no other by name"
