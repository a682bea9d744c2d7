"""What lots decide in a selection: the cases that the last draws of reviewers put within chance of the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.refusals import RuleBroken
from programs.models import Call
from programs.policy import Policy
from reviews.models import Round
from reviews.queries.scoreboard import drawings_of, drawn_from, reviews_sha256
from reviews.rules import Candidate, Lots, seed_of


def lots_of(
    call: Call, policy: Policy, candidates: Sequence[Candidate], originals: Mapping[int, list[int]]
) -> Lots | None:
    """The seed of the lots and who is within chance of the line; None where the rules draw no lots.

    Raises RuleBroken (`selection.drawings_missing` where reviewers were not drawn anew from the reviews as they stand).
    """
    rule = policy.calibration
    if policy.lottery is None or rule is None:
        return None
    round_ = Round.objects.filter(call=call, state="closed").select_related("call__program", "call__rule_set").last()
    job = drawings_of(round_).filter(state="done").first() if round_ else None
    found: dict[str, Any] = (job.result or {}) if job else {}
    if round_ is None or not found:
        raise RuleBroken.because("selection.drawings_missing")
    ground, inputs_sha256 = drawn_from(round_)
    if found.get("inputs_sha256") != inputs_sha256:
        raise RuleBroken.because("selection.drawings_missing")
    inside: Mapping[str, int] = found["inside_bp"]
    shares = {one.id: inside.get(str(originals.get(one.id, [one.id])[0])) for one in candidates}
    within = frozenset(pk for pk, share in shares.items() if share is not None and rule.is_within_chance(share))
    return Lots(seed_of(policy.lottery.seed, reviews_sha256(ground)), within)
