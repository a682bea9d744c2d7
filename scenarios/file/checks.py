"""What the sections of a scenario must be to each other: names that point somewhere, dates in order, sums that fit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from accounts.roles import INSTITUTION_KINDS, TRAITS, Kind, Role
from core.refusals import Violation
from scenarios.file.entries import Refusal, Scenario
from scenarios.file.faults import repeated, unknown
from scenarios.file.fitting import faults_of_rules
from scenarios.file.later import faults_later

PRESETS = Path(__file__).parent.parent.parent / "programs" / "presets"
PRESET = ".program.toml"
ONLY_FOR = {
    "share_bp": {"budget", "pledge"},
    "by": {"foreign_ranking", "foreign_view"},
    "grants_krw": {"grant"},
    "kind": {"applicant"},
    "region": {"applicant"},
}
"""The keys of a refusal that must stand where it is of one of these, and nowhere else."""


def faults_between(scenario: Scenario) -> list[Violation]:
    """Every fault among entries that are each sound."""
    return [
        *_repeats(scenario),
        *_organizations(scenario),
        *_offices(scenario),
        *_program(scenario),
        *_call(scenario),
        *_proposals(scenario),
        *_generator(scenario),
        *_sign_ins(scenario),
        *_refusals(scenario),
        *faults_later(scenario),
        *faults_of_rules(scenario),
    ]


def proposal_codes(scenario: Scenario) -> set[str]:
    """The codes of all proposals: `<region>-<place>`, whether the file tells of it or it is generated."""
    return {f"{region.code}-{place}" for region in scenario.regions for place in range(1, region.proposals + 1)}


def _repeats(scenario: Scenario) -> Iterator[Violation]:
    yield from repeated("organizations", [one.code for one in scenario.organizations])
    yield from repeated("offices", [one.code for one in scenario.offices])
    yield from repeated("regions", [one.code for one in scenario.regions])
    yield from repeated("proposals", [one.code for one in scenario.proposals])
    yield from repeated("sign_ins", [one.who for one in scenario.sign_ins])
    yield from repeated("refusals", [one.code for one in scenario.refusals])


def _organizations(scenario: Scenario) -> Iterator[Violation]:
    regions = [region.code for region in scenario.regions]
    for index, one in enumerate(scenario.organizations):
        if one.region or one.kind in INSTITUTION_KINDS:
            yield from unknown(f"organizations[{index}].region", one.region, regions)
        if one.kind is Kind.REGIONAL_GOVERNMENT:
            yield Violation("scenario.government_is_made", {"given": one.code}, f"organizations[{index}].kind")
    for index, given in enumerate(scenario.delegations):
        for name, code, kind in (
            ("ministry", given.ministry, Kind.MINISTRY),
            ("agency", given.agency, Kind.AGENCY),
        ):
            yield from _of_kind(scenario, f"delegations[{index}].{name}", code, kind)


def _of_kind(scenario: Scenario, path: str, code: str, kind: Kind) -> Iterator[Violation]:
    found = scenario.organization(code)
    if found is None:
        yield Violation("scenario.unknown_name", {"given": code}, path)
    elif found.kind is not kind:
        yield Violation("scenario.wrong_kind", {"given": code, "kind": kind.value}, path)


def _offices(scenario: Scenario) -> Iterator[Violation]:
    for index, office in enumerate(scenario.offices):
        organization = scenario.organization(office.organization)
        if organization is None:
            values = {"given": office.organization}
            yield Violation("scenario.unknown_name", values, f"offices[{index}].organization")
        elif organization.kind not in TRAITS[office.role].organization_kinds:
            values = {"given": office.role.value, "kind": organization.kind.value}
            yield Violation("scenario.role_not_for_kind", values, f"offices[{index}].role")
    roles = {office.role for office in scenario.offices if office.holder_ko}
    for role in (Role.MINISTRY_OFFICER, Role.ADMINISTRATOR):
        if role not in roles:
            yield Violation("scenario.role_missing", {"given": role.value}, "offices")


def _program(scenario: Scenario) -> Iterator[Violation]:
    program = scenario.program
    yield from _of_kind(scenario, "program.ministry", program.ministry, Kind.MINISTRY)
    yield from _of_kind(scenario, "program.agency", program.agency, Kind.AGENCY)
    presets = [path.name.removesuffix(PRESET) for path in PRESETS.glob(f"*{PRESET}")]
    yield from unknown("program.preset", program.preset, presets)


def _call(scenario: Scenario) -> Iterator[Violation]:
    call = scenario.call
    held = [office.code for office in scenario.offices if office.holder_ko]
    yield from unknown("call.office", call.office, held)
    order = [
        ("program.published_at", scenario.program.published_at),
        ("call.drafted_at", call.drafted_at),
        ("call.announced_at", call.announced_at),
        ("call.closes_at", call.closes_at),
        ("call.ranking_due_at", call.ranking_due_at),
    ]
    before = scenario.begins_at
    for path, moment in order:
        if moment <= before:
            yield Violation("scenario.out_of_order", {"before_at": before.isoformat()}, path)
        before = moment
    if not call.announced_at.date() <= call.opens_at.date() or call.opens_at >= call.closes_at:
        yield Violation("scenario.out_of_order", {"before_at": call.announced_at.isoformat()}, "call.opens_at")


def _proposals(scenario: Scenario) -> Iterator[Violation]:
    sizes = {region.code: region.proposals for region in scenario.regions}
    for index, proposal in enumerate(scenario.proposals):
        path = f"proposals[{index}]"
        yield from unknown(f"{path}.region", proposal.region, sizes)
        if proposal.region in sizes and proposal.place > sizes[proposal.region]:
            values = {"given": proposal.place, "maximum": sizes[proposal.region]}
            yield Violation("scenario.too_large", values, f"{path}.place")
        if proposal.code != f"{proposal.region}-{proposal.place}":
            wanted = f"{proposal.region}-{proposal.place}"
            yield Violation("scenario.code_not_of_place", {"given": proposal.code, "wanted": wanted}, f"{path}.code")
        if not scenario.call.opens_at < proposal.submits_at < scenario.call.closes_at:
            moment = proposal.submits_at.isoformat()
            yield Violation("scenario.outside_window", {"given": moment}, f"{path}.submits_at")
        yield from unknown(f"{path}.sector", proposal.sector, scenario.generator.sectors)
        lead = scenario.organization(proposal.lead)
        if lead is None:
            yield Violation("scenario.unknown_name", {"given": proposal.lead}, f"{path}.lead")
        elif lead.region != proposal.region:
            yield Violation("scenario.lead_of_another_region", {"given": proposal.lead}, f"{path}.lead")
    yield from repeated("proposals.lead", [proposal.lead for proposal in scenario.proposals])


def _generator(scenario: Scenario) -> Iterator[Violation]:
    made = scenario.generator
    for name in ("ranking_days", "partners", "members", "targets"):
        span = getattr(made, name)
        if span.least > span.most:
            yield Violation("scenario.least_above_most", {"least": span.least, "most": span.most}, f"generator.{name}")
    yield from _grants(scenario)
    shares = [("match_bp", made.match_bp.least_bp, made.match_bp.most_bp)]
    shares += [(f"categories.{one.code}", one.least_bp, one.most_bp) for one in made.categories]
    for name, least_bp, most_bp in shares:
        if least_bp > most_bp:
            values = {"least": least_bp, "most": most_bp}
            yield Violation("scenario.least_above_most", values, f"generator.{name}")
    yield from repeated("generator.categories", [*(one.code for one in made.categories), made.rest])
    whole = sum(one.most_bp for one in made.categories)
    if whole >= 10_000:
        yield Violation("scenario.nothing_left", {"share_bp": whole}, "generator.categories")
    days = (scenario.call.closes_at - scenario.call.opens_at).days
    if made.draft_within_days + made.submit_before_days > days:
        values = {"given": made.draft_within_days + made.submit_before_days, "maximum": days}
        yield Violation("scenario.too_large", values, "generator.draft_within_days")
    total = sum(region.proposals for region in scenario.regions)
    if made.resubmitted > total:
        values = {"given": made.resubmitted, "maximum": total}
        yield Violation("scenario.too_large", values, "generator.resubmitted")


def _grants(scenario: Scenario) -> Iterator[Violation]:
    """One pair of bounds, or tiers that make up all proposals; and as many institutions as can lead one each."""
    made, total = scenario.generator, sum(region.proposals for region in scenario.regions)
    if not made.tiers and (made.grant_least_krw > made.grant_most_krw or made.grant_least_krw == 0):
        yield Violation("scenario.grant_range_empty", {}, "generator.grant_least_krw")
    if made.tiers and made.grant_most_krw:
        yield Violation("scenario.key_only_for", {"what": "generator.tiers"}, "generator.grant_most_krw")
    yield from repeated("generator.tiers", [tier.code for tier in made.tiers])
    counted = sum(tier.proposals for tier in made.tiers)
    if made.tiers and counted != total:
        yield Violation("scenario.sum_differs", {"sum": counted, "wanted": total}, "generator.tiers")
    for index, tier in enumerate(made.tiers):
        if tier.grant_least_krw > tier.grant_most_krw or tier.grant_least_krw == 0:
            yield Violation("scenario.grant_range_empty", {}, f"generator.tiers[{index}].grant_least_krw")
    for index, region in enumerate(scenario.regions):
        if region.institutions > region.proposals:
            values = {"given": region.institutions, "maximum": region.proposals}
            yield Violation("scenario.too_large", values, f"regions[{index}].institutions")


def person_keys(scenario: Scenario) -> set[str]:
    """The keys of everybody who may get a sign-in, except members, whose number is drawn."""
    keys = {office.code for office in scenario.offices if office.holder_ko}
    keys |= {f"{region.code}.desk" for region in scenario.regions}
    keys |= {f"{code}.{part}" for code in proposal_codes(scenario) for part in ("office", "leader", "member-1")}
    return keys


def _sign_ins(scenario: Scenario) -> Iterator[Violation]:
    known = person_keys(scenario)
    for index, one in enumerate(scenario.sign_ins):
        yield from unknown(f"sign_ins[{index}].who", one.who, known)


def _applicant(scenario: Scenario, refusal: Refusal, path: str) -> Iterator[Violation]:
    """A proposal of its own, which no other of the file may be, written and tried while the call is open."""
    if refusal.proposal:
        yield Violation("scenario.key_only_for", {"what": refusal.what}, f"{path}.proposal")
    if refusal.code in proposal_codes(scenario):
        yield Violation("scenario.repeated", {"given": refusal.code}, f"{path}.code")
    if refusal.kind and refusal.kind not in INSTITUTION_KINDS:
        choices = ", ".join(sorted(INSTITUTION_KINDS))
        yield Violation("scenario.unknown_choice", {"given": refusal.kind, "choices": choices}, f"{path}.kind")
    if refusal.at >= scenario.call.closes_at:
        yield Violation("scenario.outside_window", {"given": refusal.at.isoformat()}, f"{path}.at")


def _refusals(scenario: Scenario) -> Iterator[Violation]:
    codes, people = proposal_codes(scenario), person_keys(scenario)
    for index, refusal in enumerate(scenario.refusals):
        path = f"refusals[{index}]"
        for name, whats in ONLY_FOR.items():
            if (refusal.what in whats) != bool(getattr(refusal, name)):
                yield Violation("scenario.key_only_for", {"what": refusal.what}, f"{path}.{name}")
        if refusal.what == "applicant":
            yield from _applicant(scenario, refusal, path)
        else:
            yield from unknown(f"{path}.proposal", refusal.proposal, codes)
        if refusal.by:
            yield from unknown(f"{path}.by", refusal.by, people)
        if refusal.at <= scenario.call.opens_at:
            values = {"before_at": scenario.call.opens_at.isoformat()}
            yield Violation("scenario.out_of_order", values, f"{path}.at")
