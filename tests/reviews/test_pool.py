"""A committee drawn by lot: exact against trying everything, the same for a seed, refused with the terms that clash."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models import Event
from core.refusals import NotAllowed, NotFound, RuleBroken
from core.wording import say_violation
from programs.models import Call
from programs.policy import Drawing
from reviews import actions
from reviews.models import Conflict, Expert, Member, Post
from reviews.rules.pool import Drawable, PoolTerms, draw, lot_of, ruled
from tests.build import sign_in
from tests.build_programs import a_rule_set
from tests.build_reviews import OPENED_AT, Panel, a_panel, an_expert
from tests.programs.policies import ADDED, ris_raw


def holds(chosen: tuple[Drawable, ...], terms: PoolTerms) -> bool:
    """Whether a choice keeps the terms, counted the plain way."""

    def most(values: list[Any]) -> int:
        return max(values.count(one) for one in values)

    share = {"region": terms.region_most_bp, "kind": terms.kind_most_bp}
    return (
        terms.per_institution is None or most([one.institution for one in chosen]) <= terms.per_institution
    ) and all(
        bp is None or most([getattr(one, name) for one in chosen]) <= terms.size * bp // 10_000
        for name, bp in share.items()
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from("ab"), st.sampled_from("uf")), min_size=1, max_size=8),
    st.integers(1, 5),
    st.integers(0, 9),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, 3_000, 5_000]),
    st.sampled_from([None, 6_000]),
)
def test_the_draw_is_the_best_of_all_that_keep_the_terms(
    rows: list[tuple[int, str, str]], size: int, seed: int, each: int | None, region: int | None, kind: int | None
) -> None:
    experts = [Drawable(number, *row) for number, row in enumerate(rows, start=1)]
    terms = PoolTerms(size, seed, each, region, kind)
    fitting = [chosen for chosen in combinations(experts, size) if holds(chosen, terms)]
    if fitting:
        best = max(sum(lot_of(seed, one.id) for one in chosen) for chosen in fitting)
        drawn = draw(experts, terms)
        assert sum(lot_of(seed, pk) for pk in drawn) == best
        assert drawn == draw(experts[::-1], terms), "the order of the register decides nothing"
    else:
        with pytest.raises(RuleBroken):
            draw(experts, terms)


def test_terms_that_clash_are_named_and_no_others() -> None:
    experts = [Drawable(number, number % 4, "a", "u") for number in range(1, 9)]
    with pytest.raises(RuleBroken) as refused:
        draw(experts, PoolTerms(4, 1, per_institution=1, region_most_bp=5_000))
    assert [one.code for one in refused.value.violations] == ["pool.region_share"]
    with pytest.raises(RuleBroken) as refused:
        draw(experts, PoolTerms(9, 1))
    assert [one.code for one in refused.value.violations] == ["pool.too_few"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from("ab")), min_size=1, max_size=7),
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from("ab")), max_size=3),
    st.integers(1, 4),
)
def test_who_sits_already_is_counted(rows: list[tuple[int, str]], sitting: list[tuple[int, str]], size: int) -> None:
    """No group of the whole committee grows above its limit by the draw, and one that can be drawn is."""
    experts = [Drawable(number, *row) for number, row in enumerate(rows, start=1)]
    seated = [Drawable(number, *row) for number, row in enumerate(sitting, start=100)]
    region_most = (size + len(seated)) * 6_000 // 10_000

    def grows_well(chosen: tuple[Drawable, ...]) -> bool:
        return all(
            [getattr(one, name) for one in (*chosen, *seated)].count(getattr(new, name)) <= most
            for new in chosen
            for name, most in (("institution", 2), ("region", region_most))
        )

    terms = PoolTerms(size, 3, 2, 6_000)
    fitting = {tuple(one.id for one in chosen) for chosen in combinations(experts, size) if grows_well(chosen)}
    if fitting:
        assert draw(experts, terms, seated) in fitting
    else:
        with pytest.raises(RuleBroken):
            draw(experts, terms, seated)


RULE = Drawing(region_most_bp=4_000, kind_most_bp=None, max_per_institution=2, recent_years=1)


def test_rules_stand_where_nothing_is_asked_and_nothing_looser_may_be_asked() -> None:
    assert ruled(PoolTerms(5, 1), None) == PoolTerms(5, 1)
    assert ruled(PoolTerms(5, 1), RULE) == PoolTerms(5, 1, 2, 4_000)
    assert ruled(PoolTerms(5, 1, 1, 3_000, 9_000), RULE) == PoolTerms(5, 1, 1, 3_000, 9_000)
    with pytest.raises(RuleBroken) as refused:
        ruled(PoolTerms(5, 1, 3, 5_000), RULE)
    with translation.override("en"):
        said = [(one.code, one.clause, say_violation(one)) for one in refused.value.violations]
    assert said == [
        ("pool.above_rule", "drawing.max_per_institution", "The rules of the call allow at most 2."),
        ("pool.share_above_rule", "drawing.region_most_bp", "The rules of the call allow at most 40%."),
    ]


def _under(panel: Panel, **drawing: Any) -> None:
    raw = {**ris_raw(), "drawing": {**ADDED["drawing"], **drawing}}
    rule_set = a_rule_set(panel.call.program, json.dumps(raw, default=str))
    Call.objects.filter(pk=panel.call.pk).update(rule_set=rule_set)


@pytest.mark.django_db
def test_the_rules_of_the_call_bind_page_and_api(client: Client) -> None:
    """Three of the committee come from Seoul: of five at most two may, so that nobody of Seoul is drawn any more."""
    panel = a_panel(1, 3)
    for region in ("busan", "daegu", "seoul"):
        an_expert(region=region)
    _under(panel)
    sign_in(client, panel.world.ministry_officer)
    page = reverse("reviews:pool", args=[panel.round.uid])
    begun: Any = client.get(page)
    assert 'name="region_most_percent" value="40"' in begun.content.decode(), "begun with what the rules allow"
    loose: Any = client.get(page, {"size": "2", "seed": "7", "region_most_percent": "41"})
    assert loose.status_code == 422
    assert "최대 40%까지 허용합니다" in loose.content.decode()
    api = f"/api/v1/rounds/{panel.round.uid}/pool"
    refused: Any = client.post(api, {"size": 3, "seed": 7}, content_type="application/json")
    assert refused.status_code == 422, "the third could come from Seoul alone"
    assert {one["code"] for one in refused.json()["violations"]} == {"pool.region_share"}
    assert Member.objects.count() == 3
    assert client.post(api, {"size": 2, "seed": 7}, content_type="application/json").status_code == 201
    drawn = Expert.objects.filter(memberships__round=panel.round).exclude(pk__in=[one.pk for one in panel.experts])
    assert set(drawn.values_list("person__organization__region__code", flat=True)) == {"busan", "daegu"}


@pytest.mark.django_db
@pytest.mark.parametrize(("years", "found"), [(1, 0), (3, 1)])
def test_the_rules_say_how_long_an_institution_binds_that_was_left(years: int, found: int) -> None:
    panel = a_panel(1, 1)
    _under(panel, recent_years=years)
    expert = an_expert()
    left = OPENED_AT.date() - timedelta(days=700)
    place = panel.proposals[0].lead_organization_id
    Post.objects.create(expert=expert, organization_id=place, starts_on=left - timedelta(days=700), ends_on=left)
    actions.invite_experts(round_uid=panel.round.uid, expert_uids=[expert.uid], by=panel.officer, at=OPENED_AT)
    assert Conflict.objects.filter(expert=expert, ground="recent_institution").count() == found


@pytest.mark.django_db
def test_a_pool_is_shown_with_its_shares_and_then_invited(client: Client) -> None:
    panel = a_panel(1, 3)
    for region in ("busan", "daegu", "busan", "ulsan"):
        an_expert(region=region)
    gone = an_expert()
    Expert.objects.filter(pk=gone.pk).update(away_from=OPENED_AT.date())
    sign_in(client, panel.world.ministry_officer)
    page = reverse("reviews:pool", args=[panel.round.uid])
    asked = {"size": "3", "seed": "7", "per_institution": "1", "region_most_percent": "50"}
    shown: Any = client.get(page, asked)
    assert (shown.status_code, Member.objects.count()) == (200, 3), "looking invites nobody"
    assert client.get(page, asked | {"size": "90"}).status_code == 422
    assert client.post(page, asked).status_code == 302
    assert Member.objects.count() == 6
    assert not Member.objects.filter(expert=gone).exists()
    assert Event.objects.get(name="reviews.pool_drawn").data["seed"] == 7
    body = {"size": 1, "seed": 7}
    drawn: Any = client.post(f"/api/v1/rounds/{panel.round.uid}/pool", body, content_type="application/json")
    assert (drawn.status_code, len(drawn.json())) == (201, 7)
    for role in ("auditor", "ministry_approver", "expert"):
        with pytest.raises((NotAllowed, NotFound)):
            actions.draw_pool(round_uid=panel.round.uid, terms=PoolTerms(1, 1), by=panel.role(role), at=OPENED_AT)
