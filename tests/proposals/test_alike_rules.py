"""What makes two proposals alike, by values alone."""

from __future__ import annotations

import unicodedata
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.rules.alike import GAP, RUN, WINDOW, Common, draw, equipment_in, marks_of, passages, text_bp

KOREAN = "대덕의 센서 기업 열두 곳이 반도체 검사 장비의 부품을 국산으로 바꾸고 시험 성적서를 함께 씁니다."
ENGLISH = "Twelve sensor firms of Daedeok replace imported parts of wafer inspection and share the test reports."
words = st.text(alphabet="가나다라마바사아자차카타파하 abcdefghij", min_size=0, max_size=120)


def values(text: str) -> set[int]:
    return {mark.value for mark in marks_of(text)}


@given(before=words, after=words, other=words)
def test_a_passage_that_stands_in_both_texts_has_a_mark_in_both(before: str, after: str, other: str) -> None:
    for passage in (KOREAN, ENGLISH):
        assert values(f"{before} {passage} {after}") & values(f"{other} {passage}")


@given(text=words)
def test_case_spacing_punctuation_and_form_count_for_nothing(text: str) -> None:
    whole = values(text)
    assert values(text.replace(" ", "")) == values(text.replace(" ", ", ")) == values(text.upper()) == whole
    assert values(unicodedata.normalize("NFD", text)) == whole


@given(text=words)
def test_marks_stand_in_order_inside_the_text_and_are_about_one_a_window(text: str) -> None:
    marks = list(marks_of(text))
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert len(marks) <= max(0, 3 * len(text) - RUN + 1)
    assert not text.strip() or len(text.replace(" ", "")) < RUN + WINDOW or marks


@given(shared=st.integers(0, 500), own=st.integers(0, 500), other=st.integers(0, 500))
def test_the_degree_is_the_same_both_ways_and_within_bounds(shared: int, own: int, other: int) -> None:
    assert 0 <= text_bp(shared, own, other) == text_bp(shared, other, own) <= 10_000


@pytest.mark.parametrize(
    ("common", "overlap"),
    [
        (Common(2_500), True),
        (Common(2_499), False),
        (Common(1_000, people=2), True),
        (Common(999, people=2), False),
        (Common(1_000, people=1, firms=1), False),
        (Common(1_000, firms=2), True),
        (Common(1_000, equipment=1), True),
        (Common(0, people=9, firms=9, equipment=9), False),
    ],
)
def test_much_text_or_less_of_it_beside_the_same_hands_is_an_overlap(common: Common, overlap: bool) -> None:
    assert common.is_overlap is overlap
    assert Common(0, people=1).is_shown
    assert not Common(999).is_shown


def test_passages_are_whole_words_the_longest_first_and_far_ones_apart() -> None:
    own = draw({"sections": {"summary": f"{KOREAN} {'ㅋ' * (GAP + 20)} {ENGLISH}"}})
    found = passages(own, values(KOREAN) | values(ENGLISH))
    assert len(found) == 2
    assert found[0] in ENGLISH
    assert found[1] in KOREAN
    assert all(one.split()[0] in own.text.split() and one.split()[-1] in own.text.split() for one in found)
    assert passages(own, set()) == ()


def test_equipment_is_named_by_its_noun_with_the_words_before_it() -> None:
    text = "전자현미경과 X선분광기를 사고, 원자힘 현미경 대신 3D프린터를 빌립니다. We buy an electron microscope."
    assert equipment_in(text) == ["전자현미경", "X선분광기", "3D프린터", "an electron microscope"]


def test_people_and_firms_are_known_by_uid_and_universities_are_not_compared() -> None:
    firm, school, person = (str(uuid4()) for _ in range(3))
    drawn = draw(
        {
            "lead": {"uid": school, "name_ko": "한빛대학교", "kind": "university"},
            "partners": [{"uid": firm, "name_ko": "대덕전자", "kind": "firm"}],
            "people": [{"uid": person, "name_ko": "김철수"}],
        }
    )
    assert (drawn.firms, drawn.people, drawn.marks) == ({firm: "대덕전자"}, {person: "김철수"}, ())
