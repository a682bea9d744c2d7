"""A proposal as plain values that the RIS Pilot's rules accept, to be broken one rule at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from core.wording import SEOUL
from programs.policy import Policy, Source, parse_policy
from programs.policy.checks import Line
from proposals.rules import SECTIONS, Facts, Member, Window, Worker
from tests.build_programs import ris_rules

OPENS_AT = datetime(2004, 3, 2, 9, tzinfo=SEOUL)
CLOSES_AT = datetime(2004, 3, 31, 18, tzinfo=SEOUL)
IN_TIME = CLOSES_AT - timedelta(days=1)
WINDOW = Window("announced", OPENS_AT, CLOSES_AT)
LEAD = Member("lead", "한빛대학교", "university", "daejeon")
FIRM = Member("firm", "대덕전자", "firm", "daejeon")
LEADER = Worker("p1", "김철수", "lead", "leader", "professor", 3_000)
MEMBER = Worker("p2", "이영희", "firm", "member", "researcher", 5_000)


@cache
def policy() -> Policy:
    return parse_policy(ris_rules())


def a_grid(**cells: int) -> tuple[Line, ...]:
    """Three equal years; a cell is named `category__source`."""
    wanted = cells or {"salaries__grant": 200_000_000, "running__grant": 700_000_000, "running__regional": 100_000_000}
    return tuple(
        Line(year, name.partition("__")[0], Source(name.partition("__")[2]), amount_krw)
        for year in (1, 2, 3)
        for name, amount_krw in wanted.items()
        if amount_krw
    )


SOUND = Facts(
    window=WINDOW,
    title_ko="대덕 나노소재 클러스터",
    lead=LEAD,
    starts_on=date(2004, 7, 1),
    ends_on=date(2007, 7, 1),
    partners=(FIRM,),
    people=(LEADER, MEMBER),
    sections=dict.fromkeys(SECTIONS, "내용"),
    lines=a_grid(),
    targets=(("jobs", 1), ("patents", 2), ("sales", 3)),
    documents=("plan", "consent"),
)


def broken(**changes: Any) -> Facts:
    """The sound facts with some of them otherwise."""
    return replace(SOUND, **changes)
