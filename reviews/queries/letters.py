"""Letters to teams: who still waits for one, what stands in it, who reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.actors import Actor
from core.models import Job
from core.refusals import NotFound
from programs.policy import UNRULED, Consensus, Policy
from proposals.models import Participation
from proposals.queries import originals_of
from reviews import permissions
from reviews.models import AgendaItem, Decision, Letter, ProposalCase, Review, Selection
from reviews.rules import Marks
from reviews.rules.letters import Opinion, judgement_of

LETTERS = "reviews.letters"
"""The kind of work that writes letters."""
UNFINISHED = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class LetterProgress:
    """How many teams of a selection have their letter, and the work that writes them."""

    teams: int
    sent: int
    job: Job | None

    @property
    def goes_on(self) -> bool:
        return self.job is not None and self.job.state in UNFINISHED

    @property
    def percent(self) -> int:
        return self.sent * 100 // self.teams if self.teams else 100


def letters_of(selection: Selection) -> QuerySet[Job]:
    """The work on a selection's letters, the newest first."""
    return Job.objects.filter(kind=LETTERS, parameters__selection=str(selection.uid)).order_by("-id")


def letters_to_write(at: datetime) -> QuerySet[Job]:
    """Letters that wait for a worker, and those that one left when it died."""
    return Job.objects.filter(kind=LETTERS, state__in=UNFINISHED)


def letter_progress(selection: Selection) -> LetterProgress:
    teams = Decision.objects.filter(selection=selection).count()
    sent = Letter.objects.filter(selection=selection).count()
    return LetterProgress(teams, sent, letters_of(selection).first())


def without_letter(selection: Selection) -> QuerySet[Decision]:
    """Decisions whose teams have no letter yet, in order of id."""
    rows = Decision.objects.filter(selection=selection, letter__isnull=True)
    return rows.select_related("proposal__call__program", "proposal__submission").order_by("id")


def content_of(decision: Decision, policy: Policy) -> dict[str, Any]:
    """What the letter on a decision says: a part for each judged proposal in the team."""
    originals = originals_of(decision.proposal.call).get(decision.proposal_id, [])
    cases = ProposalCase.objects.filter(proposal_id__in=originals or [decision.proposal_id])
    numbers = dict(cases.order_by("case__number").values_list("case_id", "case__number"))
    opinions: dict[int, list[Opinion]] = defaultdict(list)
    rows = Review.objects.filter(state="submitted", assignment__state="given", assignment__case_id__in=numbers)
    for review in rows.select_related("assignment").prefetch_related("scores"):
        scores = list(review.scores.all())
        points = {one.criterion: one.points for one in scores}
        comments = {one.criterion: one.comment for one in scores}
        opinions[review.assignment.case_id].append(Opinion(Marks(points, comments), review.comment))
    agreed = _agreed(numbers, policy)
    return {
        "parts": [
            {**judgement_of(number, opinions[case_id], policy), "panel": agreed.get(case_id)}
            for case_id, number in numbers.items()
        ]
    }


def _agreed(case_ids: Iterable[int], policy: Policy) -> dict[int, dict[str, Any]]:
    """What a panel agreed on for each case and why, where that counts."""
    if (policy.panel or UNRULED).consensus is not Consensus.COUNTED:
        return {}
    rows = AgendaItem.objects.filter(case__in=case_ids, state="concluded", outcome="consensus")
    return {
        one.case_id: {
            "score_bp": one.consensus_bp,
            "before_bp": one.before_bp,
            "points": one.points,
            "reason": one.reason,
        }
        for one in rows
    }


def people_of(decision: Decision) -> list[int]:
    """The persons of a team, whose letter it is."""
    rows = Participation.objects.filter(proposal_id=decision.proposal_id)
    return sorted(set(rows.values_list("person_id", flat=True)))


def letter_page(letter_uid: UUID, by: Actor) -> Letter:
    """A letter that the actor may read. Raises NotFound."""
    joins = ("selection__call__program", "decision__region", "ministry")
    letter = Letter.objects.filter(uid=letter_uid).select_related(*joins).first()
    if letter is None or not permissions.may_read_letter(by, letter, letter.selection.call.program.uid):
        raise NotFound.because("http.not_found")
    return letter
