"""A committee drawn by lot: exact against trying everything, the same for a seed, refused with the terms that clash."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models import Event
from core.refusals import NotAllowed, NotFound, RuleBroken
from reviews import actions
from reviews.models import Expert, Member
from reviews.rules.pool import Drawable, PoolTerms, draw, lot_of
from tests.build import sign_in
from tests.build_reviews import OPENED_AT, a_panel, an_expert


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
