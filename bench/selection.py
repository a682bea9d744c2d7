"""`python -m bench.selection [SIZES]`: selections of three sizes beside the bare solver, with all their reasons.

The instances are made from a seed: 110 proposals of 16 regions with two seats each; 454 with three tiers to be filled
and 14 regions; 20,000 with 17 regions and 1,978 institutions of one seat each. The bare solver gets the same rows as
arrays, apart from our code.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

import highspy
import numpy as np

from reviews.rules import Candidate, Quotas, choose, reasons_of

SEED = 2004
BILLION = 1_000_000_000
AGAIN = 3
"""Each is timed so often, turn by turn; the least time counts."""
T = TypeVar("T")


def regional() -> tuple[list[Candidate], Quotas]:
    """110 proposals, 16 regions x 2, money for 30 teams or so."""
    draw = random.Random(SEED)
    made = [_candidate(n, draw, region=n % 16, grant=draw.randint(25, 45) * BILLION // 10) for n in range(1, 111)]
    return made, Quotas(2, 100 * BILLION, 6_000)


def tiered() -> tuple[list[Candidate], Quotas]:
    """454 proposals, tiers of 25, 25 and 61 seats, all to be filled, in 14 regions of at most ten."""
    draw = random.Random(SEED)
    tiers = [("large", 62, (30, 50)), ("medium", 118, (10, 29)), ("small", 274, (3, 9))]
    made: list[Candidate] = []
    for tier, count, (least, most) in tiers:
        for _ in range(count):
            grant = draw.randint(least, most) * BILLION // 10
            made.append(_candidate(len(made) + 1, draw, region=draw.randrange(14), grant=grant, tier=tier))
    seats = {"large": 25, "medium": 25, "small": 61}
    return made, Quotas(10, 220 * BILLION, 0, by_tier=seats, least_by_tier=seats)


def national() -> tuple[list[Candidate], Quotas]:
    """20,000 proposals, 17 regions of at most 160, 1,978 institutions of one seat each, money for 2,000."""
    draw = random.Random(SEED)
    made = [
        _candidate(n, draw, region=draw.randrange(17), grant=BILLION, lead=1 + draw.randrange(1_978))
        for n in range(1, 20_001)
    ]
    return made, Quotas(160, 2_000 * BILLION, 5_000, most_per_lead=1)


def _candidate(
    number: int, draw: random.Random, *, region: int, grant: int, tier: str = "", lead: int = 0
) -> Candidate:
    score = min(10_000, max(3_000, round(draw.gauss(7_200, 900))))
    return Candidate(number, region, score, score * 10_000, grant, tier=tier, lead_id=lead)


SIZES = {110: regional, 454: tiered, 20_000: national}


def bare(candidates: list[Candidate], quotas: Quotas) -> Callable[[], int]:
    """The model built beforehand with arrays; the call only hands it over and solves."""
    eligible = [one for one in candidates if (one.score_bp or 0) >= quotas.min_score_bp]
    rows: list[tuple[list[int], list[int], int, int]] = []
    rows.append((list(range(len(eligible))), [one.grant_krw for one in eligible], 0, quotas.budget_krw))
    groups: dict[tuple[str, object], list[int]] = defaultdict(list)
    for place, one in enumerate(eligible):
        groups["region", one.region_id].append(place)
        groups["tier", one.tier].append(place)
        groups["lead", one.lead_id].append(place)
    for (kind, key), places in groups.items():
        most = {"region": quotas.teams_per_region, "tier": quotas.by_tier.get(str(key)), "lead": quotas.most_per_lead}
        limit = most[kind]
        if limit is not None:
            rows.append((places, [1] * len(places), quotas.least_by_tier.get(str(key), 0), limit))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_, lp.sense_ = len(eligible), len(rows), highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array([one.merit // 10_000 for one in eligible], dtype=np.float64)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(eligible)), np.ones(len(eligible))
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(eligible)
    lp.row_lower_ = np.array([row[2] for row in rows], dtype=np.float64)
    lp.row_upper_ = np.array([row[3] for row in rows], dtype=np.float64)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row[0]) for row in rows)]).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate([row[0] for row in rows]).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate([row[1] for row in rows]).astype(np.float64)

    def solve() -> int:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no types here
        for option, setting in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.999)):
            solver.setOptionValue(option, setting)
        solver.passModel(lp)
        solver.run()
        return round(solver.getObjectiveValue()) * 10_000

    return solve


def measure(size: int) -> str:
    """One line: value and bound, seconds of ours and of the bare solver, their ratio, seconds of all reasons."""
    candidates, quotas = SIZES[size]()
    peer = bare(candidates, quotas)
    ours_s, peer_s = [], []
    for _ in range(AGAIN):
        chosen, seconds = timed(lambda: choose(candidates, quotas))
        ours_s.append(seconds)
        value, seconds = timed(peer)
        peer_s.append(seconds)
    reasons, reasons_s = timed(lambda: dict(reasons_of(candidates, quotas, chosen)))
    methods = sorted({one.method for one in reasons.values()})
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024
    same = "equal" if value == chosen.value else f"the bare solver found {value}"
    return (
        f"{size:,}: value {chosen.value}, bound {chosen.bound} ({same}), {len(chosen.selected)} in; "
        f"{min(ours_s):.3f} s, bare {min(peer_s):.3f} s, ratio {min(ours_s) / min(peer_s):.2f}; "
        f"{len(reasons):,} reasons in {reasons_s:.2f} s ({', '.join(methods)}); {memory_mb} MB"
    )


def timed(act: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    found = act()
    return found, time.perf_counter() - began


if __name__ == "__main__":
    for asked in [int(one) for one in sys.argv[1].split(",")] if len(sys.argv) > 1 else SIZES:
        sys.stdout.write(f"{measure(asked)}\n")
        sys.stdout.flush()
