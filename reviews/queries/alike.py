"""What is alike with the proposal of a case, for those who judge it and those who oversee that."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import Actor
from proposals.queries.alike import Alike, alike_by_degree, alike_for
from reviews import permissions
from reviews.models import Case, ProposalCase


def alike_to_case(case: Case, by: Actor, at: datetime) -> list[Alike]:
    """Standing submissions that are alike with the papers of a case that the actor may open, the most first.

    A desk or an overseer is told what he may read. An expert is told number, programme, degree and passages of his own
    case; nothing of a call that is still open, and nothing of a proposal from whose case a conflict bars him. What is
    no proposal is compared with none.
    """
    proposal_id = ProposalCase.objects.filter(case=case).values_list("proposal_id", flat=True).first()
    if proposal_id is None:
        return []
    if permissions.oversees_reviews(by, case.round.ministry_id, case.round.call.program.uid):
        return alike_for(by, proposal_id, case.dossier, at)
    return alike_by_degree(proposal_id, case.dossier, at, barred=_barred(by))


def _barred(by: Actor) -> set[int]:
    """The proposals whose cases a standing conflict closes to an expert."""
    conflicts = {"case__conflicts__expert__person_id": by.person_id, "case__conflicts__state": "standing"}
    return set(ProposalCase.objects.filter(**conflicts).values_list("proposal_id", flat=True))
