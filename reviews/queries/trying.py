"""The selection of a closed call run again under other rules, by the code that selects for real. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Max, Min

from core.refusals import RuleBroken, Violation
from programs.models import Call
from programs.policy import Policy
from proposals.models import Proposal
from proposals.queries import budgets_refused_under, originals_of, pledged_under, refusals_under
from proposals.states import HANDED_IN
from reviews.models import Round, Score
from reviews.queries.selections import candidates_among, handed_in_to, pledged_in, quotas_of
from reviews.queries.selections_said import clash_violations
from reviews.rules import Candidate, Chosen, Quotas, RulesClash, choose, outcome_of

REFUSED = "refused_at_submission"
NOT_YET = "not_judged_yet"


@dataclass(frozen=True, slots=True)
class TriedTeam:
    """What becomes of one team: `outcome` as a decision has it, or `refused`; `ground` is why, `violations` are what a
    submission would have been refused with. `originals` are the numbers of the proposals that were merged into it."""

    proposal: Proposal
    outcome: str
    ground: str
    merit: int = 0
    score_bp: int | None = None
    tier: str = ""
    violations: tuple[Violation, ...] = ()
    originals: tuple[str, ...] = ()

    @property
    def is_in(self) -> bool:
        return self.outcome == "selected"

    @property
    def grant_krw(self) -> int:
        """The grant of all project years together."""
        return self.proposal.submission.grant_krw if self.proposal.submission else 0


@dataclass(frozen=True, slots=True)
class TriedSelection:
    """All teams of a call under a policy. Before a call is judged whoever might be handed in is in (`judged` False).

    `value` and `bound` are of the optimum, equal where it is proved."""

    teams: tuple[TriedTeam, ...]
    judged: bool
    value: int = 0
    bound: int = 0


def selected_under(call: Call, policy: Policy, budget_krw: int, *, screened: bool) -> TriedSelection:
    """Who would be in, who would wait and who not, had a call been held under a policy with so much money.

    `screened` puts every proposal before the rules of submission again, and every pledge before those of the match;
    those the policy refuses are out. A merge that
    the policy would not have allowed, or of a proposal that it refuses, is undone: its originals stand for themselves.
    Raises RuleBroken (`selection.rules_clash`) where no selection can keep the rules that are tried.
    """
    rows = [one for one in handed_in_to(call) if one.state in HANDED_IN]
    merged_from = originals_of(call)
    refused = _refused(call, policy, rows, merged_from) if screened else {}
    kept = {pk: found for pk, found in merged_from.items() if _merge_stands(pk, found, policy, refused)}
    within = {pk for found in kept.values() for pk in found}
    undone = merged_from.keys() - kept.keys()
    standing = [one for one in rows if one.pk not in within and one.pk not in undone]
    numbers = {one.pk: one.number for one in rows}
    out = [_refused_team(one, refused[one.pk]) for one in standing if one.pk in refused]
    eligible = [one for one in standing if one.pk not in refused]
    found = _selected(call, policy, budget_krw, eligible, kept, screened=screened)
    named = {pk: tuple(numbers[original] for original in ones) for pk, ones in kept.items()}
    teams = [*out, *(replace(team, originals=named.get(team.proposal.pk, ())) for team in found.teams)]
    return replace(found, teams=tuple(sorted(teams, key=lambda team: team.proposal.pk)))


def points_given(call: Call) -> dict[str, tuple[int, int]]:
    """For each criterion that experts of a call gave points for: the least and the most of them."""
    rows = Score.objects.filter(review__assignment__case__round__call=call, points__isnull=False)
    ranges = rows.values("criterion").annotate(least=Min("points"), most=Max("points"))
    return {row["criterion"]: (row["least"], row["most"]) for row in ranges}


def _refused(
    call: Call, policy: Policy, rows: Sequence[Proposal], merged_from: Mapping[int, Sequence[int]]
) -> dict[int, list[Violation]]:
    alone = [one for one in rows if one.pk not in merged_from]
    merged = [one for one in rows if one.pk in merged_from]
    return {**refusals_under(call, policy, alone), **budgets_refused_under(policy, merged)}


def _merge_stands(
    merged: int, originals: Sequence[int], policy: Policy, refused: Mapping[int, Sequence[Violation]]
) -> bool:
    merging = policy.selection.merging
    allowed = merging.allowed and len(originals) <= merging.max_originals
    return allowed and not any(pk in refused for pk in (merged, *originals))


def _refused_team(proposal: Proposal, violations: Iterable[Violation]) -> TriedTeam:
    return TriedTeam(proposal, "refused", REFUSED, violations=tuple(violations))


def _selected(
    call: Call,
    policy: Policy,
    budget_krw: int,
    eligible: Sequence[Proposal],
    kept: Mapping[int, list[int]],
    *,
    screened: bool,
) -> TriedSelection:
    if not Round.objects.filter(call=call, state="closed").exists():
        return TriedSelection(tuple(TriedTeam(one, "selected", NOT_YET) for one in eligible), judged=False)
    pledged = pledged_under(call, policy) if screened else pledged_in(call)
    candidates, proposals, _ = candidates_among(eligible, call, policy, kept, pledged)
    quotas = quotas_of(call, policy, candidates, budget_krw=budget_krw)
    try:
        chosen = choose(candidates, quotas)
    except RulesClash as clash:
        raise RuleBroken(clash_violations(clash.rules, policy)) from clash
    teams = (_team(one, proposals[one.id], chosen, quotas) for one in candidates)
    return TriedSelection(tuple(teams), judged=True, value=chosen.value, bound=chosen.bound)


def _team(one: Candidate, proposal: Proposal, chosen: Chosen, quotas: Quotas) -> TriedTeam:
    outcome, ground, _ = outcome_of(one, chosen, quotas)
    return TriedTeam(proposal, outcome, ground, one.merit, one.score_bp, one.tier)
