"""What was handed in to a call, looked at under other rules: nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from core.refusals import Violation
from programs.models import Call
from programs.policy import Policy, Source
from proposals import rules
from proposals.models import MatchPledge, Participation, Proposal
from proposals.queries.facts import BOUND, commitment_of, project_dates, window_of
from proposals.queries.merging import content_of
from proposals.rules import Commitment, Elsewhere, Facts, Line, Member, Worker
from proposals.rules.facts import Project
from proposals.rules.pledge import PledgeYear, pledge_violations, source_by_year


def refusals_under(call: Call, policy: Policy, proposals: Collection[Proposal]) -> dict[int, list[Violation]]:
    """Why each of these proposals, as it was handed in, would have been refused under a policy; only those that would.

    The same rules as at a submission. What its people were bound to elsewhere is read from the register as it stands:
    projects of other calls that are pending or run, and proposals of this call that had arrived before.
    """
    submissions = sorted(
        (one.submission for one in proposals if one.submission is not None), key=lambda one: (one.arrived_at, one.pk)
    )
    numbers = {one.pk: one.number for one in proposals}
    register = _register(call, [one.content for one in submissions])
    dates, earlier = project_dates(call, policy), _Earlier()
    found = {}
    for submission in submissions:
        facts = facts_of_content(call, policy, submission.content)
        elsewhere = earlier.beside(facts, register)
        violations = rules.content_violations(replace(facts, elsewhere=elsewhere), policy)
        if violations:
            found[submission.proposal_id] = violations
        else:
            earlier.add(numbers[submission.proposal_id], facts, dates)
    return found


def budgets_refused_under(policy: Policy, proposals: Iterable[Proposal]) -> dict[int, list[Violation]]:
    """What a policy refuses in the budgets of merged proposals: all of a merge that its rules look at."""
    found = {}
    for proposal in proposals:
        content = content_of(proposal)
        explained = frozenset(rules.reasons_of(policy, content.get("cap_reasons", {})))
        if violations := rules.budget_check(policy, lines_in(content), explained):
            found[proposal.pk] = violations
    return found


def lines_in(content: Mapping[str, Any]) -> tuple[Line, ...]:
    """The budget of a frozen dossier."""
    return tuple(Line(**{**one, "source": Source(one["source"])}) for one in content["lines"])


def facts_of_content(call: Call, policy: Policy, content: Mapping[str, Any]) -> Facts:
    """The facts of a frozen dossier, as `facts_of` gives those of a working copy."""
    starts_on, ends_on = project_dates(call, policy)
    return Facts(
        window=window_of(call),
        title_ko=content["title_ko"],
        lead=_member(content["lead"]),
        starts_on=starts_on,
        ends_on=ends_on,
        partners=tuple(_member(one) for one in content["partners"]),
        people=tuple(
            Worker(
                uid=one["uid"],
                name_ko=one["name_ko"],
                organization_uid=one["organization"],
                part=one["part"],
                person_kind=one["person_kind"],
                share_bp=one["share_bp"],
            )
            for one in content["people"]
        ),
        sections=content["sections"],
        lines=lines_in(content),
        explained=frozenset(rules.reasons_of(policy, content.get("cap_reasons", {}))),
        targets=tuple((one["indicator"], one["year"]) for one in content["targets"]),
        documents=tuple(one["document"] for one in content["files"]),
    )


def pledged_under(call: Call, policy: Policy) -> set[int]:
    """The proposals whose region's pledge, as it was made, would stand under a policy."""
    rows = MatchPledge.objects.filter(proposal__call=call, state="made", proposal__submission__isnull=False)
    return {
        pledge.proposal_id
        for pledge in rows.select_related("proposal__submission").order_by("pk")
        if not _pledge_refused(pledge, policy)
    }


def _pledge_refused(pledge: MatchPledge, policy: Policy) -> bool:
    submission = pledge.proposal.submission
    lines = submission.content["lines"] if submission else ()
    grants = source_by_year(lines, Source.GRANT, policy.project_years.count)
    years = [PledgeYear(*pair) for pair in zip(pledge.year_krw, pledge.in_kind_krw, strict=True)]
    return bool(pledge_violations(policy, grants, years, has_document=pledge.document_id is not None))


def _member(one: Mapping[str, str]) -> Member:
    return Member(one["uid"], one["name_ko"], one["kind"], one["region"])


def _register(call: Call, contents: Iterable[Mapping[str, Any]]) -> dict[str, list[Commitment]]:
    """What the people of these dossiers are bound to outside of this call, by person: one query."""
    uids = {one["uid"] for content in contents for one in content["people"]}
    bound: dict[str, list[Commitment]] = defaultdict(list)
    rows = Participation.objects.filter(BOUND, person__uid__in=uids).exclude(call=call)
    for row in rows.select_related("person").order_by("pk"):
        bound[str(row.person.uid)].append(commitment_of(row, row.person.uid, Project(row.bound_number)))
    return bound


class _Earlier:
    """What proposals of the same call that came before mean for the next one."""

    def __init__(self) -> None:
        self.commitments: dict[str, list[Commitment]] = defaultdict(list)
        self.led_by_institution: dict[str, tuple[Project, ...]] = defaultdict(tuple)
        self.led_by_person: dict[str, tuple[Project, ...]] = defaultdict(tuple)

    def beside(self, facts: Facts, register: Mapping[str, Sequence[Commitment]]) -> Elsewhere:
        leader = facts.leader
        bound = [
            one
            for worker in facts.people
            for one in (*register.get(worker.uid, ()), *self.commitments.get(worker.uid, ()))
        ]
        return Elsewhere(
            commitments=tuple(bound),
            led_by_institution=self.led_by_institution[facts.lead.uid],
            led_by_leader=self.led_by_person[leader.uid] if leader else (),
        )

    def add(self, number: str, facts: Facts, dates: tuple[date, date]) -> None:
        project = Project(number, title_ko=facts.title_ko)
        self.led_by_institution[facts.lead.uid] += (project,)
        for worker in facts.people:
            leads = worker.part == "leader"
            self.led_by_person[worker.uid] += (project,) if leads else ()
            bound = Commitment(worker.uid, worker.share_bp, *dates, leads=leads, project=project)
            self.commitments[worker.uid].append(bound)
