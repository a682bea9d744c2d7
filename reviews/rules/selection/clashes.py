"""Rules that can't hold together: a smallest set of them, found by solving."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from reviews.rules.selection.facts import Candidate, Quotas, Rule, Veto
from reviews.rules.selection.model import bars, regional_order, rows_of
from reviews.rules.solver import Row, best_choice


def smallest_clash(candidates: Sequence[Candidate], quotas: Quotas) -> tuple[Rule, ...]:
    """A smallest set of rules that no selection can keep together; empty where all can be kept.

    What keeps single proposals out (the least score, a pledge) is a rule like others here. A set that does hold is
    grown as far as it holds: what is left out then must be touched by every clash. The smallest set that touches all
    that was left out so far is either a clash, and the smallest there is, or holds and is grown in its turn.
    """
    groups = _groups(candidates, quotas)
    rules = sorted(groups)
    count = len(candidates)
    left_out: list[list[int]] = []
    while True:
        touched = best_choice([-1] * len(rules), [Row(one, [1] * len(one), 1, len(rules) + 1) for one in left_out])
        if touched is None:
            return ()
        kept = [rules[place] for place in touched.chosen]
        if not _holds(kept, groups, count):
            return tuple(kept)
        left_out.append(_without(kept, rules, groups, count))


def _without(kept: list[Rule], rules: Sequence[Rule], groups: dict[Rule, list[Row]], count: int) -> list[int]:
    """What has to be left out once `kept` was grown as far as it holds."""
    grown, out = list(kept), []
    for place, rule in enumerate(rules):
        if rule in grown:
            continue
        if _holds([*grown, rule], groups, count):
            grown.append(rule)
        else:
            out.append(place)
    return out


def _holds(rules: Collection[Rule], groups: dict[Rule, list[Row]], count: int) -> bool:
    return best_choice([0] * count, [row for rule in rules for row in groups[rule]]) is not None


def _groups(candidates: Sequence[Candidate], quotas: Quotas) -> dict[Rule, list[Row]]:
    """The rows of each rule over every candidate; institutions and regional orders are one rule each."""
    everybody = sorted(candidates, key=lambda one: one.id)
    groups: dict[Rule, list[Row]] = defaultdict(list)
    for rule, row in rows_of(everybody, replace(quotas, veto=Veto.NONE)):
        groups[Rule(rule.code, "", rule.limit) if rule.code == "lead_most" else rule].append(row)
    if quotas.veto is Veto.ORDER:
        eligible = [place for place, one in enumerate(everybody) if not bars(one, quotas)]
        groups[Rule("regional_order")] = [row for _, row in regional_order(everybody, eligible)]
    limits = {"below_minimum": quotas.min_score_bp}
    for place, one in enumerate(everybody):
        for code in bars(one, quotas):
            groups[Rule(code, "", limits.get(code, 0))].append(Row([place], [1], 0, 0))
    return {rule: rows for rule, rows in groups.items() if rows}
