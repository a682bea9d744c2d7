"""Appeals: whether one may be filed, who may judge it, what the votes come to, and which place it wins. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.refusals import Violation
from programs.policy import Appeal, Appealing
from reviews.rules.conflicts import Known, Named, Party, conflicts_of
from reviews.rules.selection import Candidate, Quotas, RulesClash, choose

STATEMENT_LENGTH = 10_000
"""The most characters of a statement."""
LEAST_STATEMENT = 30
"""The fewest: a bare score that somebody dislikes is no ground."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What is filed, and against what: `findings` are the codes that the decision lets be disputed."""

    ground: str
    disputed: str
    statement: str
    findings: Collection[str]
    selected: bool


def filing_violations(
    filing: Filing, terms: Appealing, appeal: Appeal | None, told_at: datetime | None, at: datetime
) -> Iterator[Violation]:
    """Why an appeal is not taken, all at once.

    Codes `appeal.not_ruled`, `appeal.nothing_decided`, `appeal.late`, `appeal.selected`, `appeal.ground_not_heard`
    (mere disagreement with a score is none), `appeal.finding_unknown`, `appeal.statement_missing`,
    `appeal.statement_too_long`.
    """
    if appeal is None or not terms.grounds:
        yield Violation("appeal.not_ruled", clause="appeal")
    elif told_at is None:
        yield Violation("appeal.nothing_decided")
    elif at >= terms.ends_at(told_at, appeal):
        until = terms.ends_at(told_at, appeal).isoformat()
        yield Violation("appeal.late", {"ends_at": until, "days": appeal.within_days}, clause="appeal.within_days")
    if filing.selected:
        yield Violation("appeal.selected")
    if filing.ground not in terms.grounds:
        yield Violation("appeal.ground_not_heard", field="ground", clause=f"appealing.{filing.ground}")
    if filing.disputed not in filing.findings:
        yield Violation("appeal.finding_unknown", field="disputed")
    if len(filing.statement.strip()) < LEAST_STATEMENT:
        yield Violation("appeal.statement_missing", {"least": LEAST_STATEMENT}, field="statement")
    yield from text_violations(filing.statement, "statement")


def text_violations(text: str, field: str) -> Iterator[Violation]:
    """A text that is longer than what is kept."""
    if len(text) > STATEMENT_LENGTH:
        yield Violation("appeal.statement_too_long", {"length": len(text), "most": STATEMENT_LENGTH}, field=field)


FILE_TYPES = ("pdf", "hwp", "hwpx", "docx", "xlsx", "jpg", "png")
FILE_BYTES = 31_457_280
"""30 MiB, as for the files of a call."""
MOST_FILES = 10


def attaching_violations(files_before: int) -> Iterator[Violation]:
    """Why an appeal takes no further file: `appeal.too_many_files`."""
    if files_before >= MOST_FILES:
        yield Violation("appeal.too_many_files", {"most": MOST_FILES}, field="file")


@dataclass(frozen=True, slots=True)
class Trail:
    """Who had a hand in the decision, by the experts' and persons' ids, and who is barred from its cases."""

    reviewers: frozenset[int] = frozenset()
    panel: frozenset[int] = frozenset()
    deciders: frozenset[int] = frozenset()
    """Persons."""
    barred: frozenset[int] = frozenset()
    seated: frozenset[int] = frozenset()
    away: frozenset[int] = frozenset()


def bars(known: Known, trail: Trail, party: Party, named: Iterable[Named] = ()) -> tuple[str, ...]:
    """Why an expert can't judge this appeal; nothing where he can.

    `judged` (a review of the case was given to him, whether he wrote it or not), `sat` (in the room when the panel
    concluded it), `decided` (proposed, decided, published or overrode), `conflict` (the same grounds as for the case,
    declared, set or found now), `seated` (on this appeal already), `away`.
    """
    tests = (
        ("judged", known.expert_id in trail.reviewers),
        ("sat", known.expert_id in trail.panel),
        ("decided", known.person_id in trail.deciders),
        ("conflict", known.expert_id in trail.barred or bool(conflicts_of([party], [known], named))),
        ("seated", known.expert_id in trail.seated),
        ("away", known.expert_id in trail.away),
    )
    return tuple(code for code, holds in tests if holds)


