"""What a form may be, and who is asked: pure."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from programs import rules
from programs.policy import (
    Applicant,
    PolicyInvalid,
    asked,
    parse_policy,
    parse_questionnaire,
    questionnaire_of,
    questionnaire_to_json,
)
from tests.build_forms import Raw, a_form, a_question, options
from tests.build_programs import ris_rules

POLICY = parse_policy(ris_rules())
NOT_EARLIER, NAMES_NONE = "form.condition_not_earlier", "form.condition_names_no_question"


def condition(on: str, *values: str, **more: Any) -> Raw:
    return {"on": on, "values": list(values), **more}


def faults(content: object) -> list[tuple[str, str]]:
    with pytest.raises(PolicyInvalid) as invalid:
        parse_questionnaire(content)
    return [(fault.path, fault.code) for fault in invalid.value.faults]


def form_with(*questions: Raw) -> Raw:
    return {"sections": [{"code": "only", "title_ko": "쪽", "questions": list(questions)}]}


def test_a_form_is_read_kept_and_read_again() -> None:
    form = parse_questionnaire(a_form())
    text = questionnaire_to_json(form)
    assert questionnaire_of(text) == form
    assert questionnaire_to_json(questionnaire_of(text)) == text
    assert form.standard_parts == ("summary", "goal_fit", "technology", "cooperation", "commercial")
    assert [question.code for question in form.questions][:3] == ["pilot", "method", "staff"]


@pytest.mark.parametrize(
    ("question", "path", "code"),
    [
        (a_question("a", "one_choice"), "options", "form.options_too_few"),
        (a_question("a", "date", options=options("x", "y")), "options", "form.options_not_of_type"),
        (a_question("a", "one_choice", options=options("x", "x")), "options", "policy.repeated"),
        (a_question("a", "file"), "file_types", "form.file_types_missing"),
        (a_question("a", "file", file_types=["pdf"]), "max_bytes", "form.file_size_missing"),
        (a_question("a", "date", max_words=3), "max_words", "form.limit_not_of_type"),
        (a_question("a", "number", least=3, most=2), "least", "policy.least_above_most"),
        (a_question("a", "number", prefill="region"), "prefill", "form.prefill_not_of_type"),
        (a_question("a", max_words=0), "max_words", "policy.too_small"),
        (a_question("A!"), "code", "policy.bad_code"),
        (a_question("a", "poem"), "type", "policy.unknown_choice"),
        (a_question("a", title_ko=""), "title_ko", "policy.blank"),
        (a_question("a", title_ko="가" * 301), "title_ko", "policy.too_long"),
        (a_question("a", help_ko="\0"), "help_ko", "form.text_unreadable"),
        (a_question("a", surprise=1), "surprise", "form.unknown_key"),
        (a_question("a", condition=condition("answer", "yes", question="a")), "condition.question", NOT_EARLIER),
        (a_question("a", condition=condition("answer", "yes", question="b")), "condition.question", NOT_EARLIER),
        (a_question("a", condition=condition("tier", "x", question="b")), "condition.question", NAMES_NONE),
    ],
)
def test_a_question_that_does_not_hold_is_named_with_its_place(question: Raw, path: str, code: str) -> None:
    assert (f"sections[0].questions[0].{path}", code) in faults(form_with(question, a_question("b", "yes_no")))


def test_a_condition_names_an_earlier_question_and_its_own_answers() -> None:
    first = a_question("first", "one_choice", options=options("x", "y"))
    text = a_question("text")
    wrong = a_question("wrong", condition=condition("answer", "z", question="first"))
    open_one = a_question("open_one", condition=condition("answer", "z", question="text"))
    assert faults(form_with(first, text, wrong, open_one)) == [
        ("sections[0].questions[2].condition.values", "policy.unknown_choice"),
        ("sections[0].questions[3].condition.question", "form.condition_not_closed"),
    ]


def test_two_questions_that_wait_for_each_other_are_refused() -> None:
    one = a_question("one", "yes_no", condition=condition("answer", "yes", question="two"))
    two = a_question("two", "yes_no", condition=condition("answer", "yes", question="one"))
    assert faults(form_with(one, two)) == [
        ("sections[0].questions[0].condition.question", "form.condition_not_earlier")
    ]


def test_codes_stand_once_and_the_summary_stays() -> None:
    content = form_with(a_question("a"), a_question("a")) | {"parts": [{"code": "summary", "dropped": True}]}
    found = faults(content)
    assert ("sections[0].questions[1].code", "policy.repeated") in found
    assert ("parts[0].dropped", "form.summary_needed") in found
    assert faults({"sections": "no"})[0] == ("sections", "policy.wrong_type")
    assert faults([])[0][1] == "policy.wrong_type"
    deep: list[Any] = []
    for _unused in range(900):
        deep = [deep]
    assert faults({"sections": deep})[0][1] in {"form.text_unreadable", "policy.wrong_type"}
    assert faults({"sections": object()}) == [("", "form.text_unreadable")]
    assert faults({"sections": [{"code": "x", "title_ko": "a" * 600_000}]}) == [("", "policy.text_too_long")]


def test_what_the_rules_do_not_have_no_condition_can_name() -> None:
    content = form_with(
        a_question("a", condition=condition("tier", "large")),
        a_question("b", condition=condition("sector", "바이오")),
        a_question("c", condition=condition("lead_kind", "ministry")),
    )
    form = parse_questionnaire(content)
    fields = [one.field for one in rules.form_violations(form, POLICY, ("기계",))]
    assert fields == [f"form.sections[0].questions[{number}].condition.values" for number in range(3)]
    missing = [one.values.get("path") for one in rules.form_announcement_violations(form, POLICY, ("바이오",))]
    assert "sections[0].title_en" in missing


def test_who_is_asked_depends_on_answers_and_on_the_applicant() -> None:
    form = parse_questionnaire(a_form())

    def codes(kind: str, **answers: Any) -> set[str]:
        return {one.code for one in asked(form, answers, Applicant(lead_kind=kind))}

    assert "method" not in codes("university")
    assert "method" in codes("university", pilot=True)
    assert "method" not in codes("university", pilot=False)
    assert "firm_size" not in codes("university")
    assert "firm_size" in codes("firm")


def test_an_answer_to_what_is_not_asked_counts_for_nothing() -> None:
    first = a_question("first", "yes_no")
    second = a_question("second", "yes_no", condition=condition("answer", "yes", question="first"))
    third = a_question("third", condition=condition("answer", "yes", question="second"))
    form = parse_questionnaire(form_with(first, second, third))
    answers: dict[str, Any] = {"first": False, "second": True}
    assert [one.code for one in asked(form, answers, Applicant())] == ["first"]


def test_editing_leaves_what_was_read_alone() -> None:
    before = a_form()
    copy = deepcopy(before)
    more = rules.with_question(before, "plan", a_question("new"))
    assert before == copy
    assert [one["code"] for one in more["sections"][0]["questions"]][-1] == "new"
    renamed = rules.with_question(before, "", {**before["sections"][0]["questions"][0], "code": "trial"}, "pilot")
    assert renamed["sections"][0]["questions"][1]["condition"]["question"] == "trial"
    assert rules.moved(before, "staff", -9, is_section=False) == before
    assert rules.moved(before, "about", -1, is_section=True)["sections"][0]["code"] == "about"
    assert rules.place_of(before, "form.sections[0].questions[2].most") == ("plan", "staff", "most")
