"""What a call asks, while it is written: changes of its raw values, and what stands against keeping or announcing it.

Pure. A form is edited as raw values and read whole again after each change, so that a page, the interface and a copy of
another call's form are refused alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from core.refusals import Violation
from programs.policy import (
    Fault,
    Policy,
    PolicyInvalid,
    Questionnaire,
    StandardPart,
    faults_under,
    parse_questionnaire,
    questionnaire_to_raw,
    untranslated,
)

Raw = dict[str, Any]
FIELD = "form"
"""The first part of the path of everything that is said of a form."""
_PLACE = re.compile(r"sections\[(\d+)\](?:\.questions\[(\d+)\])?(?:\.(.*))?")


def read_form(content: object) -> tuple[Questionnaire | None, list[Violation]]:
    """The questions that raw values hold, or everything that is wrong with them."""
    try:
        return parse_questionnaire(content), []
    except PolicyInvalid as invalid:
        return None, _violations(invalid.faults)


def form_violations(questionnaire: Questionnaire, policy: Policy, sectors: Iterable[str]) -> list[Violation]:
    """What does not fit the call's rules and its programme."""
    return _violations(faults_under(questionnaire, policy, tuple(sectors)))


def form_announcement_violations(
    questionnaire: Questionnaire, policy: Policy, sectors: Iterable[str]
) -> list[Violation]:
    """What stands against announcing a call with this form: the same, and Korean texts without an English one."""
    english = [Violation("form.english_missing", {"path": path}, FIELD) for path in untranslated(questionnaire)]
    return [*form_violations(questionnaire, policy, sectors), *english]


def _violations(faults: Iterable[Fault]) -> list[Violation]:
    return [
        Violation(fault.code, dict(fault.values), field=f"{FIELD}.{fault.path}" if fault.path else FIELD)
        for fault in faults
    ]


def with_section(content: Raw, section: Mapping[str, Any], code: str = "") -> Raw:
    """The form with a section more at its end, or with this one in the place of the section `code`."""
    new = deepcopy(content)
    sections = new.setdefault("sections", [])
    for place, one in enumerate(sections):
        if one["code"] == code:
            sections[place] = {**section, "questions": one.get("questions", [])}
            return new
    sections.append({**section, "questions": []})
    return new


def with_question(content: Raw, section: str, question: Mapping[str, Any], code: str = "") -> Raw:
    """The form with a question more at the end of a section, or with this one in the place of the question `code`.

    A question that got another code keeps the conditions that name it.
    """
    new = deepcopy(content)
    for here in new.get("sections", []):
        questions = here.setdefault("questions", [])
        for place, one in enumerate(questions):
            if code and one["code"] == code:
                questions[place] = dict(question)
                _rename(new, code, str(question["code"]))
                return new
    for here in new.get("sections", []):
        if here["code"] == section:
            here["questions"].append(dict(question))
    return new


def _rename(content: Raw, old: str, new: str) -> None:
    for section in content.get("sections", []):
        for question in section.get("questions", []):
            condition = question.get("condition")
            if condition and condition.get("question") == old:
                condition["question"] = new


def with_note(content: Raw, note: Mapping[str, Any]) -> Raw:
    """The form with this said of a standard part; a note that says nothing is none."""
    new = deepcopy(content)
    order = [part.value for part in StandardPart]
    notes = [one for one in new.get("parts", []) if one["code"] != note["code"]]
    if len(note) > 1:
        notes.append(dict(note))
    new["parts"] = sorted(notes, key=lambda one: order.index(one["code"]))
    return new


def moved(content: Raw, code: str, step: int, *, is_section: bool) -> Raw:
    """The form with a section, or a question within its section, `step` places further down."""
    new = deepcopy(content)
    lists = [new.get("sections", [])] if is_section else [one.get("questions", []) for one in new.get("sections", [])]
    for rows in lists:
        places = [place for place, row in enumerate(rows) if row["code"] == code]
        if places and 0 <= places[0] + step < len(rows):
            rows.insert(places[0] + step, rows.pop(places[0]))
    return new


def without(content: Raw, code: str, *, is_section: bool) -> Raw:
    """The form without a section and its questions, or without a question."""
    new = deepcopy(content)
    if is_section:
        new["sections"] = [one for one in new.get("sections", []) if one["code"] != code]
    else:
        for section in new.get("sections", []):
            section["questions"] = [one for one in section.get("questions", []) if one["code"] != code]
    return new


def place_of(content: Mapping[str, Any], field: str) -> tuple[str, str, str]:
    """Where a fault stands: codes of section and question, "" where it is above them, and the name of the value."""
    found = _PLACE.fullmatch(field.removeprefix(f"{FIELD}."))
    if found is None:
        return "", "", field.removeprefix(f"{FIELD}.")
    section = _at(content.get("sections", []), found[1])
    question = _at(section.get("questions", []), found[2]) if found[2] else {}
    return str(section.get("code", "")), str(question.get("code", "")), found[3] or ""


def _at(rows: list[Raw], place: str) -> Raw:
    return rows[int(place)] if int(place) < len(rows) else {}


def raw_of(questionnaire: Questionnaire) -> Raw:
    """The raw values of a form that was kept, to be changed."""
    return questionnaire_to_raw(questionnaire)
