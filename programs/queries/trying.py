"""The rules of a call with some clauses changed, to see what they would do. Nothing is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from core.refusals import RuleBroken
from programs import rules
from programs.editing import ABOUT, GROUPS
from programs.models import RuleSet
from programs.policy import Fault, Policy, PolicyInvalid, faults_of_raw, parse_policy, read_raw
from programs.policy.paths import exists, with_value

RULING = tuple(name for name in GROUPS if name != ABOUT)
"""Groups that rule something."""


def policy_with(rule_set: RuleSet, changes: Mapping[str, Any]) -> Policy:
    """A version's rules in which the clauses at some addresses say something else.

    An address names a clause (``quota.teams_per_region``), an item of a list (``budget.categories.salaries``), or a
    whole group; a group that is set to None is left out. Raises RuleBroken (`policy.*`, each fault with its path).
    """
    raw, unknown = read_raw(rule_set.text), []
    for path, value in changes.items():
        if path in RULING:
            raw = {name: one for name, one in raw.items() if name != path}
            raw |= {} if value is None else {path: value}
            continue
        try:
            raw = with_value(raw, path, value)
        except KeyError:
            unknown.append(Fault(path, "policy.no_such_clause", {"given": path}))
    if unknown:
        raise RuleBroken(rules.policy_violations(PolicyInvalid(tuple(unknown))))
    raw["assumed"] = [path for path in raw.get("assumed", ()) if exists(raw, path)]
    before = set(map(_told, faults_of_raw(read_raw(rule_set.text))))
    new = [fault for fault in faults_of_raw(raw) if _told(fault) not in before]
    if new:
        raise RuleBroken(rules.policy_violations(PolicyInvalid(tuple(new))))
    return parse_policy(json.dumps(raw))


def _told(fault: Fault) -> tuple[str, str]:
    """By what a fault is known again: an older version may have some that only new rule sets are asked about."""
    return fault.path, fault.code


def changes_to(rule_set: RuleSet, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The groups that raw values have otherwise than a version, as `policy_with` takes them; None for one left out.

    Raises RuleBroken (`policy.*`).
    """
    wanted = policy_with(rule_set, {name: raw.get(name) for name in RULING})
    own = parse_policy(rule_set.text)
    return {name: raw.get(name) for name in RULING if getattr(wanted, name) != getattr(own, name)}
