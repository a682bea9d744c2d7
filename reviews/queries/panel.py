"""Panel meetings: whose they are, who is in the room, what is on the agenda and what it is made from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.actors import Actor
from accounts.queries import overseen_rows
from accounts.roles import Power
from core.refusals import NotFound
from programs.policy import UNRULED, Panel, Policy
from programs.queries import policy_of
from reviews import rules
from reviews.models import (
    AgendaItem,
    Assignment,
    Case,
    Conflict,
    Expert,
    Meeting,
    Member,
    Participant,
    Recusal,
    Review,
    Round,
    Stay,
)
from reviews.permissions import ItemSight, item_sight, may_lead_meeting, oversees_reviews
from reviews.queries.assigning import matters_of
from reviews.queries.rounds import SEATED, locked_round, one
from reviews.queries.scoreboard import scoreboard
from reviews.queries.scores import counted_in

OF_MEETINGS = ("round__call__program", "round__call__rule_set", "round__ministry")
LEADERS = ("chair__expert__person", "deputy__expert__person")
Barred = Mapping[int, Mapping[int, str]]
"""For each case, by its id, the experts in conflict with it and on what ground."""


@dataclass(frozen=True, slots=True)
class Floor:
    """A meeting with everybody who was called, its agenda, and who is in the room now."""

    meeting: Meeting
    policy: Policy
    people: list[Participant]
    items: list[AgendaItem]
    inside: frozenset[int]
    """Participants in the room, by id."""
    been: frozenset[int]
    """Participants who were in the room at any time."""
    waiting: frozenset[int]
    """Participants who left for a conflict and have not come back."""
    barred: Barred

    @property
    def rule(self) -> Panel:
        return self.policy.panel or UNRULED

    @property
    def on(self) -> AgendaItem | None:
        """What is being discussed now."""
        return next((item for item in self.items if item.state == "on"), None)

    @property
    def next(self) -> AgendaItem | None:
        """What comes next of what is discussed one by one."""
        return next((item for item in self.items if item.state == "waiting" and not item.together), None)

    def is_barred(self, person: Participant | None, item: AgendaItem) -> bool:
        return person is not None and person.member.expert_id in self.barred.get(item.case_id, {})

    def present(self, item: AgendaItem) -> list[Participant]:
        """Who is in the room and free of conflict."""
        return [one for one in self.people if one.pk in self.inside and not self.is_barred(one, item)]

    def room(self, item: AgendaItem) -> rules.Room:
        """Who counts for a case as the room is now."""
        barred = [one for one in self.people if self.is_barred(one, item)]
        intruders = tuple(one.member.expert.person.name_ko for one in barred if one.pk in self.inside)
        return rules.Room(len(self.people) - len(barred), len(self.present(item)), intruders)

    def presiding(self, item: AgendaItem) -> Member | None:
        """Who leads a case: the chair, or the deputy where the chair is outside or in conflict; None if neither can."""
        here = {one.member_id: one.member for one in self.present(item)}
        return here.get(self.meeting.chair_id) or here.get(self.meeting.deputy_id or 0)

    def seat_of(self, actor: Actor) -> Participant | None:
        """The actor's own place at this meeting."""
        if actor.person_id is None:
            return None
        return next((one for one in self.people if one.member.expert.person_id == actor.person_id), None)

    def sight(self, actor: Actor, item: AgendaItem) -> ItemSight:
        """What the actor sees of a case on the agenda. Nothing but this decides it."""
        seat, round_ = self.seat_of(actor), self.meeting.round
        return item_sight(
            oversees=oversees_reviews(actor, self.meeting.ministry_id, round_.call.program.uid),
            seated=seat is not None and round_.state == "opened",
            barred=self.is_barred(seat, item),
            was_there=seat is not None and seat.pk in self.been,
            is_inside=seat is not None and seat.pk in self.inside,
            meeting_state=self.meeting.state,
            item_state=item.state,
        )

    def may_write(self, actor: Actor, item: AgendaItem) -> bool:
        """The rapporteur of a case writes its minutes, and who leads; nobody who may not see what was said."""
        seat = self.seat_of(actor)
        reports = seat is not None and seat.member.expert_id == item.rapporteur_id
        leads = may_lead_meeting(actor, self.meeting, self.meeting.round.call.program.uid)
        return (reports or leads) and self.sight(actor, item) is ItemSight.OPEN


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """Meetings of rounds that the actor runs or oversees, and those he was called to while the round is open to its
    panel; the newest first."""
    called = Participant.objects.filter(
        SEATED_THERE, meeting=OuterRef("pk"), member__expert__person_id=actor.person_id or 0
    )
    overseen = overseen_rows(actor, Power.REVIEWS, program="round__call__program__uid")
    rows = Meeting.objects.select_related(*OF_MEETINGS, *LEADERS).order_by("-id")
    return rows.filter(overseen | Q(Exists(called), round__state="opened"))


