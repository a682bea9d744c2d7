"""Planted overlaps: sample proposals drawn from a seed, some copied from others with changed words. No real text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from scenarios.plan.draws import Draw

KOREAN = (
    (
        "{who} {what} {how} {n}건을 {when} 마칩니다",
        "{who} {what} {when} 시험하고 {how} 고칩니다",
        "{when} {what} {n}종을 {how} 내놓습니다",
        "{who} {how} {what} 비용을 {n}% 낮춥니다",
        "{what} 관련 교육을 {who} {when} {n}회 엽니다",
        "{how} {what} 수출을 {who} {n}억 원 늘립니다",
    ),
    {
        "who": "대학이|연구원이|참여기업이|조합이|지역 센터가|학생들이|협회가|창업팀이|주관기관이|시험소가|병원이",
        "what": "센서모듈을|배터리팩을|수소밸브를|인삼추출물을|해양로봇을|광섬유를|의료영상을|금형부품을"
        "|신약후보를|디지털지도를"
        "|나노필터를|김치유산균을|선박도료를|자동차시트를|한지소재를|태양전지를",
        "how": "공동으로|단계별로|현장에서|국산화하여|표준에 맞추어|설계부터|원격으로|반복하여"
        "|저온에서|자동화하여|외부 검증으로",
        "when": "상반기에|하반기에|매달|첫해에|이듬해에|분기마다|마지막 해에|여름까지|가을부터|협약 직후",
    },
)
ENGLISH = (
    (
        "{who} will {how} finish {n} trials of the {what} {when}",
        "{when} {who} {how} redesign the {what} with {n} partners",
        "The cost of each {what} falls by {n} percent {when} because {who} {how} share tools",
        "{who} {how} train {n} engineers for the {what} {when}",
        "Exports of the {what} grow {when} as {who} {how} visit {n} fairs",
    ),
    {
        "who": "universities|laboratories|founders|suppliers|graduates|inspectors|growers|shipyards|hospitals",
        "what": "sensor|battery|valve|extract|robot|fibre|scanner|mould|vaccine|map|filter|starter|coating|seat|cell",
        "how": "jointly|remotely|quickly|openly|carefully|locally|repeatedly|cheaply|safely|together",
        "when": "in spring|by autumn|every month|in year two|before winter|each quarter|after signing|by the end",
    },
)
"""Frames of sentences, and what stands in their blanks: decoys are drawn from the same, so they are alike by chance."""
EQUIPMENT = ("전계방출현미경", "이온분석기", "진공증착기", "진동시험기", "형상측정기", "고온챔버")
SENTENCES = 14


@dataclass(frozen=True, slots=True)
class Planted:
    """A sample proposal: of the call at this place, and whose copy it is (the other's key), empty for a decoy."""

    key: str
    call: int
    content: Mapping[str, Any]
    copy_of: str = ""


def plant(seed: int, calls: int, pairs_a_call: int = 5, decoys_a_call: int = 10) -> list[Planted]:
    """For each call so many copies of proposals in the next one, each of another kind by turns, and so many decoys."""
    found = []
    for call in range(calls):
        for number in range(pairs_a_call):
            draw, key = Draw(seed, "pair", str(call), str(number)), f"{call}-{number}"
            source, copy = _pair(draw, number % 5)
            found.append(Planted(f"{key}-source", (call + 1) % calls, source))
            found.append(Planted(f"{key}-copy", call, copy, f"{key}-source"))
        for number in range(decoys_a_call):
            draw = Draw(seed, "decoy", str(call), str(number))
            found.append(Planted(f"{call}-{number}-decoy", call, _content(draw, _text(draw, number % 3 == 2))))
    return found


def a_sample(draw: Draw) -> dict[str, Any]:
    """The content of a sample proposal that copies nobody."""
    return _content(draw, _text(draw, english=False))


def _pair(draw: Draw, kind: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A Korean or an English copy with changed words, a passage, a part with the same people, one with equipment."""
    source, own = _text(draw, kind == 1), _text(draw, kind == 1)
    share = {0: SENTENCES, 1: SENTENCES, 2: SENTENCES // 2, 3: SENTENCES // 3, 4: SENTENCES // 3}[kind]
    taken = draw.some(source, share)
    words = [word for line in own for word in line.split()]
    copied = [_changed(draw, line, words, draw.number(5, 15) if kind < 2 else 0) for line in taken]
    copy = own[: SENTENCES - share] + copied
    if kind == 4:
        line = f"{draw.one(EQUIPMENT)} 한 대를 함께 씁니다"
        source, copy = [*source, line], [line, *copy]
    people = _people(draw) if kind == 3 else []
    return _content(draw, source, people), _content(draw, copy, people)


def _changed(draw: Draw, line: str, words: list[str], percent: int) -> str:
    return " ".join(draw.one(words) if draw.number(1, 100) <= percent else word for word in line.split())


def _text(draw: Draw, english: bool) -> list[str]:
    frames, slots = ENGLISH if english else KOREAN
    choices = {name: text.split("|") for name, text in slots.items()}
    return [
        draw.one(frames).format(n=draw.number(2, 99), **{name: draw.one(ones) for name, ones in choices.items()})
        for _ in range(SENTENCES)
    ]


def _content(draw: Draw, lines: list[str], people: list[dict[str, str]] | None = None) -> dict[str, Any]:
    return {"sections": {"technology": ". ".join(lines)}, "people": people or _people(draw)}


def _people(draw: Draw) -> list[dict[str, str]]:
    return [{"uid": str(UUID(int=draw.number(1, 2**100))), "name_ko": "표본"} for _ in range(3)]
