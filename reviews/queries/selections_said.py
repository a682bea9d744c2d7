"""Rules of a selection with the names of those they are about, as they are kept with each decision and refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import Organization, Region
from core.refusals import Value, Violation
from programs.policy import Policy
from reviews.rules import Rule

Said = dict[str, Any]
"""A rule as it is kept: its `code`, and the `values` of its sentence, names in both languages."""


def said_rules(rules: Iterable[Rule], policy: Policy) -> dict[Rule, Said]:
    """Each rule with its names: two queries, however many there are."""
    wanted = list(dict.fromkeys(rules))
    regions = _named(Region, {rule.key for rule in wanted if rule.code.startswith("region_")})
    leads = _named(Organization, {rule.key for rule in wanted if rule.code == "lead_most"})
    levels = policy.tiers.levels if policy.tiers else ()
    tiers: dict[str | int, tuple[str, str]] = {tier.code: (tier.name_ko, tier.name_en) for tier in levels}
    return {rule: {"code": rule.code, "values": _values(rule, regions, leads, tiers)} for rule in wanted}


def clash_violations(rules: Iterable[Rule], policy: Policy) -> list[Violation]:
    """Why no selection is possible: `selection.rules_clash`, then each rule of a smallest set that clashes."""
    said = said_rules(rules, policy)
    each = [Violation(f"selection.rule.{one['code']}", one["values"]) for one in said.values()]
    return [Violation("selection.rules_clash", {"count": len(each)}), *each]


def _named(model: type[Region | Organization], keys: set[str | int]) -> dict[str | int, tuple[str, str]]:
    if not keys - {""}:
        return {}
    rows = model._default_manager.filter(pk__in=keys - {""}).values_list("pk", "name_ko", "name_en")
    return {pk: (name_ko, name_en) for pk, name_ko, name_en in rows}


def _values(
    rule: Rule,
    regions: Mapping[str | int, tuple[str, str]],
    leads: Mapping[str | int, tuple[str, str]],
    tiers: Mapping[str | int, tuple[str, str]],
) -> dict[str, Value]:
    names: dict[str, Mapping[str | int, tuple[str, str]]] = {"region": regions, "lead": leads, "tier": tiers}
    kind = rule.code.partition("_")[0]
    values: dict[str, Value] = {}
    if kind in names and rule.key in names[kind]:
        values[f"{kind}_ko"], values[f"{kind}_en"] = names[kind][rule.key]
    if rule.code in {"region_krw_most", "region_krw_least"}:
        values["limit_krw"] = rule.limit
    elif rule.code in {"budget", "budget_year"}:
        values["budget_krw"] = rule.limit
    elif rule.code == "below_minimum":
        values["least_bp"] = rule.limit
    else:
        values["limit"] = rule.limit
    if rule.code == "budget_year":
        values["year"] = int(rule.key)
    return values
