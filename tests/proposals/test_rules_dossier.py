"""The frozen form: one text for one content, and what differs between two."""

from __future__ import annotations

import hashlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from proposals.rules import Difference, canonical, differences, sha256_of, sums
from tests.proposals.facts import a_grid

CONTENT: dict[str, Any] = {
    "title_ko": "제목",
    "lead": {"uid": "a"},
    "people": [{"uid": "p1", "share_bp": 3_000}, {"uid": "p2", "share_bp": 1_000}],
    "lines": [{"year": 1, "category": "running", "source": "grant", "amount_krw": 5}],
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(content=st.dictionaries(st.text(max_size=5), values, max_size=5))
def test_the_order_of_keys_makes_no_difference(content: dict[str, Any]) -> None:
    turned = dict(reversed(content.items()))
    assert canonical(turned) == canonical(content)
    assert sha256_of(turned) == hashlib.sha256(canonical(content).encode()).hexdigest()


def test_equal_contents_do_not_differ() -> None:
    assert differences(CONTENT, CONTENT) == ()


def test_items_are_compared_by_their_names_and_not_by_their_places() -> None:
    now = {
        "title_ko": "새 제목",
        "lead": {"uid": "a"},
        "people": [{"uid": "p2", "share_bp": 1_000}, {"uid": "p3", "share_bp": 500}],
        "lines": [{"year": 1, "category": "running", "source": "grant", "amount_krw": 6}],
    }
    assert differences(CONTENT, now) == (
        Difference("lines.1.running.grant.amount_krw", 5, 6),
        Difference("people.p1.share_bp", 3_000, None),
        Difference("people.p3.share_bp", None, 500),
        Difference("title_ko", "제목", "새 제목"),
    )


def test_sums_are_by_source() -> None:
    found = sums(a_grid(running__grant=700, running__regional=100, running__own=7))
    assert (found.grant_krw, found.regional_krw, found.own_krw, found.total_krw) == (2_100, 300, 21, 2_421)
