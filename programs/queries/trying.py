"""The rules of a call with some clauses changed, to see what they would do. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.refusals import RuleBroken
from programs import rules
from programs.models import RuleSet
from programs.policy import RULING, Policy, PolicyInvalid, parse_policy, with_changes


def policy_with(rule_set: RuleSet, changes: Mapping[str, Any]) -> Policy:
    """A version's rules with `policy.with_changes`. Raises RuleBroken (`policy.*`, each fault with its path)."""
    try:
        return with_changes(rule_set.text, changes)
    except PolicyInvalid as invalid:
        raise RuleBroken(rules.policy_violations(invalid)) from invalid


def changes_to(rule_set: RuleSet, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The groups that raw values have otherwise than a version, as `policy_with` takes them; None for one left out.

    Raises RuleBroken (`policy.*`).
    """
    wanted = policy_with(rule_set, {name: raw.get(name) for name in RULING})
    own = parse_policy(rule_set.text)
    return {name: raw.get(name) for name in RULING if getattr(wanted, name) != getattr(own, name)}