SEATED_THERE = ~Q(member__answer="declined")


def meeting_page(meeting_uid: UUID, by: Actor) -> Meeting:
    """A meeting that the actor may see. Raises NotFound."""
    return one(meetings_visible_to(by), meeting_uid)


def meetings_of(round_: Round) -> QuerySet[Meeting]:
    """Every meeting of a round, the newest first."""
    return Meeting.objects.filter(round=round_).select_related(*OF_MEETINGS, *LEADERS).order_by("-id")


def locked_meeting(meeting_uid: UUID, by: Actor) -> Meeting:
    """A meeting that the actor may see, its round's row and its own locked. Raises NotFound.

    The round comes first: conflicts are set under it, so that none is found while a case is concluded.
    """
    round_ = locked_round(meeting_page(meeting_uid, by).round.uid, by)
    Meeting.objects.select_for_update(no_key=True).get(uid=meeting_uid)
    found = meeting_page(meeting_uid, by)
    found.round = round_
    return found


def locked_item(item_uid: UUID, by: Actor) -> tuple[Floor, AgendaItem]:
    """A case on an agenda and its meeting, locked. Raises NotFound, also for whoever is in conflict with the case."""
    meeting_uid = AgendaItem.objects.filter(uid=item_uid).values_list("meeting__uid", flat=True).first()
    if meeting_uid is None:
        raise NotFound.because("http.not_found")
    floor = floor_of(locked_meeting(meeting_uid, by))
    return floor, item_in(floor, item_uid, by)


def item_page(item_uid: UUID, by: Actor) -> tuple[Floor, AgendaItem]:
    """The same to be read."""
    meeting_uid = AgendaItem.objects.filter(uid=item_uid).values_list("meeting__uid", flat=True).first()
    if meeting_uid is None:
        raise NotFound.because("http.not_found")
    floor = floor_of(meeting_page(meeting_uid, by))
    return floor, item_in(floor, item_uid, by)


def item_in(floor: Floor, item_uid: UUID, by: Actor) -> AgendaItem:
    """A case of this agenda, for whoever sees that it is there. Raises NotFound."""
    item = next((item for item in floor.items if item.uid == item_uid), None)
    if item is None or floor.sight(by, item) is ItemSight.NOTHING:
        raise NotFound.because("http.not_found")
    return item


def floor_of(meeting: Meeting) -> Floor:
    """A meeting with its people, its agenda and its room: five queries."""
    people = Participant.objects.filter(SEATED_THERE, meeting=meeting)
    rows = people.select_related("member__expert__person__organization")
    stays = list(Stay.objects.filter(meeting=meeting).values_list("participant_id", "left_at"))
    away = Recusal.objects.filter(meeting=meeting, left_at__isnull=False, returned_at__isnull=True)
    return Floor(
        meeting,
        policy_of(meeting.round.call.rule_set),
        list(rows.order_by("member__expert__person__name_ko", "id")),
        list(items_of(meeting)),
        frozenset(pk for pk, left_at in stays if left_at is None),
        frozenset(pk for pk, _ in stays),
        frozenset(away.values_list("participant_id", flat=True)),
        barred_in(meeting.round),
    )


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The agenda in its order, with what a page names of each case; no papers."""
    rows = AgendaItem.objects.filter(meeting=meeting).defer("case__dossier").order_by("place", "id")
    return rows.select_related("case__region", "case__of_proposal", "rapporteur__person", "presided_by__expert__person")


def read_by(item: AgendaItem) -> QuerySet[Review]:
    """The submitted reviews of a case, each with its scores: two queries."""
    rows = Review.objects.filter(assignment__case=item.case_id, assignment__state="given", state="submitted")
    return rows.select_related("assignment__expert__person").prefetch_related("scores").order_by("id")


def conclusion_of(case: Case) -> AgendaItem | None:
    """What a panel concluded on a case, if one has."""
    return AgendaItem.objects.filter(case=case, state="concluded").select_related("meeting").first()


def stays_of(meeting: Meeting) -> QuerySet[Stay]:
    """Who was in the room when, in order of time."""
    return Stay.objects.filter(meeting=meeting).order_by("came_at", "id")


def recusals_of(meeting: Meeting) -> QuerySet[Recusal]:
    """Who took no part in which case, in order of time."""
    return Recusal.objects.filter(meeting=meeting).order_by("noted_at", "id")


def barred_in(round_: Round) -> dict[int, dict[int, str]]:
    """Who may not be in the room for which case of a round, and on what ground: one query."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    standing = Conflict.objects.filter(case__round=round_, state="standing").order_by("id")
    for case_id, expert_id, ground in standing.values_list("case_id", "expert_id", "ground"):
        found[case_id].setdefault(expert_id, ground)
    return dict(found)


