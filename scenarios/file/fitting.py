"""Whether a scenario fits its programme's rules: bounds, bands, caps, quotas that its draws could never keep to."""

from __future__ import annotations

from collections.abc import Iterator

from core.money import WHOLE_BP
from core.refusals import RuleBroken, Value, Violation
from programs.actions import preset_names, preset_policy
from programs.policy import Band, Policy, Source, describe
from programs.policy.paths import is_under
from scenarios.file.entries import Scenario, TierCount


def faults_of_rules(scenario: Scenario) -> Iterator[Violation]:
    """Every fault between the file and the rules of its preset; nothing where the preset can't be read."""
    if scenario.program.preset not in preset_names():
        return
    try:
        policy = preset_policy(scenario.program.preset, scenario.program.set)
    except RuleBroken as broken:
        for one in broken.violations:
            yield Violation(one.code, one.values, f"program.set.{one.clause}" if one.clause else "program.preset")
        return
    yield from _who_leads(scenario, policy)
    yield from _grants(scenario, policy)
    yield from _categories(scenario, policy)
    yield from _numbers(scenario, policy)
    yield from _clauses(scenario, policy)


def _who_leads(scenario: Scenario, policy: Policy) -> Iterator[Violation]:
    for index, region in enumerate(scenario.regions):
        if not policy.lets_lead(region.code):
            yield Violation("scenario.left_out_by_rules", {"given": region.code}, f"regions[{index}].code")
        most = policy.eligibility.max_led_per_institution
        if most is not None and (region.institutions or region.proposals) * most < region.proposals:
            values: dict[str, Value] = {"given": region.proposals, "most": region.institutions * most}
            yield Violation("scenario.quota_not_met", values, f"regions[{index}].institutions")
    for index, lead in enumerate(scenario.generator.lead_kinds):
        if lead.kind.value not in {kind.value for kind in policy.eligibility.lead_kinds}:
            path = f"generator.lead_kinds[{index}].kind"
            yield Violation("scenario.left_out_by_rules", {"given": lead.kind.value}, path)


def _grants(scenario: Scenario, policy: Policy) -> Iterator[Violation]:
    """Drawn grants lie in one band: of their tier, or of the budget where the programme has no tiers."""
    made, budget = scenario.generator, policy.budget
    for index, tier in enumerate(made.tiers):
        path = f"generator.tiers[{index}]"
        levels = policy.tiers.levels if policy.tiers else ()
        known = next((level for level in levels if level.code == tier.code), None)
        if known is None:
            yield Violation("scenario.unknown_name", {"given": tier.code}, f"{path}.code")
        else:
            yield from _in_band(path, tier, known.min_grant_krw, known.max_grant_krw)
            if known.max_selected is not None and scenario.selection and known.max_selected > tier.proposals:
                values: dict[str, Value] = {"given": tier.proposals, "most": known.max_selected}
                yield Violation("scenario.quota_not_met", values, f"{path}.proposals")
    if not made.tiers:
        yield from _in_band("generator", made, budget.min_grant_per_year_krw, budget.max_grant_per_year_krw)
        if policy.tiers and policy.tiers.of((made.grant_least_krw, made.grant_most_krw)) is None:
            values = {"least_krw": made.grant_least_krw, "most_krw": made.grant_most_krw}
            yield Violation("scenario.between_tiers", values, "generator.grant_least_krw")
    if Source.REGIONAL not in budget.sources and made.match_bp.most_bp:
        yield Violation("scenario.no_match_here", {"share_bp": made.match_bp.most_bp}, "generator.match_bp")


def _in_band(path: str, drawn: TierCount | object, least_krw: int, most_krw: int) -> Iterator[Violation]:
    values: dict[str, Value] = {"least_krw": least_krw, "most_krw": most_krw}
    for name in ("grant_least_krw", "grant_most_krw"):
        if not least_krw <= getattr(drawn, name) <= most_krw:
            yield Violation("scenario.outside_band", values, f"{path}.{name}")


def _categories(scenario: Scenario, policy: Policy) -> Iterator[Violation]:
    """No category is drawn above a cap that blocks; nor is what is left for the rest."""
    made = scenario.generator
    caps = {one.code: one.cap_bp for one in policy.budget.categories if one.band is Band.BLOCK}
    known = {one.code for one in policy.budget.categories}
    left_bp = WHOLE_BP - sum(one.least_bp for one in made.categories)
    drawn = [(f"categories[{place}].code", one.code, one.most_bp) for place, one in enumerate(made.categories)]
    for path, code, most_bp in (*drawn, ("rest", made.rest, left_bp)):
        cap_bp = caps.get(code)
        if code not in known:
            yield Violation("scenario.unknown_name", {"given": code}, f"generator.{path}")
        elif cap_bp is not None and most_bp > cap_bp:
            values: dict[str, Value] = {"given_bp": most_bp, "cap_bp": cap_bp}
            yield Violation("scenario.share_above_cap", values, f"generator.{path}")


def _numbers(scenario: Scenario, policy: Policy) -> Iterator[Violation]:
    """Partners and targets as many as the rules ask for; experts enough for all cases."""
    made, judging = scenario.generator, scenario.judging
    for name, least, most in (
        ("partners", policy.eligibility.min_partners, policy.eligibility.max_partners),
        ("targets", policy.targets.minimum, policy.targets.maximum),
    ):
        drawn = getattr(made, name)
        if drawn.least < least:
            yield Violation("scenario.too_small", {"given": drawn.least, "minimum": least}, f"generator.{name}.least")
        if most is not None and drawn.most > most:
            yield Violation("scenario.too_large", {"given": drawn.most, "maximum": most}, f"generator.{name}.most")
    if judging is not None:
        cases = sum(region.proposals for region in scenario.regions) * policy.review.reviewers_per_case
        if judging.experts * judging.loads.most < cases:
            values: dict[str, Value] = {"given": cases, "most": judging.experts * judging.loads.most}
            yield Violation("scenario.quota_not_met", values, "judging.loads.most")


def _clauses(scenario: Scenario, policy: Policy) -> Iterator[Violation]:
    paths = [clause.path for clause in describe(policy)]
    for index, refusal in enumerate(scenario.refusals):
        if refusal.clause and not any(is_under(path, (refusal.clause,)) for path in paths):
            yield Violation("scenario.unknown_name", {"given": refusal.clause}, f"refusals[{index}].clause")
