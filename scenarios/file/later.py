"""What the sections after the ranking must be to each other: judgement, merges, selection, contracts, payments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from accounts.roles import Role
from core.refusals import Violation
from scenarios.file.entries import Scenario
from scenarios.file.faults import repeated, unknown
from scenarios.file.later_entries import ContractsEntry, JudgingEntry, MergeEntry

RUN = (Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER)
Dated = tuple[str, datetime]


def faults_later(scenario: Scenario) -> Iterator[Violation]:
    """Every fault of these sections; each needs the one before it."""
    if scenario.selection is not None and scenario.judging is None:
        yield Violation("scenario.needs_section", {"needed": "judging"}, "selection")
    if scenario.selection is None:
        for name, given in (("merges", scenario.merges), ("contracts", scenario.contracts)):
            if given:
                yield Violation("scenario.needs_section", {"needed": "selection"}, name)
    if scenario.judging is not None:
        yield from _judging(scenario, scenario.judging)
    yield from repeated("merges", [one.code for one in scenario.merges])
    yield from repeated("merges.region", [one.region for one in scenario.merges])
    for index, merge in enumerate(scenario.merges):
        yield from _merge(scenario, f"merges[{index}]", merge)
    yield from _selection(scenario)
    if scenario.contracts is not None:
        yield from _contracts(scenario, scenario.contracts)


def _held(scenario: Scenario, path: str, code: str, *roles: Role) -> Iterator[Violation]:
    """The office must have a holder and one of these roles."""
    office = next((one for one in scenario.offices if one.code == code and one.holder_ko), None)
    if office is None:
        yield Violation("scenario.unknown_name", {"given": code}, path)
    elif office.role not in roles:
        yield Violation("scenario.unknown_choice", {"given": code, "choices": ", ".join(roles)}, path)


def _in_order(before: datetime, moments: list[Dated]) -> Iterator[Violation]:
    for path, moment in moments:
        if moment <= before:
            yield Violation("scenario.out_of_order", {"before_at": before.isoformat()}, path)
        before = moment


def _judging(scenario: Scenario, judging: JudgingEntry) -> Iterator[Violation]:
    yield from _held(scenario, "judging.office", judging.office, *RUN)
    names = ("opens_at", "invites_at", "declared_by", "assigns_at", "starts_at", "submitted_by", "due_at")
    dated = [(f"judging.{name}", getattr(judging, name)) for name in names]
    yield from _in_order(scenario.call.ranking_due_at, dated)
    ends = [("judging.panel_at", judging.panel_at), ("judging.closes_at", judging.closes_at)]
    yield from _in_order(judging.submitted_by, ends)
    for name in ("loads", "fields"):
        span = getattr(judging, name)
        if span.least > span.most or span.least == 0:
            yield Violation(
                "scenario.least_above_most", {"least": max(span.least, 1), "most": span.most}, f"judging.{name}"
            )
    sectors = len(scenario.generator.sectors)
    if judging.fields.most > sectors:
        values = {"given": judging.fields.most, "maximum": sectors}
        yield Violation("scenario.too_large", values, "judging.fields.most")
    codes = {f"{region.code}-{place}" for region in scenario.regions for place in range(1, region.proposals + 1)}
    for index, known in enumerate(judging.known):
        yield from unknown(f"judging.known[{index}].proposal", known.proposal, codes)
    yield from repeated("judging.known", [known.proposal for known in judging.known])


def _merge(scenario: Scenario, path: str, merge: MergeEntry) -> Iterator[Violation]:
    ranked = {region.code: region.proposals for region in scenario.regions if region.ranks}
    yield from unknown(f"{path}.region", merge.region, ranked)
    yield from repeated(f"{path}.parts", [str(part.place) for part in merge.parts])
    if sum(part.of_asked_bp > 0 for part in merge.parts) == len(merge.parts):
        yield Violation("scenario.nobody_takes_the_rest", {}, f"{path}.parts")
    if scenario.judging is not None:
        yield from _in_order(scenario.judging.closes_at, [(f"{path}.offered_at", merge.offered_at)])
    for index, part in enumerate(merge.parts):
        if merge.region in ranked and part.place > ranked[merge.region]:
            values = {"given": part.place, "maximum": ranked[merge.region]}
            yield Violation("scenario.too_large", values, f"{path}.parts[{index}].place")
        yield from _in_order(merge.offered_at, [(f"{path}.parts[{index}].answers_at", part.answers_at)])
    yield from _in_order(merge.offered_at, [(f"{path}.region_answers_at", merge.region_answers_at)])


def _selection(scenario: Scenario) -> Iterator[Violation]:
    selection, judging = scenario.selection, scenario.judging
    if selection is None or judging is None:
        return
    yield from _held(scenario, "selection.office", selection.office, Role.MINISTRY_OFFICER)
    yield from _held(scenario, "selection.merge_office", selection.merge_office, *RUN)
    answers = [part.answers_at for merge in scenario.merges for part in merge.parts]
    answers += [merge.region_answers_at for merge in scenario.merges]
    names = ("proposed_at", "decided_at", "published_at")
    dated = [(f"selection.{name}", getattr(selection, name)) for name in names]
    yield from _in_order(max([judging.closes_at, *answers]), dated)
    codes = {f"{region.code}-{place}" for region in scenario.regions for place in range(1, region.proposals + 1)}
    for index, override in enumerate(selection.overrides):
        yield from unknown(f"selection.overrides[{index}].proposal", override.proposal, codes)


def _contracts(scenario: Scenario, contracts: ContractsEntry) -> Iterator[Violation]:
    yield from _held(scenario, "contracts.office", contracts.office, *RUN)
    yield from _held(scenario, "contracts.signer", contracts.signer, Role.MINISTRY_APPROVER)
    for name in ("drawn", "institutions_sign", "ministry_signs", "accounts_confirmed"):
        span = getattr(contracts, name)
        yield from _in_order(span.from_at, [(f"contracts.{name}.to_at", span.to_at)])
    if scenario.selection is not None:
        starts = [("contracts.drawn.from_at", contracts.drawn.from_at)]
        yield from _in_order(scenario.selection.published_at, starts)
    for before, after in (
        ("drawn", "institutions_sign"),
        ("institutions_sign", "ministry_signs"),
        ("institutions_sign", "accounts_confirmed"),
    ):
        ends_at, begins_at = getattr(contracts, before).to_at, getattr(contracts, after).from_at
        if begins_at < ends_at:
            yield Violation("scenario.out_of_order", {"before_at": ends_at.isoformat()}, f"contracts.{after}.from_at")
    for index, payment in enumerate(contracts.payments):
        path = f"contracts.payments[{index}]"
        yield from _held(scenario, f"{path}.office", payment.office, *RUN)
        for place, approver in enumerate(payment.approvers):
            yield from _held(scenario, f"{path}.approvers[{place}]", approver, Role.MINISTRY_APPROVER)
        yield from repeated(f"{path}.approvers", payment.approvers)
        dated = [
            (f"{path}.drawn_up_at", payment.drawn_up_at),
            *((f"{path}.approved_at[{place}]", moment) for place, moment in enumerate(payment.approved_at)),
            (f"{path}.paid_at", payment.paid_at),
        ]
        yield from _in_order(contracts.ministry_signs.to_at, dated)
