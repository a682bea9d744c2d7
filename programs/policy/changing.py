"""A rule set in which some clauses say something else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from programs.policy.faults import Fault, PolicyInvalid
from programs.policy.parsing import faults_of_raw, parse_policy, read_raw
from programs.policy.paths import exists, with_value
from programs.policy.root import Policy

RULING = tuple(
    field.name for field in fields(Policy) if field.name not in {"schema", "reference_ko", "reference_en", "assumed"}
)
"""Groups that rule something."""


def with_changes(text: str, changes: Mapping[str, Any]) -> Policy:
    """The rules of a text in which the clauses at some addresses are others.

    An address names a clause (``quota.teams_per_region``), an item of a list (``budget.categories.salaries``), or a
    whole group; a group that is set to None is left out. Raises PolicyInvalid with what is wrong by the changes: an
    older text may have faults that only new rule sets are asked about.
    """
    raw, unknown = read_raw(text), []
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
        raise PolicyInvalid(tuple(unknown))
    raw["assumed"] = [path for path in raw.get("assumed", ()) if exists(raw, path)]
    before = {(fault.path, fault.code) for fault in faults_of_raw(read_raw(text))}
    new = tuple(fault for fault in faults_of_raw(raw) if (fault.path, fault.code) not in before)
    if new:
        raise PolicyInvalid(new)
    return parse_policy(json.dumps(raw, default=str))
