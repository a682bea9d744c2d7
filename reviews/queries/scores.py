"""The scores that a round's reviews come to."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from programs.models import Call
from programs.policy import Policy
from reviews import rules
from reviews.models import AgendaItem, Score


def reviews_given(call: Call, policy: Policy) -> dict[int, list[tuple[int, Fraction]]]:
    """For each judged proposal of a call, who gave which score, by its submitted reviews: one query."""
    points: dict[tuple[int, int, int], dict[str, int]] = defaultdict(dict)
    rows = Score.objects.filter(
        review__state="submitted",
        review__assignment__state="given",
        review__assignment__case__round__call=call,
        points__isnull=False,
    )
    for proposal_id, expert_id, review_id, criterion, given in rows.values_list(
        "review__assignment__case__of_proposal__proposal_id",
        "review__assignment__expert_id",
        "review_id",
        "criterion",
        "points",
    ):
        points[proposal_id, expert_id, review_id][criterion] = given or 0
    found: dict[int, list[tuple[int, Fraction]]] = defaultdict(list)
    for (proposal_id, expert_id, _), given_points in sorted(points.items()):
        found[proposal_id].append((expert_id, rules.score_bp(given_points, policy)))
    return dict(found)


def counted_in(call: Call, policy: Policy) -> rules.Counted:
    """Every judged proposal of a call, by its id, with its scores and which of them counts."""
    return rules.count(reviews_given(call, policy), policy, agreed_in(call))


def agreed_in(call: Call) -> dict[int, int]:
    """What panels agreed on for proposals of a call, in basis points of full marks: one query."""
    rows = AgendaItem.objects.filter(meeting__round__call=call, state="concluded", outcome="consensus")
    return {
        pk: agreed
        for pk, agreed in rows.values_list("case__of_proposal__proposal_id", "consensus_bp")
        if agreed is not None
    }
