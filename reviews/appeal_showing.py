"""An appeal as its reader meets it: what he may do with it now and what of it he sees. Fetches what one page needs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from accounts.actors import Actor
from core.models import StoredFile
from core.refusals import NotFound
from reviews import permissions, queries
from reviews.models import Appeal, AppealSeat
from reviews.queries.appeal_files import paper_of_appeal
from reviews.rules import AppealStanding, verbs_for


@dataclass(frozen=True, slots=True)
class AppealSight:
    """An appeal, its reader's own seat on it, whether he oversees it, and the verbs that are his now."""

    appeal: Appeal
    seat: AppealSeat | None
    oversees: bool
    verbs: tuple[str, ...]

    @property
    def reads_papers(self) -> bool:
        """Those who judge it, its desks and overseers read the papers; its team has its letter."""
        return self.seat is not None or self.oversees

    @property
    def takes_papers(self) -> bool:
        """Its judges take the proposal's documents along while they judge it, its desks and overseers at any time."""
        return self.oversees or (self.seat is not None and self.appeal.state in {"admitted", "judged_anew"})


def paper_for(appeal_uid: UUID, attachment_uid: UUID, actor: Actor) -> StoredFile:
    """A document of the proposal in dispute. Raises NotFound for all but those who take papers along."""
    found = queries.appeal_page(appeal_uid, actor)
    if not sight_of(found, actor).takes_papers:
        raise NotFound.because("http.not_found")
    return paper_of_appeal(found, attachment_uid)


def sight_of(found: Appeal, actor: Actor) -> AppealSight:
    """What an appeal, fetched with its seats, is to somebody who may see it."""
    seats = found.seats.all()
    seat = next((one for one in seats if one.expert.person_id == (actor.person_id or 0)), None)
    standing = AppealStanding(
        leads=queries.leads_appeal(found, actor),
        runs=permissions.may_select(actor, found.ministry_id),
        part=seat.part if seat is not None and seat.said_at is None else "",
    )
    verbs = verbs_for(found.state, standing, all_spoke=all(one.said_at for one in seats))
    oversees = permissions.oversees_reviews(actor, found.ministry_id, found.call.program.uid)
    return AppealSight(found, seat, oversees, verbs)
