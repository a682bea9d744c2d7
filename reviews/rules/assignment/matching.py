"""Which expert judges which case: the exact optimum under the rules, with its proof, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.refusals import RuleBroken, Value, Violation
from reviews.rules.assignment.affinity import Judge, Matter, affinities
from reviews.rules.assignment.fairest import fairest
from reviews.rules.assignment.impossible import Clash, Closed, clash_of
from reviews.rules.assignment.problem import Cap, Impossible, Ints, Need, Problem, Watch, unwatched
from reviews.rules.assignment.whole import Found, best_total

SECONDS = 120.0
"""How long branching may look for the last of a proof."""
OWN_SECTOR = "own_sector"
NAMED_CASES = 12
"""So many cases of a clash are named; of the others it is said how many they are."""
NUMBERS: Mapping[str, str] = {"institution": "max_per_institution", "region": "max_per_region"}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rule set asks of an assignment beyond loads and conflicts. A number that is None is not asked.

    `fields` are pairs of a field and how many experts on each case know it at least.
    """

    fairest: bool = False
    max_per_institution: int | None = None
    max_per_region: int | None = None
    own_sector: int = 0
    fields: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """Pairs of case and expert: `kept` stand and move only where they must, `pinned` must be, `forbidden` may not
    be."""

    kept: frozenset[tuple[int, int]] = frozenset()
    pinned: frozenset[tuple[int, int]] = frozenset()
    forbidden: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Assigned:
    """Pairs of case and expert with the affinity of each, and the proof that nothing is better.

    `value` is the sum of the affinities; `bound` is what no assignment can pass that moves as few standing pairs and,
    where the fairest is sought, serves the worst cases as well. `worst` is what the worst-served case gets and
    `worst_bound` what it could get at most, were it all about that case; `levels` are the cases whose level is proved,
    from the worst up (none where the total is sought). `moved` are standing pairs that are given up; `fewest` says that
    no fewer could be.
    """

    pairs: tuple[tuple[int, int], ...]
    value: int
    bound: int
    affinities: tuple[int, ...] = ()
    worst: int = 0
    worst_bound: int | None = None
    levels: int = 0
    moved: tuple[tuple[int, int], ...] = ()
    fewest: bool = True

    @property
    def proved(self) -> bool:
        """Whether the bound is the value, and for the fairest the worst case's bound too."""
        return self.value == self.bound and self.fewest and self.worst_bound in {None, self.worst}


def assign(
    matters: Sequence[Matter],
    judges: Sequence[Judge],
    *,
    per_case: int,
    terms: Terms = Terms(),
    fixed: Fixed = Fixed(),
    watch: Watch = unwatched,
    seconds: float = SECONDS,
) -> Assigned:
    """Give each case `per_case` experts without conflict, none more than he takes: the best in sum, or the fairest.

    Where pairs stand already, the fewest of them are moved first of all, then the sum is the greatest. Raises Halted,
    Undecided, RuleBroken: `assignment.too_few_experts` for each case with fewer experts free of conflict than it needs,
    `assignment.too_little_room` where all loads together are too small, `assignment.pair_unknown` for a fixed pair that
    is not in the round, `assignment.impossible` with an `assignment.clash_*` for each rule of a smallest group that
    can't hold together.
    """
    matters, judges = sorted(matters, key=lambda one: one.id), sorted(judges, key=lambda one: one.id)
    _refuse_the_impossible(matters, judges, per_case)
    case_at = {matter.id: place for place, matter in enumerate(matters)}
    expert_at = {judge.id: place for place, judge in enumerate(judges)}
    if any(case not in case_at or expert not in expert_at for case, expert in fixed.pinned):
        raise RuleBroken.because("assignment.pair_unknown")
    closed = _closed(matters, expert_at, fixed, case_at)
    problem = Problem(
        affinities(matters, judges, watch),
        ~(closed.conflicts | closed.forbidden),
        np.full(len(matters), per_case, dtype=np.int64),
        np.array([judge.max_cases for judge in judges], dtype=np.int64),
        tuple(_caps(judges, terms)),
        tuple(_needs(matters, judges, terms)),
        tuple(sorted((case_at[case], expert_at[expert]) for case, expert in fixed.pinned)),
    )
    stands = {pair for pair in fixed.kept if pair[0] in case_at and pair[1] in expert_at}
    places = sorted((case_at[case], expert_at[expert]) for case, expert in stands)
    kept = np.array(places, dtype=np.int64).reshape(-1, 2)
    try:
        found = _solved(problem, kept, terms, watch, seconds)
    except Impossible as impossible:
        clash = clash_of(problem, closed, watch=watch)
        raise RuleBroken(said_of(clash, terms, [matter.name for matter in matters])) from impossible
    named = [(matters[case].id, judges[expert].id) for case, expert in found.pairs]
    return replace(found, pairs=tuple(named), moved=tuple(sorted(fixed.kept - set(named))))


