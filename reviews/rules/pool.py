"""A committee drawn by lot under shares: exact, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from core.money import WHOLE_BP
from core.refusals import RuleBroken, Violation, refuse_if
from programs.policy import Drawing
from reviews.rules.solver import Row, best_choice

LOTS = 1_000_000
MOST_DRAWN = 200


@dataclass(frozen=True, slots=True)
class Drawable:
    """An expert who could come, with what shares are counted by; what is not known of him is counted together."""

    id: int
    institution: int | None
    region: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PoolTerms:
    """How many are drawn, from which seed; how many of one institution, which share of one region and of one kind of
    institution at most (basis points of all drawn; None: no limit)."""

    size: int
    seed: int
    per_institution: int | None = None
    region_most_bp: int | None = None
    kind_most_bp: int | None = None


def lot_of(seed: int, expert_id: int) -> int:
    """An expert's lot: anybody can compute it again."""
    return int(sha256(f"{seed}:{expert_id}".encode()).hexdigest(), 16) % LOTS + 1


def ruled(terms: PoolTerms, rule: Drawing | None) -> PoolTerms:
    """The terms under the rules of a call: what is not asked for is as the rules have it, and nothing is looser.

    Raises RuleBroken (`pool.above_rule`, `pool.share_above_rule`) with every term that is.
    """
    if rule is None:
        return terms
    found: dict[str, Any] = {}
    loose: list[Violation] = []
    for name, most, field, clause in (
        ("per_institution", rule.max_per_institution, "per_institution", "max_per_institution"),
        ("region_most_bp", rule.region_most_bp, "region_most_percent", "region_most_bp"),
        ("kind_most_bp", rule.kind_most_bp, "kind_most_percent", "kind_most_bp"),
    ):
        asked = getattr(terms, name)
        found[name] = most if asked is None else asked
        if asked is not None and most is not None and asked > most:
            code, key = ("share_above_rule", "share_bp") if name.endswith("_bp") else ("above_rule", "most")
            loose.append(Violation(f"pool.{code}", {key: most}, field, f"drawing.{clause}"))
    refuse_if(loose)
    return replace(terms, **found)


def draw(drawables: Sequence[Drawable], terms: PoolTerms, seated: Sequence[Drawable] = ()) -> tuple[int, ...]:
    """The committee with the greatest sum of lots that keeps every term: the ids of the experts, in order.

    Terms are kept by those drawn together with those `seated` already. Raises RuleBroken: `pool.size_wrong`,
    `pool.too_few`, or `pool.*` for a smallest set of terms that can't hold together.
    """
    if not 1 <= terms.size <= MOST_DRAWN:
        raise RuleBroken.because("pool.size_wrong", field="size", most=MOST_DRAWN)
    experts = sorted(drawables, key=lambda one: one.id)
    if len(experts) < terms.size:
        raise RuleBroken.because("pool.too_few", field="size", size=terms.size, there=len(experts))
    rules = _rules(experts, terms, seated)
    size = Row(range(len(experts)), [1] * len(experts), terms.size, terms.size)
    gains = [lot_of(terms.seed, one.id) for one in experts]
    found = best_choice(gains, [size, *(row for rows, _ in rules for row in rows)])
    if found is None:
        raise RuleBroken(_clash(gains, size, rules))
    return tuple(experts[column].id for column in found.chosen)


Rule = tuple[list[Row], Violation]


def _rules(experts: Sequence[Drawable], terms: PoolTerms, seated: Sequence[Drawable]) -> list[Rule]:
    rules: list[Rule] = []
    if terms.per_institution is not None:
        values = {"most": terms.per_institution}
        rows = _at_most(experts, seated, lambda one: one.institution, terms.per_institution)
        rules.append((rows, Violation("pool.per_institution", values, "per_institution")))
    for code, bp, key in (
        ("region", terms.region_most_bp, lambda one: one.region),
        ("kind", terms.kind_most_bp, lambda one: one.kind),
    ):
        if bp is not None:
            most = (terms.size + len(seated)) * bp // WHOLE_BP
            values = {"most": most, "share_bp": bp}
            rows = _at_most(experts, seated, key, most)
            rules.append((rows, Violation(f"pool.{code}_share", values, f"{code}_most_percent")))
    return rules


def _at_most(
    experts: Sequence[Drawable], seated: Sequence[Drawable], key: Callable[[Drawable], Hashable], most: int
) -> list[Row]:
    columns: dict[Hashable, list[int]] = {}
    for column, one in enumerate(experts):
        columns.setdefault(key(one), []).append(column)
    there = Counter(map(key, seated))
    room = {name: max(0, most - there[name]) for name in columns}
    return [Row(found, [1] * len(found), 0, room[name]) for name, found in columns.items() if len(found) > room[name]]


def _clash(gains: Sequence[int], size: Row, rules: Iterable[Rule]) -> list[Violation]:
    """A smallest set of terms that can't hold together with the size: each one left out would make it possible."""
    kept = list(rules)
    for rule in tuple(kept):
        others = [one for one in kept if one is not rule]
        if best_choice(gains, [size, *(row for rows, _ in others for row in rows)]) is None:
            kept = others
    return [violation for _, violation in kept]


def shares(drawn: Iterable[Drawable], key: Callable[[Drawable], str]) -> list[tuple[str, int]]:
    """How many of those drawn stand under each name, the most first."""
    return sorted(Counter(key(one) for one in drawn).items(), key=lambda pair: (-pair[1], pair[0]))
