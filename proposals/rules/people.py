"""Who works on it: a leader of the leading institution, nobody from outside, nobody beyond all of his time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.money import WHOLE_BP
from core.refusals import Value, Violation
from programs.policy import Policy
from proposals.rules.facts import Commitment, Facts, Worker


def people_violations(facts: Facts, policy: Policy) -> Iterator[Violation]:
    """What is wrong with the team."""
    leader = facts.leader
    if leader is None:
        yield Violation("people.leader_missing", {}, "people")
    elif leader.organization_uid != facts.lead.uid:
        values = {"name": leader.name_ko, "institution": facts.lead.name_ko}
        yield Violation("people.leader_of_another_institution", values, f"people.{leader.uid}")
    consortium = {facts.lead.uid, *(partner.uid for partner in facts.partners)}
    for worker in facts.people:
        if worker.organization_uid not in consortium:
            yield Violation("people.outside_consortium", {"name": worker.name_ko}, f"people.{worker.uid}")
        yield from _time_violations(worker, facts, policy)
        yield from _number_violations(worker, facts, policy)


def _number_violations(worker: Worker, facts: Facts, policy: Policy) -> Iterator[Violation]:
    """How many running projects a person has already while this one would run."""
    if policy.people is None:
        return
    others = [
        bound
        for bound in facts.elsewhere.commitments
        if bound.person_uid == worker.uid and bound.runs
        if bound.starts_on < facts.ends_on and bound.ends_on > facts.starts_on
    ]
    most, field = policy.people.max_running, f"people.{worker.uid}"
    if most is not None and len(others) >= most:
        values: dict[str, Value] = {"name": worker.name_ko, "count": len(others), "most": most}
        yield Violation("people.runs_enough", values, field, "people.max_running")
    led, most = sum(bound.leads for bound in others), policy.people.max_running_led
    if worker.part == "leader" and most is not None and led >= most:
        values = {"name": worker.name_ko, "count": led, "most": most}
        yield Violation("people.leads_enough", values, field, "people.max_running_led")


def _time_violations(worker: Worker, facts: Facts, policy: Policy) -> Iterator[Violation]:
    most_bp = WHOLE_BP if policy.people is None else policy.people.max_total_share_bp
    elsewhere_bp = peak_share_bp(
        (bound for bound in facts.elsewhere.commitments if bound.person_uid == worker.uid),
        facts.starts_on,
        facts.ends_on,
    )
    if worker.share_bp and worker.share_bp + elsewhere_bp > most_bp:
        values: dict[str, Value] = {
            "name": worker.name_ko,
            "share_bp": worker.share_bp,
            "elsewhere_bp": elsewhere_bp,
            "free_bp": max(most_bp - elsewhere_bp, 0),
        }
        clause = "people.max_total_share_bp" if policy.people is not None else ""
        yield Violation("people.time_above_whole", values, f"people.{worker.uid}.share_bp", clause)


def peak_share_bp(commitments: Iterable[Commitment], starts_on: date, ends_on: date) -> int:
    """The most of a person's time that is bound on any one day from `starts_on` to before `ends_on`.

    The load only rises on a day when something starts, so that those days are enough to look at.
    """
    running = [bound for bound in commitments if bound.starts_on < ends_on and bound.ends_on > starts_on]
    days = {starts_on, *(bound.starts_on for bound in running if bound.starts_on > starts_on)}
    return max(sum(bound.share_bp for bound in running if bound.starts_on <= day < bound.ends_on) for day in days)