@dataclass(frozen=True, slots=True)
class AppealStanding:
    """What somebody is to an appeal: its team's leader, an officer who runs it, and his seat, if he is to speak."""

    leads: bool = False
    runs: bool = False
    part: str = ""


def verbs_for(state: str, standing: AppealStanding, *, all_spoke: bool) -> tuple[str, ...]:
    """What somebody may do with an appeal as it stands; `all_spoke` says that no judge is awaited."""
    judged = state in {"admitted", "judged_anew"}
    tests = (
        ("file", standing.leads and state == "draft"),
        ("attach", standing.leads and state in {"draft", "filed"}),
        ("detach", standing.leads and state == "draft"),
        ("withdraw", standing.leads and (judged or state == "filed")),
        ("admit", standing.runs and state == "filed"),
        ("turn_away", standing.runs and state == "filed"),
        ("conclude", standing.runs and judged and all_spoke),
        ("replace", standing.runs and judged and not all_spoke),
        ("vote", (state, standing.part) == ("admitted", "body")),
        ("rejudge", (state, standing.part) == ("judged_anew", "anew")),
    )
    return tuple(verb for verb, may in tests if may)


def verdict_of(votes: Sequence[str]) -> str:
    """What a body's votes come to: `uphold` or `dismiss` by more than half of them.

    Where more than half want the decision changed or judged anew, but no more than half to uphold, it is judged anew;
    without any majority the decision stands.
    """
    cast = Counter(votes)
    half = len(votes) // 2
    if cast["uphold"] > half:
        return "uphold"
    if cast["uphold"] + cast["anew"] > half:
        return "anew"
    return "dismiss"


class Place(StrEnum):
    """What winning an appeal brings: a free place, one held of others, or the first place on the waiting list."""

    FREE = "free"
    HELD = "held"
    FIRST_TO_WAIT = "first_to_wait"


@dataclass(frozen=True, slots=True)
class Won:
    """The place that an upheld appeal wins, and who gives way for it."""

    place: Place
    gives_way: tuple[int, ...] = ()


def place_won(
    appellant: Candidate,
    selected: Sequence[Candidate],
    held: Collection[int],
    contracted: Collection[int],
    quotas: Quotas,
) -> Won:
    """The place of an appellant whose appeal is upheld.

    Free, where he stands beside all selected under every rule. Else the place of those held for him, as many of them
    as it takes, the least merit first, unless they have a contract. Else nobody can be sent away: he waits first.
    His own score, order and pledge are no bar any more: that he is in was decided.
    """
    if _stand_together(appellant, selected, quotas):
        return Won(Place.FREE)
    out: list[int] = []
    rest = list(selected)
    for one in sorted(selected, key=lambda one: (one.merit, -one.id)):
        if one.id not in held or one.id in contracted:
            continue
        out.append(one.id)
        rest = [other for other in rest if other.id != one.id]
        if _stand_together(appellant, rest, quotas):
            return Won(Place.HELD, tuple(out))
    return Won(Place.FIRST_TO_WAIT)


def _stand_together(appellant: Candidate, others: Sequence[Candidate], quotas: Quotas) -> bool:
    """Whether all of them can be in under every upper limit. Least numbers of regions and tiers don't matter here."""
    free = replace(
        quotas,
        min_score_bp=0,
        pledge_needed=False,
        least_by_region={},
        least_by_tier={},
        least_krw_by_region={},
        veto=type(quotas.veto).NONE,
        seed="",
    )
    wanted = [replace(one, score_bp=one.score_bp or 0, merit=max(one.merit, 1)) for one in (*others, appellant)]
    try:
        return len(choose(wanted, free).selected) == len(wanted)
    except RulesClash:
        return False
