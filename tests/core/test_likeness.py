"""How alike texts are."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.likeness import likeness

texts = st.text(max_size=60)


@given(texts, texts)
def test_likeness_is_a_share_and_the_same_both_ways(left: str, right: str) -> None:
    assert 0.0 <= likeness(left, right) <= 1.0
    assert likeness(left, right) == likeness(right, left)


@pytest.mark.parametrize("text", ["대덕 클러스터", "Daedeok", "a", "반도체 2004"])
def test_a_text_is_wholly_like_itself_however_it_is_encoded_and_set(text: str) -> None:
    assert likeness(text, unicodedata.normalize("NFD", text)) == 1.0
    assert likeness(text, f" {text.upper()}! ") == 1.0


def test_particles_take_little_from_likeness() -> None:
    assert likeness("클러스터를 육성한다", "클러스터의 육성") > 0.6
    assert likeness("클러스터를 육성한다", "농산물 검사 물류") == 0.0


def test_blank_texts_are_like_nothing() -> None:
    assert likeness("", "") == 0.0
    assert likeness("...", "대전") == 0.0


def test_a_run_has_a_length() -> None:
    with pytest.raises(ValueError, match="at least one"):
        likeness("a", "a", size=0)
