"""The law of a panel's meeting: in which order cases come, who reports on them, when one may be concluded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.refusals import Value, Violation
from programs.policy import Panel, Policy
from reviews.rules.scores import COMMENT_LENGTH, length_violations, score_bp
from reviews.rules.solver import Row, best_choice

EXACT = 9
"""Up to so many different sets of absent people among cases of like disagreement the best order is found exactly."""
Away = frozenset[int]
"""The experts who are outside during a case."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A judged case as the agenda looks at it: how far its experts are apart, whether its place is within chance of the
    line, and who of the committee may not be in the room for it."""

    case: int
    number: str
    apart_bp: int
    by_chance: bool = False
    barred: Away = frozenset()


@dataclass(frozen=True, slots=True)
class Agenda:
    """Cases in the order in which they are discussed, then those that are taken `together`; how often somebody leaves
    or returns while they are discussed in that order."""

    order: tuple[int, ...]
    together: frozenset[int]
    moves: int


def agenda(cases: Iterable[Disputed], rule: Panel) -> Agenda:
    """Cases within chance of the line first, then by disagreement; alike ones so that the fewest leave and return.

    Within one group of alike cases the order is the best there is, with the groups before it, where at most EXACT
    different sets of people are outside; else each next case is the one for which the fewest move.
    """
    rows = sorted(cases, key=lambda one: (*_urgency(one, rule), one.number, one.case))
    together = [one for one in rows if _is_settled(one, rule)]
    talked = [one for one in rows if not _is_settled(one, rule)]
    paths: _Paths = {frozenset(): (0, ())}
    for _, group in groupby(talked, key=lambda one: _urgency(one, rule)):
        by_away: dict[Away, list[int]] = {}
        for one in group:
            by_away.setdefault(one.barred, []).append(one.case)
        paths = (_exact if len(by_away) <= EXACT else _nearest)(paths, by_away)
    moves, order = min((cost + len(away), order) for away, (cost, order) in paths.items())
    return Agenda((*order, *(one.case for one in together)), frozenset(one.case for one in together), moves)


_Paths = Mapping[Away, tuple[int, tuple[int, ...]]]
"""For each set of people who may be outside at the end: the least moves so far, and an order that has them."""


def _urgency(one: Disputed, rule: Panel) -> tuple[bool, int]:
    return (not one.by_chance, -(one.apart_bp // rule.alike_bp))


def _is_settled(one: Disputed, rule: Panel) -> bool:
    return rule.together_bp is not None and not one.by_chance and one.apart_bp <= rule.together_bp


def _exact(before: _Paths, by_away: Mapping[Away, Sequence[int]]) -> _Paths:
    """Every way through the sets, the cheapest kept for each pair of what was visited and where it ends.

    Cases with the same people outside follow each other: parting them never saves a move.
    """
    sets = list(by_away)
    best: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
    for last, away in enumerate(sets):
        best[1 << last, last] = min(
            (cost + len(end ^ away), (*order, *by_away[away])) for end, (cost, order) in before.items()
        )
    for visited in range(1, 1 << len(sets)):
        for last in range(len(sets)):
            if (found := best.get((visited, last))) is None:
                continue
            for following, away in enumerate(sets):
                if visited >> following & 1:
                    continue
                way = (found[0] + len(sets[last] ^ away), (*found[1], *by_away[away]))
                key = (visited | 1 << following, following)
                best[key] = min(best.get(key, way), way)
    whole = (1 << len(sets)) - 1
    return {away: best[whole, last] for last, away in enumerate(sets)}


def _nearest(before: _Paths, by_away: Mapping[Away, Sequence[int]]) -> _Paths:
    """From the cheapest way so far always on to the set for which the fewest people move."""
    here, (cost, order) = min(before.items(), key=lambda pair: pair[1])
    left = dict(by_away)
    while left:
        following = min(left, key=lambda away: (len(here ^ away), left[away]))
        cost, order, here = cost + len(here ^ following), (*order, *left.pop(following)), following
    return {here: (cost, order)}


def moves_of(order: Iterable[Away]) -> int:
    """How often somebody leaves or returns over cases in an order, if all are inside before and after."""
    here: Away = frozenset()
    total = 0
    for away in [*order, frozenset()]:
        total += len(here ^ away)
        here = away
    return total


def rapporteurs(fits: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """For each case who reports on it, of those who judged it: no load greater than it must be, then the best fits.

    `fits` gives for each case the affinity of each expert who may. A case without any is left out. Exact.
    """
    pairs = [(case, expert) for case, found in sorted(fits.items()) for expert in sorted(found)]
    by_case: dict[int, list[int]] = {}
    by_expert: dict[int, list[int]] = {}
    for column, (case, expert) in enumerate(pairs):
        by_case.setdefault(case, []).append(column)
        by_expert.setdefault(expert, []).append(column)
    if not pairs:
        return {}
    gains = [fits[case][expert] for case, expert in pairs]
    one_each = [Row(columns, [1] * len(columns), 1, 1) for columns in by_case.values()]
    load = -(-len(by_case) // len(by_expert))
    while True:  # ends at the latest where one may report on all
        loads = [Row(columns, [1] * len(columns), 0, load) for columns in by_expert.values()]
        found = best_choice(gains, [*one_each, *loads])
        if found is not None:
            return dict(pairs[column] for column in found.chosen)
        load += 1


@dataclass(frozen=True, slots=True)
class Room:
    """Who counts when a case is concluded: those free of conflict, those of them who are inside, and the names of those
    in conflict who are inside although they may not be."""

    entitled: int
    present: int
    intruders: tuple[str, ...] = ()


def room_violations(room: Room, rule: Panel, number: str) -> Iterator[Violation]:
    """Why a case can't be concluded by those who are in the room: `panel.no_quorum`, `panel.conflicted_inside`."""
    needed = rule.quorum(room.entitled)
    if room.present < needed:
        values: dict[str, Value] = {"present": room.present, "needed": needed, "number": number}
        yield Violation("panel.no_quorum", values, clause="panel.quorum_above_bp")
    if room.intruders:
        yield Violation("panel.conflicted_inside", {"names": ", ".join(room.intruders), "number": number})


