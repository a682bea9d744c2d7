"""Panel meetings: who sat in the room when, what was discussed in which order, what came out of it, and the minutes.

Once its chair has signed a meeting nothing of it changes: the database refuses it.
"""

from __future__ import annotations

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization
from reviews.models.experts import Expert
from reviews.models.rounds import Case, Member, Round
from reviews.states import AGENDA_ITEM, MEETING

SIGNED_STANDS = pgtrigger.Trigger(
    name="signed_stands",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF EXISTS (
            SELECT FROM public.reviews_meeting WHERE id IN (OLD.meeting_id, NEW.meeting_id) AND state = 'signed'
        ) THEN
            RAISE EXCEPTION 'baro: a signed meeting never changes';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """,
)


class Meeting(models.Model):
    """One sitting of a round's committee, called for a time and a place, led by its chair or, in his place, the deputy.

    `expected_moves` is how often somebody leaves or returns if the agenda is taken as it was worked out. Who signed
    although members had not confirmed the minutes wrote why (`signed_without`).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="meetings")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=MEETING.start)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    chair = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    expected_moves = models.PositiveIntegerField(default=0)
    called_at = models.DateTimeField()
    called_by = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField(null=True)
    begun_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.BigIntegerField(null=True)
    signed_without = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MEETING.states), name="meeting_state_known"),
            models.UniqueConstraint(fields=["round", "number"], name="meeting_number_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state__in=("called", "running", "ended")), name="one_open_meeting_a_round"
            ),
            models.CheckConstraint(condition=~Q(place=""), name="meeting_has_place"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("chair")), name="meeting_deputy_is_another"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("called", "called_off")) | Q(begun_at__isnull=False),
                name="meeting_begun_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("ended", "signed")) | Q(ended_at__isnull=False), name="meeting_ended_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False), name="meeting_signed_has_time"
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="signed_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="signed"),
            ),
        )

    def __str__(self) -> str:
        return f"meeting {self.number} of {self.round_id}"


class Participant(models.Model):
    """A member of the committee called to a meeting. He confirms the minutes of a meeting at which he was."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="participants")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="participations")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["meeting", "member"], name="participant_once"),)
        triggers = (SIGNED_STANDS,)

    def __str__(self) -> str:
        return f"{self.member_id} at {self.meeting_id}"


class Stay(models.Model):
    """A time during which a participant was in the room, from `came_at` to before `left_at`."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="stays")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="stays")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["participant"], condition=Q(left_at__isnull=True), name="in_the_room_once"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at")), name="stay_ends_after_it_begins"
            ),
        )
        triggers = (SIGNED_STANDS,)

    def __str__(self) -> str:
        return f"{self.participant_id} from {self.came_at}"


class AgendaItem(models.Model):
    """A case on the agenda of a meeting: when it was taken up, who was there, what came out of it, its minutes.

    `planned_place` is where the rule put it and `place` where it stands now, moved by an officer with a reason
    (`moved_why`). `apart_bp` and `by_chance` are why it was put there; those `together` are taken without discussion.
    Concluded, it keeps what counted before (`before_bp`), how many were free of conflict, how many had to be present,
    and who was (`present`, experts' ids). A consensus has `points` for each criterion, which come to `consensus_bp`.
    """

    class Outcome(models.TextChoices):
        OPEN = ""
        MEAN = "mean"
        CONSENSUS = "consensus"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agenda_items")
    state = models.CharField(max_length=10, default=AGENDA_ITEM.start)
    place = models.PositiveIntegerField()
    planned_place = models.PositiveIntegerField()
    moved_why = models.CharField(max_length=400, blank=True)
    apart_bp = models.PositiveIntegerField()
    by_chance = models.BooleanField(default=False)
    together = models.BooleanField(default=False)
    rapporteur = models.ForeignKey(Expert, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.BigIntegerField(null=True)
    presided_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=Outcome.choices)
    points = models.JSONField(null=True)
    consensus_bp = models.PositiveIntegerField(null=True)
    before_bp = models.PositiveIntegerField(null=True)
    reason = models.TextField(blank=True)
    entitled = models.PositiveSmallIntegerField(null=True)
    needed = models.PositiveSmallIntegerField(null=True)
    present = ArrayField(models.BigIntegerField(), default=list)
    minutes = models.TextField(blank=True)
    minutes_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["meeting", "case"], name="agenda_item_once"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(state="on"), name="one_item_at_a_time"),
            models.CheckConstraint(condition=Q(state__in=AGENDA_ITEM.states), name="agenda_item_state_known"),
            models.CheckConstraint(
                condition=(~Q(state="concluded") & Q(outcome="", consensus_bp__isnull=True, points__isnull=True))
                | (Q(state="concluded", concluded_at__isnull=False, needed__isnull=False) & ~Q(outcome="")),
                name="agenda_item_concluded_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome="consensus", consensus_bp__isnull=False, points__isnull=False) & ~Q(reason="")
                | ~Q(outcome="consensus") & Q(consensus_bp__isnull=True, points__isnull=True),
                name="consensus_has_points_and_reason",
            ),
        )
        triggers = (SIGNED_STANDS,)

    def __str__(self) -> str:
        return f"{self.case_id} at {self.meeting_id}"


class Recusal(models.Model):
    """A participant who may not be in the room for a case, and on what ground.

    He was there and left for it at `left_at`, or was outside already (None); `returned_at` is when he came back.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="recusals")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="recusals")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="recusals")
    ground = models.CharField(max_length=40)
    noted_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item", "participant", "noted_at"], name="recusal_once"),)
        triggers = (SIGNED_STANDS,)

    def __str__(self) -> str:
        return f"{self.participant_id} not for {self.item_id}"
