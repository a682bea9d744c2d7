"""A call's own questions for tests: one of each type, conditions, limits, prefilled answers; as raw values."""

from __future__ import annotations

from typing import Any

from programs import actions
from programs.models import Call
from tests.build_programs import BEFORE, SYSTEM, a_draft_call, the_ris_program

Raw = dict[str, Any]


def a_question(code: str, kind: str = "short_text", **changes: Any) -> Raw:
    """A question of this type, sound as it stands."""
    return {"code": code, "type": kind, "title_ko": f"{code} 문항", "title_en": f"Question {code}", **changes} | {
        "required": changes.get("required", False)
    }


def options(*codes: str) -> list[Raw]:
    return [{"code": code, "name_ko": f"{code} 보기", "name_en": f"Option {code}"} for code in codes]


def a_form() -> Raw:
    """Two pages. `method` is asked where `pilot` is answered with yes, `firm_size` of leading firms alone."""
    return {
        "sections": [
            {
                "code": "plan",
                "title_ko": "추진 계획",
                "title_en": "The plan",
                "questions": [
                    a_question("pilot", "yes_no", required=True),
                    a_question(
                        "method",
                        "long_text",
                        required=True,
                        max_words=5,
                        condition={"on": "answer", "question": "pilot", "values": ["yes"]},
                    ),
                    a_question("staff", "number", least=1, most=50, unit_ko="명", unit_en="people"),
                    a_question("stage", "one_choice", options=options("early", "late")),
                    a_question("fields", "choices", options=options("bio", "machines", "software")),
                ],
            },
            {
                "code": "about",
                "title_ko": "기관 현황",
                "title_en": "The institution",
                "questions": [
                    a_question("institution", prefill="institution_name"),
                    a_question("turnover", "won", most=10_000_000_000),
                    a_question("founded", "date"),
                    a_question("firm_size", condition={"on": "lead_kind", "values": ["firm"]}, required=True),
                    a_question("licence", "file", required=True, file_types=["pdf"], max_bytes=1_000_000),
                ],
            },
        ],
        "parts": [{"code": "capacity", "dropped": True}, {"code": "summary", "help_ko": "세 줄로", "max_chars": 40}],
    }


def a_call_that_asks(content: Raw | None = None, **changes: Any) -> Call:
    """An announced call of the RIS Pilot with its own questions, those of `a_form` unless told."""
    program, rule_set = the_ris_program()
    call = a_draft_call(program, rule_set, **changes)
    actions.write_form(call_uid=call.uid, content=a_form() if content is None else content, by=SYSTEM, at=BEFORE)
    return actions.announce_call(call_uid=call.uid, by=SYSTEM, at=BEFORE)