def reason_violations(reason: str, most: int = COMMENT_LENGTH) -> list[Violation]:
    """`panel.reason_missing`, or `review.comment_too_long` past `most` characters."""
    if not reason.strip():
        return [Violation("panel.reason_missing", {}, "reason")]
    if len(reason.strip()) > most:
        return [Violation("review.comment_too_long", {"length": len(reason.strip()), "most": most}, "reason")]
    return []


def nobody_presides(number: str) -> Violation:
    """Neither the chair nor the deputy can lead a case."""
    return Violation("panel.nobody_presides", {"number": number})


def signing_violations(
    unwritten: Sequence[str], kept: int, unconfirmed: Sequence[str], reason: str
) -> Iterator[Violation]:
    """Why minutes can't be signed: `panel.minutes_missing` of these cases, `panel.minutes_missing_kept` of so many that
    are kept from who signs; `panel.not_confirmed` by these people, which a reason makes good."""
    if unwritten:
        yield Violation("panel.minutes_missing", {"numbers": ", ".join(unwritten)})
    if kept:
        yield Violation("panel.minutes_missing_kept", {"count": kept})
    if unconfirmed and not reason.strip():
        yield Violation("panel.not_confirmed", {"names": ", ".join(unconfirmed)}, "reason")
    yield from length_violations(reason, "reason")


def consensus_violations(
    points: Mapping[str, int | None], reason: str, before_bp: int, policy: Policy, rule: Panel
) -> list[Violation]:
    """Why a panel can't agree on these points: every criterion on its scale, a reason, not too far off.

    Codes `review.criterion_unknown`, `review.points_missing`, `review.points_off_scale`, `panel.reason_missing`,
    `panel.moved_too_far`, `review.comment_too_long`.
    """
    known = {criterion.code for criterion in policy.review.criteria}
    found = [
        Violation("review.criterion_unknown", {"criterion": code}, f"points.{code}")
        for code in sorted(set(points) - known)
    ]
    whole: dict[str, int] = {}
    for criterion in policy.review.criteria:
        given = points.get(criterion.code)
        values: dict[str, Value] = {
            "criterion_ko": criterion.name_ko,
            "criterion_en": criterion.name_en,
            "least": criterion.scale_min,
            "most": criterion.scale_max,
        }
        place, clause = f"points.{criterion.code}", f"review.criteria.{criterion.code}"
        if given is None:
            found.append(Violation("review.points_missing", values, place, clause))
        elif not criterion.scale_min <= given <= criterion.scale_max:
            found.append(Violation("review.points_off_scale", {**values, "points": given}, place, clause))
        else:
            whole[criterion.code] = given
    found += reason_violations(reason)
    if whole.keys() == known and rule.most_moved_bp is not None:
        agreed_bp = consensus_bp(whole, policy)
        if abs(agreed_bp - before_bp) > rule.most_moved_bp:
            far: dict[str, Value] = {"score_bp": agreed_bp, "before_bp": before_bp, "most_bp": rule.most_moved_bp}
            found.append(Violation("panel.moved_too_far", far, clause="panel.most_moved_bp"))
    return found


def consensus_bp(points: Mapping[str, int], policy: Policy) -> int:
    """What points that a panel agrees on come to, in whole basis points of full marks, halves to the even."""
    return round(score_bp(points, policy))


MINUTES_LENGTH = COMMENT_LENGTH
"""The most characters of the minutes on one case."""
