"""Who may lead and who may join: kinds of institution, regions, numbers, limits on leading."""

from __future__ import annotations

from collections.abc import Iterator

from core.refusals import Value, Violation
from programs.policy import Policy
from proposals.rules.facts import Elsewhere, Facts, Member, projects


def lead_violations(lead: Member, policy: Policy) -> Iterator[Violation]:
    """Why an institution may not lead at all."""
    rule = policy.eligibility
    if lead.kind not in rule.lead_kinds:
        values = {"name": lead.name_ko, "kind": lead.kind}
        yield Violation("eligibility.lead_kind_not_accepted", values, "lead_organization", "eligibility.lead_kinds")
    if lead.region in rule.excluded_regions:
        values = {"name": lead.name_ko, "region": lead.region}
        yield Violation("eligibility.region_excluded", values, "lead_organization", "eligibility.excluded_regions")
    yield from _place_violations(lead, policy, "lead_organization")
    if not lead.region:
        yield Violation("eligibility.region_missing", {"name": lead.name_ko}, "lead_organization")


def leading_violations(elsewhere: Elsewhere, policy: Policy) -> Iterator[Violation]:
    """Why this institution or this leader leads enough proposals of the call already."""
    rule = policy.eligibility
    most, led = rule.max_led_per_institution, elsewhere.led_by_institution
    if most is not None and len(led) >= most:
        values: dict[str, Value] = {"led": len(led), "most": most, "counting": projects(led)}
        clause = "eligibility.max_led_per_institution"
        yield Violation("eligibility.institution_leads_enough", values, "lead_organization", clause)
    most, led = rule.max_led_per_person, elsewhere.led_by_leader
    if most is not None and len(led) >= most:
        values = {"led": len(led), "most": most, "counting": projects(led)}
        yield Violation("eligibility.person_leads_enough", values, "people", "eligibility.max_led_per_person")


def partner_violations(partner: Member, policy: Policy) -> Iterator[Violation]:
    """Why an institution may not join."""
    if partner.kind not in policy.eligibility.partner_kinds:
        values = {"name": partner.name_ko, "kind": partner.kind}
        field = f"partners.{partner.uid}"
        yield Violation("eligibility.partner_kind_not_accepted", values, field, "eligibility.partner_kinds")
    if policy.regions is not None and policy.regions.partners_too:
        yield from _place_violations(partner, policy, f"partners.{partner.uid}")


def _place_violations(member: Member, policy: Policy, field: str) -> Iterator[Violation]:
    """Where the programme is limited to some regions, others are out; one without a region is told so apart."""
    if policy.regions is not None and member.region and member.region not in policy.regions.only:
        values = {"name": member.name_ko, "region": member.region}
        yield Violation("eligibility.region_not_included", values, field, "regions.only")


def consortium_violations(facts: Facts, policy: Policy) -> Iterator[Violation]:
    """What is wrong with the consortium as a whole, and with each of its members."""
    rule = policy.eligibility
    yield from lead_violations(facts.lead, policy)
    for partner in facts.partners:
        yield from partner_violations(partner, policy)
    count = len(facts.partners)
    if count < rule.min_partners:
        values = {"count": count, "least": rule.min_partners}
        yield Violation("eligibility.too_few_partners", values, "partners", "eligibility.min_partners")
    if rule.max_partners is not None and count > rule.max_partners:
        values = {"count": count, "most": rule.max_partners}
        yield Violation("eligibility.too_many_partners", values, "partners", "eligibility.max_partners")
    for wanted in rule.composition:
        present = sum(member.kind in wanted.kinds for member in (facts.lead, *facts.partners))
        if present < wanted.at_least:
            yield Violation(
                "eligibility.composition_not_met",
                {
                    "name_ko": wanted.name_ko,
                    "name_en": wanted.name_en or wanted.name_ko,
                    "count": present,
                    "least": wanted.at_least,
                },
                "partners",
                f"eligibility.composition.{wanted.code}",
            )
