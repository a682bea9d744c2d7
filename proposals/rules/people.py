"""Who works on it: a leader of the leading institution, nobody from outside, nobody beyond all of his time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from core.money import WHOLE_BP
from core.refusals import Detail, Value, Violation
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
    """How many running projects a person has already on the day of this project on which they are most."""
    if policy.people is None:
        return
    running = [bound for bound in facts.elsewhere.commitments if bound.person_uid == worker.uid and bound.runs]
    most, field = policy.people.max_running, f"people.{worker.uid}"
    others = busiest(running, facts.starts_on, facts.ends_on, weigh=lambda bound: 1)
    if most is not None and len(others) >= most:
        values: dict[str, Value] = {"name": worker.name_ko, "count": len(others), "most": most}
        yield Violation("people.runs_enough", {**values, "counting": _named(others)}, field, "people.max_running")
    led = busiest(running, facts.starts_on, facts.ends_on, weigh=lambda bound: int(bound.leads))
    most = policy.people.max_running_led
    if worker.part == "leader" and most is not None and len(led) >= most:
        values = {"name": worker.name_ko, "count": len(led), "most": most}
        yield Violation("people.leads_enough", {**values, "counting": _named(led)}, field, "people.max_running_led")


def _time_violations(worker: Worker, facts: Facts, policy: Policy) -> Iterator[Violation]:
    most_bp = WHOLE_BP if policy.people is None else policy.people.max_total_share_bp
    of_worker = [bound for bound in facts.elsewhere.commitments if bound.person_uid == worker.uid]
    others = busiest(of_worker, facts.starts_on, facts.ends_on, weigh=_share)
    elsewhere_bp = sum(map(_share, others))
    if worker.share_bp and worker.share_bp + elsewhere_bp > most_bp:
        values: dict[str, Value] = {
            "name": worker.name_ko,
            "share_bp": worker.share_bp,
            "elsewhere_bp": elsewhere_bp,
            "free_bp": max(most_bp - elsewhere_bp, 0),
            "counting": _named(others),
        }
        clause = "people.max_total_share_bp" if policy.people is not None else ""
        yield Violation("people.time_above_whole", values, f"people.{worker.uid}.share_bp", clause)


def _share(bound: Commitment) -> int:
    return bound.share_bp


def _named(commitments: Iterable[Commitment]) -> tuple[Detail, ...]:
    return tuple(bound.detail for bound in commitments if bound.project is not None)


def busiest(
    commitments: Iterable[Commitment], starts_on: date, ends_on: date, *, weigh: Callable[[Commitment], int]
) -> list[Commitment]:
    """The commitments that count on the day, from `starts_on` to before `ends_on`, on which they weigh most together.

    Their sum only rises on a day when something starts, so that those days are enough to look at.
    """
    during = [
        bound for bound in commitments if bound.starts_on < ends_on and bound.ends_on > starts_on and weigh(bound)
    ]
    days = {starts_on, *(bound.starts_on for bound in during if bound.starts_on > starts_on)}
    on_days = ([bound for bound in during if bound.starts_on <= day < bound.ends_on] for day in sorted(days))
    return max(on_days, key=lambda found: sum(map(weigh, found)))


def peak_share_bp(commitments: Iterable[Commitment], starts_on: date, ends_on: date) -> int:
    """The most of a person's time that is bound on any one day from `starts_on` to before `ends_on`."""
    return sum(map(_share, busiest(commitments, starts_on, ends_on, weigh=_share)))
