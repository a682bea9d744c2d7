"""The money and the promises: the whole grid, and the whole table of targets, at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import refuse_if
from programs.policy.checks import Line
from proposals import queries, rules
from proposals.actions.opening import opened
from proposals.models import Proposal


def save_budget(
    *,
    proposal_uid: UUID,
    lines: Sequence[Line],
    reasons: Mapping[str, str] | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Keep the grid as it stands on the writer's screen; cells of zero won are not kept.

    `reasons` say by category why a cap is passed that may be passed with one; None leaves them as they are. A draft may
    break caps (`rules.budget_check` tells); it may not name years, categories or sources that the programme does not
    have. `version` is `proposal.budget_version` as it was read.
    Raises as `opened` does, and Stale, RuleBroken.
    """
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at, parts=("lines",))
        queries.require_version(proposal, "budget", version)
        policy = queries.policy_for(proposal)
        kept = proposal.cap_reasons if reasons is None else rules.reasons_of(policy, reasons)
        refuse_if([*rules.grid_violations(policy, lines), *rules.reason_lengths(kept)])
        if not queries.write_lines(proposal, lines) and kept == proposal.cap_reasons:
            return proposal
        queries.touch(proposal, "budget", by=by, at=at, cap_reasons=kept)
        sums = rules.sums(lines)
        record(
            "proposals.budget_saved",
            subject=proposal,
            by=by,
            at=at,
            data={"grant_krw": sums.grant_krw, "total_krw": sums.total_krw},
            **queries.threads(proposal),
        )
    return proposal


def save_targets(
    *,
    proposal_uid: UUID,
    targets: Mapping[tuple[str, int], Decimal | None],
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Keep all targets at once, by indicator code and project year; None takes one away.

    `version` is `proposal.targets_version` as it was read. Raises as `opened` does, and Stale, RuleBroken.
    """
    promised = {place: value for place, value in targets.items() if value is not None}
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at, parts=("targets",))
        queries.require_version(proposal, "targets", version)
        indicators = queries.indicators_of(proposal)
        refuse_if(rules.target_violations(queries.policy_for(proposal), indicators, promised))
        if not queries.write_targets(proposal, indicators, promised):
            return proposal
        queries.touch(proposal, "targets", by=by, at=at)
        record(
            "proposals.targets_saved",
            subject=proposal,
            by=by,
            at=at,
            data={"count": len({indicator for indicator, _ in promised})},
            **queries.threads(proposal),
        )
    return proposal
