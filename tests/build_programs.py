"""Programmes, rule sets and calls for tests, made by the actions themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.core.cache import cache

from accounts.actors import Actor
from accounts.models import Organization
from accounts.roles import Kind
from core import clock
from core.wording import SEOUL
from programs import actions
from programs.actions import CallTerms, Part, ProgramTerms
from programs.models import Call, Program, RuleSet
from tests.build import an_organization
from tests.remembered import remembered

SYSTEM = Actor.system("tests")
BEFORE = datetime(2004, 2, 20, 9, tzinfo=SEOUL)
"""When programmes are made and calls drafted and announced, unless told."""
OPENS_AT = datetime(2004, 3, 2, 9, tzinfo=SEOUL)
CLOSES_AT = datetime(2004, 3, 31, 18, tzinfo=SEOUL)
RANKING_DUE_AT = datetime(2004, 4, 14, 18, tzinfo=SEOUL)
RIS_BUDGET_KRW = 120_000_000_000
"""Sixteen regions, 2.5 billion won a year each, three years."""
_last = iter(range(1, 10_000))


@remembered
def the_ris_program(
    ministry: Organization | None = None, agency: Organization | None = None, at: datetime = BEFORE
) -> tuple[Program, RuleSet]:
    """The RIS Pilot with its indicators and its published rules, of this ministry or of a new one."""
    ministry = ministry or an_organization(Kind.MINISTRY, None)
    return actions.load_preset(
        "ris-pilot-2004",
        ministry_uid=ministry.uid,
        agency_uid=agency.uid if agency else None,
        by=SYSTEM,
        at=at,
    )


def a_program(ministry: Organization | None = None, code: str = "", **changes: Any) -> Program:
    """A programme without rules."""
    ministry = ministry or an_organization(Kind.MINISTRY, None)
    given: dict[str, Any] = {"name_ko": "시험 사업", "name_en": "Test programme", "goal_ko": "목표", **changes}
    terms = ProgramTerms(code=code or f"program-{next(_last)}", **given)
    return actions.create_program(ministry_uid=ministry.uid, terms=terms, by=SYSTEM, at=BEFORE)


def a_ruled_program(ministry: Organization) -> tuple[Program, RuleSet]:
    """Another programme under the RIS Pilot's rules, with the indicators that they name."""
    program = a_program(ministry)
    for code in ("jobs", "firms", "sales"):
        terms = actions.IndicatorTerms(code=code, name_ko=code, unit_ko="명")
        actions.add_indicator(program_uid=program.uid, terms=terms, by=SYSTEM, at=BEFORE)
    return program, a_rule_set(program)


@lru_cache
def ris_rules() -> str:
    """The text of the RIS Pilot's rule set."""
    return actions.read_preset("ris-pilot-2004").rules


def a_rule_set(program: Program, text: str = "", *, published: bool = True, at: datetime = BEFORE) -> RuleSet:
    """The next version of a programme's rules: those of the RIS Pilot unless told."""
    rule_set = actions.draft_rule_set(program_uid=program.uid, text=text or ris_rules(), by=SYSTEM, at=at)
    return actions.publish_rule_set(rule_set_uid=rule_set.uid, by=SYSTEM, at=at) if published else rule_set


def call_terms(**changes: Any) -> CallTerms:
    """Terms that the RIS Pilot's rules allow, with what is changed."""
    given: dict[str, Any] = {
        "title_ko": "2004년 지역혁신체계 시범사업 공고",
        "title_en": "RIS Pilot, call of 2004",
        "summary_ko": "지역의 대학과 기업이 함께하는 사업을 지원합니다.",
        "summary_en": "Supports projects of universities and firms of a region.",
        "opens_at": OPENS_AT,
        "closes_at": CLOSES_AT,
        "ranking_due_at": RANKING_DUE_AT,
        "project_starts_on": date(2004, 7, 1),
        "budget_krw": RIS_BUDGET_KRW,
        "contact": "지역산업과 02-0000-0000",
    }
    return CallTerms(**{**given, **changes})


def guideline_part(**changes: Any) -> Part:
    given: dict[str, Any] = {
        "title_ko": "신청 방법",
        "title_en": "How to apply",
        "text_ko": "사업계획서를 작성해 제출합니다.",
        "text_en": "Write a proposal and hand it in.",
    }
    return Part(**{**given, **changes})


def a_draft_call(
    program: Program | None = None,
    rule_set: RuleSet | None = None,
    *,
    code: str = "",
    ministry: Organization | None = None,
    by: Actor = SYSTEM,
    at: datetime = BEFORE,
    parts: int = 1,
    **changes: Any,
) -> Call:
    """A draft with a guideline, ready to be announced; of the RIS Pilot unless told, with terms as `call_terms`."""
    if program is None:
        program, rule_set = the_ris_program(ministry)
    rule_set = rule_set or program.rule_sets.filter(state="published").latest("version")
    call = actions.draft_call(
        program_uid=program.uid,
        rule_set_uid=rule_set.uid,
        code=code or f"call-{next(_last)}",
        terms=call_terms(**changes),
        by=by,
        at=at,
    )
    for _ in range(parts):
        actions.add_guideline(call_uid=call.uid, part=guideline_part(), by=by, at=at)
    call.refresh_from_db()
    return call


def a_call(
    program: Program | None = None,
    rule_set: RuleSet | None = None,
    *,
    ministry: Organization | None = None,
    at: datetime = BEFORE,
    **changes: Any,
) -> Call:
    """An announced call: open from OPENS_AT to CLOSES_AT (MARCH lies between), regions answer by RANKING_DUE_AT."""
    call = a_draft_call(program, rule_set, ministry=ministry, at=at, **changes)
    return actions.announce_call(call_uid=call.uid, by=SYSTEM, at=at)


def shifted(days: int) -> dict[str, Any]:
    """The dates of `call_terms` moved by days, to be passed on as changes."""
    by = timedelta(days=days)
    return {"opens_at": OPENS_AT + by, "closes_at": CLOSES_AT + by, "ranking_due_at": RANKING_DUE_AT + by}


def it_is(moment: datetime) -> None:
    """Set the world's clock, at once also for those who asked it a moment ago."""
    clock.move_to(moment)
    cache.delete(clock.OFFSET_KEY)