def _solved(problem: Problem, kept: Ints, terms: Terms, watch: Watch, seconds: float) -> Assigned:
    """The optimum, its pairs still by place."""
    if not problem.cases:
        return Assigned((), 0, 0)
    if len(kept):
        found, fewest = _moving_fewest(problem, kept, watch, seconds)
        return _told(problem, found, fewest=fewest)
    if terms.fairest:
        fair = fairest(problem, watch=watch, seconds=seconds)
        told = _told(problem, fair.found)
        return replace(told, worst=fair.worst, worst_bound=fair.worst_bound, levels=fair.proved)
    return _told(problem, best_total(problem, watch=watch, seconds=seconds))


def _moving_fewest(problem: Problem, kept: Ints, watch: Watch, seconds: float) -> tuple[Found, bool]:
    """To keep one more standing pair counts for more than all affinities together."""
    dear = problem.cases * int(problem.wanted.max()) * (int(problem.gains.max()) + 1) + 1
    gains = problem.gains.copy()
    gains[kept[:, 0], kept[:, 1]] += dear
    found = best_total(replace(problem, gains=gains), watch=watch, seconds=seconds)
    value = problem.worth(found.pairs)
    stay = (found.value - value) // dear
    fewest = found.bound // dear == stay
    return Found(found.pairs, value, value + found.bound - found.value if fewest else found.bound % dear), fewest


def _told(problem: Problem, found: Found, *, fewest: bool = True) -> Assigned:
    pairs = found.pairs
    broken = problem.breaches(pairs)
    if broken:
        raise RuntimeError(f"the solver's answer breaks {', '.join(broken)}")
    each = problem.gains[pairs[:, 0], pairs[:, 1]]
    return Assigned(
        tuple((int(case), int(expert)) for case, expert in pairs),
        found.value,
        found.bound,
        tuple(int(one) for one in each),
        worst=int(problem.served(pairs).min()),
        fewest=fewest,
    )


def _closed(
    matters: Sequence[Matter], expert_at: Mapping[int, int], fixed: Fixed, case_at: Mapping[int, int]
) -> Closed:
    conflicts = np.zeros((len(matters), len(expert_at)), dtype=np.bool_)
    forbidden = conflicts.copy()
    for place, matter in enumerate(matters):
        conflicts[place, [expert_at[expert] for expert in matter.barred if expert in expert_at]] = True
    for case, expert in fixed.forbidden:
        if case in case_at and expert in expert_at:
            forbidden[case_at[case], expert_at[expert]] = True
    return Closed(conflicts, forbidden)


def _caps(judges: Sequence[Judge], terms: Terms) -> list[Cap]:
    asked = (
        ("institution", terms.max_per_institution, [judge.institution for judge in judges]),
        ("region", terms.max_per_region, [judge.region for judge in judges]),
    )
    found = []
    for code, most, groups in asked:
        numbers = {group: place for place, group in enumerate(sorted({one for one in groups if one is not None}))}
        if most is not None and numbers:
            of_judge = [-1 if group is None else numbers[group] for group in groups]
            found.append(Cap(code, np.array(of_judge, dtype=np.int64), most))
    return found


def _needs(matters: Sequence[Matter], judges: Sequence[Judge], terms: Terms) -> list[Need]:
    shape = (len(matters), len(judges))
    found = []
    if terms.own_sector:
        fits = np.array([[matter.sector in judge.fields for judge in judges] for matter in matters], dtype=np.bool_)
        found.append(Need(OWN_SECTOR, fits, terms.own_sector))
    for field, least in terms.fields:
        knows = np.array([field in judge.fields for judge in judges], dtype=np.bool_)
        found.append(Need(f"field:{field}", np.broadcast_to(knows, shape), least))
    return found


def said_of(clash: Clash, terms: Terms, names: Sequence[str]) -> list[Violation]:
    """A clash as violations: what can't be had, then each rule that takes part. Cases go by their names."""
    whole = clash.room >= clash.needed
    named = clash.cases[:NAMED_CASES]
    values: dict[str, Value] = {
        "count": len(clash.cases),
        "cases": ", ".join(names[case] for case in named),
        "more": len(clash.cases) - len(named),
        "needed": clash.needed,
        "room": clash.room,
    }
    found = [Violation("assignment.impossible_whole" if whole else "assignment.impossible", values)]
    for rule in clash.rules:
        code, _, field = rule.partition(":")
        asked: dict[str, Value] = {}
        if code in NUMBERS:
            asked["most"] = getattr(terms, NUMBERS[code])
        elif code == OWN_SECTOR:
            asked["least"] = terms.own_sector
        elif code == "field":
            asked |= {"field": field, "least": dict(terms.fields)[field]}
        found.append(Violation(f"assignment.clash_{code}", asked))
    return found


def _refuse_the_impossible(matters: Sequence[Matter], judges: Sequence[Judge], per_case: int) -> None:
    everybody = {judge.id for judge in judges}
    found = [
        Violation("assignment.too_few_experts", {"case": matter.name, "free": free, "needed": per_case})
        for matter in matters
        if (free := len(everybody - matter.barred)) < per_case
    ]
    room, needed = sum(judge.max_cases for judge in judges), per_case * len(matters)
    if room < needed:
        found.append(Violation("assignment.too_little_room", {"room": room, "needed": needed}))
    if found:
        raise RuleBroken(found)
