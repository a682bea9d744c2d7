"""`python -m bench.assignment [SIZES] [KINDS]`: rounds made from a seed, assigned, with proof, seconds and memory.

Cases have 25 latent topics, experts too; affinities are how they meet, with noise. Three experts a case, loads of 0.6
to 1.4 of the mean, conflicts with the own institution and 2% of all others. **A**: loads and conflicts. **B**: and at
most one expert of an institution and two of a region on a case. **C**: loads, conflicts, at most one of a region, at
least one senior and one woman. **F**: B, but the fairest. Each is made and solved in a process of its own, so that its
memory is its own. The same solver with every pair at once (`bare`) stands beside it where that fits into memory.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np

from reviews.rules.assignment.fairest import fairest
from reviews.rules.assignment.problem import Cap, Need, Problem, unwatched
from reviews.rules.assignment.whole import best_total, branch

SEED = 2004
SIZES = ("110x40", "1000x300", "5000x500")
KINDS = "ABC"
SECONDS = 60.0
BARE_AT_MOST = 10_000
"""Pairs up to which the bare solver is run too."""


def instance(cases: int, experts: int, kind: str, seed: int = SEED) -> Problem:
    """A round of a kind. The same seed makes the same round."""
    rng = np.random.default_rng(seed)
    institutions = max(10, experts // 5)
    institution = rng.integers(0, institutions, experts)
    region = institution % 16
    home = rng.integers(0, institutions, cases)
    about, knows = rng.dirichlet(np.full(25, 0.2), cases), rng.dirichlet(np.full(25, 0.3), experts)
    meets = about @ knows.T
    noise = rng.random((cases, experts))
    gains = np.rint(1_000 * (0.85 * meets / meets.max() + 0.15 * noise)).astype(np.int64)
    open_ = (home[:, None] != institution[None, :]) & (rng.random((cases, experts)) > 0.02)
    loads = np.ceil(rng.uniform(0.6, 1.4, experts) * 3 * cases / experts).astype(np.int64)
    senior, woman = rng.random(experts) < 0.5, rng.random(experts) < 0.45
    problem = Problem(gains, open_, np.full(cases, 3, dtype=np.int64), loads)
    if kind in {"B", "F"}:
        return replace(problem, caps=(Cap("institution", institution, 1), Cap("region", region, 2)))
    if kind == "C":
        shape = (cases, experts)
        needs = (Need("senior", np.broadcast_to(senior, shape), 1), Need("woman", np.broadcast_to(woman, shape), 1))
        return replace(problem, caps=(Cap("region", region, 1),), needs=needs)
    return problem


def one(size: str, kind: str) -> dict[str, object]:
    """Make a round, assign it and check the answer in integers."""
    cases, experts = (int(number) for number in size.split("x"))
    problem = instance(cases, experts, kind)
    before_mb = _peak_mb()
    began = time.perf_counter()
    if kind == "F":
        fair = fairest(problem, watch=unwatched, seconds=SECONDS)
        found = fair.found
        worst = {"worst": fair.worst, "worst_bound": fair.worst_bound, "levels": fair.proved}
    else:
        found = best_total(problem, watch=unwatched, seconds=SECONDS)
        worst = {"worst": int(problem.served(found.pairs).min())}
    seconds = time.perf_counter() - began
    assert not problem.breaches(found.pairs), problem.breaches(found.pairs)
    peak_mb, bare = _peak_mb(), None
    if kind != "F" and problem.open.sum() <= BARE_AT_MOST:
        began = time.perf_counter()
        branch(problem, problem.open, watch=unwatched, seconds=SECONDS)
        bare = time.perf_counter() - began
    gap = (found.bound - found.value) / max(found.value, 1)
    return {
        "kind": kind,
        "size": size,
        "value": found.value,
        "bound": found.bound,
        "gap_percent": round(100 * gap, 4),
        "seconds": round(seconds, 3),
        "peak_mb": peak_mb,
        "of_it_instance_mb": before_mb,
        "bare_seconds": None if bare is None else round(bare, 3),
        **worst,
    }


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024


def main(sizes: list[str], kinds: str) -> None:
    """Print a line of JSON for each size and kind."""
    for size in sizes:
        for kind in kinds:
            subprocess.run([sys.executable, "-m", "bench.assignment", "one", size, kind], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        sys.stdout.write(json.dumps(one(sys.argv[2], sys.argv[3])) + "\n")
    else:
        main(sys.argv[1].split(",") if len(sys.argv) > 1 else list(SIZES), sys.argv[2] if len(sys.argv) > 2 else KINDS)
