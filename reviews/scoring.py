"""How a round's scores look on a page and in a sheet. Fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.money import WHOLE_BP
from core.sheets import Cell
from core.templatetags.baro import in_language
from core.wording import label
from programs.policy import Policy
from reviews.models import Case
from reviews.queries import Scoreboard
from reviews.rules import Scored
from reviews.showing import JOB_TONES

HEAD = (
    _("Number"),
    _("Title"),
    _("Region"),
    _("Reviews"),
    _("Mean (bp)"),
    _("Trimmed mean (bp)"),
    _("Calibrated (bp)"),
    _("Margin (bp)"),
    _("Counts (bp)"),
    _("Apart (bp)"),
    _("In, of all draws (bp)"),
    _("Panel's consensus (bp)"),
)
ROOM_BP = 300
"""What is left free at each end of the picture."""
HEIGHT = 6


def of_scoreboard(board: Scoreboard, policy: Policy) -> dict[str, Any]:
    """Rows, picture and figures of a round's scores."""
    rule, fit, job = policy.calibration, board.counted.calibrated, board.job
    chance = {pk for pk, share in board.inside_bp.items() if rule and rule.is_within_chance(share)}
    low, high = _ends(board)
    return {
        "rows": [_row(case, scored, board, chance, low, high) for case, scored in board.cases],
        "within_chance": len(chance),
        "low_bp": low,
        "high_bp": high,
        "height": HEIGHT,
        "thin": label(f"scores.thin.{board.counted.thin}") if board.counted.thin else "",
        "counts": label(f"scores.counts.{board.counted.counts.value}"),
        "wished": rule.counts.value if rule else "mean",
        "deviations": fit.deviation_bp if fit else None,
        "reliability_bp": fit.reliability_bp(policy.review.reviewers_per_case) if fit else None,
        "reviewers": policy.review.reviewers_per_case,
        "agreed": sum(scored.consensus_bp is not None for _case, scored in board.cases),
        "by_panel": sum(scored.by_panel for _case, scored in board.cases),
        "job": job,
        "job_state": label(f"job.{job.state}") if job else "",
        "job_tone": JOB_TONES.get(job.state, "neutral") if job else "",
        "is_open": job is not None and job.state in {"waiting", "running"},
        "is_old": job is not None and job.state == "done" and not board.inside_bp,
    }


def _ends(board: Scoreboard) -> tuple[int, int]:
    """The least and the greatest score that the picture has to hold, with some room."""
    ends = [end for _case, one in board.cases for end in (one.raw_bp, one.counts_bp, *_interval(one))]
    low, high = max(min(ends, default=0) - ROOM_BP, 0), min(max(ends, default=WHOLE_BP) + ROOM_BP, WHOLE_BP)
    return low, max(high, low + 1)


def _interval(one: Scored) -> tuple[int, ...]:
    if one.calibrated is None:
        return ()
    found = one.calibrated
    return max(found.score_bp - found.margin_bp, 0), min(found.score_bp + found.margin_bp, WHOLE_BP)


def _row(case: Case, one: Scored, board: Scoreboard, chance: set[int], low: int, high: int) -> dict[str, Any]:
    def at(score_bp: int) -> float:
        return 100 * (score_bp - low) / (high - low)

    interval = _interval(one)
    return {
        "case": case,
        "scored": one,
        "inside_bp": board.inside_bp.get(case.pk),
        "by_chance": case.pk in chance,
        "raw_at": at(one.raw_bp),
        "counts_at": at(one.counts_bp),
        "from_at": at(interval[0]) if interval else None,
        "length": at(interval[1]) - at(interval[0]) if interval else None,
    }


def lines_of(board: Scoreboard) -> Iterator[list[Cell]]:
    """The lines of the sheet, the best first, those that nobody judged last."""
    for case, one in board.cases:
        found = one.calibrated
        yield [
            *_named(case),
            one.reviews,
            one.raw_bp,
            one.trimmed_bp,
            found.score_bp if found else None,
            found.margin_bp if found else None,
            one.counts_bp,
            one.apart_bp,
            board.inside_bp.get(case.pk),
            one.consensus_bp,
        ]
    for case in board.unjudged:
        yield [*_named(case), 0, *[None] * 8]


def _named(case: Case) -> list[Cell]:
    return [case.number, in_language(case, "title"), in_language(case.region, "name")]