def called_to(round_: Round) -> QuerySet[Member]:
    """The committee that a meeting is called of: who has declared his interests and has not left."""
    rows = Member.objects.filter(SEATED, round=round_, declared_at__isnull=False, departure__isnull=True)
    return rows.select_related("expert__person").order_by("id")


def seat_committee(meeting: Meeting) -> None:
    """Call everybody of the committee who has declared and is not called to this meeting yet."""
    here = set(meeting.participants.values_list("member_id", flat=True))
    new = [Participant(meeting=meeting, member=one) for one in called_to(meeting.round) if one.pk not in here]
    Participant.objects.bulk_create(new)


def disputes_of(round_: Round, policy: Policy) -> list[rules.Disputed]:
    """The judged cases of a round that no meeting has concluded, as an agenda looks at them."""
    board, barred, rule = scoreboard(round_), barred_in(round_), policy.calibration
    done = set(AgendaItem.objects.filter(meeting__round=round_, state="concluded").values_list("case_id", flat=True))
    chance = {pk for pk, share in board.inside_bp.items() if rule and rule.is_within_chance(share)}
    called = set(called_to(round_).values_list("expert_id", flat=True))
    return [
        rules.Disputed(
            case.pk, case.number, scored.apart_bp, case.pk in chance, frozenset(barred.get(case.pk, {})) & called
        )
        for case, scored in board.cases
        if case.pk not in done
    ]


def fits_of(round_: Round) -> dict[int, dict[int, int]]:
    """For each case the experts who may report on it, those who judged it and are called, with their affinity."""
    matters = {matter.id: matter for matter in matters_of(round_)}
    called = {member.expert_id: member.expert for member in called_to(round_)}
    judged = Assignment.objects.filter(case__round=round_, state="given", review__state="submitted")
    found: dict[int, dict[int, int]] = {case: {} for case in matters}
    for case_id, expert_id in judged.values_list("case_id", "expert_id"):
        if expert_id in called and expert_id not in matters[case_id].barred:
            found[case_id][expert_id] = rules.affinity(matters[case_id], _judge(called[expert_id]))
    return found


def reporter_for(item: AgendaItem, floor: Floor) -> int | None:
    """Who reports on a case: who does already; else, of those who judged it, the one with the fewest cases, then the
    best fit. None where nobody who judged it may."""
    if item.rapporteur_id is not None:
        return item.rapporteur_id
    loads = Counter(one.rapporteur_id for one in floor.items)
    fits = fits_of(floor.meeting.round)[item.case_id]
    return min(fits, key=lambda expert: (loads[expert], -fits[expert], expert), default=None)


def _judge(expert: Expert) -> rules.Judge:
    return rules.Judge(expert.pk, frozenset([*expert.fields, *expert.science_fields]), expert.max_cases)


def score_without(item: AgendaItem, floor: Floor) -> int | None:
    """What counts for a case that is not concluded, in basis points of full marks; None if no review of it is left."""
    return scores_without(floor).get(item.pk)


def scores_without(floor: Floor) -> dict[int, int]:
    """The same for every case on the agenda that has a review, by the item's id."""
    scored = counted_in(floor.meeting.round.call, floor.policy).cases
    proposals = {item.pk: item.case.of_proposal.proposal_id for item in floor.items}
    return {item: scored[proposal].counts_bp for item, proposal in proposals.items() if proposal in scored}


def unsigned_meeting(round_: Round) -> Meeting | None:
    """The meeting of a round that goes on or waits for its chair's signature."""
    return Meeting.objects.filter(round=round_, state__in=("called", "running", "ended")).first()


def users_of(floor: Floor) -> list[int]:
    """The accounts of everybody who was called."""
    experts = [one.member.expert_id for one in floor.people]
    users = Expert.objects.filter(pk__in=experts, person__user__isnull=False)
    return list(users.values_list("person__user", flat=True))
