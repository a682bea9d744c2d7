"""A selection computed and explained, kept nowhere: what a command prints and what is known before it is proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from core.refusals import RuleBroken
from programs.models import Call
from programs.policy import Policy
from proposals.queries import originals_of
from reviews.models import Selection
from reviews.queries.lots import lots_of
from reviews.queries.selections import candidates_of, quotas_of
from reviews.queries.selections_said import Said, clash_violations, said_rules
from reviews.rules import (
    Candidate,
    Drawn,
    Reason,
    Rule,
    RulesClash,
    after_lots,
    choose,
    outcome_of,
    reasons_of,
    settled_by_lot,
)

KEPT = (
    *("ground", "waiting_position", "score_bp", "merit", "grant_krw", "merit_rank", "binding", "need", "margin"),
    *("displaced", "drawn_in", "mends", "needed_score_bp", "needed_position", "needed_grant_krw", "method", "lot"),
)
"""What of a row a decision keeps under the same name."""


def explained(call: Call, policy: Policy) -> dict[str, Any]:
    """The selection of a call as it would be proposed now: value, bound, and every proposal with its reason; once one
    is published, as that was proposed.

    Raises RuleBroken (`selection.rules_clash`; `selection.drawings_missing`: see `lots_of`).
    """
    published = Selection.objects.filter(call=call, state="published").first()
    if published is not None and published.was_judged:
        return _as_kept(published)
    originals = originals_of(call)
    candidates, proposals, _ = candidates_of(call, policy, originals)
    quotas = quotas_of(call, policy, candidates)
    lots = lots_of(call, policy, candidates, originals)
    try:
        chosen = choose(candidates, quotas)
    except RulesClash as clash:
        raise RuleBroken(clash_violations(clash.rules, policy)) from clash
    drawn = settled_by_lot(candidates, quotas, chosen, lots) if lots else Drawn(chosen)
    reasons = after_lots(dict(reasons_of(candidates, quotas, chosen)), drawn)
    said = said_rules((rule for reason in reasons.values() for rule in reason.binding), policy)
    numbers = {pk: one.number for pk, one in proposals.items()}

    def row(one: Candidate) -> dict[str, Any]:
        outcome, ground, waiting = outcome_of(one, drawn.chosen, quotas, drawn.order)
        return {
            "number": one.number,
            "region": proposals[one.id].region.code,
            "outcome": outcome,
            "ground": ground,
            "waiting_position": waiting,
            "score_bp": one.score_bp,
            "merit": one.merit,
            "grant_krw": one.grant_krw,
            **kept_of(reasons[one.id], said, numbers),
            "lot": drawn.lot_of(one),
        }

    rows = [row(one) for one in candidates]
    proof = _proof(call, chosen.value, chosen.bound, rows)
    return {**proof, "lot_seed": quotas.seed, "lots": drawn.said(), "proposals": rows}


def _as_kept(selection: Selection) -> dict[str, Any]:
    """A published selection from its decisions."""
    rows = [
        {
            "number": one.number,
            "region": one.region.code,
            "outcome": one.proposed,
            **{name: getattr(one, name) for name in KEPT},
        }
        for one in selection.decisions.select_related("region").order_by("proposal_id")
    ]
    proof = _proof(selection.call, selection.value, selection.bound, rows)
    return {**proof, "lot_seed": selection.lot_seed, "lots": selection.lots, "proposals": rows}


def _proof(call: Call, value: int, bound: int, rows: list[dict[str, Any]]) -> dict[str, Any]:
    outcomes = Counter(row["outcome"] for row in rows)
    return {
        "call": call.code,
        "value": value,
        "bound": bound,
        "proved": value == bound,
        "selected": outcomes["selected"],
        "waiting": outcomes["waiting"],
    }


def kept_of(reason: Reason, said: Mapping[Rule, Said], numbers: Mapping[int, str]) -> dict[str, Any]:
    """A reason as a decision keeps it, by the names of its columns."""
    return {
        "merit_rank": reason.merit_rank,
        "binding": [said[rule] for rule in reason.binding],
        "need": reason.need,
        "margin": reason.margin,
        "displaced": [numbers[pk] for pk in reason.displaced],
        "drawn_in": [numbers[pk] for pk in reason.drawn_in],
        "mends": list(reason.mends),
        "needed_score_bp": reason.changes.score_bp,
        "needed_position": reason.changes.position,
        "needed_grant_krw": reason.changes.grant_krw,
        "method": reason.method,
    }
